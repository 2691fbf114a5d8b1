/** Token counts of the OpenAI wire. */
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
 * The `usage` of a stream's last chunk: counts and details only. `made` are details of
 * a completion that the provider's own replace.
 */
export function streamUsage(usage: JsonObject, provider: string, made: (completion: number) => JsonObject): JsonObject {
  const given = withoutNulls(usage)
  const counted = counts(given, provider)
  const completion = asCount(counted['completion_tokens'])
  return {
    ...counted,
    total_tokens: asCount(counted['prompt_tokens']) + completion,
    ...made(completion),
    ...details(given),
  }
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
  const prompt = { ...asObject(usage['prompt_tokens_details']), ...cachedOnly(usage['prompt_cache_hit_tokens']) }
  return {
    ...(completion ? { completion_tokens_details: withoutNulls(completion) } : {}),
    ...(Object.keys(prompt).length > 0 ? { prompt_tokens_details: withoutNulls(prompt) } : {}),
  }
}

// DeepSeek's own count wins.
const cachedOnly = (cached: Json | undefined): JsonObject =>
  typeof cached === 'number' ? { cached_tokens: cached } : {}
