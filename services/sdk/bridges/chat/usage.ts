/** Token counts of the Responses API as a chat tells them. */
import { asObject, omit, withoutNulls } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

const inputDetails = (
  'cached_tokens audio_tokens text_tokens image_tokens cached_tokens_details video_tokens cache_write_tokens ' +
  'web_search_requests google_maps_grounding_requests'
).split(' ')

/** A chat's `usage` out of the API's. */
export function chatUsage(given: JsonObject | undefined): JsonObject {
  const usage = withoutNulls(given ?? {})
  const prompt = count(usage['input_tokens'])
  const completion = count(usage['output_tokens'])
  const input = asObject(usage['input_tokens_details'])
  const output = asObject(usage['output_tokens_details'])
  const cost = toldCost(usage)
  return {
    completion_tokens: completion,
    prompt_tokens: prompt,
    total_tokens: prompt + completion,
    ...(output ? { completion_tokens_details: outputDetails(output, completion) } : {}),
    ...(input ? { prompt_tokens_details: withoutNulls(pick(input, inputDetails)) } : {}),
    ...omit(usage, usageKeys),
    ...(cost === undefined ? {} : { cost }),
  }
}

/** Dollars, where the provider tells them: xAI does, in its own unit. */
export function toldCost(usage: JsonObject): number | undefined {
  const ticks = usage['cost_in_usd_ticks']
  return typeof ticks === 'number' && Number.isInteger(ticks) && ticks >= 0 ? ticks / ticksPerDollar : undefined
}

const ticksPerDollar = 1e10

const usageKeys = (
  'input_tokens output_tokens total_tokens input_tokens_details output_tokens_details input_token_details ' +
  'output_token_details prompt_tokens completion_tokens prompt_tokens_details completion_tokens_details'
).split(' ')

const count = (value: Json | undefined): number => (typeof value === 'number' ? value : 0)

const pick = (value: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.flatMap(key => (key in value ? [[key, value[key]]] : [])))

// Reasoning that is counted among the text as well is taken out of it.
function outputDetails(details: JsonObject, completion: number): JsonObject {
  const { reasoning_tokens, image_tokens, audio_tokens, text_tokens } = details
  const other = count(audio_tokens) + count(image_tokens)
  const text = count(text_tokens)
  const nested = Math.min(
    count(reasoning_tokens),
    text,
    Math.max(text + count(reasoning_tokens) + other - completion, 0),
  )
  return withoutNulls({
    reasoning_tokens,
    image_tokens,
    audio_tokens,
    ...(typeof text_tokens === 'number' ? { text_tokens: text - nested } : {}),
  })
}
