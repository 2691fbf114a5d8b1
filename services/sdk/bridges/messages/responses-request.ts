/** A request of Anthropic's for the Responses API (litellm/llms/anthropic/pass_through/responses_adapters). */
import { asCount, asObject, asString, isObject, objectsOf, omit, withoutNulls } from '../../providers/json.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import type { Json, JsonObject, Target } from '../../providers/translator.ts'
import { formatOf, refuseEditing } from './chat-request.ts'
import { declaredEffort, effortOf, sessionOf, takenEffort } from './effort.ts'
import { messageItem, responsesInput, systemParts } from './responses-input.ts'

const longestUser = 64

/** What is Anthropic's alone, or said in other words by the Responses API. */
export const responsesKeys = [
  'messages',
  'system',
  'max_tokens',
  'metadata',
  'tools',
  'tool_choice',
  'thinking',
  'output_format',
  'output_config',
  'stop_sequences',
  'container',
  'context_management',
  'include',
  'top_k',
]

/** The request that asks the same. */
export function responsesBody(body: JsonObject, target: Target): JsonObject {
  const all = withoutNulls({ ...target.defaults, ...withoutNulls(body) })
  refuseEditing(all)
  const system = all['system']
  const marked = objectsOf(system).some(block => (block['prompt_cache_breakpoint'] ?? null) !== null)
  const developer = marked ? messageItem('developer', systemParts(system)) : []
  const instructions = developer.length > 0 ? undefined : instructionsOf(system)
  const tools = objectsOf(all['tools']).map(tool)
  return {
    ...omit(all, responsesKeys),
    input: [...developer, ...responsesInput(all['messages'])],
    include: included(all['include']),
    ...(instructions === undefined ? {} : { instructions }),
    ...(all['max_tokens'] ? { max_output_tokens: all['max_tokens'] } : {}),
    ...(tools.length > 0 ? { tools } : {}),
    ...toolChoice(all['tool_choice']),
    ...reasoningOf(all, target),
    ...textFormat(all),
    ...contextManagement(asObject(all['context_management'])),
    ...userOf(all),
  }
}

const sealedReasoning = 'reasoning.encrypted_content'

const included = (configured: Json | undefined): Json[] => [
  sealedReasoning,
  ...(Array.isArray(configured) ? configured.filter(item => item !== sealedReasoning) : []),
]

function instructionsOf(system: Json | undefined): string | undefined {
  if (typeof system === 'string') return system || undefined
  if (!Array.isArray(system) || system.length === 0) return undefined
  return objectsOf(system)
    .filter(block => block['type'] === 'text')
    .map(block => asString(block['text']) ?? '')
    .filter(Boolean)
    .join('\n')
}

function tool(given: JsonObject): JsonObject {
  const { type, name = '' } = given
  if ((typeof type === 'string' && type.startsWith('web_search')) || name === 'web_search') {
    return { type: 'web_search_preview' }
  }
  return {
    type: 'function',
    name,
    // The API makes a tool strict that says nothing, and rewrites what it requires.
    strict: Boolean(given['strict']),
    ...('description' in given ? { description: given['description'] } : {}),
    ...('input_schema' in given ? { parameters: given['input_schema'] } : {}),
  }
}

function toolChoice(choice: Json | undefined): JsonObject {
  if (!isObject(choice) || Object.keys(choice).length === 0) return {}
  switch (choice['type']) {
    case 'any':
      return { tool_choice: 'required' }
    case 'tool':
      return { tool_choice: { type: 'function', name: choice['name'] ?? '' } }
    case 'none':
      return { tool_choice: 'none' }
    default:
      return { tool_choice: 'auto' }
  }
}

function reasoningOf(body: JsonObject, target: Target): JsonObject {
  const thinking = asObject(body['thinking'])
  if (thinking?.['type'] !== 'enabled' && thinking?.['type'] !== 'adaptive') return {}
  const effort = effortOf(thinking, declaredEffort(asObject(body['output_config']))) ?? 'medium'
  const summary = thinking['summary'] ? { summary: thinking['summary'] } : {}
  return { reasoning: { effort: takenEffort(effort, target), ...summary } }
}

function textFormat(body: JsonObject): JsonObject {
  const format = asObject(formatOf(body))
  if (format?.['type'] !== 'json_schema' || !format['schema']) return {}
  const { schema, strict = false } = format
  return { text: { format: { type: 'json_schema', name: 'structured_output', schema, strict } } }
}

function contextManagement(management: JsonObject | undefined): JsonObject {
  const compactions = objectsOf(management?.['edits']).filter(edit => edit['type'] === 'compact_20260112')
  if (compactions.length === 0) return {}
  const entries = compactions.map(edit => {
    const value = asObject(edit['trigger'])?.['value'] ?? null
    return { type: 'compaction', ...(value === null ? {} : { compact_threshold: asCount(value) }) }
  })
  return { context_management: entries }
}

function userOf(body: JsonObject): JsonObject {
  const id = asObject(body['metadata'])?.['user_id'] ?? null
  if (id === null) return {}
  const session = typeof id === 'string' ? sessionOf(id) : undefined
  const user = (typeof id === 'string' ? id : pythonRepr(id)).slice(0, longestUser)
  const key = body['prompt_cache_key'] ?? session
  return { user, ...(key === undefined ? {} : { prompt_cache_key: key }) }
}
