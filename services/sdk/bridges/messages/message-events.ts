/** The events of Anthropic's streams, and the blocks that are open in one. */
import type { JsonObject } from '../../providers/translator.ts'

const frame = (data: JsonObject & { readonly type: string }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`

/** The head of a message that is nothing yet. */
export function messageStart(id: string, model: string): string {
  const usage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
  const message = { id, type: 'message', role: 'assistant', content: [], model }
  return frame({ type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null, usage } })
}

export const blockStart = (index: number, content_block: JsonObject): string =>
  frame({ type: 'content_block_start', index, content_block })

export const blockDelta = (index: number, delta: JsonObject): string =>
  frame({ type: 'content_block_delta', index, delta })

export const blockStop = (index: number): string => frame({ type: 'content_block_stop', index })

export const messageDelta = (delta: JsonObject, usage: JsonObject): string =>
  frame({ type: 'message_delta', delta, usage })

export const messageStop = frame({ type: 'message_stop' })
