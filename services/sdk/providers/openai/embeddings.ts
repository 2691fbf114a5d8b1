/** Embeddings at the providers of the OpenAI wire. */
import { countedUsage } from '../counted-usage.ts'
import { geminiEmbeddings } from '../gemini/embeddings.ts'
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { isFlag, readParameters, refuseUnsupported, requestHeaders, unsupportedParams } from '../parameters.ts'
import { NotServed, RequestFault, type Json, type JsonObject, type Target, type Translator } from '../translator.ts'
import { azureUrl, deploymentName, versioned } from './azure.ts'
import { answerFault, openAiError, quotedError } from './errors.ts'
import { profileFor } from './profiles.ts'
import { headersOf } from './request.ts'

/**
 * LiteLLM calls the first kind through OpenAI's client, the second through its own, which sends lists only, and Azure
 * through Azure's, which asks for vectors in base64 and reads them.
 */
const kinds: Readonly<Record<string, 'client' | 'http' | 'azure'>> = {
  openai: 'client',
  azure: 'azure',
  mistral: 'client',
  together_ai: 'client',
  hosted_vllm: 'http',
  openrouter: 'http',
}

/** Providers of which LiteLLM knows that they have no embeddings. */
const without = new Set(['anthropic', 'groq', 'deepseek', 'xai'])

/** Who answers for a provider: this worker, nobody at all, or, where this worker does not know, the other backend. */
export function embeddingsOf(provider: string): 'here' | 'nowhere' | 'unknown' {
  if (provider === 'gemini' || provider === 'ollama' || provider === 'bedrock') return 'here'
  if (Object.hasOwn(kinds, provider)) return 'here'
  return without.has(provider) ? 'nowhere' : 'unknown'
}

/** LiteLLM's refusal for a provider without embeddings. */
export function noEmbeddings({ provider, model }: Target): RequestFault {
  return new RequestFault(
    `Unmapped LLM provider for this endpoint. You passed model=${model}, custom_llm_provider=${provider}. ` +
      'Check supported provider and route: https://docs.litellm.ai/docs/providers',
  )
}

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
    refuseTokens(asked['input'], target)
    // Chat's parameters are nobody's here; whoever sends them has them passed on.
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, extra_body: more, ...rest } = { ...openai, ...extra }
    return {
      url: target.provider === 'azure' ? azureUrl(target, 'embeddings') : embeddingsUrl(target.apiBase),
      headers: headersOf(target, profileFor(target.provider), requestHeaders(asked)),
      body: {
        model: target.provider === 'azure' ? deploymentName(target.model) : target.model,
        input: inputFor(target.provider, input),
        ...(decodes(asked, target) ? { encoding_format: 'base64' } : {}),
        ...omit(rest, refusedKeys(asked, rest, target)),
        ...asObject(more),
      },
    }
  },
  response(body, asked, target) {
    const kind = kinds[target.provider]
    if (body['error']) throw answerFault(body, target)
    if (kind === 'http' && !Array.isArray(body['data'])) throw noObject(target)
    if (kind === 'azure' && objectsOf(body['data']).length === 0) throw noVectors
    const usage = asObject(body['usage']) ?? {}
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
  error(status, raw, target) {
    const kind = kinds[target.provider]
    if (kind === 'azure') {
      if (status >= 400) return openAiError(status, raw, target)
      const read = `Failed to parse raw Azure embedding response: ${jsonFault}`
      return litellmFault('APIError', 500, `AzureException APIError - ${read}`, target)
    }
    const client = kind === 'client'
    if (status >= 400) return client ? quotedError(status, raw, target) : openAiError(status, raw, target)
    const name = client ? 'InternalServerError' : 'APIConnectionError'
    const told = `${name}: ${profileFor(target.provider).errorName}Exception - ${jsonFault}`
    return litellmFault(name, 500, told, target)
  },
}

const failed = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

const noObject = ({ provider }: Target): RequestFault =>
  failed(`APIConnectionError: ${profileFor(provider).errorName}Exception - Invalid response object`)

const noVectors = failed('AzureException APIConnectionError - No embedding data received')

/** Tokens have become text again, where the group was asked for by its own name; others are left to LiteLLM. */
function refuseTokens(input: Json | undefined, { provider }: Target): void {
  const [first] = Array.isArray(input) ? input : []
  if (
    ['openai', 'azure', 'hosted_vllm', 'nebius'].includes(provider) ||
    !Array.isArray(first) ||
    typeof first[0] !== 'number'
  )
    return
  throw new NotServed('The sdk backend does not turn tokens back into text.')
}

function decodes(asked: JsonObject, { provider, defaults }: Target): boolean {
  return kinds[provider] === 'azure' && ({ ...defaults, ...asked }['encoding_format'] ?? null) === null
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
  if (provider === 'mistral') {
    refuseUnsupported(body, ['dimensions', 'user'], asked, target)
    return ['dimensions', 'user']
  }
  if (provider !== 'openai' || model.includes('text-embedding-3') || body['dimensions'] === undefined) return []
  const allowed = asked['allowed_openai_params']
  if (Array.isArray(allowed) && allowed.includes('dimensions')) return []
  if (dropParams || isFlag(asked['drop_params'])) return ['dimensions']
  throw unsupportedParams(
    'Setting dimensions is not supported for OpenAI `text-embedding-3` and later models. To drop it from the call, set `litellm.drop_params = True`.',
  )
}

function inputFor(provider: string, input: Json | undefined): Json | undefined {
  return kinds[provider] === 'http' && !Array.isArray(input) ? [input ?? null] : input
}

function embeddingsUrl(base: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith('/embeddings') ? trimmed : `${trimmed}/embeddings`
}
