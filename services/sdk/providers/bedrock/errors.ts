/** Bedrock's failed answers in LiteLLM's words (litellm_core_utils/exception_mapping_utils.py, `_map_bedrock_exception`). */
import { jsonFault, litellmFault, timedOut, withoutTimeoutNote } from '../litellm-errors.ts'
import { ProviderFault, RequestFault, SignInFault, type Target } from '../translator.ts'

/** A failed answer. */
export function bedrockError(status: number, raw: string, target: Target): ProviderFault {
  if (status < 400) return notAnAnswer(target)
  return timedOut(raw, target) ?? byWords(status, raw, target) ?? byStatus(status, raw, target)
}

/** Credentials that somebody refused; without a status LiteLLM's router does not know the failure. */
export function refusedCredentials(
  { message: told, status: given }: { message: string; status: number | undefined },
  target: Target,
): SignInFault {
  const known = byWords(500, told, target) ?? (given === undefined ? null : byStatus(given, told, target))
  const { message, status, litellmClass, type } = known ?? litellmFault('APIConnectionError', 500, told, target)
  return new SignInFault(message, { status, litellmClass, type, outside: known === null })
}

const tooLong = [
  'too many tokens',
  'expected maxLength:',
  'Input is too long',
  'prompt is too long',
  'prompt: length: 1..',
  'Too many input tokens',
]

/** What the words of a failed answer say. */
export function byWords(status: number, raw: string, target: Target): ProviderFault | null {
  const fault = (litellmClass: string, code: number, text: string): ProviderFault =>
    litellmFault(litellmClass, code, text, target)
  const says = (...texts: string[]): boolean => texts.some(text => raw.includes(text))
  if (says(...tooLong)) {
    return fault(
      'ContextWindowExceededError',
      status,
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
    // A real answer keeps its status, whatever the class.
    return fault('AuthenticationError', status, `BedrockException Invalid Authentication - ${raw}`)
  }
  if (says('AccessDeniedException')) {
    return fault('PermissionDeniedError', status, `BedrockException PermissionDeniedError - ${raw}`)
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
  401: ['AuthenticationError', 401],
  402: ['PaymentRequiredError', 402],
  403: ['PermissionDeniedError', 403],
  404: ['NotFoundError', 404],
  408: ['Timeout', 408],
  429: ['RateLimitError', 429],
  500: ['ServiceUnavailableError', 503],
  502: ['BadGatewayError', 502],
  503: ['ServiceUnavailableError', 503],
  504: ['Timeout', 504],
}

/** What its status says. */
export function byStatus(status: number, raw: string, target: Target): ProviderFault {
  const other = status < 500 ? 'BadRequestError' : 'APIError'
  const [litellmClass, code] = classes[status] ?? [other, status]
  return litellmFault(litellmClass, code, `BedrockException - ${raw}`, target)
}

/** An answer with a good status that is no JSON. */
function notAnAnswer(target: Target): ProviderFault {
  const text = `Error converting to valid response block=${jsonFault}. File an issue if litellm error - ${issues}`
  return litellmFault('BadRequestError', 422, `BedrockException - ${text}`, target)
}

const issues = 'https://github.com/BerriAI/litellm/issues'

/** What LiteLLM says of a part that an answer must have. */
export function missingPart(name: string): RequestFault {
  return new RequestFault(`'${name}'`, {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
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

/** An exception in mid-stream; its own text has no name where the stream itself failed. */
export function streamException(name: string, data: string, target: Target): ProviderFault {
  return inStream(bedrockError(exceptions[name] ?? 400, `${name} ${data}`, target))
}

/** A stream that cannot be read on. */
export function malformedStream(why: string, target: Target): ProviderFault {
  return inStream(litellmFault('APIConnectionError', 500, `BedrockException - ${why}`, target))
}

/** A stream that ended too early; `left` says within what. */
export function truncatedStream(left: string, target: Target): ProviderFault {
  const text =
    left === ''
      ? 'Bedrock answered the stream with HTTP 200 but its body decoded to no events'
      : `Bedrock stream ended with ${left}`
  return inStream(litellmFault('BadGatewayError', 502, `BedrockException - ${text}`, target))
}

/** A call that brought no usable answer; `told` is what the socket did. */
export function brokenConnection(told: string, begun: boolean, unavailable: boolean, target: Target): ProviderFault {
  const text = `BedrockException - ${told}`
  if (begun) return inStream(litellmFault('APIConnectionError', 500, text, target))
  return unavailable
    ? litellmFault('ServiceUnavailableError', 503, text, target)
    : litellmFault('APIConnectionError', 500, text, target)
}

/** LiteLLM's router is past when a stream fails: only a rate limit keeps its type. */
export function inStream(fault: ProviderFault): ProviderFault {
  const { message, status, litellmClass } = withoutTimeoutNote(fault)
  const type = litellmClass === 'RateLimitError' ? fault.type : null
  return new ProviderFault(message, { status, litellmClass, type })
}
