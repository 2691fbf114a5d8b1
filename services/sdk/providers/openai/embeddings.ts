/** Embeddings at the providers of the OpenAI wire. */
import { countedUsage } from '../counted-usage.ts'
import { geminiEmbeddings } from '../gemini/embeddings.ts'
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import {
  isFlag,
  readParameters,
  refuseSettings,
  refuseUnsupported,
  requestHeaders,
  unsupportedParams,
} from '../parameters.ts'
import { NotServed, RequestFault, type Json, type JsonObject, type Target, type Translator } from '../translator.ts'
import { takesTokens } from '../token-text.ts'
import { azureUrl, deploymentName, versioned } from './azure.ts'
import { answerFault } from './errors.ts'
import { compatibleOf } from './compatible.ts'
import { type Embedder, embedderOf, hasNoEmbeddings } from './embedders.ts'
import { plainAnswer } from './embedding-answers.ts'
import { embeddingError, embeddingErrorName } from './embedding-errors.ts'
import { foundryCount, foundryRequest, noneAtFoundry } from './foundry-embeddings.ts'
import { profileFor, type Profile } from './profiles.ts'
import { grantOf, headersOf } from './request.ts'

/** Whose embeddings this worker makes on a wire of their own. */
const ownWires = new Set('bedrock cohere cohere_chat gemini gigachat oci ollama triton watsonx'.split(' '))

/** Who answers for a provider: this worker, nobody at all, or, where this worker does not know, the other backend. */
export function embeddingsOf(provider: string): 'here' | 'nowhere' | 'unknown' {
  if (ownWires.has(provider) || embedderOf(provider)) return 'here'
  return hasNoEmbeddings(provider) ? 'nowhere' : 'unknown'
}

/** LiteLLM's refusal for a provider without embeddings. */
export function noEmbeddings(asked: JsonObject, target: Target): RequestFault {
  const { provider, model } = target
  if (refusesAnything(provider)) refuseSettings(asked, target)
  return new RequestFault(
    `Unmapped LLM provider for this endpoint. You passed model=${model}, custom_llm_provider=${provider}. ` +
      'Check supported provider and route: https://docs.litellm.ai/docs/providers',
  )
}

/** Whom LiteLLM does not take for one more OpenAI, that one takes none of its parameters. */
const refusesAnything = (provider: string): boolean =>
  provider === 'anthropic' ||
  provider === 'ollama_chat' ||
  compatibleOf(provider)?.habits.includes('quoted errors') === true

const wireOf = ({ provider }: Target): Translator => (provider === 'gemini' ? geminiEmbeddings : openAiEmbeddings)

/** One more wire, but for streams, which this endpoint has not. */
export const embeddingsTranslator: Translator = {
  request: (asked, target) => wireOf(target).request(asked, target),
  response: (body, asked, target, context) => wireOf(target).response(body, asked, target, context),
  stream: (asked, target, context) => wireOf(target).stream(asked, target, context),
  error: (status, raw, target) => wireOf(target).error(status, raw, target),
}

