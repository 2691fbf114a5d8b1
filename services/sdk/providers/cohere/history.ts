/** A conversation as Cohere's first chat takes it: what was said before, and the last message or what a tool has found. */
import { asObject, asString, objectsOf, parseJson } from '../json.ts'
import { wordsOf } from '../plain/prompt.ts'
import { pythonRepr } from '../python-text.ts'
import { type JsonObject, NotServed, RequestFault } from '../translator.ts'

/** A conversation taken apart. */
export interface History {
  readonly chat_history: JsonObject[]
  readonly message?: string
  readonly tool_results?: JsonObject[]
}

/** Takes a conversation apart. */
export function historyOf(messages: readonly JsonObject[]): History {
  const calls = messages.flatMap(message => objectsOf(message['tool_calls']))
  const last = messages.at(-1) ?? {}
  const chat_history = turnsOf(messages.slice(0, -1), calls)
  return last['role'] === 'tool'
    ? { chat_history, tool_results: [resultOf(last, calls)] }
    : { chat_history, message: wordsOf(last['content']) }
}

/** Messages of one role in a row are one turn. */
function turnsOf(messages: readonly JsonObject[], calls: readonly JsonObject[]): JsonObject[] {
  const turns: JsonObject[] = []
  for (let at = 0; at < messages.length;) {
    const role = kindOf(messages[at] ?? {})
    let end = at
    while (end < messages.length && kindOf(messages[end] ?? {}) === role) end += 1
    turns.push(...turnOf(role, messages.slice(at, end), calls))
    at = end
  }
  return turns
}

function kindOf(message: JsonObject): string {
  const role = asString(message['role']) ?? ''
  if (role === 'function') return 'tool'
  if (['user', 'system', 'assistant', 'tool'].includes(role)) return role
  throw new RequestFault(`Invalid Message passed in ${pythonRepr(message)}`)
}

function turnOf(role: string, messages: readonly JsonObject[], calls: readonly JsonObject[]): JsonObject[] {
  if (role === 'tool') return [{ role: 'TOOL', tool_results: messages.map(message => resultOf(message, calls)) }]
  const message = messages.map(({ content }) => wordsOf(content)).join('')
  if (role !== 'assistant') return message === '' ? [] : [{ role: role.toUpperCase(), message }]
  const tool_calls = messages.flatMap(({ tool_calls: made }) => objectsOf(made).map(callOf))
  return message === '' && tool_calls.length === 0 ? [] : [{ role: 'CHATBOT', message, tool_calls }]
}

function callOf(call: JsonObject): JsonObject {
  const called = asObject(call['function'])
  return { name: called?.['name'] ?? '', parameters: argumentsOf(call) }
}

function argumentsOf(call: JsonObject): JsonObject {
  const text = asString(asObject(call['function'])?.['arguments']) || '{}'
  const parsed = asObject(parseJson(text))
  if (!parsed) throw new NotServed('Cohere takes no broken arguments of tool calls')
  return parsed
}

function resultOf(message: JsonObject, calls: readonly JsonObject[]): JsonObject {
  const text = wordsOf(message['content'])
  const output = text === '' ? {} : (parseJson(text) ?? { result: text })
  const call = calls.find(({ id }) => id !== undefined && id === message['tool_call_id'])
  const made = call ? callOf(call) : { name: message['name'] ?? '', parameters: {} }
  return { call: made, outputs: [output] }
}
