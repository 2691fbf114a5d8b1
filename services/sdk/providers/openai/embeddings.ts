/** Embeddings at the providers of the OpenAI wire. */
import { countedUsage } from '../counted-usage.ts'
import { asCount, asObject, omit } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { readParameters, requestHeaders, unsupportedParams } from '../parameters.ts'
import type { Json, JsonObject, Target, Translator } from '../translator.ts'
import { RequestFault } from '../translator.ts'
import { openAiError, quotedError } from './errors.ts'
import { profileFor } from './profiles.ts'
import { headersOf } from './request.ts'

/** LiteLLM calls the first kind through OpenAI's client and the second through its own, which sends lists only. */
const kinds: Readonly<Record<string, 'client' | 'http'>> = {
  openai: 'client',
  mistral: 'client',
  hosted_vllm: 'http',
  openrouter: 'http',
}

/** Providers of which LiteLLM knows that they have no embeddings. */
const without = new Set(['anthropic', 'groq', 'deepseek', 'xai'])

/** Who answers for a provider: this worker, nobody at all, or, where this worker does not know, the other backend. */
export function embeddingsOf(provider: string): 'here' | 'nowhere' | 'unknown' {
  if (Object.hasOwn(kinds, provider) || provider === 'ollama') return 'here'
  return without.has(provider) ? 'nowhere' : 'unknown'
}

/** LiteLLM's refusal for a provider without embeddings. */
export function noEmbeddings({ provider, model }: Target): RequestFault {
  return new RequestFault(
    `Unmapped LLM provider for this endpoint. You passed model=${model}, custom_llm_provider=${provider}. ` +
      'Check supported provider and route: https://docs.litellm.ai/docs/providers',
  )
}

/** One more wire, but for streams, which this endpoint has not. */
export const embeddingsTranslator: Translator = {
  request(asked, target) {
    // Chat's parameters are nobody's here; whoever sends them has them passed on.
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, extra_body: more, ...rest } = { ...openai, ...extra }
    return {
      url: embeddingsUrl(target.apiBase),
      headers: headersOf(target, profileFor(target.provider), requestHeaders(asked)),
      body: {
        model: target.model,
        input: inputFor(target.provider, input),
        ...omit(rest, refusedKeys(asked, rest, target)),
        ...asObject(more),
      },
    }
  },
  response(body, asked, target) {
    const usage = asObject(body['usage']) ?? {}
    return {
      body: {
        // The name of a path is not repeated: then LiteLLM leaves the provider's own.
        model: asked['model'] === undefined ? (body['model'] ?? target.model) : target.group,
        data: body['data'] ?? [],
        object: 'list',
        usage: {
          completion_tokens: asCount(usage['completion_tokens']),
          prompt_tokens: asCount(usage['prompt_tokens']),
          total_tokens: asCount(usage['total_tokens']),
          completion_tokens_details: usage['completion_tokens_details'] ?? null,
          prompt_tokens_details: usage['prompt_tokens_details'] ?? null,
        },
      },
      usage: countedUsage(usage),
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error(status, raw, target) {
    const client = kinds[target.provider] === 'client'
    if (status >= 400) return client ? quotedError(status, raw, target) : openAiError(status, raw, target)
    const name = client ? 'InternalServerError' : 'APIConnectionError'
    const told = `${name}: ${profileFor(target.provider).errorName}Exception - ${jsonFault}`
    return litellmFault(name, 500, told, target)
  },
}

/** `dimensions` is for the third generation and, at OpenAI, for nothing before it. */
function refusedKeys(asked: JsonObject, body: JsonObject, { provider, model, dropParams }: Target): string[] {
  if (provider === 'mistral') return ['dimensions', 'user']
  if (provider !== 'openai' || model.includes('text-embedding-3') || body['dimensions'] === undefined) return []
  const allowed = asked['allowed_openai_params']
  if (Array.isArray(allowed) && allowed.includes('dimensions')) return []
  if (dropParams || asked['drop_params'] === true) return ['dimensions']
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
