/**
 * One attempt at one backend, and the only file that knows http-proxy. Its events are turned into one promise that
 * always settles and never rejects. What http-proxy 1.18.1 gets wrong is mended here, each place says what.
 */
import http, { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import httpProxy from 'http-proxy'
import { endToEndHeaders, internal, isHearsay } from '../services/shared/internal-headers.ts'
import type { Decline } from '../services/shared/internal-headers.ts'
import { isSignOfLife } from '../services/shared/sign-of-life.ts'
import { holdsTerminalEvent } from '../services/shared/terminal-event.ts'
import { whenDrained } from './when-drained.ts'

/** How an attempt ended. Only `declined` leaves the client's response untouched. */
export type Attempt =
  | { kind: 'answered'; status: number; fault: string | null; model: string | null; firstByteAt: number | null }
  | { kind: 'declined'; why: Decline; detail: string }
  | { kind: 'failed'; cause: 'reset' | 'timeout' }
  /** The answer began and did not end. The client's response is left open: the caller knows its dialect. */
  | { kind: 'broken'; status: number; told: boolean; model: string | null; firstByteAt: number | null }
  | { kind: 'client-gone'; status: number | null; firstByteAt: number | null }

interface ForwardOptions {
  readonly target: string
  readonly body: Buffer
  readonly requestId: string
  readonly connectMs: number
  readonly firstByteMs: number
  /** How long a client may leave unread what it was sent. */
  readonly stalledReaderMs: number
  /** Set on the answer for the client. */
  readonly answerHeaders: Readonly<Record<string, string>>
}

export type Forward = (req: IncomingMessage, res: ServerResponse, options: ForwardOptions) => Promise<Attempt>

/** Creates the proxy of one process. `now` is in milliseconds. */
export function createForward(now: () => number = () => performance.now()): { forward: Forward; close(): void } {
  // Without an agent http-proxy opens a connection a request; with one, and honouring the workers' Keep-Alive hint, a
  // connection is dropped by us before the worker drops it.
  const agent = new http.Agent({ keepAlive: true, scheduling: 'lifo' })
  const proxy = httpProxy.createProxyServer({ agent, selfHandleResponse: true, toProxy: true })
  const attempts = new WeakMap<IncomingMessage, AttemptState>()

  proxy.on('proxyReq', (proxyReq, req) => attempts.get(req)?.sent(proxyReq))
  proxy.on('proxyRes', (proxyRes, req) => attempts.get(req)?.answered(proxyRes))

  const attempt = (
    req: IncomingMessage,
    res: ServerResponse,
    options: ForwardOptions,
  ): Promise<Attempt & { stale?: boolean }> =>
    new Promise(resolve => {
      const state = new AttemptState(res, options, now, resolve)
      attempts.set(req, state)
      req.headers = forwardedHeaders(req.headers, options)
      // The body is framed anew by its length, whatever framing it came with: what http-proxy does with a DELETE that
      // has a chunked body is request smuggling. `buffer` is its name for "read the body from here".
      const buffer = Readable.from([options.body], { objectMode: false })
      proxy.web(req, res, { target: proxyTarget(options.target), buffer }, error => {
        state.failed(error)
      })
    })

  return {
    async forward(req, res, options) {
      const headers = req.headers
      const first = await attempt(req, res, options)
      if (first.stale !== true) return first
      // A kept connection that its worker closed at that very moment: the request was never read. Once more, afresh.
      req.headers = headers
      return attempt(req, res, options)
    },
    close: () => agent.destroy(),
  }
}

/** Loopback answers within microseconds; this leaves room for a busy event loop. */
const staleWithinMs = 100

/** How long a complete stream may take to close its connection. */
const endingMs = 5_000

/** The state of one attempt; `settle` is called once. */
class AttemptState {
  readonly #res: ServerResponse
  readonly #options: ForwardOptions
  readonly #now: () => number
  readonly #resolve: (attempt: Attempt & { stale?: boolean }) => void
  #proxyReq: http.ClientRequest | null = null
  #sentAt = 0
  #status: number | null = null
  #model: string | null = null
  #fault: string | null = null
  #firstByteAt: number | null = null
  #last: Buffer | null = null
  #timer: NodeJS.Timeout | undefined
  #settled = false
  readonly #onClientClose = (): void => this.#clientClosed()

  constructor(
    res: ServerResponse,
    options: ForwardOptions,
    now: () => number,
    resolve: (attempt: Attempt & { stale?: boolean }) => void,
  ) {
    this.#res = res
    this.#options = options
    this.#now = now
    this.#resolve = resolve
    // http-proxy never cancels the upstream request of a client that has left, so tokens go on being billed.
    res.once('close', this.#onClientClose)
  }

  /** http-proxy has a socket for the request. */
  sent(proxyReq: http.ClientRequest): void {
    this.#proxyReq = proxyReq
    this.#sentAt = this.#now()
    if (this.#settled) {
      proxyReq.destroy()
      return
    }
    // Its own timeouts leave the client hanging, so they stay off.
    const answer = (): void => this.#arm(this.#options.firstByteMs, { kind: 'failed', cause: 'timeout' })
    if (proxyReq.socket?.connecting) {
      this.#arm(this.#options.connectMs, { kind: 'declined', why: 'unavailable', detail: 'connect timeout' })
      proxyReq.socket.once('connect', answer)
    } else {
      answer()
    }
  }

  answered(proxyRes: IncomingMessage): void {
    clearTimeout(this.#timer)
    const status = proxyRes.statusCode ?? 502
    const decline = proxyRes.headers[internal.decline]
    if (decline === 'capability' || decline === 'unavailable') {
      proxyRes.resume()
      this.#settle({ kind: 'declined', why: decline, detail: String(status) })
      return
    }
    this.#status = status
    this.#model = headerText(proxyRes, 'x-litellm-model-group')
    this.#fault = headerText(proxyRes, internal.fault)
    this.#res.writeHead(status, proxyRes.statusMessage, { ...answerHeaders(proxyRes), ...this.#options.answerHeaders })
    // A stream's headers must not wait for its first byte.
    this.#res.flushHeaders()

    proxyRes.on('data', (chunk: Buffer) => {
      if (this.#settled) return
      if (this.#firstByteAt === null && !isSignOfLife(chunk)) this.#firstByteAt = this.#now()
      this.#last = chunk
      if (!this.#res.write(chunk)) {
        proxyRes.pause()
        whenDrained(this.#res, this.#options.stalledReaderMs, () => proxyRes.resume())
      }
    })
    proxyRes.on('end', () => {
      if (!proxyRes.complete || this.#settled) return
      // Settled first: the response's close must not look like a client that left.
      this.#settleAnswered(status)
      this.#res.end()
    })
    // An upstream that dies in mid-stream leaves http-proxy's client hanging; nobody else listens for it.
    proxyRes.on('error', () => this.#broke())
    proxyRes.on('close', () => {
      if (!proxyRes.complete) this.#broke()
    })
  }

  failed(error: NodeJS.ErrnoException): void {
    if (this.#status !== null) {
      this.#broke()
      return
    }
    if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') {
      this.#settle({ kind: 'declined', why: 'unavailable', detail: 'refused' })
      return
    }
    // A kept connection that its worker had closed answers the first byte with a reset, at once. One that breaks later
    // belonged to a worker that died at its work, and the request may have been billed.
    const atOnce = this.#now() - this.#sentAt < staleWithinMs
    this.#settle({ kind: 'failed', cause: 'reset', stale: atOnce && this.#proxyReq?.reusedSocket === true })
  }

  #clientClosed(): void {
    if (this.#status !== null && holdsTerminalEvent(this.#last)) {
      // The upstream is ending by itself, and its connection can be used again; one that does not end is ended.
      setTimeout(() => this.#proxyReq?.destroy(), endingMs).unref()
      return this.#settleAnswered(this.#status)
    }
    this.#settle({ kind: 'client-gone', status: this.#status, firstByteAt: this.#firstByteAt })
    this.#proxyReq?.destroy()
  }

  #settleAnswered(status: number): void {
    this.#settle({
      kind: 'answered',
      status,
      fault: this.#fault,
      model: this.#model,
      firstByteAt: this.#firstByteAt,
    })
  }

  #broke(): void {
    this.#settle({
      kind: 'broken',
      status: this.#status ?? 502,
      // The worker may have said in its own words what happened before it cut the connection.
      told: this.#last !== null && tellsOfError.test(this.#last.toString('latin1')),
      model: this.#model,
      firstByteAt: this.#firstByteAt,
    })
  }

  #arm(milliseconds: number, otherwise: Attempt): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#settle(otherwise)
      this.#proxyReq?.destroy()
    }, milliseconds)
  }

  #settle(attempt: Attempt & { stale?: boolean }): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#res.removeListener('close', this.#onClientClose)
    this.#resolve(attempt)
  }
}

