/** The chunks of a chat completion as the events of a response. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../../providers/json.ts'
import type { ResponsesStream } from '../../providers/openai/responses-answer.ts'
import type { JsonObject, SseEvent, StreamEnd, StreamTranslator, TokenUsage } from '../../providers/translator.ts'
import { annotationsOf } from './answer.ts'
import { Calls } from './stream-calls.ts'
import { Order, type ResponseEvents } from './stream-events.ts'

/** Puts a response's events in the place of `chunks`, what a wire makes of its provider's stream. */
export function responsesStream(
  chunks: StreamTranslator,
  events: ResponseEvents,
  told: (choices: readonly JsonObject[]) => void,
): ResponsesStream {
  return new BridgedStream(chunks, events, told)
}

class BridgedStream implements ResponsesStream {
  readonly #chunks: StreamTranslator
  readonly #events: ResponseEvents
  readonly #told: (choices: readonly JsonObject[]) => void
  readonly #order = new Order()
  readonly #calls: Calls
  #started = false
  /** Whether anything was put out, of whatever kind. */
  #opened = false
  #reasoning: { text: string; done: boolean } | null = null
  #message: { text: string; annotations: JsonObject[] } | null = null
  #thinking: JsonObject[] = []
  #unsigned = ''
  #fields: JsonObject = {}
  #annotations: JsonObject[] = []
  #chat: JsonObject = {}
  #finish: string | undefined

  constructor(chunks: StreamTranslator, events: ResponseEvents, told: (choices: readonly JsonObject[]) => void) {
    this.#told = told
    this.#chunks = chunks
    this.#events = events
    this.#calls = new Calls(this.#order, events)
  }

  get usage(): TokenUsage {
    return this.#chunks.usage
  }

  push(event: SseEvent): string[] {
    return this.#chunks.push(event).flatMap(frame => this.#frame(frame))
  }

