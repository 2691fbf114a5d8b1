/** `fetch` over a session, for libraries that make their calls by it: cookies, gate and limits of time are the session's. */
import type { AnswerHeaders } from '../../shared/upstream.ts'
import { callOverSession } from './call.ts'
import type { Session } from './session.ts'

/** Milliseconds to the first byte, and between two. */
export interface Times {
  readonly firstByteMs: number
  readonly idleMs: number
}

/** A `fetch` for one session. It rejects with the `UpstreamError` of a call that failed. */
export function sessionFetch(session: Session, times: Times): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      let answer: ReadableStreamDefaultController<Uint8Array> | null = null
      const body = new ReadableStream<Uint8Array>({
        start: controller => (answer = controller),
        pull: () => flow.resume(),
        cancel: () => flow.abort(),
      })
      const { method = 'GET', headers, body: sent, signal } = init
      const call = {
        url: input instanceof Request ? input.url : String(input),
        method,
        headers: Object.fromEntries(new Headers(headers ?? {})),
        body: typeof sent === 'string' ? sent : null,
        ...times,
      }
      const flow = callOverSession(session, call, {
        head: (status, received) => resolve(new Response(body, { status, headers: headersOf(received) })),
        data(chunk) {
          answer?.enqueue(chunk)
          if ((answer?.desiredSize ?? 1) <= 0) flow.pause()
        },
        end: () => answer?.close(),
        fail(error) {
          reject(error)
          answer?.error(error)
        },
      })
      signal?.addEventListener('abort', () => {
        flow.abort()
        reject(new DOMException('the caller ended the call', 'AbortError'))
      })
    })
}

function headersOf(received: AnswerHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    for (const each of value === undefined ? [] : [value].flat()) headers.append(name, each)
  }
  return headers
}
