/** Failed answers of the OpenAI wire in LiteLLM's words. */
import { asObject, asString, isObject, parseJson } from '../json.ts'
import { isContextOverflow, isRateLimit, jsonFault, litellmFault, timedOut, typeOfStatus } from '../litellm-errors.ts'
import { pythonRepr, pythonText, pythonType } from '../python-text.ts'
import { ProviderFault, type Json, type JsonObject, type Target } from '../translator.ts'
import { azureError } from './azure-errors.ts'
import { brokenAnswer, inManner, unreadable } from './error-manners.ts'
import { profileFor } from './profiles.ts'

/** A failed answer. */
export function openAiError(status: number, raw: string, target: Target): ProviderFault {
  if (status < 400) return notJson(raw, target)
  const { client, errorName } = profileFor(target.provider)
  const parsed = parseJson(raw)
  const body = isObject(parsed) ? parsed : undefined
  // OpenAI's client quotes the whole body and names its message; LiteLLM's own has only the raw text.
  const whole = parsed === undefined ? raw : `Error code: ${status} - ${pythonText(parsed)}`
  const message = client === 'openai' ? clientMessage(body, whole || `Error code: ${status}`) : raw
  const text = client === 'openai' ? whole : raw
  const late = timedOut(text, target)
  if (late) return late
  if (target.provider === 'azure') return azureError(status, text, message, body, target)
  const own = inManner({ status, text, named: `${errorName}Exception` }, target)
  if (own) return own
  const fault = faultOf(status, text, `${errorName}Exception - ${message}`, target)
  return client === 'openai' && fault.litellmClass === 'BadRequestError' ? withOwnType(fault, body) : fault
}

/** A failed answer of an endpoint where LiteLLM quotes the whole body rather than its message: embeddings, completions. */
export function quotedError(status: number, raw: string, target: Target): ProviderFault {
  const body = parseJson(raw)
  const text = body === undefined ? raw || `Error code: ${status}` : `Error code: ${status} - ${pythonText(body)}`
  return timedOut(text, target) ?? rawError(status, text, target)
}

/** A failed answer in the words it came with. */
export function rawError(
  status: number,
  text: string,
  target: Target,
  name = profileFor(target.provider).errorName,
): ProviderFault {
  return faultOf(status, text, `${name}Exception - ${text}`, target)
}

/** `text` decides where its words do, and the status where they do not; `told` is what the client reads. */
function faultOf(status: number, text: string, told: string, target: Target): ProviderFault {
  const worded = target.provider === 'openrouter' ? null : byWords(status, text, told, target)
  return worded ?? byStatus(status, told, target)
}

/** A failed answer of an endpoint that LiteLLM asks by itself wherever it is: the whole text is the message. */
export function httpError(status: number, raw: string, target: Target): ProviderFault {
  const named = `${profileFor(target.provider).errorName}Exception`
  const own = inManner({ status, text: raw, named }, target)
  if (own === undefined) return responsesError(status, raw, target)
  return status < 400 ? litellmFault('APIConnectionError', 500, `${named} - ${raw}`, target) : own
}

/** A failed answer of the Responses API, which LiteLLM asks by itself: the whole text is the message. */
export function responsesError(status: number, raw: string, target: Target): ProviderFault {
  const { errorName } = profileFor(target.provider)
  const parsed = parseJson(raw)
  const body = isObject(parsed) ? parsed : undefined
  const told = `${errorName}Exception - ${raw}`
  if (status < 400) {
    const text = target.provider === 'azure' ? `AzureException APIError - ${raw}` : `APIError: ${told}`
    return litellmFault('APIError', 500, text, target)
  }
  const late = timedOut(raw, target)
  if (late) return late
  if (target.provider === 'azure') {
    const { message, litellmClass, fields, status: code } = azureError(status, raw, raw, body, target)
    // What Azure blames is not told here.
    const options = { status: code, litellmClass, type: typeOfStatus(code) }
    return new ProviderFault(message, fields ? { ...options, fields } : options)
  }
  if (status === 408 || status === 504) return litellmFault('Timeout', status, `Timeout Error: ${told}`, target)
  return faultOf(status, raw, told, target)
}

