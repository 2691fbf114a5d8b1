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

/** Headers of an answer that say nothing about it: its transport, and what is the gateway's alone. */
const answerIgnored = new Set(['connection', 'content-length', 'date', 'keep-alive', 'server', 'transfer-encoding'])

/** Whether a header of an answer is compared; of the provider's own, copied by LiteLLM, the same ones are not. */
export function comparesAnswer(name: string): boolean {
  return !name.startsWith('x-crossfade-') && !answerIgnored.has(name.replace(/^llm_provider-/, ''))
}

/** Headers whose value is a time that was measured: only whether they are there is compared. */
export function isMeasured(name: string): boolean {
  return name.startsWith('x-litellm-') && name.endsWith('-duration-ms')
}

const remaining = /^x-ratelimit-remaining-(requests|tokens)$/

/**
 * Headers that count down what a process of its own has left of this minute, where the provider tells nothing: another
 * one has had other requests. That it is a number within its limit is compared, and the limit itself.
 */
export function isOwnCount(name: string, headers: Readonly<Record<string, unknown>>): boolean {
  const what = remaining.exec(name)?.[1]
  if (what === undefined || `llm_provider-${name}` in headers) return false
  const [left, most] = [headers[name], headers[`x-ratelimit-limit-${what}`]].map(Number)
  return left !== undefined && most !== undefined && left >= 0 && left <= most
}
