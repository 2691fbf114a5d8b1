/** Whole answers of OpenAI's as the events they would have been streamed in, for a provider that does not stream when asked to. */
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject, SseEvent } from '../translator.ts'

/** A completion, of chat or of text: one chunk and the end. An error is an event by itself. */
export function completionAsEvents(answer: JsonObject): SseEvent[] {
  if (!Array.isArray(answer['choices'])) return [event(answer)]
  const choices = objectsOf(answer['choices']).map(({ message, ...choice }) => {
    const told = asObject(message)
    return told ? { ...choice, delta: withNumberedCalls(told) } : choice
  })
  return [event({ ...answer, object: 'chat.completion.chunk', choices }), { event: '', data: '[DONE]' }]
}

/** An answer of the Responses API: its items as they are done. */
export function responseAsEvents(response: JsonObject): SseEvent[] {
  if (asObject(response['error']) && response['output'] === undefined) return [event({ type: 'error', ...response })]
  const begun = { ...response, status: 'in_progress', output: [], usage: null }
  const items = objectsOf(response['output']).flatMap((item, output_index) => [
    { type: 'response.output_item.added', output_index, item },
    { type: 'response.output_item.done', output_index, item },
  ])
  const ended = { type: `response.${asString(response['status']) ?? 'completed'}`, response }
  const events: JsonObject[] = [{ type: 'response.created', response: begun }, ...items, ended]
  return events.map((data, sequence_number) => event({ ...data, sequence_number }))
}

// In a stream calls are told apart by their numbers.
function withNumberedCalls(message: JsonObject): JsonObject {
  if (!Array.isArray(message['tool_calls'])) return message
  return { ...message, tool_calls: objectsOf(message['tool_calls']).map((call, index) => ({ index, ...call })) }
}

function event(data: JsonObject): SseEvent {
  return { event: '', data: JSON.stringify(data) }
}
