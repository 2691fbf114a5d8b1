/**
 * A call that the AI SDK makes, over our session: its answer is told on as JSON, its stream's parts as events, and what
 * it does not even look at, errors of the provider and of the socket, as it came.
 */
import { createCohere } from '@ai-sdk/cohere'
import { type AnswerHeaders, type Flow, UpstreamError } from '../shared/upstream.ts'
import type { CallSink } from './exchange.ts'
import type { ProviderFault, Target } from './providers/translator.ts'
import type { SessionCall } from './sessions/call.ts'
import type { Session } from './sessions/session.ts'
import { sessionFetch } from './sessions/session-fetch.ts'

type Model = ReturnType<ReturnType<typeof createCohere>['languageModel']>
type CallOptions = Parameters<Model['doGenerate']>[0]

/** Whom the AI SDK is to ask. */
export interface AiSdkCall {
  readonly target: Target
  readonly session: Session
  readonly streams: boolean
  /** The fault of an answer that the AI SDK cannot read; `told` are its words. */
  unreadable(told: string): ProviderFault
}

/** Makes the call; `call.body` are the AI SDK's own options as JSON. */
export function callAiSdk(made: AiSdkCall, call: SessionCall, sink: CallSink): Flow {
  const running = new Running(made, call, sink)
  void running.run()
  return running
}

/** The provider refused: the AI SDK would keep only the message. */
class Refused extends Error {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly text: string
  constructor(status: number, headers: AnswerHeaders, text: string) {
    super(`status ${status}`)
    this.status = status
    this.headers = headers
    this.text = text
  }
}

class Running implements Flow {
  readonly #made: AiSdkCall
  readonly #call: SessionCall
  readonly #sink: CallSink
  readonly #abort = new AbortController()
  #headers: AnswerHeaders = {}
  #held: (() => void) | null = null
  #paused = false

  constructor(made: AiSdkCall, call: SessionCall, sink: CallSink) {
    this.#made = made
    this.#call = call
    this.#sink = sink
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#held?.()
    this.#held = null
  }

  abort(): void {
    this.#abort.abort()
    this.resume()
  }

  async run(): Promise<void> {
    try {
      const options = { ...readOptions(this.#call), abortSignal: this.#abort.signal }
      await (this.#made.streams ? this.#stream(options) : this.#generate(options))
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failed(error)
    }
  }

  async #generate(options: CallOptions): Promise<void> {
    const { content, finishReason, usage, response } = await this.#model().doGenerate(options)
    if (this.#abort.signal.aborted) return
    this.#sink.head(200, this.#headers, this)
    this.#sink.data(Buffer.from(JSON.stringify({ content, finishReason, usage, id: response?.id })))
    this.#sink.end()
  }

  async #stream(options: CallOptions): Promise<void> {
    const { stream } = await this.#model().doStream(options)
    this.#sink.head(200, { ...this.#headers, 'content-type': 'text/event-stream' }, this)
    for await (const part of stream) {
      if (this.#paused) await new Promise<void>(resolve => (this.#held = resolve))
      if (this.#abort.signal.aborted) return
      const told = part.type === 'error' ? { type: 'error', error: wordsOf(part.error) } : part
      this.#sink.data(Buffer.from(`data: ${JSON.stringify(told)}\n\n`))
    }
    this.#sink.end()
  }

  #model(): Model {
    const { apiBase, apiKey = '', model } = this.#made.target
    const baseURL = apiBase.replace(/\/chat$/, '')
    return createCohere({ baseURL, apiKey, fetch: this.#fetch() }).languageModel(model)
  }

  #fetch(): typeof fetch {
    const { firstByteMs, idleMs } = this.#call
    const over = sessionFetch(this.#made.session, { firstByteMs, idleMs })
    return async (input, init) => {
      const response = await over(input, init)
      this.#headers = Object.fromEntries(response.headers)
      if (!response.ok) throw new Refused(response.status, this.#headers, await response.text())
      return response
    }
  }

  #failed(error: unknown): void {
    const cause = [error, (error as { cause?: unknown } | null)?.cause]
    const refused = cause.find(each => each instanceof Refused)
    const broken = cause.find(each => each instanceof UpstreamError)
    if (refused) {
      this.#sink.head(refused.status, refused.headers, this)
      this.#sink.data(Buffer.from(refused.text))
      this.#sink.end()
    } else if (broken) this.#sink.fail(broken)
    else this.#sink.fault(this.#made.unreadable(answeredBy(error) ?? wordsOf(error)))
  }
}

/** JSON has no URLs: an image's is a text that says so. */
function readOptions({ body, headers }: SessionCall): CallOptions {
  const options = JSON.parse(String(body), (key, value: unknown) =>
    key === 'data' && typeof value === 'string' && /^https?:/.test(value) ? new URL(value) : value,
  ) as CallOptions
  return { ...options, headers: headers as Record<string, string> }
}

/** The answer that the AI SDK could not read, where it shows it. */
function answeredBy(error: unknown): string | undefined {
  const body = (error as { responseBody?: unknown } | null)?.responseBody
  return typeof body === 'string' ? body : undefined
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
