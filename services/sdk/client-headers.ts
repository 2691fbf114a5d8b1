/** The client's headers that go on to the provider, as `general_settings.forward_client_headers_to_llm_api` wants it. */
import type { IncomingHttpHeaders } from 'node:http'
import { credentialHeaders } from '../shared/auth.ts'
import { isHearsay } from '../shared/internal-headers.ts'

/**
 * LiteLLM's rule (proxy/litellm_pre_call_utils.py): every `x-` header but `x-stainless-*`, and `anthropic-beta`. Ours
 * besides: no credential, nothing internal or hearsay.
 */
export function forwardedClientHeaders(headers: IncomingHttpHeaders, enabled: boolean): Record<string, string> {
  if (!enabled) return {}
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const wanted = name === 'anthropic-beta' || (name.startsWith('x-') && !name.startsWith('x-stainless-'))
    if (!wanted || credentialHeaders.has(name) || isHearsay(name) || value === undefined) return []
    return [[name, String(value)] as const]
  })
  return Object.fromEntries(kept)
}
