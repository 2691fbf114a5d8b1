/** What becomes of a path of this worker that is asked in another way than it is served: Starlette's answers, as LiteLLM's. */
import type { IncomingHttpHeaders } from 'node:http'
import { sdkRoutes } from '../shared/capabilities.ts'

/** An answer without a model, a provider or a key in it. */
export interface StrayAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A text goes as it is. */
  readonly body: string | object
}

const served = sdkRoutes.map(route => {
  const [method = '', path = ''] = route.split(' ')
  return { method, pattern: new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`) }
})

/** Below this LiteLLM passes on to OpenAI what is asked by these methods. */
const passedOn = /^\/openai\//
const passing = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The answer, or null where only the other backend may know the path. */
export function strayAnswer(method: string, url: string, headers: IncomingHttpHeaders): StrayAnswer | null {
  if (method === 'OPTIONS' && headers.origin && headers['access-control-request-method']) return preflight(headers)
  const [path, query] = split(url)
  if (passedOn.test(path) && passing.includes(method)) return null
  const slashless = path.replace(/\/$/, '')
  if (slashless !== path) {
    if (methodsOf(slashless).length === 0) return null
    const location = `http://${headers.host ?? ''}${slashless}${query === undefined ? '' : `?${query}`}`
    return { status: 307, headers: { location }, body: '' }
  }
  const allowed = methodsOf(path)
  if (allowed.length === 0) return null
  if (method === 'OPTIONS' && alive.test(path)) return optionsOfHealth
  return { status: 405, headers: { allow: allowed.join(', ') }, body: { detail: 'Method Not Allowed' } }
}

function split(url: string): [string, string?] {
  const at = url.indexOf('?')
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)]
}

const methodsOf = (path: string): string[] =>
  served.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)

const alive = /^\/health\/(?:liveliness|liveness|readiness)$/

const optionsOfHealth: StrayAnswer = {
  status: 200,
  headers: {
    allow: 'GET, OPTIONS',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': 'GET, OPTIONS',
  },
  body: '',
}

const anyMethod = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY'

/** What a browser asks before it asks: any page may, by any method and with any header. */
function preflight(headers: IncomingHttpHeaders): StrayAnswer {
  const { 'access-control-request-method': method, 'access-control-request-headers': wanted } = headers
  const allowed = anyMethod.split(', ').includes(method ?? '')
  return {
    status: allowed ? 200 : 400,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'access-control-allow-methods': anyMethod,
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
      ...(wanted === undefined ? {} : { 'access-control-allow-headers': wanted }),
    },
    body: allowed ? 'OK' : 'Disallowed CORS method',
  }
}
