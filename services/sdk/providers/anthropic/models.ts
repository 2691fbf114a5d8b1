/**
 * What is known of a Claude model, by its name (LiteLLM, llms/anthropic/common_utils.py). Where it is hosted matters at
 * Bedrock only, whose names are its own.
 */
import { flagAmong, knownFacts, supports } from '../../models/facts.ts'
import { namedModel } from '../../models/table.ts'
import { bedrockTrait } from '../bedrock/claude.ts'
import { flagOf } from '../bedrock/knowledge.ts'
import { type AnthropicTrait, claudeKeys } from './traits.ts'

/** Whether a model has a trait, at Anthropic or where else it is hosted. */
export function hasTrait(model: string, trait: AnthropicTrait, provider = 'anthropic'): boolean {
  if (isAtBedrock(model)) return bedrockTrait(model, trait)
  const key = claudeKeys[trait]
  switch (trait) {
    // Fast mode is the entry's own, and tools are forced wherever no alias says that they cannot be.
    case 'speed':
      return namedModel(model)?.[key] === true
    case 'noForcedTools':
      return flagAmong(aliases(model), key) === false
    default: {
      const stated = knownFacts(provider, model)?.facts[key]
      if (typeof stated === 'boolean') return stated
      return supports(provider, model, key) || flagAmong(aliases(model), key) === true
    }
  }
}

/** The output limit of a name without an entry; LiteLLM does not ask its rules for it. */
const unknownMaxOutput = 4_096

/** `max_tokens` of a request that names none. */
export function maxOutput(model: string): number {
  const entry = namedModel(model)
  return entry?.max_output_tokens ?? entry?.max_tokens ?? unknownMaxOutput
}

/** Whether `thinking` and `reasoning_effort` are taken at all. */
export function takesThinking(model: string): boolean {
  return model.includes('claude-3-7-sonnet') || hasTrait(model, 'adaptiveThinking') || hasTrait(model, 'reasoning')
}

/** Whether temperature, top_p and top_k are taken; names without an entry are judged by family. */
export function takesSampling(model: string): boolean {
  const key = 'supports_sampling_params'
  const stated = isAtBedrock(model) ? flagOf(model, key) : flagAmong(aliases(model), key)
  return stated ?? !/fable|opus-4[-.][78]|opus_4[_.][78]/.test(model.toLowerCase())
}

/** The name, and what is left of it without its date, its version and its dots, one at a time. */
function aliases(model: string): Set<string> {
  const dotless = model.replace(/(\d)\.(\d)/g, '$1-$2')
  return new Set([
    model,
    model.replace(/-v\d+(?::\d+)?$/, ''),
    model.replace(/:\d+$/, ''),
    model.replace(/-\d{8}$/, ''),
    dotless,
    model.replace(/(.)@[^@]*$/, '$1'),
    dotless.replace(/-v\d+(?::\d+)?$/, '').replace(/-\d{8}$/, ''),
  ])
}

/** Bedrock's names of Claude models, which are not Anthropic's. */
const isAtBedrock = (model: string): boolean => model.includes('anthropic.') || model.includes('arn:aws')
