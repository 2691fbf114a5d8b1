/** Token counts as Anthropic tells them: what came from the cache, or went into it, is not among the input's. */
import { asCount, asObject } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'

/** Anthropic's `usage` out of the one of a chat completion. */
export function messageUsage(usage: JsonObject | undefined): JsonObject {
  const details = asObject(usage?.['prompt_tokens_details'])
  const read = firstCount(usage?.['cache_read_input_tokens'], details?.['cached_tokens'])
  const written = firstCount(
    usage?.['cache_creation_input_tokens'],
    details?.['cache_creation_tokens'],
    details?.['cache_write_tokens'],
  )
  const searches = firstCount(
    asObject(usage?.['server_tool_use'])?.['web_search_requests'],
    details?.['web_search_requests'],
  )
  return {
    input_tokens: Math.max(0, asCount(usage?.['prompt_tokens']) - read - written),
    output_tokens: asCount(usage?.['completion_tokens']),
    ...(written > 0 ? { cache_creation_input_tokens: written } : {}),
    ...(read > 0 ? { cache_read_input_tokens: read } : {}),
    ...(searches > 0 ? { server_tool_use: { web_search_requests: searches } } : {}),
  }
}

const firstCount = (...counts: unknown[]): number =>
  counts.find((count): count is number => typeof count === 'number' && count > 0) ?? 0
