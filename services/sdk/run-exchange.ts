/** Moves the bytes of one exchange: whole answers are collected, streams are passed on event by event as they arrive. */
import type { ServerResponse } from 'node:http'
import type { CallRecord } from '../shared/call-record.ts'
import { cutAfterWriting } from '../shared/errors.ts'
import { type Outcome, outcomeOf } from '../shared/metrics.ts'
import { type AnswerHeaders, type Flow, UpstreamError } from '../shared/upstream.ts'
import { type ErrorAnswer, sendAnswer } from './answers.ts'
import { beginsAsEvents, type EventReader, isFramed, readEvents } from './event-reader.ts'
import type { CallSink, Exchange, Listeners } from './exchange.ts'
import { type Alarm, setSystemAlarm, startBeats } from './keep-alive.ts'
import type { JsonObject, TokenUsage } from './providers/translator.ts'
import { callOverSession, type SessionCall } from './sessions/call.ts'
import { sendWhole } from './send-whole.ts'

/** Runs an exchange; the response is ended when it is over, and the provider's call when the client leaves. */
export function runExchange(exchange: Exchange, res: ServerResponse, record: CallRecord, tell: Listeners): void {
  const failed =
    exchange.failed &&
    ((...told: Parameters<NonNullable<Exchange['failed']>>) => {
      res.off('close', left)
      exchange.failed?.(...told)
    })
  const answer = new Answer(failed ? { ...exchange, failed } : exchange, res, record, tell)
  const call: SessionCall = {
    url: exchange.url,
    method: 'POST',
    headers: exchange.headers,
    body: exchange.body,
    firstByteMs: exchange.timeoutMs,
    idleMs: exchange.timeoutMs,
  }
  const flow = exchange.start?.(call, answer) ?? callOverSession(exchange.session, call, answer)
  res.once('close', left)

  function left(): void {
    if (res.writableFinished) return
    flow.abort()
    answer.clientLeft()
  }
}

/** The way of one answer from the provider to the client. */
class Answer implements CallSink {
  readonly #exchange: Exchange
  readonly #res: ServerResponse
  readonly #record: CallRecord
  readonly #tell: Listeners
  #status = 0
  #headers: AnswerHeaders = {}
  #flow: Flow | null = null
  #chunks: Buffer[] = []
  #stream: EventReader | null = null
  #usage: TokenUsage | null = null
  #over = false
  #full = false
  #begun = false
  #beats: Alarm | null = null

  constructor(exchange: Exchange, res: ServerResponse, record: CallRecord, tell: Listeners) {
    this.#exchange = exchange
    this.#res = res
    this.#record = record
    this.#tell = tell
  }

  head(status: number, headers: AnswerHeaders, flow: Flow): void {
    this.#status = status
    this.#headers = headers
    this.#flow = flow
    const { streams, framing = 'sse' } = this.#exchange
    if (status < 300 && streams && isFramed(framing, headers)) this.#openStream()
  }

