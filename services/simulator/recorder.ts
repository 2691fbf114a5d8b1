import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from './json.ts'
import { parseJson } from './json.ts'

/** One request as it was received, and how the answer to it went. */
export interface RecordedRequest {
  /** Counts from 1 and never repeats, also after a clear. */
  readonly id: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly method: string
  /** As the caller wrote it, before any prefix is taken off. */
  readonly url: string
  /** Names in lower case; a header that came several times has its values in a list. */
  readonly headers: Record<string, string | string[]>
  /** Parsed JSON, or the text where it is none; null without a body. Very long bodies are kept as the start of their text. */
  body: Json
  wire:
    | 'openai'
    | 'anthropic'
    | 'gemini'
    | 'vertex'
    | 'google-token'
    | 'bedrock'
    | 'aws-sts'
    | 'ollama'
    | 'cohere'
    | 'scripted'
    | 'token'
    | 'web'
    | 'cached-contents'
    | null
  /** Scenarios asked for, as `name` or `name:arg`. */
  scenario: string[]
  /** Milliseconds from receipt to the moment the caller left, if it left before we had finished. */
  clientClosedAfterMs: number | null
  /** When the answer was over, for whatever reason. */
  closedAt: number | null
  /** The answer ended as HTTP wants it. False after `cut`, `reset` or a caller that left. */
  finished: boolean
  /** Pieces of content that were handed to the socket. */
  chunksSent: number
  status: number | null
}

const longestBody = 256 * 1024

function collectHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    const value = raw[index + 1] ?? ''
    const before = headers[name]
    headers[name] = before === undefined ? value : [before, value].flat()
  }
  return headers
}

/** Keeps the last requests in memory, so that tests can see what really arrived. */
export class Recorder {
  readonly #now: () => number
  readonly #limit: number
  #requests: RecordedRequest[] = []
  #lastId = 0
  readonly #brokenOff = new WeakSet<RecordedRequest>()

  constructor(now: () => number, limit = 1000) {
    this.#now = now
    this.#limit = limit
  }

  /** Starts the record of a request; it completes itself when the response closes. */
  open(url: string, request: IncomingMessage, response: ServerResponse): RecordedRequest {
    const record: RecordedRequest = {
      id: ++this.#lastId,
      at: this.#now(),
      method: request.method ?? '',
      url,
      headers: collectHeaders(request.rawHeaders),
      body: null,
      wire: null,
      scenario: [],
      clientClosedAfterMs: null,
      closedAt: null,
      finished: false,
      chunksSent: 0,
      status: null,
    }
    this.#requests.push(record)
    if (this.#requests.length > this.#limit) this.#requests.shift()
    response.once('close', () => this.#close(record, response))
    return record
  }

  /** Adds the body once it has arrived. */
  setBody(record: RecordedRequest, text: string): void {
    if (text === '') return
    record.body = text.length > longestBody ? text.slice(0, longestBody) : (parseJson(text) ?? text)
  }

  /** Says that the simulator is about to break the connection itself, so the close is not taken for the caller's. */
  breakOff(record: RecordedRequest): void {
    this.#brokenOff.add(record)
  }

  #close(record: RecordedRequest, response: ServerResponse): void {
    record.closedAt = this.#now()
    record.finished = response.writableFinished
    record.status = response.headersSent ? response.statusCode : null
    if (!record.finished && !this.#brokenOff.has(record)) record.clientClosedAfterMs = record.closedAt - record.at
  }

  /** The requests after `since` whose record contains `match`. */
  list(filter: { since?: number; match?: string } = {}): RecordedRequest[] {
    const { since = 0, match = '' } = filter
    return this.#requests.filter(
      record => record.id > since && (match === '' || JSON.stringify(record).includes(match)),
    )
  }

  clear(): void {
    this.#requests = []
  }
}