function clientMessage(body: JsonObject | undefined, whole: string): string {
  const message = asObject(body?.['error'])?.['message'] ?? body?.['message']
  return message === undefined || message === null ? whole : pythonText(message)
}

// A refused request keeps the type and the parameter OpenAI names.
function withOwnType(fault: ProviderFault, body: JsonObject | undefined): ProviderFault {
  const error = asObject(body?.['error'])
  return new ProviderFault(fault.message, {
    status: fault.status,
    litellmClass: fault.litellmClass,
    type: asString(error?.['type']) ?? fault.type,
    param: asString(error?.['param']) ?? null,
  })
}

function byWords(status: number, text: string, told: string, target: Target): ProviderFault | null {
  const named = (name: string, code: number): ProviderFault => litellmFault(name, code, `${name}: ${told}`, target)
  if (isRateLimit(text, status)) return named('RateLimitError', 429)
  if (isContextOverflow(text)) {
    return litellmFault(
      'ContextWindowExceededError',
      status,
      `litellm.BadRequestError: ContextWindowExceededError: ${told}`,
      target,
    )
  }
  const invalid = text.includes('invalid_request_error')
  if (invalid && text.includes('model_not_found')) return litellmFault('NotFoundError', status, told, target)
  if (invalid && text.includes('content_policy_violation')) {
    const fault = named('ContentPolicyViolationError', status)
    fault.message = `litellm.BadRequestError: ${fault.message}`
    return fault
  }
  if (invalid && !text.includes('Incorrect API key provided'))
    return litellmFault('BadRequestError', status, told, target)
  if (text.includes('The server had an error processing your request.')) {
    return litellmFault('InternalServerError', 500, told, target)
  }
  return text.includes('Request too large') ? named('RateLimitError', 429) : null
}

const classes: Readonly<Record<number, string>> = {
  401: 'AuthenticationError',
  404: 'NotFoundError',
  429: 'RateLimitError',
  500: 'InternalServerError',
  502: 'BadGatewayError',
  503: 'ServiceUnavailableError',
}

function byStatus(status: number, told: string, target: Target): ProviderFault {
  const prefixed = status === 422 && target.provider === 'openrouter' ? `BadRequestError: ${told}` : told
  if (status === 400 || status === 422) return litellmFault('BadRequestError', status, prefixed, target)
  if (status === 408 || status === 504) return litellmFault('Timeout', status, `Timeout Error: ${told}`, target)
  const known = target.provider === 'openrouter' && (status === 500 || status === 502) ? undefined : classes[status]
  const name = known ?? 'APIError'
  return litellmFault(name, status, `${name}: ${told}`, target, typeOfStatus(status))
}

// Some ways of LiteLLM to read an answer, some ways to say that it is no JSON.
function notJson(raw: string, target: Target): ProviderFault {
  const { client, errorName, keepsFields } = profileFor(target.provider)
  const parsed = parseJson(raw)
  if (target.provider === 'azure') {
    const told = typeof parsed === 'string' ? `Unexpected string response from Azure: ${parsed}` : jsonFault
    return litellmFault('APIError', 500, `AzureException APIError - ${told}`, target)
  }
  const short = client === 'openai' || readByOpenAi.has(target.provider)
  const name = client === 'openai' ? 'InternalServerError' : short ? 'APIConnectionError' : 'APIError'
  const read = client === 'openai' && parsed !== undefined
  const cause = read
    ? emptyAnswer(parsed)
    : short
      ? jsonFault
      : `Unable to get json response - ${jsonFault}, Original Response: ${raw}`
  const own = unreadable(keepsFields, `${errorName}Exception - ${cause}`, target)
  const fault = own ?? litellmFault(name, 500, `${name}: ${errorName}Exception - ${cause}`, target)
  if (target.provider === 'ragflow' || target.provider === 'azure_ai') fault.loses = 'headers'
  return fault
}

const emptyAnswer = (parsed: Json): string =>
  `Empty or invalid response from LLM endpoint. Received: ${pythonRepr(parsed)}. Check the reverse proxy or model server configuration.`