  end(): StreamEnd {
    const { complete, frames } = this.#chunks.end()
    if (!complete) return { complete, frames: [] }
    const last = frames.flatMap(frame => this.#frame(frame))
    const calls = this.#calls.finish()
    return { complete, frames: [...last, ...calls, ...this.#messageDone(), this.#terminal(), 'data: [DONE]\n\n'] }
  }

  failure(message: string): string {
    return this.#events.failure(message, this.#order)
  }

  #frame(frame: string): string[] {
    const chunk = parseJson(frame.slice('data: '.length).trim())
    if (!isObject(chunk)) return []
    const begun = this.#started ? [] : this.#events.begin(asString(chunk['id']) ?? '', this.#order)
    this.#started = true
    const usage = asObject(chunk['usage'])
    this.#chat = { ...this.#chat, ...(usage ? { usage } : {}) }
    const choice = objectsOf(chunk['choices'])[0] ?? {}
    const delta = asObject(choice['delta']) ?? {}
    const finish = asString(choice['finish_reason'])
    this.#finish ??= finish
    const parts = inTurn(delta)
    const told = parts.flatMap((part, at) => this.#tell(part, at === parts.length - 1 ? finish : undefined))
    return [...begun, ...told]
  }

  #tell(delta: JsonObject, finish: string | undefined): string[] {
    return [...this.#open(delta, finish), ...this.#reasoningDone(delta, finish), ...this.#delta(delta)]
  }

  // The first item begins with the first chunk that says anything; an answer of nothing is an empty message.
  #open(delta: JsonObject, finish: string | undefined): string[] {
    if (this.#opened || (finish === undefined && !carries(delta))) return []
    this.#opened = true
    this.#order.number()
    if (asString(delta['reasoning_content']) || objectsOf(delta['thinking_blocks']).some(isSealed)) {
      this.#reasoning = { text: '', done: false }
      return [this.#events.reasoningAdded(this.#order.of('reasoning'))]
    }
    return objectsOf(delta['tool_calls']).length > 0 ? [] : this.#openMessage()
  }

  #openMessage(): string[] {
    if (this.#message) return []
    this.#message = { text: '', annotations: [] }
    this.#order.number()
    this.#order.number()
    return this.#events.messageAdded(this.#order.of('message'))
  }

  #reasoningDone(delta: JsonObject, finish: string | undefined): string[] {
    const reasoning = this.#reasoning
    if (reasoning === null || reasoning.done) return []
    const goesOn = Boolean(asString(delta['reasoning_content'])) || objectsOf(delta['thinking_blocks']).length > 0
    const said = Boolean(asString(delta['content'])) || objectsOf(delta['tool_calls']).length > 0
    if (goesOn || (!said && finish === undefined)) return []
    reasoning.done = true
    return this.#events.reasoningDone(this.#order, reasoning.text)
  }

  #delta(delta: JsonObject): string[] {
    const thought = asString(delta['reasoning_content'])
    const text = asString(delta['content'])
    this.#think(objectsOf(delta['thinking_blocks']))
    this.#fields = { ...this.#fields, ...asObject(delta['provider_specific_fields']) }
    const cited = annotationsOf(delta['annotations'])
    const calls = objectsOf(delta['tool_calls']).flatMap(call => this.#calls.take(call))
    return [
      ...(thought ? this.#thought(thought) : []),
      ...(text ? this.#text(text) : []),
      ...calls,
      ...this.#cite(cited),
    ]
  }

  // The signature comes behind the words that it signs.
  #think(blocks: readonly JsonObject[]): void {
    for (const block of blocks) {
      this.#unsigned += asString(block['thinking']) ?? ''
      if (!isSealed(block)) continue
      this.#thinking.push(block['type'] === 'thinking' ? { ...block, thinking: this.#unsigned } : block)
      this.#unsigned = ''
    }
  }

  #thought(text: string): string[] {
    this.#reasoning ??= { text: '', done: false }
    this.#reasoning.text += text
    return [this.#events.reasoningDelta(this.#order.of('reasoning'), text)]
  }

  #text(text: string): string[] {
    const opened = this.#openMessage()
    if (this.#message) this.#message.text += text
    this.#order.number()
    return [...opened, this.#events.textDelta(this.#order.of('message'), text)]
  }

  #cite(annotations: readonly JsonObject[]): string[] {
    if (this.#annotations.length > 0) return []
    this.#annotations = [...annotations]
    return annotations.map((annotation, at) => this.#events.annotation(this.#order.of('message'), at, annotation))
  }

  #messageDone(): string[] {
    if (!this.#message) return []
    return this.#events.messageDone(this.#order.of('message'), this.#message.text, this.#annotations)
  }

  #terminal(): string {
    const message = {
      content: this.#message?.text ?? null,
      reasoning_content: this.#reasoning?.text ?? null,
      thinking_blocks: this.#thinking,
      annotations: this.#annotations,
      tool_calls: this.#calls.all,
    }
    const fields = Object.keys(this.#fields).length > 0 ? { provider_specific_fields: this.#fields } : {}
    const choices = [{ finish_reason: this.#finish ?? null, message }]
    this.#told(choices)
    const chat = { ...this.#chat, ...fields, choices }
    return this.#events.terminal(chat, this.#order)
  }
}

/** Where one chunk holds a thought and words, the thought is over before the words begin. */
function inTurn(delta: JsonObject): JsonObject[] {
  const { content, ...thought } = delta
  return delta['reasoning_content'] && content ? [thought, { content }] : [delta]
}

const isSealed = (block: JsonObject): boolean => Boolean(block['signature']) || Boolean(block['data'])

const carries = (delta: JsonObject): boolean =>
  ['content', 'reasoning_content', 'function_call', 'audio'].some(key => Boolean(delta[key])) ||
  ['tool_calls', 'annotations', 'images'].some(key => objectsOf(delta[key]).length > 0) ||
  objectsOf(delta['thinking_blocks']).some(isSealed)
