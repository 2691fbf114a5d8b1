/** `thinking` and `reasoning_effort` in the form the model takes: a token budget up to 4.5, adaptive from 4.6 on. */
import { asCount, asObject, asString, isObject } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { hasTrait } from './models.ts'
import type { AnthropicTrait } from './traits.ts'

/** Tokens to think with, by effort. */
export const budgets = new Map([
  ['minimal', 1024],
  ['low', 1024],
  ['medium', 2048],
  ['high', 4096],
  ['xhigh', 8192],
  ['max', 16_384],
])
const smallestBudget = 1024
const maxTokensBesideThinking = 4096

/** What of a body speaks of thinking. */
export interface Thinking {
  readonly thinking?: Json
  readonly output_config?: Json
}

/** The thinking of a request, from its parameters; `thinking` wins over `reasoning_effort`. */
export function mapThinking(params: JsonObject, model: string): Thinking {
  const fromEffort = mapEffort(params['reasoning_effort'], model)
  const asked = params['thinking']
  if (asked === undefined) return fromEffort
  const type = asObject(asked)?.['type']
  const adaptive = hasTrait(model, 'adaptiveThinking')
  if (type === 'adaptive' && !adaptive) {
    const { thinking: _, ...rest } = fromEffort
    return { ...rest, ...cappedBudget(2048, params) }
  }
  if (type === 'enabled' && adaptive && !hasTrait(model, 'legacyThinking')) {
    return toAdaptive(asObject(asked) ?? {}, model, asObject(fromEffort.output_config))
  }
  return { ...fromEffort, thinking: asked }
}

/** `reasoning_effort` in the model's form. */
export function mapEffort(value: Json | undefined, model: string, provider?: string): Thinking {
  const effort = asString(isObject(value) ? value['effort'] : value)
  if (effort === undefined || effort === 'none') return {}
  if (!hasTrait(model, 'adaptiveThinking', provider)) {
    const budget = budgets.get(effort)
    if (budget !== undefined) return { thinking: { type: 'enabled', budget_tokens: budget } }
    throw new RequestFault(`Unmapped reasoning effort: ${pythonRepr(effort)}. Must be one of: ${efforts}.`)
  }
  if (!budgets.has(effort)) {
    throw new RequestFault(`Invalid reasoning_effort: ${pythonRepr(effort)}. Must be one of: ${efforts}`)
  }
  // Without `display` Anthropic leaves the thinking out of the answer.
  return {
    thinking: { type: 'adaptive', display: 'summarized' },
    output_config: { effort: effort === 'minimal' ? 'low' : effort },
  }
}

const efforts = "'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'none'"

// A budget must be smaller than max_tokens; where not even the smallest fits, there is no thinking.
export function cappedBudget(budget: number, params: JsonObject): Thinking {
  const limit = params['max_completion_tokens'] ?? params['max_tokens']
  if (typeof limit !== 'number') return { thinking: { type: 'enabled', budget_tokens: budget } }
  if (limit <= smallestBudget) return {}
  return { thinking: { type: 'enabled', budget_tokens: Math.min(budget, limit - 1) } }
}

/** A token budget as an adaptive model takes it; an effort already in `config` stays. */
export function toAdaptive(
  asked: JsonObject,
  model: string,
  config: JsonObject | undefined,
  provider?: string,
): Thinking {
  const { block_binding: binding, display } = asked
  return {
    thinking: {
      ...(binding === undefined || binding === null ? {} : { block_binding: binding }),
      type: 'adaptive',
      ...(display === 'summarized' || display === 'omitted' ? { display } : {}),
    },
    output_config: { effort: effortOf(asCount(asked['budget_tokens']), model, provider), ...config },
  }
}

function effortOf(budget: number, model: string, provider?: string): string {
  if (budget >= 8192 && hasTrait(model, 'xhighEffort', provider)) return 'xhigh'
  if (budget >= 4096) return 'high'
  return budget >= 2048 ? 'medium' : 'low'
}

/** `max_tokens` of a request that names none but thinks within a budget. */
export function maxTokensBeside(thinking: Json | undefined): number | undefined {
  const { type, budget_tokens: budget } = asObject(thinking) ?? {}
  return type === 'enabled' && typeof budget === 'number' ? budget + maxTokensBesideThinking : undefined
}

/** Refuses an `output_config.effort` the model does not take. */
export function checkEffort(config: Json | undefined, model: string, provider?: string): void {
  const effort = asObject(config)?.['effort']
  if (effort === undefined || effort === null) return
  if (typeof effort !== 'string' || !['high', 'medium', 'low', 'xhigh', 'max'].includes(effort)) {
    throw new RequestFault(
      `Invalid effort value: ${pythonRepr(effort)}. Must be one of: 'high', 'medium', 'low', 'xhigh', 'max'`,
    )
  }
  const has = (trait: AnthropicTrait): boolean => hasTrait(model, trait, provider)
  const takesMax = has('adaptiveThinking') || has('maxEffort')
  if ((effort === 'max' && !takesMax) || (effort === 'xhigh' && !has('xhighEffort'))) {
    throw new RequestFault(`effort='${effort}' is not supported by this model. Got model: ${model}`)
  }
}
