/**
 * A call over a session: its cookies go out and come back, and a Cloudflare challenge is answered once with the cookies
 * it brought. Whoever calls sees one answer.
 */
import { projectVersion } from '../../../config/environment.ts'
import {
  type AnswerHeaders,
  callUpstream,
  type Flow,
  type Sink,
  type UpstreamCall,
  type UpstreamError,
} from '../../shared/upstream.ts'
import { isChallenge, mayBeChallenge } from './challenge.ts'
import type { Session } from './session.ts'

/** A call whose origin, path and cookies follow from its URL. */
export type SessionCall = Omit<UpstreamCall, 'origin' | 'path'> & { readonly url: string }

/** Starts a call and returns the means to end it. */
export function callOverSession(session: Session, call: SessionCall, sink: Sink): Flow {
  const held = session.gate.heldFor()
  return held > 0 ? answerHeld(held, sink) : new GatedCall(session, call, sink)
}

/** While an origin is left alone its callers are told so, in the shape of an answer: nobody is made to wait. */
function answerHeld(heldMs: number, sink: Sink): Flow {
  const seconds = Math.ceil(heldMs / 1000)
  const flow: Flow = { pause: () => {}, resume: () => {}, abort: () => clearImmediate(due) }
  const due = setImmediate(() => {
    sink.head(503, { 'content-type': 'text/plain', 'retry-after': String(seconds) }, flow)
    sink.data(Buffer.from(`Cloudflare challenges every call to this provider; the next one is made in ${seconds} s.`))
    sink.end()
  })
  return flow
}

/** Who calls: gates tie what they let in to it, and a provider can tell the two backends apart. The config's goes first. */
const agent = { 'user-agent': `crossfade/${projectVersion}` }

/** Longer pages are handed on as they come: a challenge is a few kilobytes. */
const longestPage = 1 << 18

class GatedCall implements Flow {
  readonly #session: Session
  readonly #call: SessionCall
  readonly #sink: Sink
  #cookies = ''
  #retried = false
  #left = false
  #flow: Flow

  constructor(session: Session, call: SessionCall, sink: Sink) {
    this.#session = session
    this.#call = call
    this.#sink = sink
    this.#flow = this.#send()
  }

  pause(): void {
    this.#flow.pause()
  }

  resume(): void {
    this.#flow.resume()
  }

  abort(): void {
    this.#left = true
    this.#flow.abort()
  }

  #send(): Flow {
    const { url, headers, ...rest } = this.#call
    const { origin, pathname, search } = new URL(url)
    this.#cookies = this.#session.cookieHeader(url)
    const cookie = this.#cookies === '' ? {} : { cookie: this.#cookies }
    return callUpstream(
      this.#session.dispatcher,
      { ...rest, origin, path: pathname + search, headers: { ...agent, ...headers, ...cookie } },
      this.#listen(),
    )
  }

  #listen(): Sink {
    let page: Page | null = null
    const handOn = (): void => {
      if (page === null) return
      const { status, headers, chunks } = page
      page = null
      this.#sink.head(status, headers, this)
      for (const chunk of chunks) this.#sink.data(chunk)
    }
    return {
      head: (status, headers) => {
        this.#session.keepCookies(headers['set-cookie'], this.#call.url)
        if (mayBeChallenge(status, headers)) {
          page = { status, headers, chunks: [], length: 0 }
          return
        }
        this.#session.gate.passed()
        this.#sink.head(status, headers, this)
      },
      data: chunk => {
        if (page === null) return this.#sink.data(chunk)
        page.chunks.push(chunk)
        page.length += chunk.length
        if (page.length > longestPage) handOn()
      },
      end: () => {
        if (page !== null && this.#answersChallenge(page)) return
        handOn()
        this.#sink.end()
      },
      fail: (error: UpstreamError) => {
        handOn()
        this.#sink.fail(error)
      },
    }
  }

  /** Whether the call was sent again because of what the page is. */
  #answersChallenge({ status, headers, chunks }: Page): boolean {
    const { gate } = this.#session
    if (!isChallenge(status, headers, Buffer.concat(chunks).toString('utf8'))) return false
    gate.challenged()
    // A sibling may have been let in meanwhile.
    this.#session.refreshCookies()
    if (!this.#retried && !this.#left && this.#session.cookieHeader(this.#call.url) !== this.#cookies) {
      this.#retried = true
      gate.retried()
      this.#flow = this.#send()
      return true
    }
    gate.stood(headers['retry-after'])
    return false
  }
}

interface Page {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly chunks: Buffer[]
  length: number
}
