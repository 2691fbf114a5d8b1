/** Input items of the Responses API as messages of a chat (litellm/responses/litellm_completion_transformation). */
import { asObject, asString, isObject, objectsOf, omit, withoutNulls } from '../../providers/json.ts'
import { pythonJson } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { contentParts, resultContent } from './content.ts'
import { reasoningMessage, withReasoningJoined } from './reasoning.ts'

const outputs = ['function_call_output', 'custom_tool_call_output', 'computer_call_output', 'tool_result']

/** Finds a call of an earlier answer by its id. */
export type FindCall = (id: string) => JsonObject | undefined

/** The conversation, `instructions` first. */
export function inputMessages(
  input: Json | undefined,
  instructions: Json | undefined,
  toldCall: FindCall = () => undefined,
): JsonObject[] {
  const system = instructions ? [{ role: 'system', content: instructions }] : []
  if (typeof input === 'string') return [...system, { role: 'user', content: input }]
  const messages: JsonObject[] = []
  const known = new Set<string>()
  for (const item of objectsOf(input)) {
    if (isCall(item)) known.add(callIdOf(item))
    messages.push(...earlierCall(item, known, toldCall))
    add(messages, item)
  }
  return [...system, ...withReasoningJoined(messages)]
}

/** The call that a result answers, where an earlier answer has made it and the input does not say so. */
function earlierCall(item: JsonObject, known: Set<string>, toldCall: FindCall): JsonObject[] {
  const id = isOutput(item) ? (asString(item['call_id']) ?? '') : ''
  const call = id === '' || known.has(id) ? undefined : toldCall(id)
  if (!call) return []
  known.add(id)
  const { name = '', arguments: args } = asObject(call['function']) ?? {}
  const called = { name, arguments: typeof args === 'string' ? args : pythonJson(args) }
  return [{ role: 'assistant', tool_calls: [{ id, type: 'function', function: called, index: 0 }] }]
}

/** The messages with a call for each result of a conversation that goes on: of the first tool, as nobody knows which. */
export function withCalls(messages: readonly JsonObject[], tools: readonly JsonObject[]): JsonObject[] {
  const name = tools.map(tool => asString(asObject(tool['function'])?.['name'] || tool['name']) ?? '').find(Boolean)
  const result = [...messages]
  for (const [at, { role, tool_call_id: id = '' }] of messages.entries()) {
    const caller = result.slice(0, at).findLastIndex(message => message['role'] === 'assistant')
    const calls = objectsOf(result[caller]?.['tool_calls'])
    if (role !== 'tool' || caller === -1 || name === undefined || calls.some(call => call['id'] === id)) continue
    const call = { id, type: 'function', function: { name, arguments: '{}' }, index: calls.length }
    result[caller] = { ...result[caller], tool_calls: [...calls, call] }
  }
  return result
}

const isCall = ({ type }: JsonObject): boolean => type === 'function_call' || type === 'custom_tool_call'
const isSearch = ({ type }: JsonObject): boolean => type === 'web_search_call'
const isOutput = ({ type }: JsonObject): boolean => outputs.includes(asString(type) ?? '')
const callIdOf = (item: JsonObject): string => asString(item['call_id']) || asString(item['id']) || ''

// All calls of a turn belong into one message, right before their results.
function add(messages: JsonObject[], item: JsonObject): void {
  const last = messages.at(-1)
  if (isCall(item)) {
    const call = toolCall(item)
    if (last?.['role'] !== 'assistant') messages.push({ role: 'assistant', content: null, tool_calls: [call] })
    else messages[messages.length - 1] = { ...last, tool_calls: [...objectsOf(last['tool_calls']), call] }
    return
  }
  const [message] = translated(item)
  if (!message) return
  const joins = last?.['role'] === 'assistant' && ('tool_calls' in last || isSearch(item))
  if (joins && message['role'] === 'assistant' && (message['content'] ?? null) !== null) {
    messages[messages.length - 1] = { ...last, content: joined(last['content'], message['content']) }
  } else {
    messages.push(message)
  }
}

function joined(before: Json | undefined, after: Json | undefined): Json {
  if (!before) return after ?? null
  return [...partsOf(before), ...partsOf(after ?? null)]
}

function partsOf(content: Json): Json[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content : []
}

function translated(item: JsonObject): JsonObject[] {
  if (isOutput(item)) {
    const id = asString(item['call_id'])
    return id ? [{ role: 'tool', content: resultContent(item['output']), tool_call_id: id }] : []
  }
  if (isSearch(item)) return [{ role: 'assistant', content: `Hosted web search: ${searchText(item)}` }]
  if (item['type'] === 'reasoning') return reasoningMessage(item)
  const content = item['content'] ?? null
  return content === null ? [] : [{ role: item['role'] || 'user', content: contentParts(content) }]
}

/** A search as the library writes it: its own fields in their order, then any others. */
function searchText(item: JsonObject): string {
  const { id, action, status, type, ...others } = withoutNulls(item)
  const { type: kind, queries, query, pattern, sources, url, ...more } = withoutNulls(asObject(action) ?? {})
  const told = kind === 'find_in_page' ? { pattern, type: kind, url } : { type: kind, queries, query, sources, url }
  return JSON.stringify({ id, action: { ...told, ...more }, status, type, ...others })
}

function toolCall(item: JsonObject): JsonObject {
  const custom = item['type'] === 'custom_tool_call'
  const name = asString(item['name']) ?? ''
  const namespace = custom ? undefined : asString(item['namespace'])
  return {
    id: callIdOf(item),
    type: 'function',
    function: { name: namespace ? `${namespace}__${name}` : name, arguments: argumentsOf(item, custom) },
    index: 0,
  }
}

function argumentsOf(item: JsonObject, custom: boolean): string {
  const given = item['arguments'] ?? null
  if (typeof given === 'string' && given !== '') return given
  if (isObject(given) || Array.isArray(given)) return pythonJson(given)
  const input = custom ? asString(item['input']) : undefined
  return input ? pythonJson({ content: input }) : ''
}

/** The input and its tools, with the tools that came as items of the input among the others. */
export function hoisted(body: JsonObject): JsonObject {
  const items = objectsOf(body['input'])
  const carriers = items.filter(({ type }) => type === 'additional_tools')
  if (carriers.length === 0) return body
  const tools = [...objectsOf(body['tools']), ...carriers.flatMap(carrier => objectsOf(carrier['tools']))]
  return { ...omit(body, ['input']), input: items.filter(({ type }) => type !== 'additional_tools'), tools }
}
