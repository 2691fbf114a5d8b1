import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RecordedRequest, Recorder } from './recorder.ts'

/** Thrown out of every wait and write once the connection is gone: there is nobody left to answer. */
export class CallerGone extends Error {}

/** Where an answer is acted out: the response of one request, and the knowledge whether anybody still listens. */
export class Stage {
  readonly #response: ServerResponse
  readonly #recorder: Recorder
  readonly record: RecordedRequest
  readonly #gone = new AbortController()
  readonly #left: Promise<void>

  constructor(request: IncomingMessage, response: ServerResponse, recorder: Recorder, record: RecordedRequest) {
    this.#response = response
    this.#recorder = recorder
    this.record = record
    this.#left = new Promise(resolve => response.once('close', resolve))
    response.once('close', () => this.#gone.abort())
    // The caller may have left while its body was being read.
    if (request.socket.destroyed) this.#gone.abort()
  }

  /** Sends status and headers at once, before any content exists. */
  head(status: number, headers: Record<string, string | string[]>): void {
    this.#check()
    this.#response.writeHead(status, headers)
    this.#response.flushHeaders()
  }

  /** Resolves when the bytes are with the operating system, so that a destroy after it loses nothing. */
  async write(text: string | Uint8Array): Promise<void> {
    this.#check()
    const flushed = new Promise<void>(resolve => this.#response.write(text, () => resolve()))
    await Promise.race([flushed, this.#left])
    this.#check()
  }

  async pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#gone.signal }).catch(() => undefined)
    this.#check()
  }

  end(text = ''): void {
    this.#check()
    this.#response.end(text)
  }

  /** Status, headers and the whole body in one go. */
  answer(status: number, headers: Record<string, string | string[]>, body: string): void {
    this.#check()
    this.#response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
    this.#response.end(body)
  }

  /** Closes the connection in the middle of things. */
  destroy(): void {
    this.#recorder.breakOff(this.record)
    this.#response.destroy()
  }

  /** Ends the connection with a TCP reset. */
  reset(): void {
    this.#recorder.breakOff(this.record)
    this.#response.socket?.resetAndDestroy()
  }

  /** Keeps silent until the caller leaves. */
  async untilGone(): Promise<never> {
    await this.#left
    throw new CallerGone()
  }

  #check(): void {
    if (this.#gone.signal.aborted) throw new CallerGone()
  }
}
