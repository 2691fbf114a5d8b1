/** Parts of Anthropic's messages that both bridges read alike. */
import { asObject, asString } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** Marks a thought whose signature is the Responses API's own sealed reasoning, which only that API can read again. */
const sealed = 'litellm_encrypted_reasoning:'

/** The signature a client keeps for sealed reasoning. */
export const sealedSignature = (encrypted: string): string => sealed + encrypted

/** The sealed reasoning that a thinking block carries; null where it was made elsewhere. */
export function sealedReasoning(block: JsonObject): string | null {
  const field = block['type'] === 'thinking' ? 'signature' : 'data'
  const value = isThinking(block) ? asString(block[field]) : undefined
  return value?.startsWith(sealed) ? value.slice(sealed.length) : null
}

/** Whether a block is a thought, readable or not. */
export const isThinking = (block: JsonObject): boolean =>
  block['type'] === 'thinking' || block['type'] === 'redacted_thinking'

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
