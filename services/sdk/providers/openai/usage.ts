/** Token counts of the OpenAI wire. */
import { estimatedTokens } from '../estimated-tokens.ts'
import { asCount, asObject, omit, withoutNulls } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

const main = [
  'completion_tokens',
  'prompt_tokens',
  'total_tokens',
  'completion_tokens_details',
  'prompt_tokens_details',
]

/** The `usage` of a whole answer; `provider` decides what the counts of its reasoning mean. */
export function answerUsage(usage: JsonObject | undefined, provider: string): JsonObject {
  const given = withoutNulls(usage ?? {})
  const rest = omit(given, main)
  return { ...counts(given, provider), ...details(given), ...rest }
}

/**
 * The `usage` of a stream's last chunk: counts and details only. A stream without text or thoughts has none of its own
 * making, nor has one whose thoughts are empty.
 */
export function streamUsage(
  usage: JsonObject,
  provider: string,
  hasText: boolean,
  thoughts: string | null = null,
): JsonObject {
  const given = withoutNulls(usage)
  const counted = counts(given, provider)
  const completion = asCount(counted['completion_tokens'])
  return {
    ...counted,
    total_tokens: asCount(counted['prompt_tokens']) + completion,
    ...(thoughts === '' || (thoughts === null && !hasText)
      ? {}
      : { completion_tokens_details: split(completion, thoughts) }),
    ...details(given),
  }
}

function split(completion: number, thoughts: string | null): JsonObject {
  const reasoning = Math.min(estimatedTokens(thoughts ?? ''), completion)
  return { reasoning_tokens: reasoning, text_tokens: completion - reasoning }
}

// xAI counts reasoning beside the completion, but within the total.
function counts(usage: JsonObject, provider: string): JsonObject {
  const prompt = asCount(usage['prompt_tokens'])
  const completion = asCount(usage['completion_tokens'])
  const reasoning = asCount(asObject(usage['completion_tokens_details'])?.['reasoning_tokens'])
  const total = asCount(usage['total_tokens'])
  const apart = provider === 'xai' && reasoning > 0 && total === prompt + completion + reasoning
  return { completion_tokens: apart ? completion + reasoning : completion, prompt_tokens: prompt, total_tokens: total }
}

function details(usage: JsonObject): JsonObject {
  const completion = asObject(usage['completion_tokens_details'])
  const cached = usage['prompt_cache_hit_tokens']
  const prompt = asObject(usage['prompt_tokens_details']) ?? cachedOnly(cached)
  return {
    ...(completion ? { completion_tokens_details: withoutNulls(completion) } : {}),
    ...(prompt ? { prompt_tokens_details: withoutNulls(prompt) } : {}),
  }
}

const cachedOnly = (cached: Json | undefined): JsonObject | undefined =>
  typeof cached === 'number' ? { cached_tokens: cached } : undefined
