/** Input items of the Responses API as messages of a chat (litellm/responses/litellm_completion_transformation). */
import { asString, isObject, objectsOf, omit } from '../../providers/json.ts'
import { pythonJson } from '../../providers/python-text.ts'
import { NotServed, type Json, type JsonObject } from '../../providers/translator.ts'
import { contentParts, resultContent } from './content.ts'
import { reasoningMessage, withReasoningJoined } from './reasoning.ts'

const outputs = ['function_call_output', 'custom_tool_call_output', 'computer_call_output', 'tool_result']

/** The conversation, `instructions` first. */
export function inputMessages(input: Json | undefined, instructions: Json | undefined): JsonObject[] {
  const system = instructions ? [{ role: 'system', content: instructions }] : []
  if (typeof input === 'string') return [...system, { role: 'user', content: input }]
  const items = objectsOf(input)
  refuseForeign(items)
  const messages: JsonObject[] = []
  for (const item of items) add(messages, item)
  return [...system, ...withReasoningJoined(messages)]
}

/** LiteLLM remembers calls it has told and searches it has made; this worker does not. */
function refuseForeign(items: readonly JsonObject[]): void {
  const called = new Set(items.filter(isCall).map(callIdOf))
  const foreign = items.some(item => isOutput(item) && item['call_id'] && !called.has(asString(item['call_id']) ?? ''))
  if (foreign || items.some(item => item['type'] === 'web_search_call')) {
    throw new NotServed('The sdk backend knows no calls but those of the request.')
  }
}

const isCall = ({ type }: JsonObject): boolean => type === 'function_call' || type === 'custom_tool_call'
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
  const joins = last?.['role'] === 'assistant' && 'tool_calls' in last
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
  if (item['type'] === 'reasoning') return reasoningMessage(item)
  const content = item['content'] ?? null
  return content === null ? [] : [{ role: item['role'] || 'user', content: contentParts(content) }]
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
