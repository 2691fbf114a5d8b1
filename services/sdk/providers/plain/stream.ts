/** Streams of providers with words of their own: what each event says, told as chunks of a chat completion. */
import { litellmFault } from '../litellm-errors.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { StreamTally } from '../openai/stream-tally.ts'
import { isObject, parseJson } from '../json.ts'
import { readMessages } from '../parameters.ts'
import type {
  AnswerContext,
  JsonObject,
  SseEvent,
  StreamEnd,
  StreamTranslator,
  Target,
  TokenUsage,
} from '../translator.ts'
import { type Counts, countedTokens, toldCounts } from './counts.ts'

/** What one event adds to an answer. */
export interface Piece {
  readonly text?: string
  /** Parts of tool calls, numbered. */
  readonly calls?: readonly JsonObject[]
  /** Why it ends, in the provider's words or OpenAI's. */
  readonly finish?: string
  readonly counts?: Counts
  /** Nothing of what follows is read. */
  readonly last?: boolean
}

/** Reads the events of one provider; null for one that says nothing. May throw a fault. */
export type ReadPiece = (event: JsonObject) => Piece | null

/** A stream whose events are JSON. */
export class PlainStream implements StreamTranslator {
  readonly #chat: JsonObject
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #read: ReadPiece
  readonly #tally = new StreamTally()
  #counts: Counts | null = null
  #started = false
  #called = false
  #finish: string | null = null
  #finishSent = false
  #over = false

  constructor(chat: JsonObject, target: Target, context: AnswerContext, read: ReadPiece) {
    this.#chat = chat
    this.#target = target
    this.#context = context
    this.#read = read
  }

  get usage(): TokenUsage {
    return countedTokens(this.#counts ?? { prompt: 0, completion: 0 })
  }

  push({ data }: SseEvent): string[] {
    const text = data.trim()
    if (this.#over || text === '') return []
    if (text === '[DONE]') {
      this.#over = true
      return []
    }
    const event = parseJson(text)
    if (!isObject(event)) {
      throw litellmFault('APIConnectionError', 500, `Unable to parse stream event: ${text}`, this.#target, null)
    }
    const piece = this.#read(event)
    return piece ? this.#told(piece) : []
  }

  end(): StreamEnd {
    if (this.#finish === null && !this.#over) return { complete: false, frames: [] }
    const frames = this.#finishSent ? [] : [this.#finishFrame()]
    if (this.#context.includeUsage) frames.push(this.#usageFrame())
    return { complete: true, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  #told({ text = '', calls = [], finish, counts, last = false }: Piece): string[] {
    if (counts) this.#counts = counts
    if (finish !== undefined) this.#finish = finish
    if (last) this.#over = true
    if (text !== '' || calls.length > 0) return [this.#frame({ index: 0, delta: this.#delta(text, calls) })]
    return finish === undefined || this.#finishSent ? [] : [this.#finishFrame()]
  }

  #delta(content: string, calls: readonly JsonObject[]): JsonObject {
    const role: JsonObject = this.#started ? {} : { role: 'assistant' }
    this.#started = true
    if (calls.length > 0) this.#called = true
    const delta = { content, ...role, ...(calls.length > 0 ? { tool_calls: [...calls] } : {}) }
    this.#tally.add(delta)
    return delta
  }

  #finishFrame(): string {
    this.#finishSent = true
    const mapped = mapFinishReason(this.#finish ?? 'stop')
    const finish_reason = mapped === 'stop' && this.#called ? 'tool_calls' : mapped
    return this.#frame({ finish_reason, index: 0, delta: {} })
  }

  #usageFrame(): string {
    const counted = this.#tally.counted(readMessages(this.#chat), this.#target.model)
    const counts = this.#counts ?? {
      prompt: Number(counted['prompt_tokens']),
      completion: Number(counted['completion_tokens']),
    }
    const cost = this.#context.priceOf?.(countedTokens(counts))
    const usage = {
      ...toldCounts(counts),
      ...this.#tally.details(counts.completion),
      ...(cost === undefined ? {} : { cost }),
    }
    return this.#frame({ index: 0, delta: {} }, { usage })
  }

  #frame(choice: JsonObject, more: JsonObject = {}): string {
    const { id, created } = this.#context
    const chunk = { id, created, model: this.#target.group, object: 'chat.completion.chunk' }
    return `data: ${JSON.stringify({ ...chunk, choices: [choice], ...more })}\n\n`
  }
}
