import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import type { ErrorDetails } from '../wire.ts'

interface Words {
  readonly type: string
  readonly code: string | number | null
  readonly message: (model: string) => string
}

const apology =
  'The server had an error while processing your request. Sorry about that! You can retry your request, or contact us through our help center if the error persists.'

/** OpenAI's words by status. 502 and 504 come from the edge in front of it and look different. */
const words: Record<number, Words> = {
  400: { type: 'invalid_request_error', code: null, message: () => 'Invalid request.' },
  401: { type: 'invalid_request_error', code: 'invalid_api_key', message: () => wrongKey('sk-simulated') },
  403: {
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
    message: () => 'Country, region, or territory not supported',
  },
  404: {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: model => `The model \`${model}\` does not exist or you do not have access to it.`,
  },
  408: { type: 'timeout', code: 'request_timeout', message: () => 'Request timed out.' },
  409: {
    type: 'invalid_request_error',
    code: 'conflict',
    message: () => 'The resource was changed by another request.',
  },
  413: { type: 'invalid_request_error', code: 'request_too_large', message: () => 'Request body is too large.' },
  422: {
    type: 'invalid_request_error',
    code: 'unprocessable_entity',
    message: () => 'The request could not be processed.',
  },
  429: {
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: model =>
      `Rate limit reached for ${model} in organization org-simulated on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms. Visit https://platform.openai.com/account/rate-limits to learn more.`,
  },
  500: { type: 'server_error', code: null, message: () => apology },
  502: { type: 'cf_bad_gateway', code: 502, message: () => 'Bad gateway.' },
  503: {
    type: 'server_error',
    code: null,
    message: () => 'That model is currently overloaded with other requests. You can retry your request.',
  },
  504: { type: 'cf_gateway_timeout', code: 504, message: () => 'Gateway timeout.' },
  529: {
    type: 'server_error',
    code: 'overloaded',
    message: () => 'The engine is currently overloaded, please try again later',
  },
}

const fallback: Words = { type: 'server_error', code: null, message: () => apology }

function wrongKey(key: string): string {
  const shown =
    key.length > 12 ? `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}` : '*'.repeat(key.length)
  return `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`
}

/** What OpenAI says to a missing or a wrong key. */
export function unauthorized(key: string | undefined): ErrorDetails {
  if (key !== undefined) return { status: 401, message: wrongKey(key), code: 'invalid_api_key' }
  const message =
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys."
  return { status: 401, message, code: '' }
}

/** The inner error object, also used in streams. */
export function errorObject(details: ErrorDetails): JsonObject {
  const { type, code, message } = words[details.status] ?? fallback
  const said = details.message ?? message(details.model ?? '')
  // A message of our own brings its own code; without one there is none.
  const coded = details.message === undefined ? code : details.code || null
  return { message: said, type, param: details.param ?? null, code: coded }
}

/** `{ error: { message, type, param, code } }` */
export function errorBody(details: ErrorDetails): JsonObject {
  return { error: errorObject(details) }
}

/** Rate limit headers: always there, telling of an empty budget on a 429. */
export function rateLimits(retryAfter: number | undefined): Record<string, string> {
  const spent = retryAfter !== undefined
  return {
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-limit-tokens': '200000',
    'x-ratelimit-remaining-requests': spent ? '0' : '499',
    'x-ratelimit-remaining-tokens': spent ? '199000' : '199980',
    'x-ratelimit-reset-requests': spent ? `${retryAfter}s` : '120ms',
    'x-ratelimit-reset-tokens': '6ms',
  }
}

/** Headers of an error: retry-after where the limit is hit. */
export function errorHeaders(details: ErrorDetails, _id: Identity): Record<string, string> {
  const { retryAfter } = details
  return retryAfter === undefined
    ? {}
    : { ...rateLimits(retryAfter), 'retry-after': String(retryAfter), 'retry-after-ms': String(retryAfter * 1000) }
}
