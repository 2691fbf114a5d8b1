/** Tokens as most providers count them: what went in, and what came out. */
import { countPromptTokens, countTokens } from '../tokens.ts'
import { readMessages } from '../parameters.ts'
import type { JsonObject, TokenUsage } from '../translator.ts'

export interface Counts {
  readonly prompt: number
  readonly completion: number
  /** Of the prompt, what was read from a cache. */
  readonly cached?: number
}

/** The counts for logs, metrics and costs. */
export function countedTokens({ prompt, completion, cached = 0 }: Counts): TokenUsage {
  return { input: prompt - cached, output: completion, cacheRead: cached, cacheWrite: 0 }
}

/** The counts as an answer tells them. */
export function toldCounts({ prompt, completion, cached = 0 }: Counts): JsonObject {
  return {
    completion_tokens: completion,
    prompt_tokens: prompt,
    total_tokens: prompt + completion,
    ...(cached > 0 ? { prompt_tokens_details: { cached_tokens: cached } } : {}),
  }
}

/** Counts for an answer whose provider tells none. */
export function ownCounts(chat: JsonObject, said: string, model: string): Counts {
  return { prompt: countPromptTokens(readMessages(chat), model), completion: countTokens(said, model) }
}
