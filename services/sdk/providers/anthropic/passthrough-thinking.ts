/**
 * Thinking of a `/v1/messages` request in the form its model takes: clients such as Claude Code send one form to every
 * model (LiteLLM: llms/anthropic/pass_through/messages/transformation.py).
 */
import { asObject, asString, omit } from '../json.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { hasTrait } from './models.ts'
import { checkEffort, mapEffort, type Thinking, toAdaptive } from './thinking.ts'

const smallestBudget = 1024

/** The parameters with thinking, effort and temperature as the model takes them together. */
export function reshapedThinking(params: JsonObject, model: string): JsonObject {
  return [fromEffort, withoutDisabled, fromBudget, fromAdaptive, withoutTemperature].reduce(
    (body, step) => step(body, model),
    params,
  )
}

const isAdaptive = (model: string): boolean => hasTrait(model, 'adaptiveThinking')
const typeOf = (body: JsonObject): string | undefined => asString(asObject(body['thinking'])?.['type'])

/** OpenAI's word for it; what Anthropic's own parameters say wins. */
function fromEffort(params: JsonObject, model: string): JsonObject {
  const effort = asString(params['reasoning_effort'])
  const body = omit(params, ['reasoning_effort'])
  if (effort === undefined) return body
  const mapped = effortAs(effort, model)
  if (mapped.thinking === undefined) return omit(body, ['thinking', 'output_config'])
  const thinking = fitting(mapped.thinking, body['max_tokens'])
  if (thinking === undefined) return body
  inAnthropicsName(() => checkEffort(mapped.output_config, model))
  const config = mapped.output_config === undefined ? {} : { output_config: merged(mapped.output_config, body) }
  return { ...body, thinking: body['thinking'] ?? thinking, ...config }
}

const effortAs = (effort: Json, model: string): Thinking => inAnthropicsName(() => mapEffort(effort, model))

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
function withoutDisabled(body: JsonObject, model: string): JsonObject {
  return typeOf(body) === 'disabled' && hasTrait(model, 'alwaysThinks') ? omit(body, ['thinking']) : body
}

/** A token budget, for a model that knows only adaptive thinking. */
function fromBudget(body: JsonObject, model: string): JsonObject {
  if (typeOf(body) !== 'enabled' || !isAdaptive(model) || hasTrait(model, 'legacyThinking')) return body
  return { ...body, ...toAdaptive(asObject(body['thinking']) ?? {}, model, asObject(body['output_config'])) }
}

/** Adaptive thinking and effort, for a model that knows only token budgets. */
function fromAdaptive(body: JsonObject, model: string): JsonObject {
  if (isAdaptive(model)) return body
  const config = asObject(body['output_config'])
  const effort = config?.['effort'] ?? undefined
  const adaptive = typeOf(body) === 'adaptive'
  if (effort === undefined && !adaptive) return body
  if (takesEffort(model) && (!adaptive || isTaken(effort, model))) return adaptive ? omit(body, ['thinking']) : body
  const mapped = hasTrait(model, 'reasoning') ? effortAs(effort ?? 'medium', model).thinking : undefined
  const thinking = mapped === undefined ? undefined : fitting(mapped, body['max_tokens'])
  const rest = omit(body, ['thinking', ...(effort === undefined ? [] : ['output_config'])])
  const residual = omit(config ?? {}, ['effort'])
  return {
    ...rest,
    ...(effort !== undefined && Object.keys(residual).length > 0 ? { output_config: residual } : {}),
    ...(thinking === undefined ? {} : { thinking }),
  }
}

const takesEffort = (model: string): boolean =>
  hasTrait(model, 'outputConfig') || hasTrait(model, 'xhighEffort') || hasTrait(model, 'maxEffort')

function isTaken(effort: Json | undefined, model: string): boolean {
  try {
    checkEffort({ effort: effort ?? null }, model)
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
function withoutTemperature(body: JsonObject, model: string): JsonObject {
  if (isAdaptive(model) || body['temperature'] === 1) return body
  const effort = asObject(body['output_config'])?.['effort'] ?? undefined
  return typeOf(body) === 'enabled' || effort !== undefined ? omit(body, ['temperature']) : body
}
