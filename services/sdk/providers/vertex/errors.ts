/** Failures at Vertex AI in LiteLLM's words. */
import { geminiError, mapped } from '../gemini/errors.ts'
import { litellmFault } from '../litellm-errors.ts'
import { RequestFault, SignInFault, type ProviderFault, type Target } from '../translator.ts'

/** A failed answer. */
export function vertexError(status: number, raw: string, target: Target, streamed = false): ProviderFault {
  if (status < 400 || streamed) return geminiError(status, raw, target, streamed)
  return mapped(status, raw, 'Vertex_ai', 'vertex_ai', (name, code, text) => litellmFault(name, code, text, target))
}

/** What is refused or fails before the call, while the account is asked for a token. */
export function refusedBefore(text: string, target: Target): RequestFault | SignInFault {
  if (!target.model.includes('claude')) {
    return new RequestFault(text, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })
  }
  const message = `litellm.InternalServerError: Vertex_aiException InternalServerError - ${text}`
  return new SignInFault(message, { status: 500, litellmClass: 'InternalServerError', type: 'internal_server_error' })
}
