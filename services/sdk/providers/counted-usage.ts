/** Token counts out of OpenAI's `usage`, as providers send it and as answers to clients carry it. */
import { asCount, asObject, asString } from './json.ts'
import type { Json, JsonObject, TokenUsage } from './translator.ts'

/** The counts for logs, metrics and costs: `input` is without what came from the cache or went into it. */
export function countedUsage(usage: JsonObject | undefined): TokenUsage {
  const prompt = asObject(usage?.['prompt_tokens_details'])
  const completion = asObject(usage?.['completion_tokens_details'])
  const cacheRead = asCount(usage?.['prompt_cache_hit_tokens'] ?? prompt?.['cached_tokens'])
  const cacheWrite = asCount(prompt?.['cache_write_tokens'])
  const hour = asObject(prompt?.['cache_creation_token_details'])?.['ephemeral_1h_input_tokens']
  return {
    input: Math.max(0, asCount(usage?.['prompt_tokens']) - cacheRead - cacheWrite),
    output: asCount(usage?.['completion_tokens']),
    cacheRead,
    cacheWrite,
    ...(typeof hour === 'number' ? { cacheWrite1h: hour } : {}),
    ...some('reasoning', asCount(completion?.['reasoning_tokens'])),
    ...some('audioInput', asCount(prompt?.['audio_tokens'])),
    ...some('imageInput', asCount(prompt?.['image_tokens'])),
    ...some('audioOutput', asCount(completion?.['audio_tokens'])),
    ...some('webSearches', asCount(asObject(usage?.['server_tool_use'])?.['web_search_requests'])),
    ...named('serviceTier', usage?.['service_tier']),
    ...named('speed', usage?.['speed']),
    ...named('geo', usage?.['inference_geo']),
  }
}

const some = <Key extends string>(key: Key, count: number): { [K in Key]?: number } =>
  (count > 0 ? { [key]: count } : {}) as { [K in Key]?: number }

const named = <Key extends string>(key: Key, value: Json | undefined): { [K in Key]?: string } =>
  (asString(value) === undefined ? {} : { [key]: value }) as { [K in Key]?: string }
