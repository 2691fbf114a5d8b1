/** Calls that brought no usable answer, in LiteLLM's words (litellm/litellm_core_utils/exception_mapping_utils.py). */
import type { UpstreamCause } from '../shared/upstream.ts'
import { litellmFault } from './providers/litellm-errors.ts'
import { profileFor } from './providers/openai/profiles.ts'
import type { ProviderFault, Target } from './providers/translator.ts'

/** What the socket did, as LiteLLM's clients report it. */
const told: Record<UpstreamCause, string> = {
  refused: '[Errno 111] Connection refused',
  reset: '[Errno 104] Connection reset by peer',
  aborted: 'Connection closed',
  timeout: 'Timeout passed',
}

/** The fault of a call that failed; `begun` says whether the client already has a part of the stream. */
export function brokenCall(cause: UpstreamCause, begun: boolean, target: Target): ProviderFault {
  const own = target.provider === 'anthropic' || target.provider === 'gemini'
  const name = `${nameOf(target.provider, begun)}Exception`
  if (cause === 'timeout') return litellmFault('Timeout', 408, `${name} - ${told[cause]}`, target)
  if (begun) {
    if (target.provider === 'azure') {
      return litellmFault('APIConnectionError', 500, `${name} APIConnectionError - ${told[cause]}`, target, null)
    }
    const text = own ? `${name} - ${told[cause]}` : `APIConnectionError: ${name} - ${told[cause]}`
    return litellmFault('APIConnectionError', 500, text, target, null)
  }
  const text = own
    ? `${name} - ${told[cause]}. Handle with \`litellm.InternalServerError\`.`
    : `InternalServerError: ${name} - Connection error.`
  return litellmFault('InternalServerError', 500, text, target)
}

// LiteLLM reads Gemini's streams by Vertex AI's name.
function nameOf(provider: string, begun: boolean): string {
  if (provider === 'anthropic') return 'Anthropic'
  if (provider === 'gemini') return begun ? 'Vertex_ai_beta' : 'Gemini'
  return profileFor(provider).errorName
}
