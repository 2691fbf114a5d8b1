/** The headers LiteLLM answers with: what served the request, what it cost, how long it took (common_request_processing.py). */
import { randomUUID } from 'node:crypto'
import type { AnswerHeaders } from '../shared/upstream.ts'
import type { Deployment } from './deployments.ts'
import type { Cost } from './models/cost.ts'
import { tableOrigin } from './models/table.ts'
import { embedderOf } from './providers/openai/embedders.ts'
import { pythonFloat } from './providers/python-text.ts'
import type { Target } from './providers/translator.ts'
import { partnerOf, publisherOf, speechOf } from './providers/vertex/models.ts'

type Shown = Record<string, string>

/** LiteLLM sets them on everything. */
export const securityHeaders: Readonly<Shown> = {
  'x-frame-options': 'DENY',
  'content-security-policy': "frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/** How a request came to its answer. Times are of one clock, in milliseconds. */
export interface Course {
  readonly deployment: Deployment
  /** The group that answers. */
  readonly group: string
  readonly retries: number
  readonly maxRetries: number
  readonly fallbacks: number
  readonly startedAt: number
  /** When the call that is answered was made. */
  readonly calledAt: number
}

/** The endpoints whose answers have headers of LiteLLM's. */
export type HeaderRoute = 'chat' | 'completions' | 'embeddings' | 'messages' | 'responses'

/** What is known at the head of an answer: of a whole one its cost; a stream has none yet. */
export interface Head {
  readonly route: HeaderRoute
  readonly streams: boolean
  readonly cost: Cost | null
  readonly now: number
  /** The provider itself was asked for a completion of text, not for a chat. */
  readonly native?: boolean
  /** The provider was asked by another API than the client. */
  readonly over?: 'chat' | 'responses'
}

type Part = 'provider' | 'api-base' | 'costs' | 'callback' | 'overhead'

/** What LiteLLM does not tell of chats that it makes by ways of their own. */
const chatsLose: Readonly<Record<string, readonly Part[]>> = {
  amazon_nova: ['provider', 'overhead'],
  langgraph: ['provider'],
  maritalk: ['overhead'],
  nlp_cloud: ['provider', 'overhead'],
  oobabooga: ['provider', 'overhead'],
  petals: ['provider', 'overhead'],
  replicate: ['provider', 'overhead'],
  predibase: ['provider', 'overhead'],
  sagemaker: ['provider', 'overhead'],
  'text-completion-codestral': ['provider'],
  watsonx: ['provider', 'overhead'],
}

/** Whose embeddings LiteLLM reads by itself, so that the answer's headers and times are lost. */
const embedsItself = new Set('bedrock cohere cohere_chat gemini vertex_ai'.split(' '))

function embeddingsLose(provider: string): readonly Part[] {
  if (embedsItself.has(provider) || embedderOf(provider)?.via === 'http') return ['provider', 'overhead']
  return provider === 'azure' ? ['overhead'] : []
}

/** What LiteLLM leaves out of a good answer's headers: each of its ways to make a call loses something else. */
function leftOut(head: Head, provider: string): readonly Part[] {
  const lost = leftOutBy(head, provider)
  // Who keeps no times of its chats keeps none of what is asked over them.
  const timeless = head.route !== 'embeddings' && lostOfChats(provider).includes('overhead')
  return timeless ? [...lost, 'overhead'] : lost
}

const lostOfChats = (provider: string): readonly Part[] =>
  Object.hasOwn(chatsLose, provider) ? (chatsLose[provider] ?? []) : []

function leftOutBy(head: Head, provider: string): readonly Part[] {
  const { route, streams, native, over } = head
  if (over && streams) {
    if (route === 'chat') return ['provider']
    if (route !== 'messages' || over === 'responses') return ['provider', 'api-base', 'callback']
    return provider === 'gemini' ? ['provider', 'overhead'] : ['provider']
  }
  if (over && route === 'responses') return leftOutBy({ streams, cost: null, now: head.now, route: 'chat' }, provider)
  if (route === 'messages') return streams ? [] : ['provider', 'api-base', 'callback']
  if (route === 'completions' && streams) {
    return [
      'provider',
      'api-base',
      'costs',
      'callback',
      ...(native || provider === 'gemini' ? ['overhead' as const] : []),
    ]
  }
  if (native) return ['provider', 'overhead']
  if (route === 'embeddings') return embeddingsLose(provider)
  if (route === 'responses') return []
  if (provider === 'gemini') return streams ? ['provider', 'overhead'] : ['provider']
  if (/^text-completion-(?:openai|inception)$/.test(provider)) {
    return streams ? ['provider', 'api-base', 'costs', 'callback', 'overhead'] : ['provider', 'overhead']
  }
  if (/^(?:oci|bytez|sagemaker_.*)$/.test(provider)) return streams ? ['provider'] : []
  return provider === 'groq' && !streams ? ['provider'] : lostOfChats(provider)
}

/** Whose client LiteLLM makes the call with. */
function clientOf({ provider, model, vertex }: Target, route: HeaderRoute): string {
  if (!vertex || route === 'embeddings') return provider
  const speech = speechOf(model, undefined, true)
  if (speech !== 'openai') return speech ?? provider
  if (publisherOf(model) !== 'openapi') return 'watsonx'
  return partnerOf(model) === 'llama' ? 'groq' : 'openai'
}

/** The headers of a good answer. */
export function successHeaders(upstream: AnswerHeaders, course: Course, head: Head): Shown {
  const { deployment } = course
  const client = clientOf(deployment.target, head.route)
  const unmeasured = client === 'watsonx' ? (['overhead'] as const) : []
  const without = new Set([...leftOut(head, client), ...unmeasured])
  const unless = (part: Part, shown: Shown): Shown => (without.has(part) ? {} : shown)
  const duration = head.now - course.startedAt
  const apiBase = deployment.target.apiBase.split('?', 1)[0] ?? ''
  // What is not the provider's time: earlier calls and waits among it.
  const overhead = thousandths(duration - (head.now - course.calledAt))
  return {
    'x-litellm-call-id': randomUUID(),
    'x-litellm-model-id': deployment.id,
    'x-litellm-model-name': deployment.model,
    ...(apiBase === '' ? {} : unless('api-base', { 'x-litellm-model-api-base': apiBase })),
    'x-litellm-version': tableOrigin.version,
    ...unless('costs', costHeaders(head, deployment.target.provider)),
    'x-litellm-key-spend': pythonFloat((head.streams ? null : head.cost)?.total ?? 0),
    'x-litellm-response-duration-ms': pythonFloat(duration),
    ...unless('overhead', { 'x-litellm-overhead-duration-ms': pythonFloat(overhead) }),
    ...unless('callback', { 'x-litellm-callback-duration-ms': '0.0' }),
    'x-litellm-model-group': course.group,
    'x-litellm-attempted-retries': String(course.retries),
    ...(course.retries > 0 ? { 'x-litellm-max-retries': String(course.maxRetries) } : {}),
    'x-litellm-attempted-fallbacks': String(course.fallbacks),
    ...unless('provider', providerHeaders(upstream, { ...head, route: askedBy(head) })),
  }
}

/** The endpoint by whose habits the provider's headers are told. */
function askedBy({ route, over }: Head): HeaderRoute {
  return over !== undefined && route !== 'messages' ? over : route
}

const thousandths = (milliseconds: number): number => Math.round(milliseconds * 10_000) / 10_000

const part = (name: string, value: number): Shown => ({ [`x-litellm-response-cost-${name}`]: pythonFloat(value) })

// A stream's total is never told; its parts are where its first words were its last.
function costHeaders({ cost, streams }: Head, provider: string): Shown {
  const some = (name: string, value: number): Shown => (value > 0 ? part(name, value) : {})
  const total = cost?.total ?? 0
  const whole: Shown = total === 0 || streams ? {} : { 'x-litellm-response-cost': pythonFloat(total) }
  if (cost?.opaque) return whole
  // What OpenRouter bills LiteLLM hands on as it is, in a header of its own.
  if (provider === 'openrouter' && cost?.told && !streams) {
    return { ...whole, 'llm_provider-x-litellm-response-cost': pythonFloat(total) }
  }
  return {
    ...whole,
    ...part('original', total),
    ...part('discount-amount', 0),
    ...part('margin-amount', 0),
    ...part('margin-percent', 0),
    // The parts are told apart here: what was read from the cache and written to it is not in the input's.
    ...part('input', cost ? cost.input - cost.cacheRead - cost.cacheWrite : 0),
    ...part('output', cost?.output ?? 0),
    ...some('cache-read', cost?.cacheRead ?? 0),
    ...some('cache-creation', cost?.cacheWrite ?? 0),
    ...some('reasoning', cost?.reasoning ?? 0),
    ...part('tool-usage', cost?.tools ?? 0),
  }
}

/** What LiteLLM tells with an error, besides its call's id. */
const errorParts: Readonly<Record<HeaderRoute, readonly ('costs' | 'timeout' | 'version' | 'model-id')[]>> = {
  chat: ['costs', 'timeout'],
  completions: [],
  embeddings: ['costs', 'timeout', 'version'],
  messages: ['costs', 'timeout', 'version', 'model-id'],
  responses: ['costs', 'timeout', 'version', 'model-id'],
}

/** The headers of an error. `timeout` as it is told, where a deployment was chosen. */
export function errorHeaders(route: HeaderRoute, timeout?: string, deploymentId?: string): Shown {
  const tells = new Set(errorParts[route])
  return {
    'x-litellm-call-id': randomUUID(),
    ...(tells.has('model-id') && deploymentId !== undefined ? { 'x-litellm-model-id': deploymentId } : {}),
    ...(tells.has('version') ? { 'x-litellm-version': tableOrigin.version } : {}),
    ...(tells.has('costs') ? { 'x-litellm-response-cost': '0', 'x-litellm-key-spend': '0.0' } : {}),
    ...(tells.has('timeout') && timeout !== undefined ? { 'x-litellm-timeout': timeout } : {}),
  }
}

const limitNames = ['limit-requests', 'remaining-requests', 'limit-tokens', 'remaining-tokens']

/**
 * The provider's headers under a prefix, and its rate limits and request id under the names OpenAI's clients know.
 * Cookies are the session's and stay here; LiteLLM shows them to its clients.
 */
export function providerHeaders(upstream: AnswerHeaders, head?: Pick<Head, 'route' | 'streams'>): Shown {
  const shown: Shown = {}
  for (const [name, value] of Object.entries(upstream)) {
    if (name !== 'set-cookie' && value !== undefined) shown[`llm_provider-${name}`] = String(value)
  }
  const plain = (name: string, value: string | string[] | undefined): void => {
    if (value !== undefined) shown[name] = String(value)
  }
  plain('retry-after', upstream['retry-after'])
  for (const [name, value] of Object.entries(upstream)) {
    if (!name.startsWith('x-ratelimit-')) continue
    if (
      head?.streams === true ||
      head?.route === 'responses' ||
      limitNames.includes(name.slice('x-ratelimit-'.length))
    ) {
      plain(name, value)
    }
  }
  if (head && head.route !== 'messages') mapLimits(upstream, shown)
  const requestId = upstream['request-id'] ?? upstream['x-request-id']
  plain('request-id', requestId)
  if (head && upstream['request-id'] === undefined) plain('llm_provider-request-id', requestId)
  return shown
}

const limits = /^(?:retry-after|(?:x|anthropic)-ratelimit-.*)$/

/** The headers of a provider's error: LiteLLM loses them on two endpoints, and here at least the limits stay. */
export function errorProviderHeaders(upstream: AnswerHeaders, route: HeaderRoute): Shown {
  return route === 'completions' || route === 'messages' ? errorLimits(upstream) : providerHeaders(upstream)
}

/** Of the headers of a provider's error those that say when to ask again. */
export function errorLimits(upstream: AnswerHeaders): Shown {
  return providerHeaders(Object.fromEntries(Object.entries(upstream).filter(([name]) => limits.test(name))))
}

/** Anthropic's names: `anthropic-ratelimit-requests-limit` is `x-ratelimit-limit-requests`. */
function mapLimits(upstream: AnswerHeaders, shown: Shown): void {
  for (const name of limitNames) {
    const [kind, unit] = name.split('-')
    const value = upstream[`anthropic-ratelimit-${unit}-${kind}`]
    if (value === undefined) continue
    shown[`x-ratelimit-${name}`] = String(value)
    shown[`llm_provider-x-ratelimit-${name}`] = String(value)
  }
}
