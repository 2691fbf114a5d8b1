/**
 * `/v1/messages` at providers that have an API like Anthropic's beside their own: what each of them wants otherwise than
 * Anthropic does (LiteLLM: llms/<provider>/messages, llms/openai_like/messages, llms/azure_ai/anthropic).
 */
import { azureBetas } from '../azure-ai/betas.ts'
import { isObject, omit } from '../json.ts'
import { profileFor } from '../openai/profiles.ts'
import { requestHeaders } from '../parameters.ts'
import {
  type Json,
  type JsonObject,
  NotServed,
  type ProviderRequest,
  RequestFault,
  type Target,
} from '../translator.ts'
import { hasTrait } from './models.ts'
import { passthroughBetas } from './headers.ts'
import { defaultVersion, passthroughBody, splitBetas } from './passthrough.ts'
import { withoutBilling, withoutScopes, withSystemPlaced } from './passthrough-system.ts'
import { plainlyCached } from './plain-caching.ts'

/** What sets a provider apart. */
interface Peer {
  url(base: string): string
  /** The betas that it hears of. */
  betas(asked: readonly string[]): readonly string[]
  /** What LiteLLM says where it has no key for it. */
  readonly keyless?: string
  /** The key is a bearer's. */
  readonly bearer?: boolean
  /** A key that the configuration has for it stands beside its own. */
  readonly both?: boolean
  /** The body as it takes it. */
  shaped(body: JsonObject, target: Target): JsonObject
}

/** It hears of none: LiteLLM has no list of what it knows. */
const none = (): string[] => []

const azure: Peer = {
  url: base => (base.endsWith('/v1/messages') ? base : `${base.split('/anthropic')[0] ?? ''}/anthropic/v1/messages`),
  betas: azureBetas,
  both: true,
  shaped: (body, { model }) =>
    withoutScopes(withSystemPlaced(withoutBilling(body), hasTrait(model, 'midConversationSystem', 'azure_ai'))),
}

const deepseek: Peer = { url: deepseekUrl, betas: none, shaped: body => withoutBilling(withUntypedTools(body)) }

const minimax: Peer = {
  keyless:
    'Missing Anthropic API Key - A call is being made to anthropic but no key is set either in the environment ' +
    'variables or via params. Please set `ANTHROPIC_API_KEY` or `ANTHROPIC_AUTH_TOKEN` in your environment vars',
  url: base => (base.endsWith('/v1/messages') ? base : `${base}/v1/messages`),
  betas: none,
  shaped: withoutBilling,
}

const tencent: Peer = {
  ...minimax,
  url: base => {
    if (base.endsWith('/v1/messages')) return base
    return `${base.replace(/\/v1(?:\/chat\/completions)?$/, '')}/v1/messages`
  },
}

/** Servers on OpenAI's wire, asked with the key as that wire wants it. Who has not said so takes no time to keep caches for. */
const openaiLike: Peer = {
  url: base => (base.endsWith('/v1/messages') ? base : `${base.replace(/\/v1$/, '')}/v1/messages`),
  // What it makes of what it is asked for by the client is its own business.
  betas: asked => asked.filter(beta => beta !== 'dangerous-tool-use-2026-09-03'),
  bearer: true,
  shaped: body => plainlyCached(withoutBilling(body)),
}

const peers: Readonly<Record<string, Peer>> = Object.assign(Object.create(null) as object, {
  cortecs: openaiLike,
  deepseek,
  edenai: { ...openaiLike, keyless: 'Missing Eden AI API key: set EDENAI_API_KEY or pass api_key' },
  meta: openaiLike,
  minimax,
  prism: openaiLike,
  sail: openaiLike,
  tencent,
})

/** A server of which the configuration says that it has the API. */
const declared: Peer = {
  ...openaiLike,
  shaped: (body, { keepsCaches }) => (keepsCaches ? body : plainlyCached(body)),
}

