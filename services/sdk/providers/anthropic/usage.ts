/** Anthropic's token counts as OpenAI's `usage`. */
import { estimatedTokens } from '../estimated-tokens.ts'
import { asCount, asObject, asString, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

export interface UsageSource {
  readonly usage: JsonObject
  /** The answer's thinking text; undefined where it has no thinking block. */
  readonly thinking: string | undefined
  /** Server tool calls of the tool search, which Anthropic does not always count itself. */
  readonly toolSearches: number
}

// A conversation that was compacted on the way is counted in parts.
function sums(usage: JsonObject): { input: number; output: number; cacheRead: number; cacheWrite: number } {
  const parts = objectsOf(usage['iterations'])
  const sum = (key: string): number =>
    parts.length > 0 ? parts.reduce((total, part) => total + asCount(part[key]), 0) : asCount(usage[key])
  return {
    input: sum('input_tokens'),
    output: sum('output_tokens'),
    cacheRead: sum('cache_read_input_tokens'),
    cacheWrite: sum('cache_creation_input_tokens'),
  }
}

/** The `usage` of an answer. */
export function openAiUsage(source: UsageSource): JsonObject {
  const { usage } = source
  const counts = sums(usage)
  const parts = objectsOf(usage['iterations'])
  const prompt = counts.input + counts.cacheRead + counts.cacheWrite
  const search = serverToolUse(source)
  return {
    completion_tokens: counts.output,
    prompt_tokens: prompt,
    total_tokens: prompt + counts.output,
    ...outputDetails(source, counts.output),
    prompt_tokens_details: {
      cache_write_tokens: counts.cacheWrite,
      cached_tokens: counts.cacheRead,
      text_tokens: counts.input,
      cache_creation_tokens: counts.cacheWrite,
      ...cacheWriteDetails(usage),
    },
    ...(search ? { server_tool_use: search } : {}),
    cache_creation_input_tokens: counts.cacheWrite,
    cache_read_input_tokens: counts.cacheRead,
    ...named(usage, 'inference_geo'),
    ...(parts.length > 0 ? { iterations: parts } : {}),
    ...named(usage, 'speed'),
    ...named(usage, 'service_tier'),
  }
}

const named = (usage: JsonObject, key: string): JsonObject =>
  usage[key] === undefined || usage[key] === null ? {} : { [key]: usage[key] }

function outputDetails(source: UsageSource, output: number): JsonObject {
  const reported = asObject(source.usage['output_tokens_details'])?.['thinking_tokens']
  if (typeof reported === 'number') return details(Math.min(Math.max(0, reported), output), output)
  if (source.thinking) return details(Math.min(estimatedTokens(source.thinking), output), output)
  return source.thinking === undefined ? details(0, output) : { completion_tokens_details: {} }
}

const details = (reasoning: number, output: number): JsonObject => ({
  completion_tokens_details: { reasoning_tokens: reasoning, text_tokens: output - reasoning },
})

function cacheWriteDetails(usage: JsonObject): JsonObject {
  const writes = asObject(usage['cache_creation'])
  if (!writes) return {}
  return {
    cache_creation_token_details: {
      ...named(writes, 'ephemeral_5m_input_tokens'),
      ...named(writes, 'ephemeral_1h_input_tokens'),
    },
  }
}

function serverToolUse({ usage, toolSearches }: UsageSource): JsonObject | undefined {
  const reported = asObject(usage['server_tool_use'])
  const web = reported?.['web_search_requests']
  const tool: Json | undefined = reported?.['tool_search_requests'] ?? (toolSearches > 0 ? toolSearches : undefined)
  if (typeof web !== 'number' && typeof tool !== 'number') return undefined
  return {
    ...(typeof web === 'number' ? { web_search_requests: web } : {}),
    ...(typeof tool === 'number' ? { tool_search_requests: tool } : {}),
  }
}

/** How many of the blocks call the tool search. */
export function toolSearches(blocks: readonly JsonObject[]): number {
  return blocks.filter(
    block => block['type'] === 'server_tool_use' && (asString(block['name']) ?? '').includes('tool_search'),
  ).length
}
