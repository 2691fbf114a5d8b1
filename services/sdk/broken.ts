/** Calls that brought no usable answer, in LiteLLM's words (litellm/litellm_core_utils/exception_mapping_utils.py). */
import type { UpstreamCause } from '../shared/upstream.ts'
import { litellmFault, plainFault } from './providers/litellm-errors.ts'
import { pythonFloat } from './providers/python-text.ts'
import { profileFor } from './providers/openai/profiles.ts'
import type { Endpoint, ProviderFault, Target } from './providers/translator.ts'

/** What the socket did, as LiteLLM's clients report it. */
const told: Record<Exclude<UpstreamCause, 'timeout'>, string> = {
  refused: '[Errno 111] Connection refused',
  reset: '[Errno 104] Connection reset by peer',
  aborted: 'Connection closed',
}

/** How a call was made; `timeout` in seconds. */
interface Made {
  readonly timeout: number
  readonly streams: boolean
  /** What for, where it is not chat. */
  readonly endpoint?: Endpoint | undefined
  /** By LiteLLM's own client, where the provider has another one for chat. */
  readonly plainly?: boolean
}

/** The fault of a call that failed; `begun` says whether the client already has a part of the stream. */
export function brokenCall(cause: UpstreamCause, begun: boolean, target: Target, made: Made): ProviderFault {
  const fault = brokenChat(cause, begun, target, made)
  return made.endpoint === undefined ? fault : plainFault(fault)
}

function brokenChat(cause: UpstreamCause, begun: boolean, target: Target, made: Made): ProviderFault {
  const own = target.provider === 'anthropic' || target.provider === 'gemini'
  const name = `${nameOf(target.provider, begun)}Exception`
  if (cause === 'timeout') return litellmFault('Timeout', 408, timedOut(name, target, made), target)
  if (begun) {
    if (target.provider === 'azure') {
      return litellmFault('APIConnectionError', 500, `${name} APIConnectionError - ${told[cause]}`, target, null)
    }
    const text = own ? `${name} - ${told[cause]}` : `APIConnectionError: ${name} - ${told[cause]}`
    return litellmFault('APIConnectionError', 500, text, target, null)
  }
  // Gemini's calls are made by a client whose failures have no class of their own.
  if (target.provider === 'gemini') {
    const text = `${name} - ${told[cause]}`
    return litellmFault('APIConnectionError', 500, text, target)
  }
  if (target.provider === 'azure' && made.plainly !== true) {
    const text = `${name} APIConnectionError - Connection error.`
    return litellmFault('APIConnectionError', 500, text, target)
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

/** Whose embeddings LiteLLM asks OpenAI's client for. */
const byClient = ['openai', 'azure', 'mistral', 'together_ai']

// Three clients, three ways to say it. The time taken is the time allowed, but for LiteLLM's own delay.
function timedOut(name: string, { provider }: Target, { timeout, streams, plainly = false, endpoint }: Made): string {
  const words = 'Request timed out.'
  if (endpoint === 'embeddings' && byClient.includes(provider)) return `APITimeoutError - ${words} Error_str: ${words}`
  const seconds = pythonFloat(timeout)
  const own = `Connection timed out. Timeout passed=${seconds}, time taken=${seconds} seconds`
  if (provider === 'gemini') return own
  if (provider === 'anthropic') return streams ? own : `${name} - litellm.Timeout: ${own}`
  if (plainly || profileFor(provider).client === 'http') return `Timeout Error: ${name} - litellm.Timeout: ${own}`
  const measured = streams && provider !== 'azure' ? '' : ` - timeout value=${seconds}, time taken=${seconds} seconds`
  return `APITimeoutError - ${words} Error_str: ${words}${measured}`
}
