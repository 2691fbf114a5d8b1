/** Who is to blame for a failed answer of LiteLLM (rollout decision: fault classes). */
import { type FaultClass, faultOfStatus } from '../shared/internal-headers.ts'
import type { AnswerHeaders } from '../shared/upstream.ts'

/**
 * LiteLLM repeats each header of a provider's answer as `llm_provider-<name>`: a failure that has one is the provider's,
 * one without is LiteLLM's own.
 */
export function faultOf(status: number, headers: AnswerHeaders): FaultClass | null {
  if (status < 400) return null
  if (status < 500) return faultOfStatus(status)
  return Object.keys(headers).some(name => name.startsWith('llm_provider-')) ? 'provider' : 'arm'
}
