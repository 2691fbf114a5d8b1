/** Answers of embeddings that LiteLLM reads by a class of the provider's own. */
import { countedUsage } from '../counted-usage.ts'
import { asCount, asObject, asString, objectsOf, withoutNulls } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { usageWithNulls } from '../text-completion.ts'
import type { ChatAnswer, Json, JsonObject, ProviderFault, Target } from '../translator.ts'
import type { Embedder } from './embedders.ts'
import { embeddingErrorName } from './embedding-errors.ts'
import { answerFault } from './errors.ts'

/** An answer that LiteLLM does not look into. */
export function plainAnswer(body: JsonObject, asked: JsonObject, target: Target, embedder: Embedder): ChatAnswer {
  const error = body['error']
  if (error && !Array.isArray(body['data'])) throw told(body, target, embedder)
  const { answer: kind = 'plain', tellsId, signedBytes } = embedder
  const asTold = kind === 'plain' || kind === 'total'
  const usage = asObject(body['usage']) ?? {}
  const counted = kind === 'model' ? withoutNulls(usage) : countsOf(usage, kind)
  const data = body['data'] ?? (asTold ? null : [])
  return {
    body: {
      ...(tellsId && body['id'] !== undefined ? { id: body['id'] } : {}),
      model: asked['model'] === undefined ? (body['model'] ?? target.model) : target.group,
      data: signedBytes ? objectsOf(data).map(ofBytes) : data,
      object: body['object'] ?? (asTold ? null : 'list'),
      usage: usageWithNulls(counted),
    },
    usage: countedUsage(counted),
  }
}

function told(body: JsonObject, target: Target, { misread, showsText }: Embedder): ProviderFault {
  const name = embeddingErrorName(target.provider)
  const message = asString(asObject(body['error'])?.['message'])
  if (misread === undefined || !showsText || message === undefined) return answerFault(body, target, name)
  return litellmFault('APIError', 500, `APIError: ${name}Exception - ${message}`, target)
}

function countsOf(usage: JsonObject, kind: 'plain' | 'total' | 'listed'): JsonObject {
  const prompt = asCount(usage['prompt_tokens'])
  const told = usage['total_tokens']
  const total = kind === 'listed' && told === undefined ? prompt : asCount(told)
  if (kind === 'total') return { completion_tokens: 0, prompt_tokens: total, total_tokens: total }
  return { completion_tokens: 0, prompt_tokens: kind === 'listed' ? prompt || total : prompt, total_tokens: total }
}

/** A vector of signed bytes, 127 of which are one. */
function ofBytes(vector: JsonObject): JsonObject {
  const text: Json | undefined = vector['embedding']
  if (typeof text !== 'string') return vector
  const bytes = new Int8Array(Buffer.from(text, 'base64'))
  return { ...vector, embedding: Array.from(bytes, byte => byte / 127) }
}
