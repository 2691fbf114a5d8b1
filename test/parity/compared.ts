/** Which headers and fields are compared. The lists grow with what the sdk worker does. */

/** Headers of a provider call that say nothing about the request: transport, and which software sent it. */
const upstreamIgnored = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'user-agent',
  'x-goog-api-client',
])

/** Whether a header of a provider call is compared. */
export function comparesUpstream(name: string): boolean {
  return !upstreamIgnored.has(name) && !name.startsWith('x-stainless-')
}

/** Headers of an answer that are compared; the providers' own, as `llm_provider-*`, besides. */
const answerCompared = new Set(['cache-control', 'x-accel-buffering', 'x-litellm-model-group'])

/** Copies of the provider's transport headers, which differ by connection and clock. */
const copiesIgnored = new Set(
  ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'].map(name => `llm_provider-${name}`),
)

/** Headers that LiteLLM makes of others, which the worker does not yet. */
const mapped = /^llm_provider-(?:x-ratelimit-|request-id$)/

/** Whether a header of an answer is compared; of an error only what every answer has, for now. */
export function comparesAnswer(name: string, status: number): boolean {
  if (name === 'content-type') return true
  if (status >= 400 || copiesIgnored.has(name) || mapped.test(name)) return false
  return answerCompared.has(name) || name.startsWith('llm_provider-')
}

/** Fields of bodies that are not compared, by name: the worker has no prices and no limits of models yet. */
export const ignoredFields: ReadonlySet<string> = new Set(['cost', 'mode', 'max_input_tokens', 'max_output_tokens'])