/** How a deployment is asked; undefined where neither its provider nor its server has such an API. */
function peerOf({ provider, model, endpoints, apiBase }: Target): Peer | undefined {
  if (provider === 'azure_ai' && /claude/i.test(model)) return azure
  return peers[provider] ?? (apiBase !== '' && endpoints?.includes('/v1/messages') ? declared : undefined)
}

/** Whether a deployment's provider has an API like Anthropic's. */
export const hasMessages = (target: Target): boolean => peerOf(target) !== undefined

/** The request. Throws `RequestFault` for what LiteLLM refuses. */
export function peerRequest(body: JsonObject, target: Target): ProviderRequest {
  const peer = peerOf(target)
  if (peer === undefined) throw new Error(`${target.provider} has no messages`)
  checkKey(peer, target)
  // Of a server that is only declared LiteLLM takes it that it thinks as Anthropic does.
  const thinker = peer === declared ? { ...target, provider: 'anthropic' } : target
  const asked = inItsName(target, () => passthroughBody(body, thinker, false))
  const own = { ...target.headers, ...requestHeaders(body) }
  const { 'anthropic-beta': given = '', ...rest } = own
  const betas = peer.betas([...splitBetas(given), ...passthroughBetas(asked)])
  return {
    url: peer.url(target.apiBase),
    headers: {
      'anthropic-version': defaultVersion,
      ...rest,
      'content-type': 'application/json',
      ...(betas.length > 0 ? { 'anthropic-beta': [...new Set(betas)].toSorted().join(',') } : {}),
      ...credential(target.apiKey, own, peer),
    },
    body: peer.shaped(asked, target),
  }
}

function checkKey(peer: Peer, { apiKey, headers }: Target): void {
  if (apiKey !== undefined) return
  if (peer === azure) throw new NotServed('The sdk backend does not fetch tokens of Entra ID.')
  if (peer.keyless === undefined || 'x-api-key' in headers || 'authorization' in headers) return
  throw new RequestFault(peer.keyless, {
    status: 401,
    litellmClass: 'AuthenticationError',
    type: 'authentication_error',
  })
}

/** Eden AI tells what it takes. */
export function billedByPeer({ cost }: JsonObject, { provider }: Target): { billed?: number } {
  return provider === 'edenai' && typeof cost === 'number' ? { billed: cost } : {}
}

/** A key among the headers of the configuration comes first. */
function credential(
  key: string | undefined,
  given: Readonly<Record<string, string>>,
  { bearer = false, both = false }: Peer,
): Record<string, string> {
  if (key === undefined || 'authorization' in given) return {}
  if ('x-api-key' in given) return both ? { 'api-key': key } : {}
  return bearer ? { authorization: `Bearer ${key}` } : { 'x-api-key': key }
}

/** What Anthropic's wire refuses, told by the provider's name. */
function inItsName<T>(target: Target, step: () => T): T {
  try {
    return step()
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const { message, status, litellmClass, type } = fault
    const name = `${profileFor(target.provider).errorName}Exception`
    throw new RequestFault(message.replace(/^AnthropicException/, name), { status, litellmClass, type })
  }
}

/** DeepSeek's tools do not say that they are custom ones. */
function withUntypedTools(body: JsonObject): JsonObject {
  const { tools } = body
  return Array.isArray(tools) ? { ...body, tools: tools.map(untyped) } : body
}

const untyped = (tool: Json): Json => (isObject(tool) && tool['type'] === 'custom' ? omit(tool, ['type']) : tool)

function deepseekUrl(base: string): string {
  if (base.endsWith('/v1/messages') && base.includes('/anthropic/')) return base
  const bare = ['/v1/messages', '/v1', '/beta'].reduce(
    (url, end) => (url.endsWith(end) ? url.slice(0, -end.length) : url),
    base,
  )
  const own = bare.endsWith('/anthropic') || bare.includes('/anthropic/') ? bare : `${bare}/anthropic`
  return `${own}/v1/messages`
}
