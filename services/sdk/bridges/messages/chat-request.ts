/** A request of Anthropic's as a chat completion (litellm/llms/anthropic/pass_through/adapters/transformation.py). */
import { findModel } from '../../models/table.ts'
import { asObject, asString, isObject, objectsOf, omit, withoutNulls } from '../../providers/json.ts'
import { supportedParams } from '../../providers/openai/supported.ts'
import { profileOf } from '../../providers/openai/profiles.ts'
import { labelling } from '../../providers/vertex/labels.ts'
import { wireName } from '../../providers/vertex/models.ts'
import { NotServed, type Json, type JsonObject, RequestFault, type Target } from '../../providers/translator.ts'
import { refuseGatewayTools } from '../gateway-tools.ts'
import { chatMessages } from './chat-messages.ts'
import { chatTools, toolChoice } from './chat-tools.ts'
import { declaredEffort, effortOf, sessionOf, takenEffort } from './effort.ts'
import { strictSchema } from './strict-schema.ts'

/** What is Anthropic's alone, or said in other words by the chat. */
export const chatKeys = [
  'messages',
  'system',
  'metadata',
  'tools',
  'tool_choice',
  'thinking',
  'output_format',
  'output_config',
  'stop_sequences',
  'container',
  'context_management',
  'safeguards',
  'litellm_metadata',
]

/** The chat completion that asks the same. Throws `NotServed` for what LiteLLM does by asking other models. */
export function chatRequest(body: JsonObject, target: Target): JsonObject {
  const all = withoutNulls({ ...target.defaults, ...withoutNulls(body) })
  refuseEditing(all)
  if (objectsOf(all['messages']).length === 0) {
    throw new RequestFault('Bad Request: messages is required for Anthropic Messages Request')
  }
  const name = `${target.provider}/${target.model}`.toLowerCase()
  const isClaude = /anthropic|claude/.test(name)
  const cacheControl = isClaude || name.includes('gemini')
  const known = findModel(target.provider, target.model)?.entry
  const { tools, ...toolParams } = chatTools(all['tools'], cacheControl)
  const choice = toolChoice(all['tool_choice'])
  const chat: JsonObject = {
    messages: chatMessages(all, { cacheControl, lateSystem: known?.['supports_mid_conversation_system'] === true }),
    ...userOf(all['metadata'], target),
    ...labelling(all['metadata'], target),
    ...(tools.length > 0 ? { tools } : {}),
    ...toolParams,
    ...(choice === undefined ? {} : { tool_choice: choice }),
    ...thinkingParams(all, target, isClaude),
    ...(isFilled(all['stop_sequences']) ? { stop: all['stop_sequences'] } : {}),
    ...responseFormat(all),
    ...(all['stream'] === true ? { stream: true, stream_options: { include_usage: true } } : {}),
  }
  return { ...omit(all, chatKeys), ...chat, ...explicit(all, 'prompt_cache_key') }
}

const isFilled = (value: Json | undefined): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0)

const explicit = (body: JsonObject, key: string): JsonObject => (key in body ? { [key]: body[key] } : {})

const editing = 'The sdk backend asks no other model about a conversation.'

/** What LiteLLM does by asking other models, which this worker does not. */
export function refuseEditing(body: JsonObject): void {
  const types = objectsOf(body['tools']).map(({ type }) => asString(type) ?? '')
  const asked = body['compaction'] ?? body['cache_control_injection_points']
  refuseGatewayTools(body['tools'])
  if (asked !== undefined || types.some(type => type.startsWith('advisor_'))) throw new NotServed(editing)
}

function userOf(metadata: Json | undefined, target: Target): JsonObject {
  const user = asObject(metadata)?.['user_id'] ?? null
  if (user === null) return {}
  const session = typeof user === 'string' ? sessionOf(user) : undefined
  const provider = wireName(target)
  const keyed = profileOf(provider) !== null && supportedParams(provider, target.model).has('prompt_cache_key')
  return { user, ...(session !== undefined && keyed ? { prompt_cache_key: session } : {}) }
}

function thinkingParams(body: JsonObject, target: Target, isClaude: boolean): JsonObject {
  const thinking = body['thinking']
  if (!isObject(thinking) || Object.keys(thinking).length === 0) return {}
  const declared = thinking['type'] === 'adaptive' ? declaredEffort(asObject(body['output_config'])) : undefined
  if (isClaude) {
    const carried = declared !== undefined && supportedParams(target.provider, target.model).has('reasoning_effort')
    return { thinking, ...(carried ? { reasoning_effort: takenEffort(declared, target) } : {}) }
  }
  const effort = effortOf(thinking, declared)
  return effort === undefined ? {} : { reasoning_effort: takenEffort(effort, target) }
}

/** `output_format`, or else the one within `output_config`. */
export function formatOf(body: JsonObject): Json | undefined {
  const format = body['output_format']
  return isFilled(format) ? format : asObject(body['output_config'])?.['format']
}

function responseFormat(body: JsonObject): JsonObject {
  const format = asObject(formatOf(body))
  if (format?.['type'] !== 'json_schema' || !format['schema']) return {}
  const schema = strictSchema(format['schema'])
  return {
    response_format: { type: 'json_schema', json_schema: { name: 'structured_output', schema, strict: true } },
  }
}
