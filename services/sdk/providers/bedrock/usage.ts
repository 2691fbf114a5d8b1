/** Converse's token counts as OpenAI's `usage`. */
import { countTokens } from '../tokens.ts'
import { asCount, asObject, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'

export interface Thought {
  /** The text of the answer's thinking, where it is known whole. */
  readonly text?: string
  /** Whether the answer has any thinking. */
  readonly ran: boolean
  /** Thinking tokens as the model itself counted them. */
  readonly counted: number | undefined
}

/** The `usage` of an answer. */
export function openAiUsage(usage: JsonObject, thought: Thought): JsonObject {
  const [input, output] = [asCount(usage['inputTokens']), asCount(usage['outputTokens'])]
  const read = asCount(usage['cacheReadInputTokens'] ?? usage['cacheReadInputTokenCount'])
  const written = asCount(usage['cacheWriteInputTokens'] ?? usage['cacheWriteInputTokenCount'])
  const prompt = input + read + written
  const split = cacheSplit(usage, written)
  return {
    completion_tokens: output,
    prompt_tokens: prompt,
    total_tokens: usage['totalTokens'] ?? prompt + output,
    completion_tokens_details: outputDetails(thought, output),
    prompt_tokens_details: {
      cache_write_tokens: written,
      cached_tokens: read,
      text_tokens: input,
      cache_creation_tokens: written,
      ...(split ? { cache_creation_token_details: split } : {}),
    },
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
  }
}

function outputDetails({ text, ran, counted }: Thought, output: number): JsonObject {
  const reasoning = counted === undefined ? (text ? countTokens(text) : 0) : Math.min(Math.max(0, counted), output)
  if (reasoning > 0) return { reasoning_tokens: reasoning, text_tokens: output - reasoning }
  return ran ? {} : { reasoning_tokens: 0, text_tokens: output }
}

/** What was written for five minutes and for an hour, where that accounts for all of it. */
function cacheSplit(usage: JsonObject, written: number): JsonObject | undefined {
  const details = objectsOf(usage['cacheDetails'])
  if (details.length === 0) return undefined
  const sum = (ttl: string): number =>
    details.filter(detail => detail['ttl'] === ttl).reduce((total, detail) => total + asCount(detail['inputTokens']), 0)
  const [short, long] = [sum('5m'), sum('1h')]
  if (short + long !== written) return undefined
  return { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long }
}

/** The thinking tokens among the model's own fields. */
export function countedThinking(fields: JsonObject[string]): number | undefined {
  const tokens = asObject(asObject(asObject(fields)?.['usage'])?.['output_tokens_details'])?.['thinking_tokens']
  return typeof tokens === 'number' ? tokens : undefined
}
