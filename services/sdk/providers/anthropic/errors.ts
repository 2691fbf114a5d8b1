/** Anthropic's failed answers in LiteLLM's words. */
import { isContextOverflow, jsonFault, litellmFault, timedOut } from '../litellm-errors.ts'
import { pythonBytes } from '../python-text.ts'
import { ProviderFault, type Target } from '../translator.ts'

/** A failed answer. LiteLLM quotes the body of a streamed call as Python bytes. */
export function anthropicError(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400) return notAnAnswer(`Unable to get json response - ${jsonFault}, Original Response: ${raw}`)
  const text = streamed ? pythonBytes(raw) : raw
  return timedOut(text, target) ?? byWords(text, target) ?? byStatus(status, text, target)
}

/** An answer with a good status that is none. */
export function notAnAnswer(cause: string, type: string | null = 'internal_server_error'): ProviderFault {
  const message = `litellm.APIConnectionError: AnthropicException - ${cause}`
  return new ProviderFault(message, { status: 500, litellmClass: 'APIConnectionError', type })
}

function byWords(text: string, target: Target): ProviderFault | null {
  const told = `AnthropicError - ${text}`
  if (text.includes('prompt is too long') || text.includes('prompt: length') || isContextOverflow(text)) {
    return litellmFault('ContextWindowExceededError', 400, `litellm.BadRequestError: ${told}`, target)
  }
  if (text.includes('overloaded_error') || text.includes('Overloaded')) {
    return litellmFault('InternalServerError', 500, told, target)
  }
  if (text.includes('Invalid API Key')) return litellmFault('AuthenticationError', 401, told, target)
  if (text.includes('content filtering policy')) {
    return contentPolicyFault(told, target)
  }
  return null
}

// The class is a BadRequestError that names the finer class in its text.
function contentPolicyFault(told: string, target: Target): ProviderFault {
  const fault = litellmFault('ContentPolicyViolationError', 400, told, target)
  fault.message = `litellm.BadRequestError: ${fault.message}`
  return fault
}

function byStatus(status: number, text: string, target: Target): ProviderFault {
  const told = `AnthropicException - ${text}`
  switch (status) {
    case 402:
      return litellmFault('PaymentRequiredError', status, told, target)
    case 401:
      return litellmFault('AuthenticationError', status, told, target)
    case 403:
      return litellmFault('PermissionDeniedError', status, told, target)
    case 404:
      return litellmFault('NotFoundError', status, told, target)
    case 408:
      return litellmFault('Timeout', status, told, target)
    case 413:
      return litellmFault('BadRequestError', 400, told, target)
    case 429:
      return litellmFault('RateLimitError', status, told, target)
    case 502:
      return litellmFault('BadGatewayError', status, `AnthropicException BadGatewayError - ${text}`, target)
    case 503:
      return litellmFault('ServiceUnavailableError', status, handled(told, 'ServiceUnavailableError'), target)
    case 504:
      return litellmFault('Timeout', status, `AnthropicException Timeout - ${text}`, target)
    case 500:
    case 529:
      return litellmFault('InternalServerError', 500, handled(told, 'InternalServerError'), target)
    default:
      return litellmFault(status < 500 ? 'BadRequestError' : 'APIError', status, told, target)
  }
}

const handled = (told: string, name: string): string => `${told}. Handle with \`litellm.${name}\`.`
