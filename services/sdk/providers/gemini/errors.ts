/** Failed answers of Gemini in LiteLLM's words (litellm_core_utils/exception_mapping_utils.py, `_map_vertex_exception`). */
import { asCount, asObject, asString, isObject, parseJson } from '../json.ts'
import { isContextOverflow, jsonFault, litellmFault, timedOut, typeOfStatus } from '../litellm-errors.ts'
import { pythonBytes } from '../python-text.ts'
import { ProviderFault, type Json, type JsonObject, type Target } from '../translator.ts'

/** A failed answer. A streamed call's is passed on raw, without a class. */
export function geminiError(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400) return unusable(parseJson(raw) === undefined ? jsonFault : noMapping(parseJson(raw)), target)
  if (!streamed) {
    const own: Own = (name, code, text) => litellmFault(name, code, text, target)
    const fault = timedOut(raw, target) ?? mapped(status, raw, 'Gemini', 'gemini', own)
    if (status === 500 && fault.status === 500 && raw !== '') fault.loses = 'headers'
    return fault
  }
  const type = status === 429 ? 'rate_limit_error' : typeOfStatus(status)
  const fault = new ProviderFault(pythonBytes(raw), { status, litellmClass: 'VertexAIError', type })
  fault.loses = 'call'
  return fault
}

/** An answer with a good status that cannot be read. */
export function unusable(why: string, target: Target): ProviderFault {
  const text =
    `GeminiException - Error converting to valid response block=${why}. ` +
    'File an issue if litellm error - https://github.com/BerriAI/litellm/issues'
  return litellmFault('BadRequestError', 422, text, target)
}

// Python's words about an answer that is JSON, but no object.
function noMapping(value: Json | undefined): string {
  const kind = Array.isArray(value) ? 'list' : pythonKinds[typeof value]
  return `litellm.types.llms.vertex_ai.GenerateContentResponseBody() argument after ** must be a mapping, not ${kind ?? 'NoneType'}`
}

const pythonKinds: Readonly<Record<string, string>> = { string: 'str', number: 'int', boolean: 'bool' }

/** An error event within a stream. */
export function streamFault(error: JsonObject): ProviderFault {
  const told = `${asString(error['status']) ?? 'UNKNOWN'} - ${asString(error['message']) ?? 'Unknown error'}`
  return midStream(asCount(error['code']) || 500, told)
}

/** An event of a stream that is no chunk. */
export function malformedEvent(data: string): ProviderFault {
  return midStream(500, `Unexpected error format in mid-stream chunk: ${data}`)
}

// In mid-stream only two of LiteLLM's classes know their type, and the router adds nothing.
function midStream(status: number, told: string): ProviderFault {
  const typed = ['RateLimitError', 'InternalServerError']
  return mapped(status, told, 'Vertex_ai_beta', 'vertex_ai_beta', (litellmClass, code, text) => {
    const type = typed.includes(litellmClass) ? typeOfStatus(code) : null
    return new ProviderFault(`litellm.${litellmClass}: ${text}`, { status: code, litellmClass, type })
  })
}

type Own = (litellmClass: string, code: number, text: string) => ProviderFault
type Bad = (code: number) => ProviderFault

/** A failure under the names of a provider. */
export function mapped(status: number, raw: string, name: string, lower: string, own: Own): ProviderFault {
  const bad: Bad = code => own('BadRequestError', code, `${name}Exception BadRequestError - ${raw}`)
  return byWords(status, raw, name, lower, own, bad) ?? byStatus(status, raw, name, own, bad)
}

function byWords(status: number, raw: string, name: string, lower: string, own: Own, bad: Bad): ProviderFault | null {
  if (/Vertex AI API has not been used in project|Unable to find your project/.test(raw)) {
    return own('BadRequestError', 400, `litellm.BadRequestError: ${lower}Exception - ${raw}`)
  }
  if (raw.includes('400 Request payload size exceeds')) {
    return own('ContextWindowExceededError', 400, `litellm.BadRequestError: ${name}Exception - ${raw}`)
  }
  if (isContextOverflow(raw)) {
    const text = `litellm.BadRequestError: ContextWindowExceededError: ${name}Exception - ${raw}`
    return own('ContextWindowExceededError', 400, text)
  }
  if (/None Unknown Error\.|Content has no parts\./.test(raw)) {
    return own('InternalServerError', 500, `litellm.InternalServerError: ${lower}Exception - ${raw}`)
  }
  if (raw.includes('API key not valid.')) return own('AuthenticationError', 401, `${name}Exception - ${raw}`)
  if (raw.includes('403')) return bad(403)
  if (/The response was blocked\.|Output blocked by content filtering policy/.test(raw)) {
    const text = `litellm.ContentPolicyViolationError: ${name}Exception ContentPolicyViolationError - ${raw}`
    return renamed(own('BadRequestError', 400, text), 'ContentPolicyViolationError')
  }
  if (exhausted.test(raw) || wraps429(status, raw)) {
    return own('RateLimitError', 429, `litellm.RateLimitError: ${lower}Exception - ${raw}`)
  }
  if (/500 Internal Server Error|The model is overloaded\./.test(raw)) {
    return own('InternalServerError', 500, `litellm.InternalServerError: ${lower}Exception - ${raw}`)
  }
  return null
}

const exhausted =
  /Quota exceeded for|Resource exhausted|IndexError: list index out of range|429 Unable to submit request because the service is temporarily out of capacity\./

/** The fault under a finer class than the one its message begins with. */
function renamed(fault: ProviderFault, litellmClass: string): ProviderFault {
  const { message, status, type } = fault
  return new ProviderFault(message, { status, litellmClass, type })
}

// Gateways in front of Gemini wrap a rate limit into a failure of their own.
function wraps429(status: number, raw: string): boolean {
  const body = parseJson(raw)
  return status >= 500 && isObject(body) && asObject(body['error'])?.['code'] === 429
}

function byStatus(status: number, raw: string, name: string, own: Own, bad: Bad): ProviderFault {
  const text = `${name}Exception - ${raw}`
  switch (status) {
    case 400:
      return bad(400)
    case 401:
      return own('AuthenticationError', 401, text)
    case 403:
      return own('PermissionDeniedError', 403, text)
    case 404:
      return own('NotFoundError', 404, text)
    case 408:
    case 504:
      return own('Timeout', status, text)
    case 429:
      return own('RateLimitError', 429, `litellm.RateLimitError: ${text}`)
    case 500:
      return own('InternalServerError', 500, `${name}Exception InternalServerError - ${raw}`)
    case 502:
      return own('APIConnectionError', 500, text)
    case 503:
      return own('ServiceUnavailableError', 503, text)
    default:
      return own(status < 500 ? 'BadRequestError' : 'APIError', status, text)
  }
}
