/** Faults in Anthropic's dialect, as LiteLLM words them there. */
import { anthropicError, type ErrorAnswer } from './answers.ts'
import { withoutSecrets } from './client-message.ts'
import { withoutTimeoutNote } from './providers/litellm-errors.ts'
import { ProviderFault, RequestFault } from './providers/translator.ts'

/** A refusal of LiteLLM's own; `more` are further keys of its `error`. */
export const refuse = (message: string, more: object = {}): ErrorAnswer =>
  anthropicError(400, message, 'invalid_request_error', more)

/** A translator's fault as an answer; anything else is ours and is thrown on. */
export function faultAnswer(fault: unknown): ErrorAnswer {
  if (fault instanceof RequestFault) {
    const { litellmClass, status, message } = fault
    const answer = { ...anthropicError(status, `litellm.${litellmClass}: ${message}`, typeOf(status)), litellmClass }
    // What broke LiteLLM itself never got as far as its router.
    return litellmClass === 'APIConnectionError' ? { ...answer, final: true } : answer
  }
  if (!(fault instanceof ProviderFault)) throw fault
  const { litellmClass, status } = fault
  return { ...anthropicError(status, withoutSecrets(withoutTimeoutNote(fault).message), typeOf(status)), litellmClass }
}

/** LiteLLM's choice of Anthropic's error types; a status it does not know is an `api_error`, a 4xx too. */
function typeOf(status: number): string {
  const types: Record<number, string> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  }
  return types[status] ?? 'api_error'
}

/** The frame that tells a fault within a stream. */
export const errorFrame = (failed: ErrorAnswer): string => `event: error\ndata: ${JSON.stringify(failed.body)}\n\n`
