/** Failed answers of OpenAI at Azure in LiteLLM's words (exception_mapping_utils.py, `_map_azure_exception`). */
import { asObject, asString } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { ProviderFault, type JsonObject, type Target } from '../translator.ts'

const classes: Readonly<Record<number, string>> = {
  401: 'AuthenticationError',
  404: 'NotFoundError',
  408: 'Timeout',
  422: 'BadRequestError',
  429: 'RateLimitError',
  502: 'BadGatewayError',
  503: 'ServiceUnavailableError',
  504: 'Timeout',
}

/** A failed answer; `text` is all there is of it, `message` what it says. */
export function azureError(
  status: number,
  text: string,
  message: string,
  body: JsonObject | undefined,
  target: Target,
): ProviderFault {
  const own = (litellmClass: string, code: number, words: string): ProviderFault =>
    litellmFault(litellmClass, code, `AzureException ${words} - ${message}`, target)
  if (text.includes('Internal server error')) return own('InternalServerError', 500, 'Internal server error')
  if (text.includes("This model's maximum context length is")) {
    const said = `litellm.BadRequestError: AzureException ContextWindowExceededError - ${message}`
    return litellmFault('ContextWindowExceededError', 400, said, target)
  }
  if (text.includes('DeploymentNotFound')) return own('NotFoundError', 404, 'NotFoundError')
  const error = asObject(body?.['error'])
  if (status !== 429 && violatesPolicy(error, text)) return filtered(message, error ?? {}, target)
  if (status === 400) {
    const words = text.includes('invalid_request_error') ? 'AzureException BadRequestError' : 'AzureException'
    return ownType(litellmFault('BadRequestError', 400, `${words} - ${message}`, target), error)
  }
  const litellmClass = classes[status] ?? 'APIError'
  return own(litellmClass, status, litellmClass)
}

// A refused request keeps the type and the parameter Azure names.
function ownType({ message, status, litellmClass, type }: ProviderFault, error: JsonObject | undefined): ProviderFault {
  return new ProviderFault(message, {
    status,
    litellmClass,
    type: asString(error?.['type']) ?? type,
    param: asString(error?.['param']) ?? null,
  })
}

const policyWords = [
  'invalid_request_error: content_policy_violation',
  'content_policy_violation',
  "azure openai's content management policy",
  'your task failed as a result of our safety system',
  'the model produced invalid content',
  'content_filter_policy',
  'the response was filtered due to the prompt triggering',
]

function violatesPolicy(error: JsonObject | undefined, text: string): boolean {
  const inner = asObject(error?.['inner_error']) ?? asObject(error?.['innererror'])
  if (inner?.['code'] === 'ResponsibleAIPolicyViolation') return true
  const lower = text.toLowerCase()
  return policyWords.some(words => lower.includes(words))
}

// Clients look here for what the filter has seen.
function filtered(message: string, error: JsonObject, target: Target): ProviderFault {
  const inner = error['innererror'] ?? error['inner_error'] ?? null
  const fault = litellmFault('ContentPolicyViolationError', 400, message, target)
  return new ProviderFault(`litellm.BadRequestError: ${fault.message}`, {
    status: 400,
    litellmClass: fault.litellmClass,
    type: fault.type,
    fields: { innererror: inner, inner_error: inner, azure_error: error },
  })
}
