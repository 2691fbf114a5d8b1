/** Who is to blame for a failed answer of LiteLLM (rollout decision: fault classes). */
import type { FaultClass } from '../shared/internal-headers.ts'
import type { AnswerHeaders } from '../shared/upstream.ts'

/**
 * LiteLLM repeats each header of a provider's answer as `llm_provider-<name>`: a failure that has one is the provider's,
 * one without is LiteLLM's own. A rate limit is the provider's either way: it says nothing about the arm.
 */
export function faultOf(status: number, headers: AnswerHeaders): FaultClass | null {
  if (status < 400) return null
  if (status === 429) return 'provider'
  if (status < 500) return 'client'
  return Object.keys(headers).some(name => name.startsWith('llm_provider-')) ? 'provider' : 'arm'
}
