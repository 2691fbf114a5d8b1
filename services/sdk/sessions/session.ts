/**
 * A session: the connections and the cookies of one upstream origin under one credential, for the life of the process.
 * Cloudflare tells visitors behind one address apart by its cookies; a client that drops them is a stranger each time.
 */
import { CookieJar } from 'tough-cookie'
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'

export interface Session {
  readonly origin: string
  readonly dispatcher: Dispatcher
  /** The Cookie header for a URL of the origin, empty where there is none. */
  cookieHeader(url: string): string
  /** Keeps what the provider set; what tough-cookie rejects (foreign domain, public suffix) is dropped. */
  keepCookies(setCookie: string | string[] | undefined, url: string): void
  /** Names only; values are secrets. */
  cookieNames(): string[]
  close(): Promise<void>
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const

/** Opens a session. `connectMs` bounds the wait for a connection. */
export function openSession(origin: string, connectMs: number): Session {
  const jar = new CookieJar()
  const dispatcher = createDispatcher(origin, connectMs)
  return {
    origin,
    dispatcher,
    cookieHeader: url => jar.getCookieStringSync(url),
    keepCookies(setCookie, url) {
      for (const cookie of [setCookie ?? []].flat()) jar.setCookieSync(cookie, url, { ignoreError: true })
    },
    cookieNames: () => (jar.serializeSync()?.cookies ?? []).flatMap(({ key }) => key ?? []),
    close: () => dispatcher.destroy(),
  }
}

/** A pool of its own; through the company's proxy where the environment names one, as LiteLLM's client does. */
function createDispatcher(origin: string, connectMs: number): Dispatcher {
  const connect = { timeout: connectMs }
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname)
  const proxied = !local && proxyVariables.some(name => process.env[name])
  return proxied ? new EnvHttpProxyAgent({ connect }) : new Pool(origin, { connect })
}
