/** LiteLLM's exception classes: the status and `type` a client sees, and the sentences its router adds to some of them. */
import { pythonFloat } from './python-text.ts'
import { ProviderFault, type Target } from './translator.ts'

/** `type` of an error body, by status. */
export function typeOfStatus(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'throttling_error'
  return status < 500 ? 'invalid_request_error' : 'internal_server_error'
}

// Only a rate limit knows that it is one; what else has its status is told by that.
const typeOf = (litellmClass: string, status: number): string =>
  status === 429 && litellmClass !== 'RateLimitError' ? 'rate_limit_error' : typeOfStatus(status)

/** A failed answer under one of LiteLLM's classes. `text` comes after the class. */
export function litellmFault(
  litellmClass: string,
  status: number,
  text: string,
  target: Target,
  type: string | null = typeOf(litellmClass, status),
): ProviderFault {
  const message = `litellm.${litellmClass}: ${text}${routerNote(litellmClass, target)}`
  return new ProviderFault(message, { status, litellmClass, type })
}

const classes: Readonly<Record<number, string>> = {
  401: 'AuthenticationError',
  402: 'PaymentRequiredError',
  403: 'PermissionDeniedError',
  404: 'NotFoundError',
  408: 'Timeout',
  429: 'RateLimitError',
  500: 'InternalServerError',
  502: 'BadGatewayError',
  503: 'ServiceUnavailableError',
  504: 'Timeout',
}

/** A failed answer of a provider whose words LiteLLM does not read: the status alone decides. */
export function faultByStatus(status: number, text: string, target: Target): ProviderFault {
  const known = classes[status]
  if (known !== undefined) return litellmFault(known, status, text, target)
  return status < 500
    ? litellmFault('BadRequestError', 400, text, target)
    : litellmFault('APIError', status, text, target)
}

// What the router says of a deployment that was too slow.
function routerNote(litellmClass: string, target: Target): string {
  if (litellmClass !== 'Timeout') return ''
  const timeout = target.timeout === undefined ? 'None' : pythonFloat(target.timeout)
  return `\n\nDeployment Info: request_timeout: None\ntimeout: ${timeout}`
}

/** A fault without what the router says of a timeout: it does so for chats only. */
export function withoutTimeoutNote(fault: ProviderFault): ProviderFault {
  const { message, status, litellmClass, type, param } = fault
  const bare = message.replace(/\n\nDeployment Info: request_timeout: None\ntimeout: \S+$/, '')
  if (bare === message) return fault
  return new ProviderFault(bare, { status, litellmClass, type, param })
}

/** What Python says of a text that does not even begin like JSON. */
export const jsonFault = 'Expecting value: line 1 column 1 (char 0)'

/** An answer over which LiteLLM falls in itself: its router says nothing of it. */
export function bareFault(what: string): ProviderFault {
  return new ProviderFault(`litellm.APIConnectionError: ${what}`, {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: typeOfStatus(500),
    outside: true,
  })
}

const timeoutPhrases = [
  'Request Timeout Error',
  'Request timed out',
  'Timed out generating response',
  'The read operation timed out',
]

/** A failed answer whose words say that somebody waited too long: at any provider that is a timeout. */
export function timedOut(text: string, target: Target): ProviderFault | null {
  if (!timeoutPhrases.some(phrase => text.includes(phrase))) return null
  return litellmFault('Timeout', 408, `APITimeoutError - Request timed out. Error_str: ${text}`, target)
}

/** Whether a provider's words mean that the conversation is too long for the model. */
export function isContextOverflow(text: string): boolean {
  const lower = text.toLowerCase()
  if (lower.includes('string_above_max_length')) return false
  if (lower.includes("invalid 'user'") && lower.includes('string too long')) return false
  return (
    overflowPhrases.some(phrase => lower.includes(phrase)) ||
    (lower.includes('current length is') && lower.includes('while limit is')) ||
    (lower.includes('maximum input length is') && lower.includes('tokens'))
  )
}

const overflowPhrases = [
  'exceed context limit',
  "this model's maximum context length is",
  'string too long. expected a string with maximum length',
  "model's maximum context limit",
  "is longer than the model's context length",
  'input tokens exceed the configured limit',
  '`inputs` tokens + `max_new_tokens` must be',
  'exceeds the available context size',
  'exceeds the maximum number of tokens allowed',
]

/** Whether a provider's words mean a rate limit. A bare 429 in them counts only where the status says so too. */
export function isRateLimit(text: string, status: number | undefined): boolean {
  if (/\b429\b/.test(text) && (status === undefined || status === 429)) return true
  const lower = text.toLowerCase()
  return /rate[\s_-]*limit/.test(lower) || lower.includes('service tier capacity exceeded')
}