const openAiEmbeddings: Translator = {
  request(asked, given) {
    const target = versioned(given, asked)
    const embedder = embedderOf(target.provider, target.model) ?? usual
    refuseTokens(asked['input'], target)
    refuseUnkeyed(target, embedder)
    // Chat's parameters are nobody's here; whoever sends them has them passed on.
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input = null, extra_body: more, ...rest } = { ...openai, ...extra }
    const params = renamed(omit(rest, refusedKeys(asked, rest, target)), embedder)
    const base = target.apiBase || embedder.base || ''
    const profile = embedder.ownHeaders ? bareProfile(target) : profileFor(target.provider)
    const made = {
      url: target.provider === 'azure' ? azureUrl(target, 'embeddings') : (embedder.address ?? embeddingsUrl)(base),
      headers: { ...embedder.headers, ...headersOf(target, profile, requestHeaders(asked)) },
      body: {
        model: target.provider === 'azure' ? deploymentName(target.model) : target.model,
        ...(embedder.carries?.(input, params) ?? { input: inputFor(embedder, input) }),
        ...(decodes(asked, target) ? { encoding_format: 'base64' } : {}),
        ...params,
        ...asObject(more),
      },
      ...grantOf(target),
    }
    return target.provider === 'azure_ai' ? foundryRequest(made, input, target) : made
  },
  response(body, asked, target, { headers: upstream }) {
    const embedder = embedderOf(target.provider, target.model) ?? usual
    const { via, answer } = embedder
    if (answer) return plainAnswer(body, asked, target, embedder)
    if (body['error']) throw answerFault(body, target)
    if (via === 'http' && !Array.isArray(body['data'])) throw noObject(target)
    if (via === 'azure' && objectsOf(body['data']).length === 0) throw noVectors
    if (target.provider === 'azure_ai' && (body['data'] ?? null) === null) throw noneAtFoundry(target)
    const usage = { ...asObject(body['usage']), ...(target.provider === 'azure_ai' ? foundryCount(upstream) : {}) }
    return {
      body: {
        // The name of a path is not repeated: then LiteLLM leaves the provider's own.
        model: asked['model'] === undefined ? (body['model'] ?? target.model) : target.group,
        data: decodes(asked, target) ? objectsOf(body['data']).map(decoded) : (body['data'] ?? null),
        object: 'list',
        usage: {
          completion_tokens: asCount(usage['completion_tokens']),
          prompt_tokens: asCount(usage['prompt_tokens']),
          total_tokens: asCount(usage['total_tokens']),
          completion_tokens_details: null,
          prompt_tokens_details: null,
        },
      },
      usage: countedUsage(omit(usage, ['prompt_tokens_details', 'completion_tokens_details'])),
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error: embeddingError,
}

const failed = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

const noObject = ({ provider }: Target): RequestFault =>
  failed(`APIConnectionError: ${embeddingErrorName(provider)}Exception - Invalid response object`)

const noVectors = failed('AzureException APIConnectionError - No embedding data received')

/** Tokens have become text again, where the group was asked for by its own name; others are left to LiteLLM. */
function refuseTokens(input: Json | undefined, { provider }: Target): void {
  const [first] = Array.isArray(input) ? input : []
  if (takesTokens(provider) || !Array.isArray(first) || typeof first[0] !== 'number') return
  throw new NotServed('The sdk backend does not turn tokens back into text.')
}

const usual: Embedder = { via: 'client' }

function renamed(body: JsonObject, { dimensions }: Embedder): JsonObject {
  if (dimensions === undefined || body['dimensions'] === undefined) return body
  const { dimensions: wanted, ...rest } = body
  return { ...rest, [dimensions]: wanted }
}

function decodes(asked: JsonObject, { provider, defaults }: Target): boolean {
  return provider === 'azure' && ({ ...defaults, ...asked }['encoding_format'] ?? null) === null
}

function decoded(vector: JsonObject): JsonObject {
  const text = vector['embedding']
  if (typeof text !== 'string') return vector
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  const numbers = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4))
  return { ...vector, embedding: [...numbers] }
}

/** `dimensions` is for the third generation and, at OpenAI, for nothing before it. */
function refusedKeys(asked: JsonObject, body: JsonObject, target: Target): string[] {
  const { provider, model, dropParams } = target
  const { takes: taking, unknown } = embedderOf(provider, model) ?? usual
  const takes = taking?.(model)
  if (takes) {
    const refused = ['user', 'encoding_format', 'dimensions'].filter(name => !takes.includes(name))
    if (unknown) refuseSettings({ ...body, drop_params: asked['drop_params'] }, { ...target, defaults: {} })
    else refuseUnsupported(body, refused, asked, target)
    return refused
  }
  if (provider !== 'openai' || model.includes('text-embedding-3') || body['dimensions'] === undefined) return []
  const allowed = asked['allowed_openai_params']
  if (Array.isArray(allowed) && allowed.includes('dimensions')) return []
  if (dropParams || isFlag(asked['drop_params'])) return ['dimensions']
  throw unsupportedParams(
    'Setting dimensions is not supported for OpenAI `text-embedding-3` and later models. To drop it from the call, set `litellm.drop_params = True`.',
  )
}

/** The headers of a provider that LiteLLM asks in a way of its own. */
const bareProfile = ({ provider }: Target): Profile => ({ ...profileFor(provider), headers: {} })

/** Declines where LiteLLM would look for a key in other places, or say that there is none. */
function refuseUnkeyed({ provider, apiKey }: Target, { needsKey }: Embedder): void {
  if (needsKey && apiKey === undefined) throw new NotServed(`The sdk backend asks ${provider} with a key.`)
}

function inputFor({ via, inputAsIs }: Embedder, input: Json | undefined): Json | undefined {
  return via === 'http' && inputAsIs !== true && !Array.isArray(input) ? [input ?? null] : input
}

function embeddingsUrl(base: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith('/embeddings') ? trimmed : `${trimmed}/embeddings`
}