const readByOpenAi = new Set(['groq', 'mistral', 'ragflow', 'azure_ai'])

/** An answer with status 200 that is an error, or none at all. */
export function answerFault(
  body: JsonObject,
  target: Target,
  errorName = profileFor(target.provider).errorName,
): ProviderFault {
  const { client } = profileFor(target.provider)
  const told = body['error']
  if (!told && client === 'http') return noChoices(body, target)
  if (!told) return nothingRead(body, target, errorName)
  const message = asString(asObject(told)?.['message']) ?? asString(told) ?? 'Invalid response object'
  if (target.provider === 'azure') return litellmFault('APIError', 500, `AzureException APIError - ${message}`, target)
  return litellmFault('InternalServerError', 500, `InternalServerError: ${errorName}Exception - ${message}`, target)
}

const answerKeys = 'id choices created model object moderation service_tier system_fingerprint usage'.split(' ')

/** The same, of an answer that OpenAI's client has read: to it every field is there. */
function nothingRead(body: JsonObject, target: Target, errorName: string): ProviderFault {
  const keys = [...answerKeys, ...Object.keys(body).filter(key => !answerKeys.includes(key))]
  const told =
    `LiteLLM: provider returned 'choices' that is not a list (${pythonType(body['choices'] ?? null)}). ` +
    `Raw keys: ${pythonRepr(keys)}`
  if (target.provider === 'azure') return litellmFault('APIError', 500, told, target)
  const text = `InternalServerError: ${errorName}Exception - litellm.APIError: ${told}`
  return litellmFault('InternalServerError', 500, text, target)
}

function noChoices(body: JsonObject, target: Target): ProviderFault {
  if (target.provider === 'vertex_ai/llama') return brokenAnswer("'choices'")
  if (target.provider === 'databricks') {
    const lacking = ['id', 'created', 'usage'].find(key => !(key in body)) ?? 'choices'
    return brokenAnswer(`'${lacking}'`)
  }
  const keys = `Raw keys: ${pythonRepr(Object.keys(body))}`
  const { choices } = body
  const told =
    choices === undefined
      ? `LiteLLM: provider returned a response with no 'choices'. ${keys}`
      : `LiteLLM: provider returned 'choices' that is not a list (${pythonType(choices)}). ${keys}`
  const fault = litellmFault('APIError', 500, told, target)
  fault.loses = 'headers'
  return fault
}

/** What some of LiteLLM's readers put around an error in a stream. */
function toldIn(message: string, error: JsonObject, { provider }: Target): string {
  if (provider === 'databricks') {
    return `KeyError: 'choices', Got unexpected response from Databricks: ${pythonRepr({ error })}`
  }
  if (provider === 'cometapi') return `CometAPI Error: ${message}`
  return provider === 'openrouter' ? `Message: ${message}, Metadata: {}, User ID: ` : message
}

/** An error event within a stream, or one that cannot be read. */
export function streamFault(error: JsonObject, target: Target): ProviderFault {
  const message = asString(error['message']) ?? pythonRepr(error)
  const { client, errorName } = profileFor(target.provider)
  const code =
    target.provider === 'databricks' ? 400 : Number(error['code'] ?? (target.provider === 'cometapi' ? 400 : 500))
  if (target.provider === 'azure') {
    const text = `AzureException APIConnectionError - ${message}`
    return litellmFault('APIConnectionError', 500, text, target, null)
  }
  if (client === 'openai') {
    // Whoever is asked through OpenAI's client, its streams are OpenAI's to LiteLLM.
    const text = `APIConnectionError: OpenAIException - ${message}`
    return litellmFault('APIConnectionError', 500, text, target, null)
  }
  if (error['code'] === undefined && target.provider === 'groq') {
    return litellmFault('APIError', 500, `APIError: ${errorName}Exception - ${message}`, target, null)
  }
  const told = toldIn(message, error, target)
  const fault = openAiError(code >= 400 && code < 600 ? code : 500, told, target)
  // Of these two alone LiteLLM names the type.
  if (fault.status === 429 || fault.status === 500) return fault
  const { status, litellmClass } = fault
  return new ProviderFault(fault.message, { status, litellmClass, type: null })
}
