/** Embeddings at Azure's foundry, which has an address of its own for pictures (llms/azure_ai/embed). */
import { omit } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import {
  type AnswerContext,
  type Json,
  type JsonObject,
  NotServed,
  type ProviderFault,
  type ProviderRequest,
  type Target,
} from '../translator.ts'
import { picturesIn } from './embedding-inputs.ts'

/** The request with its key as OpenAI's client sends it, and pictures where they belong. */
export function foundryRequest(made: ProviderRequest, input: Json, { apiKey }: Target): ProviderRequest {
  const pictures = picturesIn(input)
  if (pictures === 'some' || isEmpty(input)) {
    throw new NotServed('The sdk backend does not embed nothing, or texts with pictures, at Azure.')
  }
  const bare = omit(made.headers, ['api-key']) as Record<string, string>
  const headers = apiKey === undefined ? made.headers : { ...bare, authorization: `Bearer ${apiKey}` }
  if (pictures === 'none') return { ...made, headers }
  return {
    ...made,
    url: made.url.replace(/\/embeddings$/, '/images/embeddings'),
    headers,
    body: { ...omit(made.body, ['model']), input: (input as Json[]).map(image => ({ image })) },
  }
}

const isEmpty = (input: Json): boolean => input === '' || (Array.isArray(input) && input.length === 0)

/** The count that a header tells. */
export function foundryCount(headers: AnswerContext['headers']): JsonObject {
  const told = headers?.['num_tokens']
  return typeof told === 'string' && /^\d+$/.test(told) ? { prompt_tokens: Number(told) } : {}
}

/** LiteLLM's words for an answer without vectors. */
export function noneAtFoundry(target: Target): ProviderFault {
  const told = 'APIConnectionError: Azure_aiException - /v1/embeddings route returned None Embeddings.'
  return litellmFault('APIConnectionError', 500, told, target)
}
