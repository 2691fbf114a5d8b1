/** The events of a response as the events of a message. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../../providers/json.ts'
import type { JsonObject, SseEvent, StreamEnd, StreamTranslator, TokenUsage } from '../../providers/translator.ts'
import { refusalDetails } from './chat-answer.ts'
import { sealedSignature } from '../../providers/anthropic/sealed-reasoning.ts'
import { blockDelta, blockStart, blockStop, messageDelta, messageStart, messageStop } from './message-events.ts'
import { partSeparator, refusalIn, responsesUsage, stopReasonOf } from './responses-answer.ts'

/** What makes a fault of an error that the provider tells in its stream. */
export type StreamFault = (error: JsonObject) => Error

/** Puts a message's events in the place of `events`, a stream of the Responses API. */
export function messagesOfResponses(
  events: StreamTranslator,
  head: { readonly id: string; readonly model: string },
  faultOf: StreamFault,
): StreamTranslator {
  const blocks = new Blocks()
  let started = false
  let over = false
  return {
    get usage(): TokenUsage {
      return events.usage
    },
    push(event: SseEvent): string[] {
      const data = parseJson(event.data)
      if (isObject(data)) refuseFailure(data, faultOf)
      events.push(event)
      if (!isObject(data)) return []
      const frames = over ? [] : blocks.take(data)
      if (data['type'] === 'response.completed' || data['type'] === 'response.incomplete') over = true
      if (started) return frames
      started = true
      return [messageStart(head.id, head.model), ...frames]
    },
    end(): StreamEnd {
      return { complete: over, frames: [] }
    },
  }
}

function refuseFailure(event: JsonObject, faultOf: StreamFault): void {
  if (event['type'] === 'error') throw faultOf(asObject(event['error']) ?? event)
  if (event['type'] !== 'response.failed') return
  throw faultOf(asObject(asObject(event['response'])?.['error']) ?? {})
}

/** The blocks of a message, one for each output item that shows. */
class Blocks {
  readonly #byItem = new Map<string, number>()
  #last = -1
  #refusal = ''

  take(event: JsonObject): string[] {
    const delta = asString(event['delta']) ?? ''
    const item = asObject(event['item']) ?? {}
    switch (event['type']) {
      case 'response.output_item.added':
        return this.#added(item)
      case 'response.output_text.delta':
        return this.#text(event, delta)
      case 'response.refusal.delta':
        this.#refusal += delta
        return delta ? this.#text(event, delta) : []
      case 'response.reasoning_summary_part.added':
        return this.#nextPart(event)
      case 'response.reasoning_summary_text.delta':
        return this.#thinking(event, delta)
      case 'response.function_call_arguments.delta':
        return [this.#arguments(event, delta)]
      case 'response.output_item.done':
        return this.#done(item)
      case 'response.completed':
      case 'response.incomplete':
        return this.#ending(asObject(event['response']) ?? {})
      default:
        return []
    }
  }

  /** The block of an item; -1 where it has none. */
  #of(id: string | undefined): number {
    return id ? (this.#byItem.get(id) ?? -1) : this.#last
  }

  #open(id: string | undefined, block: JsonObject): string {
    this.#last += 1
    if (id) this.#byItem.set(id, this.#last)
    return blockStart(this.#last, block)
  }

  #added(item: JsonObject): string[] {
    const id = asString(item['id'])
    if (item['type'] === 'message') return [this.#open(id, { type: 'text', text: '' })]
    if (item['type'] !== 'function_call') return []
    const called = { id: item['call_id'] ?? '', name: item['name'] ?? '' }
    return [this.#open(id, { type: 'tool_use', ...called, input: {} })]
  }

  #within(event: JsonObject, block: JsonObject, delta: JsonObject): string[] {
    const id = asString(event['item_id'])
    const opened = this.#of(id) < 0 ? [this.#open(id, block)] : []
    return [...opened, blockDelta(this.#of(id), delta)]
  }

  #text(event: JsonObject, text: string): string[] {
    return this.#within(event, { type: 'text', text: '' }, { type: 'text_delta', text })
  }

  #thinking(event: JsonObject, thinking: string): string[] {
    if (!thinking && this.#of(asString(event['item_id'])) < 0) return []
    const block = { type: 'thinking', thinking: '', signature: '' }
    return this.#within(event, block, { type: 'thinking_delta', thinking })
  }

  #nextPart(event: JsonObject): string[] {
    const index = this.#byItem.get(asString(event['item_id']) ?? '') ?? -1
    const part = event['summary_index']
    if (index < 0 || typeof part !== 'number' || part === 0) return []
    return [blockDelta(index, { type: 'thinking_delta', thinking: partSeparator })]
  }

  #arguments(event: JsonObject, partial_json: string): string {
    const index = this.#byItem.get(asString(event['item_id']) ?? '') ?? this.#last
    return blockDelta(index, { type: 'input_json_delta', partial_json })
  }

  #done(item: JsonObject): string[] {
    const id = asString(item['id'])
    const index = this.#of(id)
    const encrypted = item['type'] === 'reasoning' ? asString(item['encrypted_content']) : undefined
    if (!encrypted) return index < 0 ? [] : [blockStop(index)]
    const signature = sealedSignature(encrypted)
    if (index >= 0) return [blockDelta(index, { type: 'signature_delta', signature }), blockStop(index)]
    return [this.#open(id, { type: 'redacted_thinking', data: signature }), blockStop(this.#last)]
  }

  #ending(response: JsonObject): string[] {
    const refusal = refusalIn(objectsOf(response['output'])) ?? (this.#refusal || undefined)
    const stop_reason = stopReasonOf(response, refusal)
    const details = stop_reason === 'refusal' ? { stop_details: refusalDetails(refusal ?? null) } : {}
    const usage = responsesUsage(asObject(response['usage']))
    return [messageDelta({ stop_reason, stop_sequence: null, ...details }, usage), messageStop]
  }
}
