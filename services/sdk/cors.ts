/** What tells browsers that any page may ask (LiteLLM's CORS middleware; preflights are the other backend's). */
const exposed = [
  'semantic-filter',
  'semantic-filter-tools',
  'adaptive-router-model',
  'applied-guardrails',
  'guardrail-scan-id',
  'guardrail-scan-metadata',
  'cache-key',
]

/** The headers of an answer to a request with this `origin`. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined) return { vary: 'Origin' }
  return {
    vary: 'Origin',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': exposed.map(name => `x-litellm-${name}`).join(', '),
  }
}
