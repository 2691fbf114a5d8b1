/** What is known of an Anthropic model, by its name. */
import {
  anthropicModels,
  anthropicRules,
  unknownMaxOutput,
  type AnthropicModel,
  type AnthropicTrait,
} from '../model-table.ts'
import { bedrockTrait } from '../bedrock/claude.ts'
import { flagOf } from '../bedrock/knowledge.ts'

/** Whether a model has a trait: its own entry decides, then the rules, then the entry of its undated name. */
export function hasTrait(model: string, trait: AnthropicTrait): boolean {
  if (isAtBedrock(model)) return bedrockTrait(model, trait)
  const entry = anthropicModels[model]
  if (entry) return entry.traits.includes(trait)
  if (anthropicRules.some(rule => rule.trait === trait && rule.pattern.test(model))) return true
  return relative(model)?.traits.includes(trait) ?? false
}

/** `max_tokens` of a request that names none. */
export function maxOutput(model: string): number {
  return anthropicModels[model]?.maxOutput ?? unknownMaxOutput
}

/** Whether `thinking` and `reasoning_effort` are taken at all. */
export function takesThinking(model: string): boolean {
  return model.includes('claude-3-7-sonnet') || hasTrait(model, 'adaptiveThinking') || hasTrait(model, 'reasoning')
}

/** Whether temperature, top_p and top_k are taken; names without an entry are judged by family. */
export function takesSampling(model: string): boolean {
  const stated = isAtBedrock(model) ? flagOf(model, 'supports_sampling_params') : undefined
  if (stated !== undefined) return stated
  const entry = anthropicModels[model] ?? relative(model)
  if (entry) return !entry.traits.includes('noSampling')
  return !/fable|opus[-_]4[-_.][78]/.test(model.toLowerCase())
}

function relative(model: string): AnthropicModel | undefined {
  const undated = model.replace(/-\d{8}$|@.*$/, '')
  return anthropicModels[undated] ?? anthropicModels[model.replace(/(\d)\.(\d)/, '$1-$2')]
}

/** Bedrock's names of Claude models, which are not Anthropic's. */
const isAtBedrock = (model: string): boolean => model.includes('anthropic.') || model.includes('arn:aws')
