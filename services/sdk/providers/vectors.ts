/** Vectors of providers with words of their own, as OpenAI's API tells them. */
import type { ChatAnswer, Json, JsonObject, Target, TokenUsage } from './translator.ts'
import { RequestFault } from './translator.ts'

const noDetails: JsonObject = {
  audio_tokens: null,
  cached_tokens: null,
  text_tokens: null,
  image_tokens: null,
  video_tokens: null,
}

/** Each with its place. */
export const placed = (vectors: readonly Json[]): JsonObject[] =>
  vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))

/** The answer; `details` are of the input, and `more` is what has a price besides tokens. */
export function toldVectors(
  data: JsonObject[],
  tokens: number,
  target: Target,
  details: JsonObject | null = null,
  more: Partial<TokenUsage> = {},
): ChatAnswer {
  return {
    body: {
      model: target.group,
      data,
      object: 'list',
      usage: {
        completion_tokens: 0,
        prompt_tokens: tokens,
        total_tokens: tokens,
        completion_tokens_details: null,
        prompt_tokens_details: details && { ...noDetails, ...details },
      },
    },
    usage: { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0, ...more },
  }
}

/** This endpoint has no streams. */
export function noStream(): never {
  throw new RequestFault('Embeddings are not streamed.')
}
