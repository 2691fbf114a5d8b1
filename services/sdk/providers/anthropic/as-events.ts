/** A whole message as the events it would have been streamed in, for a provider that does not stream when asked to. */
import { asString, objectsOf, omit } from '../json.ts'
import type { JsonObject, SseEvent } from '../translator.ts'

export function messageAsEvents(message: JsonObject): SseEvent[] {
  if (message['type'] === 'error') return [named(message)]
  const { content, stop_reason, stop_sequence, container, usage, ...head } = message
  const begun = { ...head, content: [], stop_reason: null, stop_sequence: null, usage }
  const delta = { stop_reason, stop_sequence, ...(container === undefined ? {} : { container }) }
  return [
    named({ type: 'message_start', message: begun }),
    ...objectsOf(content).flatMap(blockAsEvents),
    named({ type: 'message_delta', delta, usage }),
    named({ type: 'message_stop' }),
  ]
}

/** One block of a message. */
export function blockAsEvents(block: JsonObject, index: number): SseEvent[] {
  const { begun, deltas } = taken(block)
  return [
    named({ type: 'content_block_start', index, content_block: begun }),
    ...deltas.map(delta => named({ type: 'content_block_delta', index, delta })),
    named({ type: 'content_block_stop', index }),
  ]
}

/** What a block begins with, and the pieces of it that come by and by. */
function taken(block: JsonObject): { begun: JsonObject; deltas: JsonObject[] } {
  switch (asString(block['type'])) {
    case 'text':
      return {
        begun: { ...omit(block, ['citations']), text: '' },
        deltas: [
          { type: 'text_delta', text: block['text'] },
          ...objectsOf(block['citations']).map(citation => ({ type: 'citations_delta', citation })),
        ],
      }
    case 'thinking':
      return {
        begun: { ...block, thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking: block['thinking'] },
          { type: 'signature_delta', signature: block['signature'] },
        ],
      }
    case 'tool_use':
    case 'server_tool_use':
      return {
        begun: { ...block, input: {} },
        deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(block['input'] ?? {}) }],
      }
    default:
      return { begun: block, deltas: [] }
  }
}

function named(data: JsonObject): SseEvent {
  return { event: asString(data['type']) ?? '', data: JSON.stringify(data) }
}
