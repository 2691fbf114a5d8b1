/**
 * Thinking of a `/v1/messages` request in the form its model takes: clients such as Claude Code send one form to every
 * model (LiteLLM: llms/anthropic/pass_through/messages/transformation.py).
 */
import { asObject, asString, omit } from '../json.ts'
import { RequestFault, type Json, type JsonObject, type Target } from '../translator.ts'
import { hasTrait } from './models.ts'
import { checkEffort, mapEffort, type Thinking, toAdaptive } from './thinking.ts'
import type { AnthropicTrait } from './traits.ts'

const smallestBudget = 1024

/** The parameters with thinking, effort and temperature as the model takes them together. */
export function reshapedThinking(params: JsonObject, at: Place): JsonObject {
  return [fromEffort, withoutDisabled, fromBudget, fromAdaptive, withoutTemperature].reduce(
    (body, step) => step(body, at),
    params,
  )
}

/** A model, and where it is hosted. */
type Place = Pick<Target, 'model' | 'provider'>

const has = ({ model, provider }: Place, trait: AnthropicTrait): boolean => hasTrait(model, trait, provider)
const isAdaptive = (at: Place): boolean => has(at, 'adaptiveThinking')
const typeOf = (body: JsonObject): string | undefined => asString(asObject(body['thinking'])?.['type'])

/** OpenAI's word for it; what Anthropic's own parameters say wins. */
function fromEffort(params: JsonObject, at: Place): JsonObject {
  const effort = asString(params['reasoning_effort'])
  const body = omit(params, ['reasoning_effort'])
  if (effort === undefined) return body
  const mapped = effortAs(effort, at)
  if (mapped.thinking === undefined) return omit(body, ['thinking', 'output_config'])
  const thinking = fitting(mapped.thinking, body['max_tokens'])
  if (thinking === undefined) return body
  inAnthropicsName(() => checkEffort(mapped.output_config, at.model, at.provider))
  const config = mapped.output_config === undefined ? {} : { output_config: merged(mapped.output_config, body) }
  return { ...body, thinking: body['thinking'] ?? thinking, ...config }
}

const effortAs = (effort: Json, at: Place): Thinking => inAnthropicsName(() => mapEffort(effort, at.model, at.provider))

/** LiteLLM lets the refusals of a chat pass for Anthropic's here; some with their class, some without. */
function inAnthropicsName<T>(step: () => T): T {
  try {
    return step()
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const told = fault.message.startsWith('Unmapped') ? `litellm.${fault.litellmClass}: ` : ''
    throw new RequestFault(`AnthropicException - ${told}${fault.message}`)
  }
}

function merged(config: Json, body: JsonObject): JsonObject {
  return { ...asObject(config), ...asObject(body['output_config']) }
}

/** Models that always think refuse to be told not to. */
function withoutDisabled(body: JsonObject, at: Place): JsonObject {
  return typeOf(body) === 'disabled' && has(at, 'alwaysThinks') ? omit(body, ['thinking']) : body
}

/** Who takes what binds thoughts to their place. */
const binders = new Set(['anthropic', 'azure_ai'])

/** A token budget, for a model that knows only adaptive thinking. */
function fromBudget(body: JsonObject, at: Place): JsonObject {
  if (typeOf(body) !== 'enabled' || !isAdaptive(at) || has(at, 'legacyThinking')) return body
  const { block_binding: binding, ...thinking } = asObject(body['thinking']) ?? {}
  const bound = binders.has(at.provider) && binding !== undefined ? { ...thinking, block_binding: binding } : thinking
  return { ...body, ...toAdaptive(bound, at.model, asObject(body['output_config']), at.provider) }
}

/** Adaptive thinking and effort, for a model that knows only token budgets. */
function fromAdaptive(body: JsonObject, at: Place): JsonObject {
  if (isAdaptive(at)) return body
  const config = asObject(body['output_config'])
  const effort = config?.['effort'] ?? undefined
  const adaptive = typeOf(body) === 'adaptive'
  if (effort === undefined && !adaptive) return body
  if (takesEffort(at) && (!adaptive || isTaken(effort, at))) return adaptive ? omit(body, ['thinking']) : body
  const mapped = has(at, 'reasoning') ? effortAs(effort ?? 'medium', at).thinking : undefined
  const thinking = mapped === undefined ? undefined : fitting(mapped, body['max_tokens'])
  const rest = omit(body, ['thinking', ...(effort === undefined ? [] : ['output_config'])])
  const residual = omit(config ?? {}, ['effort'])
  return {
    ...rest,
    ...(effort !== undefined && Object.keys(residual).length > 0 ? { output_config: residual } : {}),
    ...(thinking === undefined ? {} : { thinking }),
  }
}

const effortTraits = ['outputConfig', 'lowEffort', 'minimalEffort', 'xhighEffort', 'maxEffort'] as const

const takesEffort = (at: Place): boolean => effortTraits.some(trait => has(at, trait))

function isTaken(effort: Json | undefined, at: Place): boolean {
  try {
    checkEffort({ effort: effort ?? null }, at.model, at.provider)
    return true
  } catch (fault) {
    if (fault instanceof RequestFault) return false
    throw fault
  }
}

/** A budget below max_tokens; none where not even the smallest fits. */
function fitting(thinking: Json, limit: Json | undefined): Json | undefined {
  const budget = asObject(thinking)?.['budget_tokens']
  if (typeof budget !== 'number' || typeof limit !== 'number') return thinking
  if (limit <= smallestBudget) return undefined
  return budget < limit ? thinking : { type: asObject(thinking)?.['type'], budget_tokens: limit - 1 }
}

/** Beside thinking Anthropic takes no other temperature than 1. */
function withoutTemperature(body: JsonObject, at: Place): JsonObject {
  if (isAdaptive(at) || body['temperature'] === 1) return body
  const effort = asObject(body['output_config'])?.['effort'] ?? undefined
  return typeOf(body) === 'enabled' || effort !== undefined ? omit(body, ['temperature']) : body
}
