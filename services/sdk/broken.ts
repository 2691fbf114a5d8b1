/** Calls that brought no usable answer, in LiteLLM's words (litellm/litellm_core_utils/exception_mapping_utils.py). */
import type { UpstreamCause } from '../shared/upstream.ts'
import type { HeaderRoute } from './answer-headers.ts'
import { hasMessages } from './providers/anthropic/peers.ts'
import { litellmFault } from './providers/litellm-errors.ts'
import { pythonFloat } from './providers/python-text.ts'
import { sagemakerError } from './providers/amazon/sagemaker-errors.ts'
import { brokenConnection } from './providers/bedrock/errors.ts'
import { isInvoked } from './providers/bedrock/route.ts'
import { compatibleOf } from './providers/openai/compatible.ts'
import { hasManner, unheardInManner } from './providers/openai/error-manners.ts'
import { embedderOf } from './providers/openai/embedders.ts'
import { brokenEmbeddings } from './providers/openai/embedding-errors.ts'
import { profileFor, profileOf } from './providers/openai/profiles.ts'
import { breaksByItself, plainBroken } from './providers/plain/broken.ts'
import type { ProviderFault, Target } from './providers/translator.ts'
import { vertexBroken } from './providers/vertex/errors.ts'

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
  readonly route: HeaderRoute
  /** The provider itself was asked for a completion of text, not for a chat. */
  readonly native?: boolean
}

/** The fault of a call that failed; `begun` says whether the client already has a part of the stream. */
export function brokenCall(cause: UpstreamCause, begun: boolean, target: Target, made: Made): ProviderFault {
  if (target.vertex) return vertexBroken(cause === 'timeout' ? null : told[cause], target, { begun, ...made })
  if (target.provider === 'bedrock' && cause !== 'timeout') {
    // Of invoked models LiteLLM says the same whether they stream or not.
    const unavailable = made.streams || (made.route === 'chat' && isInvoked(target.model))
    return brokenConnection(told[cause], begun, unavailable, target)
  }
  const embedder = made.route === 'embeddings' ? embedderOf(target.provider) : undefined
  if (embedder?.terse) {
    return brokenEmbeddings(cause === 'timeout' ? null : told[cause], embedder, target, made.timeout)
  }
  if (!begun && made.route !== 'embeddings' && breaksByItself(target.provider)) {
    const late = cause === 'timeout'
    const what = late ? ownClient(pythonFloat(made.timeout)) : told[cause]
    return plainBroken({ told: what, late }, made.route === 'completions', target)
  }
  const own = profileOf(target.provider) === null
  const plain = own || hasManner(target.provider)
  const name = `${made.native ? 'OpenAI' : nameOf(target.provider, begun)}Exception`
  if (cause === 'timeout') return litellmFault('Timeout', 408, timedOut(name, target, made), target)
  if (begun) {
    if (target.provider === 'azure') {
      return litellmFault('APIConnectionError', 500, `${name} APIConnectionError - ${told[cause]}`, target, null)
    }
    const text = plain ? `${name} - ${told[cause]}` : `APIConnectionError: ${name} - ${told[cause]}`
    return litellmFault('APIConnectionError', 500, text, target, null)
  }
  if (plain && !own) return unheardInManner(told[cause], name, target, made.streams)
  if (target.provider === 'sagemaker') return sagemakerError(500, told[cause], target)
  // Gemini's calls are made by a client whose failures have no class of their own; Azure's have one of theirs.
  if (target.provider === 'gemini') return litellmFault('APIConnectionError', 500, `${name} - ${told[cause]}`, target)
  if (target.provider === 'azure' && made.route === 'completions') {
    return litellmFault('InternalServerError', 500, 'InternalServerError: OpenAIException - Connection error.', target)
  }
  if (target.provider === 'azure') {
    const litellmClass = made.route === 'responses' ? 'APIError' : 'APIConnectionError'
    return litellmFault(litellmClass, 500, `${name} ${litellmClass} - Connection error.`, target)
  }
  if (made.route === 'messages' && hasMessages(target)) {
    return isQuoted(target)
      ? litellmFault('APIConnectionError', 500, `${name} - ${told[cause]}`, target)
      : litellmFault('InternalServerError', 500, `InternalServerError: ${name} - ${told[cause]}`, target)
  }
  const text = own
    ? `${name} - ${told[cause]}. Handle with \`litellm.InternalServerError\`.`
    : `InternalServerError: ${name} - Connection error.`
  return litellmFault('InternalServerError', 500, text, target)
}

// LiteLLM reads Gemini's streams by Vertex AI's name, and those of OpenAI's client by OpenAI's.
function nameOf(provider: string, begun: boolean): string {
  if (provider === 'anthropic') return 'Anthropic'
  if (provider === 'bedrock') return 'Bedrock'
  if (provider === 'gemini') return begun ? 'Vertex_ai_beta' : 'Gemini'
  if (begun && provider !== 'azure' && profileOf(provider)?.client === 'openai') return 'OpenAI'
  return profileOf(provider)?.errorName ?? provider.charAt(0).toUpperCase() + provider.slice(1)
}

/** Whether LiteLLM takes the provider for none that is like OpenAI. */
const isQuoted = ({ provider }: Target): boolean =>
  compatibleOf(provider)?.habits.some(habit => habit === 'quoted errors' || habit === 'alike errors') === true

const byItself = (route: HeaderRoute): boolean => route === 'messages' || route === 'responses'

const ownClient = (allowed: string, seconds = allowed): string =>
  `Connection timed out. Timeout passed=${allowed}, time taken=${seconds} seconds`

// Three clients, three ways to say it. The time taken is the time allowed, but for LiteLLM's own delay.
function timedOut(name: string, target: Target, { timeout, streams, route, native }: Made): string {
  const { provider } = target
  const seconds = pythonFloat(timeout)
  const own = ownClient(seconds)
  if (route === 'completions' && (provider === 'anthropic' || provider === 'gemini')) {
    return streams ? own : `Timeout Error: OpenAIException - litellm.Timeout: ${own}`
  }
  if (provider === 'gemini') return own
  if (route === 'embeddings' && provider.startsWith('cohere')) return `${name} - litellm.Timeout: ${own}`
  if (provider === 'bedrock' || provider === 'bedrock_mantle') {
    return streams || provider === 'bedrock_mantle'
      ? `BedrockException: Timeout Error - litellm.Timeout: ${own}`
      : ownClient(`Timeout(timeout=${seconds})`, seconds)
  }
  if (provider === 'anthropic') return streams && route === 'chat' ? own : `${name} - litellm.Timeout: ${own}`
  if (hasManner(provider) && route !== 'completions') return `${name} - litellm.Timeout: ${own}`
  const byClient =
    native === true ||
    profileFor(provider).client === 'openai' ||
    (route === 'embeddings' && embedderOf(provider)?.via === 'client')
  if (route === 'responses' || !byClient || (route === 'messages' && hasMessages(target))) {
    const shown = route === 'completions' ? 'OpenAIException' : name
    return provider === 'azure'
      ? `${name} Timeout - litellm.Timeout: ${own}`
      : `${byItself(route) && isQuoted(target) ? '' : 'Timeout Error: '}${shown} - litellm.Timeout: ${own}`
  }
  const words = 'Request timed out.'
  const silent = native || route === 'embeddings' || (streams && provider !== 'azure')
  const measured = silent ? '' : ` - timeout value=${seconds}, time taken=${seconds} seconds`
  return `APITimeoutError - ${words} Error_str: ${words}${measured}`
}
