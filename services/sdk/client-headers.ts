/** The client's headers that go on to the provider, as `general_settings.forward_client_headers_to_llm_api` wants it. */
import type { IncomingHttpHeaders } from 'node:http'
import { credentialHeaders } from '../shared/auth.ts'
import { isHearsay } from '../shared/internal-headers.ts'

/** Providers whose models may be Claude: LiteLLM tells them the client's version of Anthropic's API, and its betas. */
const claudes = new Set(['anthropic', 'bedrock', 'bedrock_mantle', 'vertex_ai'])

const anthropicsOwn = ['anthropic-version', 'anthropic-beta']

/**
 * LiteLLM's rule (proxy/litellm_pre_call_utils.py): every `x-` header but `x-stainless-*`, and `anthropic-beta`. Ours
 * besides: no credential, nothing internal or hearsay. `enabled` or not, Claude's providers get what is Anthropic's.
 */
export function forwardedClientHeaders(
  headers: IncomingHttpHeaders,
  enabled: boolean,
  provider: string,
): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const passes = name === 'anthropic-beta' || (name.startsWith('x-') && !name.startsWith('x-stainless-'))
    const wanted = (enabled && passes) || (claudes.has(provider) && anthropicsOwn.includes(name))
    if (!wanted || credentialHeaders.has(name) || isHearsay(name) || value === undefined) return []
    return [[name, String(value)] as const]
  })
  return Object.fromEntries(kept)
}
