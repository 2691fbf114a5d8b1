/**
 * What is turned away before any backend is asked: requests that the gateway and a backend could read differently.
 * http-proxy passes all of these on (measured, see ops/decisions/0002-http-proxy-mends.md).
 */
import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '../services/shared/errors.ts'

/** Why a request is refused, in words for its sender. */
export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
}

export const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Headers of which there may be one: a proxy and its backend would each pick another. */
const single = new Set([
  'host',
  'authorization',
  'x-api-key',
  'api-key',
  'x-litellm-api-key',
  'content-length',
  'content-type',
])

/** The first thing wrong with a request's line and headers, or null. */
export function refuse(req: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>): Refusal | null {
  return refuseMethod(req.method ?? '') ?? refuseTarget(req.url ?? '') ?? refuseHeaders(req.rawHeaders)
}

function refuseMethod(method: string): Refusal | null {
  if (methods.has(method)) return null
  return {
    code: 'method_not_allowed',
    message: `Method ${method} is not allowed here; use ${[...methods].join(', ')}.`,
  }
}

function refuseTarget(target: string): Refusal | null {
  if (!target.startsWith('/')) return bad('The request target must be a path that begins with "/".')
  const [path = ''] = target.split('?', 1)
  if (path.includes('//') || path.includes('\\') || path.includes('#')) {
    return bad('The path must not contain "//", "\\" or "#".')
  }
  // Encoded or not: a backend may decode it before it resolves it.
  const dots = path.replaceAll(/%2e/gi, '.')
  if (dots.split('/').some(segment => segment === '.' || segment === '..') || /%2f|%5c|%00/i.test(path)) {
    return bad('The path must not contain dot segments or encoded slashes.')
  }
  return null
}

function refuseHeaders(raw: readonly string[]): Refusal | null {
  const seen = new Set<string>()
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    if (single.has(name) && seen.has(name)) return bad(`The header ${name} is given more than once.`)
    seen.add(name)
  }
  if (seen.has('content-length') && seen.has('transfer-encoding')) {
    return bad('Content-Length and Transfer-Encoding exclude each other.')
  }
  const host = raw[raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'host') + 1] ?? ''
  return /[/?#@\\\s]/.test(host) ? bad('The Host header is not a host.') : null
}

function bad(message: string): Refusal {
  return { code: 'bad_request', message }
}
