/** Token counts of the OpenAI wire. */
import { asCount, asObject, omit, withoutNulls } from '../json.ts'
import type { Json, JsonObject, TokenUsage } from '../translator.ts'
import { toldCost } from './xai-responses.ts'

const main = [
  'completion_tokens',
  'prompt_tokens',
  'total_tokens',
  'completion_tokens_details',
  'prompt_tokens_details',
  'reasoning_tokens',
]

/** The `usage` of a whole answer; `provider` decides what the counts of its reasoning mean. */
export function answerUsage(usage: JsonObject | undefined, provider: string): JsonObject {
  const given = withoutNulls(usage ?? {})
  const rest = omit(given, main)
  return { ...counts(given, provider), ...details(given), ...rest, ...inDollars(given, provider) }
}

/** What a stream keeps of the counts beside the usual ones. */
const kept = [
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'server_tool_use',
  'cost',
  'inference_geo',
  'speed',
]

/**
 * The `usage` of a stream's last chunk. `made` are details of a completion, for what the provider does not tell.
 */
export function streamUsage(usage: JsonObject, provider: string, made: (completion: number) => JsonObject): JsonObject {
  const given = withoutNulls(usage)
  const counted = counts(given, provider)
  const completion = asCount(counted['completion_tokens'])
  const own = details(given)
  const thought = asObject(own['completion_tokens_details'])
  const guessed = made(completion)
  const filled =
    thought && thought['reasoning_tokens'] === undefined
      ? { completion_tokens_details: { ...asObject(guessed['completion_tokens_details']), ...thought } }
      : {}
  return {
    ...counted,
    total_tokens: asCount(counted['prompt_tokens']) + completion,
    ...guessed,
    ...own,
    ...filled,
    ...Object.fromEntries(kept.filter(key => given[key] !== undefined).map(key => [key, given[key]])),
    ...inDollars(given, provider),
  }
}

/** Counts that came in several chunks: later ones replace earlier ones, but nothing is counted back to zero. */
export function joinedUsage(before: JsonObject | undefined, next: JsonObject): JsonObject {
  const given = withoutNulls(next)
  const counted = ['prompt_tokens', 'completion_tokens'].filter(key => asCount(given[key]) === 0)
  return { ...before, ...omit(given, before ? counted : []) }
}

/** What the provider itself billed, where LiteLLM believes it. */
export function billedBy(provider: string, usage: JsonObject | undefined): Pick<TokenUsage, 'toldCost'> {
  const told = usage?.['cost']
  if (provider !== 'xai' && provider !== 'openrouter') return {}
  const cost = typeof told === 'string' && provider === 'openrouter' ? Number.parseFloat(told) : told
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? { toldCost: cost } : {}
}

// xAI's own unit.
function inDollars(usage: JsonObject, provider: string): JsonObject {
  const cost = provider === 'xai' ? toldCost(usage) : undefined
  return cost === undefined ? {} : { cost }
}

// xAI counts reasoning beside the completion, but within the total.
function counts(usage: JsonObject, provider: string): JsonObject {
  const prompt = asCount(usage['prompt_tokens'])
  const completion = asCount(usage['completion_tokens'])
  const reasoning = asCount(asObject(usage['completion_tokens_details'])?.['reasoning_tokens'])
  const total = asCount(usage['total_tokens'])
  if (provider !== 'xai') return { completion_tokens: completion, prompt_tokens: prompt, total_tokens: total }
  const apart = reasoning > 0 && total === prompt + completion + reasoning
  const all = apart ? completion + reasoning : completion
  return { completion_tokens: all, prompt_tokens: prompt, total_tokens: Math.max(total, prompt + all) }
}

function details(usage: JsonObject): JsonObject {
  const completion = withReasoning(asObject(usage['completion_tokens_details']), usage)
  const prompt = withWritten({ ...withoutNulls(asObject(usage['prompt_tokens_details']) ?? {}), ...cached(usage) })
  return {
    ...(completion ? { completion_tokens_details: withoutNulls(completion) } : {}),
    ...(Object.keys(prompt).length > 0 ? { prompt_tokens_details: prompt } : {}),
  }
}

/** Some count their reasoning outside of the details. */
function withReasoning(details: JsonObject | undefined, usage: JsonObject): JsonObject | undefined {
  const reasoning = asCount(usage['reasoning_tokens'])
  if (reasoning === 0) return details
  const known = withoutNulls(details ?? {})
  const beside = reasoning + asCount(known['image_tokens']) + asCount(known['audio_tokens'])
  const text = Math.max(0, asCount(usage['completion_tokens']) - beside)
  return { reasoning_tokens: reasoning, text_tokens: text, ...known }
}

// DeepSeek's own counts win over OpenAI's, and Anthropic's over both.
function cached(usage: JsonObject): JsonObject {
  const [hit, read, write] = ['prompt_cache_hit_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].map(
    key => usage[key],
  )
  return { ...some('cached_tokens', hit), ...some('cached_tokens', read), ...some('cache_write_tokens', write) }
}

const some = (key: string, count: Json | undefined): JsonObject => (typeof count === 'number' ? { [key]: count } : {})

/** What was written to the cache has two names. */
function withWritten(details: JsonObject): JsonObject {
  const { cache_creation_input_tokens: nested } = details
  const written =
    details['cache_write_tokens'] ?? details['cache_creation_tokens'] ?? (typeof nested === 'number' ? nested : null)
  return written === null ? details : { ...details, cache_write_tokens: written, cache_creation_tokens: written }
}
