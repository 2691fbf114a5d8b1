/** Which key a request presents, in LiteLLM's order of headers, and whether it is the one configured. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Headers } from './memory-routing.ts'

export type Presented =
  | { kind: 'key'; key: string }
  | { kind: 'none' }
  /** An Authorization header without a scheme that LiteLLM knows. */
  | { kind: 'malformed' }

/** After `x-litellm-api-key` and `authorization`, tried in this order (LiteLLM: proxy/auth/user_api_key_auth.py). */
const keyHeaders = ['api-key', 'x-api-key', 'x-goog-api-key', 'ocp-apim-subscription-key'] as const

/** The headers a key may come in; none of them may reach a provider. */
export const credentialHeaders: ReadonlySet<string> = new Set(['authorization', 'x-litellm-api-key', ...keyHeaders])

/** The key of a request. An Authorization header decides even when it is malformed and another header is not. */
export function presentedKey(headers: Headers): Presented {
  const own = text(headers['x-litellm-api-key'])
  if (own) return { kind: 'key', key: own.replace(/^(?:Bearer|Basic) /i, '') }
  const authorization = text(headers.authorization)
  if (authorization) {
    const match = /^(?:Bearer|Basic) +(.+)$/i.exec(authorization)
    return match?.[1] ? { kind: 'key', key: match[1] } : { kind: 'malformed' }
  }
  const key = keyHeaders.map(name => text(headers[name])).find(Boolean)
  return key ? { kind: 'key', key } : { kind: 'none' }
}

/** Compares without telling by its time how much of the key was right. */
export function sameKey(presented: string, expected: string): boolean {
  return timingSafeEqual(digest(presented), digest(expected))
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