/** An error event in either dialect. A field `"error": null`, as OpenAI's responses have, is none. */
const tellsOfError = /^event: error$|"error":\s*[{"]/m

/** Given as an object: http-proxy parses a string with a function that Node has deprecated. */
function proxyTarget(target: string): { protocol: string; host: string; hostname: string; port: string; path: string } {
  const { protocol, hostname, port } = new URL(target)
  return { protocol, host: hostname, hostname, port, path: '' }
}

/** What goes to the backend. `Trailer` crashes http-proxy, `Expect` silences its proxyReq event: both are gone here. */
function forwardedHeaders(headers: IncomingMessage['headers'], options: ForwardOptions): http.IncomingHttpHeaders {
  const kept = Object.entries(endToEndHeaders(headers)).filter(
    ([name]) => !isHearsay(name) && name !== 'expect' && name !== 'content-length' && name !== 'host',
  )
  const length =
    options.body.length > 0 || headers['content-length'] !== undefined
      ? { 'content-length': String(options.body.length) }
      : {}
  return {
    ...Object.fromEntries(kept),
    ...length,
    host: new URL(options.target).host,
    connection: 'keep-alive',
    [internal.requestId]: options.requestId,
  }
}

/** What goes to the client: nothing of the connection, nothing internal. */
function answerHeaders(proxyRes: IncomingMessage): OutgoingHttpHeaders {
  const { [internal.fault]: _fault, [internal.decline]: _decline, ...headers } = endToEndHeaders(proxyRes.headers)
  return headers
}

function headerText(message: IncomingMessage, name: string): string | null {
  const value = message.headers[name]
  return typeof value === 'string' ? value : null
}