  #openStream(): EventReader {
    const { framing = 'sse' } = this.#exchange
    this.#stream = readEvents(framing, this.#exchange.openStream(this.#headers), frame => this.#write(frame))
    this.#beats = this.#startBeats()
    return this.#stream
  }

  /** Some providers forget to say that their answer is a stream; its first bytes tell. */
  #isUnnamedStream(): boolean {
    const { streams, framing = 'sse' } = this.#exchange
    return this.#status < 300 && streams && framing === 'sse' && beginsAsEvents(this.#chunks)
  }

  data(chunk: Buffer): void {
    this.#record.firstByte()
    if (this.#stream === null) {
      this.#chunks.push(chunk)
      if (this.#isUnnamedStream()) this.#guarded(() => this.#openStream().feed(Buffer.concat(this.#chunks)))
      return
    }
    this.#guarded(() => this.#stream?.feed(chunk))
  }

  end(): void {
    if (this.#stream === null) {
      this.#guarded(() => this.#answerWhole(Buffer.concat(this.#chunks).toString('utf8')))
      return
    }
    const stream = this.#stream
    this.#guarded(() => this.#endStream(stream))
  }

  #endStream(stream: EventReader): void {
    const { complete, frames } = stream.finish()
    if (!complete) {
      this.fail(new UpstreamError('reset', 'the stream ended without its last event'))
      return
    }
    for (const frame of frames) this.#write(frame)
    this.#writeHead()
    this.#usage = stream.usage
    this.#finish('ok')
    this.#res.end()
  }

  fail(error: UpstreamError): void {
    if (this.#over) return
    this.#breakOff(this.#exchange.broken(error.reason, this.#res.headersSent))
  }

  fault(fault: unknown): void {
    if (!this.#over) this.#breakOff(this.#explain(fault))
  }

  /** A client that has the last event may close before the bytes that end the response. */
  clientLeft(): void {
    this.#finish(this.#stream?.end().complete === true ? 'ok' : 'client_gone')
  }

  /** The first ending counts: a cut connection closes once more, and its tokens must not be counted twice. */
  #finish(outcome: Outcome): void {
    if (this.#over) return
    this.#over = true
    this.#beats?.stop()
    const usage = this.#usage ?? this.#stream?.usage ?? null
    const cost = usage ? (this.#exchange.cost?.(usage) ?? null) : null
    if (usage) this.#tell.countTokens(this.#exchange.group, usage, cost, this.#exchange.lossy)
    const tokens = usage ? { input: usage.input, output: usage.output } : null
    this.#record.finish({ outcome, status: this.#status, model: this.#exchange.group, tokens, cost })
  }

  /** The client has nothing yet: the call may be made again, or its failure is the answer. */
  #fail(answer: ErrorAnswer, outcome: Outcome): void {
    if (this.#exchange.failed) {
      this.#over = true
      this.#beats?.stop()
      this.#exchange.failed(answer, { status: this.#status, outcome })
      return
    }
    this.#finish(outcome)
    sendAnswer(this.#res, answer)
  }

  #answerWhole(text: string): void {
    if (this.#status >= 300) {
      this.#fail(this.#exchange.refused(this.#status, text, this.#headers), outcomeOf(this.#status))
      return
    }
    const parsed = parseObject(text, this.#exchange.readsLists === true)
    if (parsed === null) {
      this.#breakOff(this.#exchange.unreadable(text, this.#headers))
      return
    }
    if (this.#exchange.streams && this.#exchange.asEvents) {
      const stream = this.#openStream()
      for (const event of this.#exchange.asEvents(parsed)) stream.take(event)
      this.#endStream(stream)
      return
    }
    const { body, usage } = this.#exchange.whole(parsed, this.#headers)
    this.#usage = usage
    this.#finish('ok')
    sendWhole(this.#res, 200, this.#exchange.answerHeaders(this.#headers, usage), body)
  }

  /** A stream's status is not sent before its first event: until then an error can still be a whole answer. */
  #writeHead(): void {
    if (this.#res.headersSent) return
    this.#res.writeHead(200, {
      ...this.#exchange.answerHeaders(this.#headers, null),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    })
  }

  #write(frame: string): void {
    this.#begun = true
    this.#beats?.refresh()
    this.#send(frame)
  }

  /** A client that does not read gets no sign of life: it would only pile up. */
  #startBeats(): Alarm | null {
    const { keepAlive } = this.#exchange
    if (keepAlive === undefined) return null
    const beat = (): void => {
      if (!this.#full && (keepAlive.early || this.#begun)) this.#send(keepAlive.frame(this.#begun))
    }
    return startBeats(keepAlive.everyMs, beat, setSystemAlarm)
  }

  #send(frame: string): void {
    this.#writeHead()
    if (this.#res.write(frame) || this.#full) return
    this.#full = true
    this.#flow?.pause()
    this.#res.once('drain', () => {
      this.#full = false
      this.#flow?.resume()
    })
  }

  #guarded(step: () => void): void {
    try {
      step()
    } catch (fault) {
      this.#flow?.abort()
      this.#breakOff(this.#explain(fault))
    }
  }

  /** A fault of our own is an answer too: nobody else would end the client's wait. */
  #explain(fault: unknown): ErrorAnswer {
    try {
      return this.#exchange.explain(fault, this.#headers)
    } catch (ours) {
      this.#tell.ownFault(ours)
      return { ...this.#exchange.broken('reset', this.#res.headersSent), fault: 'arm' }
    }
  }

  #breakOff(answer: ErrorAnswer): void {
    if (!this.#res.headersSent) {
      this.#fail(answer, answer.fault === 'arm' ? 'arm_error' : 'provider_error')
      return
    }
    this.#finish('broken')
    if (this.#stream?.end().told !== true) this.#res.write(this.#exchange.errorFrame(answer))
    // A clean end would make every client library take what it has for the whole answer.
    cutAfterWriting(this.#res)
  }
}

function parseObject(text: string, readsLists: boolean): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    if (readsLists && Array.isArray(value)) return { answers: value as JsonObject[] }
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}
