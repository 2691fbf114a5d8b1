/** Streams of providers with words of their own: what each event says, told as chunks of a chat completion. */
import { ChunkWriter } from '../chunk-writer.ts'
import { litellmFault } from '../litellm-errors.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { StreamTally } from '../openai/stream-tally.ts'
import { isObject, parseJson } from '../json.ts'
import { readMessages } from '../parameters.ts'
import type {
  AnswerContext,
  Json,
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
  /** The answer's id from here on. */
  readonly id?: string
  readonly text?: string
  /** What it thought before it spoke, told even where it is nothing. */
  readonly thought?: string
  /** Parts of tool calls, numbered. */
  readonly calls?: readonly JsonObject[]
  /** Why it ends, in the provider's words or OpenAI's. */
  readonly finish?: string
  readonly counts?: Counts
  /** It names the role, and is told though it says nothing. */
  readonly opens?: boolean
  /** What the provider says beside it, told as it came. */
  readonly more?: JsonObject
}

/** Reads the events of one provider; null for one that says nothing. May throw a fault. */
export type ReadPiece = (event: Json) => Piece | null

/** A reader of events that must be objects. */
export function ofObjects(read: (event: JsonObject) => Piece | null, target: Target): ReadPiece {
  return event => {
    if (isObject(event)) return read(event)
    const told = `Unable to parse stream event: ${JSON.stringify(event)}`
    throw litellmFault('APIConnectionError', 500, told, target, null)
  }
}

/** What a stream is like besides its events. */
export interface StreamManners {
  /** It has no last event: whatever came is whole. */
  readonly endsByItself?: boolean
  /** Its deltas name no role, and no content where there is none. */
  readonly bare?: boolean
  /** So many characters are told at once. */
  readonly pieceLength?: number
}

/** A stream whose events are JSON. */
export class PlainStream implements StreamTranslator {
  readonly #chat: JsonObject
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #read: ReadPiece
  readonly #chunks: ChunkWriter
  readonly #manners: StreamManners
  readonly #tally = new StreamTally()
  #counts: Counts | null = null
  #toldCounts: Counts | null = null
  #called = false
  #finish: string | null = null
  #tier: Json | undefined
  #finishSent = false
  #over = false

  constructor(chat: JsonObject, target: Target, context: AnswerContext, read: ReadPiece, manners: StreamManners = {}) {
    this.#manners = manners
    this.#chat = chat
    this.#target = target
    this.#context = context
    this.#read = read
    this.#chunks = new ChunkWriter(target, context)
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
    if (event === undefined) {
      throw litellmFault('APIConnectionError', 500, `Unable to parse stream event: ${text}`, this.#target, null)
    }
    const piece = this.#read(event)
    return piece ? this.#told(piece) : []
  }

  end(): StreamEnd {
    if (this.#finish === null && !this.#over && !this.#manners.endsByItself) return { complete: false, frames: [] }
    const frames = this.#finishSent ? [] : [this.#finishFrame(this.#lastReason())]
    if (this.#context.includeUsage) frames.push(this.#usageFrame())
    return { complete: true, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  #told({ id, text = '', thought, calls = [], finish, counts, opens = false, more = {} }: Piece): string[] {
    if (id !== undefined) this.#chunks.id = id
    // What comes behind the end LiteLLM does not count.
    if (counts && !this.#finishSent) this.#toldCounts = counts
    if (counts) this.#counts = counts
    if (finish !== undefined) this.#finish = finish
    this.#tier = more['service_tier'] ?? this.#tier
    if (thought !== undefined) return [this.#toldDelta({ reasoning_content: thought }, more)]
    if (text !== '' || calls.length > 0 || (opens && !this.#chunks.started))
      return this.#cut(text).map(part => this.#delta(part, calls, more))
    if (finish === undefined || this.#finishSent) return []
    return [this.#finishFrame(mapFinishReason(finish), this.#served())]
  }

  #cut(text: string): string[] {
    const { pieceLength } = this.#manners
    if (pieceLength === undefined || text.length <= pieceLength) return [text]
    return [text.slice(0, pieceLength), ...this.#cut(text.slice(pieceLength))]
  }

  #delta(content: string, calls: readonly JsonObject[], more: JsonObject): string {
    if (calls.length > 0) this.#called = true
    const { bare = false } = this.#manners
    const said: JsonObject = bare && content === '' ? {} : { content }
    return this.#toldDelta({ ...said, ...(calls.length > 0 ? { tool_calls: [...calls] } : {}) }, more)
  }

  #toldDelta(delta: JsonObject, more: JsonObject): string {
    const { bare = false } = this.#manners
    this.#tally.add(delta)
    return this.#frame({ index: 0, delta: bare ? delta : this.#chunks.withRole(delta) }, more)
  }

  /** A reason that came with the last words is told as it came. */
  #lastReason(): string {
    const reason = this.#finish ?? 'stop'
    return reason === 'stop' && this.#called ? 'tool_calls' : reason
  }

  #finishFrame(finish_reason: string, more: JsonObject = {}): string {
    this.#finishSent = true
    return this.#frame({ finish_reason, index: 0, delta: {} }, more)
  }

  #usageFrame(): string {
    const counted = this.#tally.counted(readMessages(this.#chat), this.#target.model)
    const counts = this.#toldCounts ?? {
      prompt: Number(counted['prompt_tokens']),
      completion: Number(counted['completion_tokens']),
    }
    const cost = this.#context.priceOf?.(countedTokens(counts))
    const usage = {
      ...toldCounts(counts),
      ...this.#tally.details(counts.completion),
      ...(cost === undefined ? {} : { cost }),
    }
    return this.#frame({ index: 0, delta: {} }, { usage, ...this.#served() })
  }

  #served(): JsonObject {
    return this.#tier === undefined ? {} : { service_tier: this.#tier }
  }

  #frame(choice: JsonObject, more: JsonObject = {}): string {
    return this.#chunks.frame({ choices: [choice], ...more })
  }
}
