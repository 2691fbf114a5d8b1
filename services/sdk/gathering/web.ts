/** One address of the web, fetched for a request: guarded at every hop, and bounded in size and time. */
import { lookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher, EnvHttpProxyAgent, interceptors, request } from 'undici'
import { projectVersion } from '../../../config/environment.ts'
import type { Fetched } from '../providers/materials.ts'
import { isAllowed, isPublic } from './guard.ts'

/** What the configuration says of addresses in requests. */
export interface WebRules {
  /** Hosts that may lie anywhere, as `host` or `host:port`. */
  readonly allowedHosts: readonly string[]
  /** Without it nothing is guarded: the configuration's own wish. */
  readonly guarded: boolean
  readonly maxMegabytes: number
  /** Milliseconds for one address, whatever it takes. */
  readonly deadlineMs: number
}

/** Not to be fetched; the message is LiteLLM's. */
class Rejected extends Error {}

const mostRedirects = 10

const headers = {
  'user-agent': `crossfade/${projectVersion}`,
  accept: '*/*',
  'accept-encoding': 'gzip, deflate',
}

/** Fetches an address, `attempts` times where the connection fails. */
export async function fetchFromWeb(
  address: string,
  attempts: number,
  rules: WebRules,
  left: AbortSignal,
): Promise<Fetched> {
  const signal = AbortSignal.any([left, AbortSignal.timeout(rules.deadlineMs)])
  let because = 'no attempt was made'
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    try {
      return await follow(address, rules, signal)
    } catch (error) {
      because = reasonOf(error)
      if (error instanceof Rejected) return { kind: 'rejected', because }
    }
  }
  return { kind: 'unreachable', because }
}

/** Every hop is judged by itself. */
async function follow(address: string, rules: WebRules, signal: AbortSignal): Promise<Fetched> {
  let url = parsed(address)
  for (let hop = 0; hop < mostRedirects; hop += 1) {
    const dispatcher = dispatcherFor(url, await judged(url, rules), rules)
    try {
      const plain = dispatcher.compose(interceptors.decompress())
      const answer = await request(url, { dispatcher: plain, signal, headers })
      if (answer.statusCode < 300 || answer.statusCode > 399) return await collected(answer, rules)
      answer.body.on('error', () => {}).destroy()
      url = nextHop(answer, url)
    } finally {
      // What is left of an answer is not waited for.
      void dispatcher.destroy()
    }
  }
  throw new Rejected('Too many redirects')
}

/** The end of a connection in Python's words, as LiteLLM tells it. */
function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return '[Errno 104] Connection reset by peer'
  return error instanceof Error ? error.message : String(error)
}

function parsed(address: string): URL {
  const url = URL.parse(address)
  // A browser would find a host even where there is none.
  if (url === null || /^https?:(?!\/\/[^/?#\\])/i.test(address)) throw new Rejected('URL has no hostname')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Rejected(`URL scheme '${url.protocol.slice(0, -1)}' is not allowed`)
  }
  // Nobody's password is sent for an address in a request.
  url.username = ''
  url.password = ''
  return url
}

function nextHop({ headers: told }: Answer, from: URL): URL {
  const location = first(told['location'])
  if (!location) throw new Rejected('Redirect response has no Location header')
  return parsed(URL.parse(location, from)?.href ?? '')
}

/** Where a host lies; all of it must be public, or the host allowed. */
async function judged(url: URL, { allowedHosts, guarded }: WebRules): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await lookup(host, { all: true }).catch((error: unknown) => {
    throw new Rejected(`DNS resolution failed for '${host}': ${pythonWords(error)}`)
  })
  const closed = found.find(({ address }) => !isPublic(address))
  if (closed && guarded && !isAllowed(url, allowedHosts)) {
    throw new Rejected(
      `URL targets a blocked address (${closed.address}). If this is a legitimate internal service, add the host to ` +
        '`user_url_allowed_hosts` in litellm_settings.',
    )
  }
  return found
}

/** The two ways a name is not found, as Python's resolver tells them. */
function pythonWords(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOTFOUND') return '[Errno -2] Name or service not known'
  return code === 'EAI_AGAIN' ? '[Errno -3] Temporary failure in name resolution' : String(code)
}

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const

/** Connects to the addresses that were judged and to no other: a name may lead elsewhere the next time it is asked. */
function dispatcherFor(url: URL, found: readonly LookupAddress[], { deadlineMs }: WebRules): Dispatcher {
  const pinned: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [...found])
    else done(null, found[0]?.address ?? '', found[0]?.family ?? 4)
  }
  const connect = { timeout: deadlineMs }
  const proxied = found.every(({ address }) => isPublic(address)) && proxies.some(name => process.env[name])
  // A proxy looks for itself.
  return proxied ? new EnvHttpProxyAgent({ connect }) : new Agent({ connect: { ...connect, lookup: pinned } })
}

const megabyte = 1024 * 1024
/** LiteLLM looks at the size after each of these. */
const step = 8192

type Answer = Awaited<ReturnType<typeof request>>

const first = (value: string | string[] | undefined): string | undefined => [value].flat()[0]

async function collected(answer: Answer, { maxMegabytes }: WebRules): Promise<Fetched> {
  const { statusCode: status, headers: told } = answer
  const most = Math.floor(maxMegabytes * megabyte)
  const megabytes = Number(first(told['content-length']) ?? 0) / megabyte
  if (status === 200 && megabytes > maxMegabytes) {
    answer.body.on('error', () => {}).destroy()
    return { kind: 'too large', megabytes, most: maxMegabytes }
  }
  const boundary = (Math.floor(most / step) + 1) * step
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= boundary) break
  }
  if (length > most) return { kind: 'too large', megabytes: Math.min(length, boundary) / megabyte, most: maxMegabytes }
  const content = Buffer.concat(chunks).toString('base64')
  return { kind: 'answer', status, type: first(told['content-type']), content }
}
