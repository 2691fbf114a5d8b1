/** Parts of Anthropic's messages that both bridges read alike. */
import { asObject, asString } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** The address of an image or a document: its own, or its content as one. */
export function addressOf(source: Json | undefined): string | undefined {
  const given = asObject(source)
  if (given?.['type'] === 'url') return asString(given['url']) || undefined
  if (given?.['type'] !== 'base64') return undefined
  const data = asString(given['data'])
  return data ? `data:${asString(given['media_type']) || 'image/jpeg'};base64,${data}` : undefined
}

/** The block with the mark of OpenAI's prompt caching that `source` carries. */
export function withBreakpoint(block: JsonObject, source: JsonObject): JsonObject {
  const mark = source['prompt_cache_breakpoint'] ?? null
  return mark === null ? block : { ...block, prompt_cache_breakpoint: mark }
}
