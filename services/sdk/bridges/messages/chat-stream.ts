/** The chunks of a chat completion as the events of a message. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../../providers/json.ts'
import type { JsonObject, SseEvent, StreamEnd, StreamTranslator, TokenUsage } from '../../providers/translator.ts'
import { refusalDetails, refusalOf, stopReason } from './chat-answer.ts'
import { blockDelta, blockStart, blockStop, messageDelta, messageStart, messageStop } from './message-events.ts'
import { signatureOf, toolUseId } from '../../providers/anthropic/tool-use-ids.ts'
import { messageUsage } from './usage.ts'

/** Whose stream it is: its id, the model's name, and the client's names of its tools. */
export interface MessageHead {
  readonly id: string
  readonly model: string
  readonly names: ReadonlyMap<string, string>
}

/** Puts a message's events in the place of `chunks`, what a wire makes of its provider's stream. */
export function messagesStream(chunks: StreamTranslator, head: MessageHead): StreamTranslator {
  return new MessagesStream(chunks, head)
}

type Kind = 'text' | 'thinking' | 'tool_use'

class MessagesStream implements StreamTranslator {
  readonly #chunks: StreamTranslator
  readonly #head: MessageHead
  #started = false
  #index = -1
  #kind: Kind | null = null
  #refusal = ''
  /** Why the message ended, held until its tokens are counted. */
  #ending: JsonObject | null = null
  #over = false

  constructor(chunks: StreamTranslator, head: MessageHead) {
    this.#chunks = chunks
    this.#head = head
  }

  get usage(): TokenUsage {
    return this.#chunks.usage
  }

  push(event: SseEvent): string[] {
    const frames = this.#chunks.push(event).flatMap(frame => this.#frame(frame))
    if (this.#started) return frames
    this.#started = true
    return [messageStart(this.#head.id, this.#head.model), ...frames]
  }

  end(): StreamEnd {
    const { complete, frames } = this.#chunks.end()
    if (!complete) return { complete, frames: [] }
    const last = frames.flatMap(frame => this.#frame(frame))
    const begin = this.#started ? [] : [messageStart(this.#head.id, this.#head.model)]
    const counted = this.#ending ? [messageDelta(this.#ending, messageUsage(undefined))] : []
    return { complete, frames: [...begin, ...last, ...counted, messageStop] }
  }

  #frame(frame: string): string[] {
    const chunk = parseJson(frame.slice('data: '.length).trim())
    if (!isObject(chunk) || this.#over) return []
    const choice = objectsOf(chunk['choices'])[0]
    const usage = asObject(chunk['usage'])
    if (this.#ending !== null) return usage ? this.#counted(this.#ending, usage) : []
    if (!choice) return []
    const delta = asObject(choice['delta']) ?? {}
    const reason = choice['finish_reason'] ?? null
    const told = this.#delta(delta)
    return reason === null ? told : [...told, ...this.#finish(stopReason(reason), usage)]
  }

  #delta(delta: JsonObject): string[] {
    const thinking = asString(delta['reasoning_content']) || thoughtOf(delta)
    const refusal = refusalOf(delta) ?? ''
    this.#refusal += refusal
    const text = (asString(delta['content']) ?? '') + refusal
    const signature = objectsOf(delta['thinking_blocks']).map(block => asString(block['signature']) ?? '')
    return [
      ...(thinking ? this.#within('thinking', { type: 'thinking_delta', thinking }) : []),
      ...signature
        .filter(Boolean)
        .flatMap(one => this.#within('thinking', { type: 'signature_delta', signature: one })),
      ...(text ? this.#within('text', { type: 'text_delta', text }) : []),
      ...objectsOf(delta['tool_calls']).flatMap(call => this.#call(call)),
    ]
  }

  #within(kind: 'text' | 'thinking', delta: JsonObject): string[] {
    const block = kind === 'text' ? { type: 'text', text: '' } : { type: 'thinking', thinking: '', signature: '' }
    return [...(this.#kind === kind ? [] : this.#open(kind, block)), blockDelta(this.#index, delta)]
  }

  // A call that is named is a new one; what comes without a name goes on with the last.
  #call(call: JsonObject): string[] {
    const called = asObject(call['function']) ?? {}
    const name = asString(called['name']) ?? ''
    const args = asString(called['arguments'])
    const opened = this.#kind !== 'tool_use' || name ? this.#open('tool_use', this.#toolUse(call, name)) : []
    return args ? [...opened, blockDelta(this.#index, { type: 'input_json_delta', partial_json: args })] : opened
  }

  #toolUse(call: JsonObject, name: string): JsonObject {
    const id = asString(call['id']) || `${this.#head.id}_${this.#index + 1}`
    const signature = signatureOf(id)
    return {
      type: 'tool_use',
      id: toolUseId(id),
      name: this.#head.names.get(name) ?? name,
      input: {},
      ...(signature === undefined ? {} : { provider_specific_fields: { signature } }),
    }
  }

  #open(kind: Kind, block: JsonObject): string[] {
    const closed = this.#kind === null ? [] : [blockStop(this.#index)]
    this.#kind = kind
    this.#index += 1
    return [...closed, blockStart(this.#index, block)]
  }

  #finish(reason: string, usage: JsonObject | undefined): string[] {
    const refused = this.#refusal !== '' && reason !== 'max_tokens'
    this.#ending = refused
      ? { stop_reason: 'refusal', stop_details: refusalDetails(this.#refusal) }
      : { stop_reason: reason }
    // An answer of nothing is an empty text.
    const opened = this.#kind === null ? this.#open('text', { type: 'text', text: '' }) : []
    const closed = [...opened, blockStop(this.#index)]
    return usage ? [...closed, ...this.#counted(this.#ending, usage)] : closed
  }

  #counted(ending: JsonObject, usage: JsonObject): string[] {
    this.#ending = null
    this.#over = true
    return [messageDelta(ending, messageUsage(usage))]
  }
}

const thoughtOf = (delta: JsonObject): string =>
  objectsOf(delta['thinking_blocks'])
    .map(block => asString(block['thinking']) ?? '')
    .join('')
