/**
 * A session: the connections and the cookies of one upstream origin under one credential. Cloudflare tells visitors
 * behind one address apart by its cookies; a client that drops them is a stranger each time.
 */
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import { isLoopback } from '../../shared/loopback.ts'
import { acceptCookie, type CookieView, viewOf } from './cookie-rules.ts'
import type { Gate } from './gate.ts'
import type { SharedJar } from './jar-store.ts'
import { type KeptCookie, nextStamp } from './kept-cookie.ts'

export interface Session {
  readonly origin: string
  readonly dispatcher: Dispatcher
  readonly gate: Gate
  /** The Cookie header for a URL of the origin, empty where there is none. */
  cookieHeader(url: string): string
  /** Keeps what the provider set; what a browser would drop (foreign domain, public suffix) is dropped. */
  keepCookies(setCookie: string | string[] | undefined, url: string): void
  /** Takes over what sibling processes have been given. */
  refreshCookies(): void
  /** Names only; values are secrets. */
  cookieNames(): string[]
  close(): Promise<void>
}

/** What a session is made of. `writer` in [0, 1) tells this process from its siblings. */
export interface SessionParts {
  readonly origin: string
  readonly connectMs: number
  readonly jar: SharedJar
  readonly gate: Gate
  readonly now: () => number
  readonly writer: number
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const

/** Opens a session. `connectMs` bounds the wait for a connection. */
export function openSession({ origin, connectMs, jar, gate, now, writer }: SessionParts): Session {
  const dispatcher = createDispatcher(origin, connectMs)
  let shown: readonly KeptCookie[] | null = null
  let view: CookieView | null = null
  const current = (): CookieView => {
    const cookies = jar.cookies()
    if (view === null || cookies !== shown || now() >= view.until) view = viewOf(cookies, origin, now())
    shown = cookies
    return view
  }
  return {
    origin,
    dispatcher,
    gate,
    cookieHeader: url => current().header(url),
    keepCookies(setCookie, url) {
      if (setCookie === undefined) return
      const at = now()
      // One stamp for all: Cloudflare's cookies count together, and a merge must not mix those of two answers.
      const stamp = nextStamp(jar.cookies(), at, writer)
      const kept = [setCookie].flat().flatMap(header => acceptCookie(header, url, at, stamp) ?? [])
      if (kept.length > 0) jar.add(kept)
    },
    refreshCookies: () => jar.refresh(),
    cookieNames: () => current().names,
    async close() {
      await Promise.all([jar.close(), dispatcher.destroy()])
    },
  }
}

/** A pool of its own; through the company's proxy where the environment names one, as LiteLLM's client does. */
function createDispatcher(origin: string, connectMs: number): Dispatcher {
  const connect = { timeout: connectMs }
  const proxied = !isLoopback(new URL(origin).hostname) && proxyVariables.some(name => process.env[name])
  return proxied ? new EnvHttpProxyAgent({ connect }) : new Pool(origin, { connect })
}
