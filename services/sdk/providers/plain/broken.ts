/** Calls of providers with words of their own that brought no answer, in LiteLLM's words. */
import { litellmFault } from '../litellm-errors.ts'
import type { ProviderFault, Target } from '../translator.ts'

const asked = (
  'cohere cohere_chat gigachat langflow langgraph nlp_cloud oci oobabooga petals predibase text-completion-codestral ' +
  'triton watsonx watsonx_text'
).split(' ')

/** Whether a provider's broken calls are told here. */
export const breaksByItself = (provider: string): boolean => asked.includes(provider)

/** Whose calls LiteLLM explains before a route sees them. */
const explained = new Set(['nlp_cloud', 'oobabooga', 'petals'])

/** Whose broken connections LiteLLM takes for failures of the provider. */
const failing = new Set(['cohere', 'cohere_chat', 'predibase', 'text-completion-codestral', 'watsonx'])

/** A connection that broke before its answer; `told` is what the socket did, or how long was waited (`late`). */
export function plainBroken(
  { told, late }: { readonly told: string; readonly late: boolean },
  completes: boolean,
  target: Target,
): ProviderFault {
  const { provider } = target
  const anew = completes && !explained.has(provider)
  const name = anew ? 'OpenAI' : provider.charAt(0).toUpperCase() + provider.slice(1)
  if (late) {
    if (provider === 'predibase') return litellmFault('Timeout', 408, told, target)
    const text = `${name}Exception - litellm.Timeout: ${told}`
    return litellmFault('Timeout', 408, anew ? `Timeout Error: ${text}` : text, target)
  }
  const text = `${name}Exception - ${told}`
  if (anew) return litellmFault('InternalServerError', 500, `InternalServerError: ${text}`, target)
  return litellmFault(failing.has(provider) ? 'InternalServerError' : 'APIConnectionError', 500, text, target)
}
