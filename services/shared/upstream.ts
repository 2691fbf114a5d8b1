/**
 * One HTTP call to the next hop over an undici dispatcher. It uses the dispatch interface itself: awaiting `request()`
 * and piping its body costs twice the CPU per streamed chunk.
 */
import type { Dispatcher } from 'undici'

/** Lower-case names; `set-cookie` and other repeated headers as a list. */
export type AnswerHeaders = Record<string, string | string[] | undefined>

/** How a call failed, as far as the socket tells. */
export type UpstreamCause = 'refused' | 'timeout' | 'reset' | 'aborted'

/** A call that brought no whole answer. */
export class UpstreamError extends Error {
  readonly reason: UpstreamCause
  constructor(reason: UpstreamCause, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.reason = reason
  }
}

/** What the caller can do to a call under way. */
export interface Flow {
  pause(): void
  resume(): void
  /** Closes the connection to the next hop; the sink hears nothing more. */
  abort(): void
}

/** Where the answer goes. `fail` ends a call at any point; `end` only a whole answer. */
export interface Sink {
  head(status: number, headers: AnswerHeaders, flow: Flow): void
  data(chunk: Buffer): void
  end(): void
  fail(error: UpstreamError): void
}

/** What to send; times in milliseconds, 0 for none. */
export interface UpstreamCall {
  readonly origin: string
  readonly path: string
  readonly method: string
  readonly headers: Record<string, string | string[]>
  readonly body: Buffer | string | null
  readonly firstByteMs: number
  readonly idleMs: number
}

/** Starts a call and returns the means to end it. */
export function callUpstream(dispatcher: Dispatcher, call: UpstreamCall, sink: Sink): Flow {
  let controller: Dispatcher.DispatchController | null = null
  let over = false

  const flow: Flow = {
    pause: () => controller?.pause(),
    resume: () => controller?.resume(),
    abort: () => {
      if (over) return
      over = true
      controller?.abort(new Error('the caller ended the call'))
    },
  }

  dispatcher.dispatch(
    {
      origin: call.origin,
      path: call.path,
      method: call.method,
      headers: call.headers,
      body: call.body,
      headersTimeout: call.firstByteMs,
      bodyTimeout: call.idleMs,
    },
    {
      onRequestStart(started) {
        controller = started
        // Ended while it waited for a connection.
        if (over) started.abort(new Error('the caller ended the call'))
      },
      onResponseStart(_controller, status, headers) {
        // Informational answers (103 Early Hints) come before the real one.
        if (!over && status >= 200) sink.head(status, headers, flow)
      },
      onResponseData(_controller, chunk) {
        if (!over) sink.data(chunk)
      },
      onResponseEnd() {
        if (over) return
        over = true
        sink.end()
      },
      onResponseError(_controller, error) {
        if (over) return
        over = true
        sink.fail(new UpstreamError(causeOf(error), error))
      },
    },
  )
  return flow
}

/** Undici's and Node's error codes as one of four causes. */
function causeOf(error: unknown): UpstreamCause {
  const code = (error as { code?: string } | null)?.code ?? ''
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)
  ) {
    return 'refused'
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout'
  if (code === 'UND_ERR_ABORTED') return 'aborted'
  return 'reset'
}
