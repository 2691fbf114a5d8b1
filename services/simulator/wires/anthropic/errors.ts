import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import type { ErrorDetails } from '../wire.ts'

/** Anthropic's error type and words by status. */
const words: Record<number, readonly [type: string, message: (model: string) => string]> = {
  400: ['invalid_request_error', () => 'Invalid request.'],
  401: ['authentication_error', () => 'invalid x-api-key'],
  403: ['permission_error', () => 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', model => `model: ${model}`],
  408: ['timeout_error', () => 'Request timed out.'],
  409: ['invalid_request_error', () => 'The resource was changed by another request.'],
  413: ['request_too_large', () => 'Request exceeds the maximum size'],
  422: ['invalid_request_error', () => 'The request could not be processed.'],
  429: [
    'rate_limit_error',
    () =>
      'This request would exceed the rate limit for your organization of 50 requests per minute. For details, refer to: https://docs.claude.com/en/api/rate-limits.',
  ],
  500: ['api_error', () => 'Internal server error'],
  502: ['api_error', () => 'Bad gateway'],
  503: ['api_error', () => 'Service unavailable'],
  504: ['timeout_error', () => 'Request timed out.'],
  529: ['overloaded_error', () => 'Overloaded'],
}

const requestId = (id: Identity): string => `req_011${id.token('request', 21)}`

/** What Anthropic says to a missing or a wrong key. */
export function unauthorized(key: string | undefined): ErrorDetails {
  return { status: 401, message: key === undefined ? 'x-api-key header is required' : 'invalid x-api-key' }
}

/** `{ type: 'error', error: { type, message }, request_id }` */
export function errorBody(details: ErrorDetails, id: Identity): JsonObject {
  const [type, message] = words[details.status] ?? ['api_error', () => 'Internal server error']
  const said = details.message ?? message(details.model ?? '')
  return { type: 'error', error: { type, message: said }, request_id: requestId(id) }
}

/** Rate limit headers: always there, telling of an empty budget on a 429. */
function rateLimits(id: Identity, retryAfter?: number): Record<string, string> {
  const reset = new Date(id.now + (retryAfter ?? 1) * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
  const limits = { requests: 50, tokens: 60_000, 'input-tokens': 50_000, 'output-tokens': 10_000 }
  const entries = Object.entries(limits).flatMap(([name, limit]) => [
    [`anthropic-ratelimit-${name}-limit`, String(limit)],
    [`anthropic-ratelimit-${name}-remaining`, String(name === 'requests' && retryAfter !== undefined ? 0 : limit - 1)],
    [`anthropic-ratelimit-${name}-reset`, reset],
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

/** Headers of an error: whether to try again, and when. */
export function errorHeaders(details: ErrorDetails, id: Identity): Record<string, string> {
  const retryable = details.status === 408 || details.status === 409 || details.status === 429 || details.status >= 500
  const hint = { 'x-should-retry': String(retryable) }
  if (details.retryAfter === undefined) return hint
  return { ...hint, ...rateLimits(id, details.retryAfter), 'retry-after': String(details.retryAfter) }
}

/** The `request-id` header and the budgets, on every answer. */
export function headers(id: Identity): Record<string, string> {
  return {
    'request-id': requestId(id),
    'anthropic-organization-id': '00000000-0000-4000-8000-000000000000',
    ...rateLimits(id),
  }
}
