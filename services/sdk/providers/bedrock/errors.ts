/** Bedrock's failed answers in LiteLLM's words (litellm_core_utils/exception_mapping_utils.py, `_map_bedrock_exception`). */
import { pythonRepr } from '../python-text.ts'
import { isContextOverflow, litellmFault } from '../litellm-errors.ts'
import { ProviderFault, type JsonObject, type Target } from '../translator.ts'

/** A failed answer. */
export function bedrockError(status: number, raw: string, target: Target): ProviderFault {
  if (status < 400) return notAnAnswer(raw, target)
  return byWords(status, raw, target) ?? byStatus(status, raw, target)
}

const tooLong = [
  'too many tokens',
  'expected maxLength:',
  'Input is too long',
  'prompt is too long',
  'prompt: length: 1..',
  'Too many input tokens',
]

function byWords(status: number, raw: string, target: Target): ProviderFault | null {
  const fault = (litellmClass: string, code: number, text: string): ProviderFault =>
    litellmFault(litellmClass, code, text, target)
  const says = (...texts: string[]): boolean => texts.some(text => raw.includes(text))
  if (says(...tooLong) || isContextOverflow(raw)) {
    return fault(
      'ContextWindowExceededError',
      400,
      `litellm.BadRequestError: BedrockException: Context Window Error - ${raw}`,
    )
  }
  if (says('Conversation blocks and tool result blocks cannot be provided in the same turn.')) {
    return fault(
      'BadRequestError',
      400,
      `BedrockException - ${raw}\n. Enable 'litellm.modify_params=True' (for PROXY do: \`litellm_settings::modify_params: ` +
        'True`) to insert a dummy assistant message and fix this error.',
    )
  }
  if (says('Malformed input request')) return fault('BadRequestError', 400, `BedrockException - ${raw}`)
  if (says('A conversation must start with a user message.')) {
    return fault(
      'BadRequestError',
      400,
      `BedrockException - ${raw}\n. Pass in default user message via \`completion(..,user_continue_message=)\` or enable ` +
        '`litellm.modify_params=True`.\nFor Proxy: do via `litellm_settings::modify_params: True` or ' +
        'user_continue_message under `litellm_params`',
    )
  }
  if (says('Unable to locate credentials', 'The security token included in the request is invalid')) {
    return fault('AuthenticationError', 401, `BedrockException Invalid Authentication - ${raw}`)
  }
  if (says('AccessDeniedException')) {
    return fault('PermissionDeniedError', 403, `BedrockException PermissionDeniedError - ${raw}`)
  }
  if (says('throttlingException', 'ThrottlingException')) {
    return fault('RateLimitError', 429, `BedrockException: Rate Limit Error - ${raw}`)
  }
  if (says('Connect timeout on endpoint URL', 'timed out')) {
    return fault('Timeout', 408, `BedrockException: Timeout Error - ${raw}`)
  }
  return says('Could not process image') && status === 500
    ? fault('InternalServerError', 500, `BedrockException - ${raw}`)
    : null
}

const classes: Readonly<Record<number, readonly [litellmClass: string, status: number]>> = {
  400: ['BadRequestError', 400],
  401: ['AuthenticationError', 401],
  404: ['NotFoundError', 404],
  408: ['Timeout', 408],
  422: ['BadRequestError', 422],
  429: ['RateLimitError', 429],
  500: ['ServiceUnavailableError', 503],
  503: ['ServiceUnavailableError', 503],
  504: ['Timeout', 504],
}

function byStatus(status: number, raw: string, target: Target): ProviderFault {
  const [litellmClass, code] = classes[status] ?? ['APIError', status]
  return litellmFault(litellmClass, code, `BedrockException - ${raw}`, target)
}

function notAnAnswer(raw: string, target: Target): ProviderFault {
  return litellmFault('APIConnectionError', 500, `BedrockException - ${raw}`, target)
}

/** A whole answer without a message in it. */
export function unreadableAnswer(body: JsonObject, target: Target): ProviderFault {
  return notAnAnswer(pythonRepr(body), target)
}

/** The statuses of the exceptions that may come in the middle of a stream. */
const exceptions: Readonly<Record<string, number>> = {
  internalServerException: 500,
  modelStreamErrorException: 424,
  modelTimeoutException: 408,
  serviceUnavailableException: 503,
  throttlingException: 429,
  validationException: 400,
}

/** An exception in mid-stream. */
export function streamException(name: string, data: string, target: Target): ProviderFault {
  return bedrockError(exceptions[name] ?? 400, `${name} ${data}`, target)
}

/** A stream that cannot be read on. */
export function malformedStream(why: string, target: Target): ProviderFault {
  return litellmFault('APIConnectionError', 500, `BedrockException - ${why}`, target, null)
}
