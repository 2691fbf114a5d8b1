/** A conversation with calls of tools that the request no longer brings: Bedrock takes them only as words. */
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'

/** The messages with their calls and results as text. What a tool said is guarded wherever it stands. */
export function withoutCalls(messages: readonly JsonObject[], guarded: boolean): JsonObject[] {
  return messages.map(message => {
    const role = message['role']
    if (role === 'assistant' && objectsOf(message['tool_calls']).length > 0) return asWords(message)
    if (role !== 'tool' && role !== 'function') return message
    const label = asString(message['tool_call_id']) || asString(message['name']) || 'unknown'
    const text = `[tool result for ${label}: ${wordsOf(message).trim() || '<non-text tool result omitted>'}]`
    return { role: 'user', content: guarded ? [{ type: 'guarded_text', text }] : text }
  })
}

function asWords(message: JsonObject): JsonObject {
  const calls = objectsOf(message['tool_calls']).map(call => {
    const called = asObject(call['function'])
    const label = call['id'] ? `tool call ${asString(call['id'])}` : 'tool call'
    return `[${label}: ${asString(called?.['name']) || 'unknown_tool'}(${asString(called?.['arguments']) ?? ''})]`
  })
  return { role: 'assistant', content: [wordsOf(message), ...calls].filter(Boolean).join('\n') }
}

function wordsOf({ content }: JsonObject): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(part => asString(part['text']) ?? '')
    .join('')
}
