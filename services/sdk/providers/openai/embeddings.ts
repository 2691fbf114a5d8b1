/** Embeddings at the providers of the OpenAI wire. */
import { countedUsage } from '../counted-usage.ts'
import { geminiEmbeddings } from '../gemini/embeddings.ts'
import { asCount, asObject, objectsOf, omit, withoutNulls } from '../json.ts'
import { bareFault, faultByStatus, jsonFault, litellmFault } from '../litellm-errors.ts'
import {
  isFlag,
  readParameters,
  refuseSettings,
  refuseUnsupported,
  requestHeaders,
  unsupportedParams,
} from '../parameters.ts'
import { usageWithNulls } from '../text-completion.ts'
import {
  NotServed,
  type ProviderFault,
  RequestFault,
  type Json,
  type JsonObject,
  type Target,
  type Translator,
} from '../translator.ts'
import { azureUrl, deploymentName, versioned } from './azure.ts'
import { answerFault, openAiError, quotedError, rawError } from './errors.ts'
import { compatibleOf } from './compatible.ts'
import { type Embedder, embedderName, embedderOf, hasNoEmbeddings } from './embedders.ts'
import { profileFor, profileOf } from './profiles.ts'
import { headersOf } from './request.ts'

/** Whose embeddings this worker makes on a wire of their own. */
const ownWires = new Set(['bedrock', 'cohere', 'cohere_chat', 'gemini', 'ollama'])

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
    const embedder = embedderOf(target.provider) ?? usual
    refuseTokens(asked['input'], target)
    refuseInput(asked['input'], target)
    // Chat's parameters are nobody's here; whoever sends them has them passed on.
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, extra_body: more, ...rest } = { ...openai, ...extra }
    return {
      url:
        target.provider === 'azure'
          ? azureUrl(target, 'embeddings')
          : embeddingsUrl(target.apiBase || embedder.base || ''),
      headers: { ...embedder.headers, ...headersOf(target, profileFor(target.provider), requestHeaders(asked)) },
      body: {
        model: target.provider === 'azure' ? deploymentName(target.model) : target.model,
        input: inputFor(embedder, input),
        ...(decodes(asked, target) ? { encoding_format: 'base64' } : {}),
        ...renamed(omit(rest, refusedKeys(asked, rest, target)), embedder),
        ...asObject(more),
      },
    }
  },
  response(body, asked, target) {
    const { via, answer } = embedderOf(target.provider) ?? usual
    if (answer) return plainAnswer(body, asked, target, answer)
    if (body['error']) throw answerFault(body, target)
    if (via === 'http' && !Array.isArray(body['data'])) throw noObject(target)
    if (via === 'azure' && objectsOf(body['data']).length === 0) throw noVectors
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
    const { via, terse } = embedderOf(target.provider) ?? usual
    if (terse) return terseError(status, raw, target)
    if (via === 'azure') {
      if (status >= 400) return openAiError(status, raw, target)
      const read = `Failed to parse raw Azure embedding response: ${jsonFault}`
      return litellmFault('APIError', 500, `AzureException APIError - ${read}`, target)
    }
    const client = via === 'client'
    if (status >= 400) return client ? quotedError(status, raw, target) : openAiError(status, raw, target)
    const name = client ? 'InternalServerError' : 'APIConnectionError'
    const told = `${name}: ${profileFor(target.provider).errorName}Exception - ${jsonFault}`
    return litellmFault(name, 500, told, target)
  },
}

const nameOf = (provider: string): string => profileOf(provider)?.errorName ?? embedderName(provider)

function terseError(status: number, raw: string, target: Target): ProviderFault {
  const fault = terseFault(status, raw, target)
  if (target.provider === 'jina_ai') fault.loses = 'headers'
  return fault
}

function terseFault(status: number, raw: string, target: Target): ProviderFault {
  const { unlisted, showsText } = embedderOf(target.provider) ?? usual
  const name = nameOf(target.provider)
  const told = `${name}Exception - `
  if (status >= 400 && !unlisted) return rawError(status, raw, target, name)
  if (status === 413 || status === 422) return litellmFault('BadRequestError', status, told + raw, target)
  if (status >= 400) return faultByStatus(status, told + raw, target)
  if (!unlisted) {
    return showsText
      ? litellmFault('APIError', 500, `APIError: ${told}${raw}`, target)
      : litellmFault('APIConnectionError', 500, `APIConnectionError: ${told}${jsonFault}`, target)
  }
  if (showsText) return litellmFault('APIConnectionError', 500, told + raw, target)
  return bareFault(jsonFault)
}

const failed = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

const noObject = ({ provider }: Target): RequestFault =>
  failed(`APIConnectionError: ${nameOf(provider)}Exception - Invalid response object`)

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

const usual: Embedder = { via: 'client' }

/** An answer that LiteLLM does not look into. */
function plainAnswer(body: JsonObject, asked: JsonObject, target: Target, kind: 'plain' | 'model' | 'total') {
  if (body['error'] && !Array.isArray(body['data'])) throw answerFault(body, target, nameOf(target.provider))
  const usage = asObject(body['usage']) ?? {}
  const total = asCount(usage['total_tokens'])
  const prompt = kind === 'total' ? total : asCount(usage['prompt_tokens'])
  const counted = { completion_tokens: 0, prompt_tokens: prompt, total_tokens: total }
  return {
    body: {
      model: asked['model'] === undefined ? (body['model'] ?? target.model) : target.group,
      data: body['data'] ?? (kind === 'model' ? [] : null),
      object: body['object'] ?? (kind === 'model' ? 'list' : null),
      usage: usageWithNulls(kind === 'model' ? withoutNulls(usage) : counted),
    },
    usage: countedUsage(counted),
  }
}

/** What Voyage takes for whole documents and pictures has requests of its own. */
function refuseInput(input: Json | undefined, { provider, model }: Target): void {
  if (provider === 'voyage' && /context|multimodal/i.test(model)) {
    throw new NotServed('the sdk backend does not embed documents or pictures at Voyage')
  }
  const items = Array.isArray(input) ? input : [input]
  if (provider === 'jina_ai' && items.some(item => typeof item === 'string' && item.startsWith('data:'))) {
    throw new NotServed('the sdk backend does not embed pictures at Jina')
  }
}

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
  const takes = embedderOf(provider)?.takes?.(model)
  if (takes) {
    const refused = ['user', 'encoding_format', 'dimensions'].filter(name => !takes.includes(name))
    refuseUnsupported(body, refused, asked, target)
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

function inputFor({ via, inputAsIs }: Embedder, input: Json | undefined): Json | undefined {
  return via === 'http' && inputAsIs !== true && !Array.isArray(input) ? [input ?? null] : input
}

function embeddingsUrl(base: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith('/embeddings') ? trimmed : `${trimmed}/embeddings`
}
