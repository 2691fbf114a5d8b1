/** Reasoning items that were made here, out of another model's thoughts (litellm/responses/litellm_completion_transformation/reasoning_items.py). */
import { isObject, objectsOf, parseJson } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

const isSigned = (block: JsonObject): boolean =>
  (block['type'] === 'thinking' && Boolean(block['signature'])) ||
  (block['type'] === 'redacted_thinking' && Boolean(block['data']))

/** Signed thoughts, as a client is given them to keep; undefined where none is signed. */
export function sealed(blocks: Json | undefined): string | undefined {
  const signed = objectsOf(blocks).filter(isSigned)
  return signed.length > 0 ? JSON.stringify(signed) : undefined
}

/** The thoughts a client has kept so. */
export function unsealed(encrypted: Json | undefined): JsonObject[] {
  const parsed = typeof encrypted === 'string' ? parseJson(encrypted) : undefined
  return Array.isArray(parsed) ? parsed.filter(isObject).filter(isSigned) : []
}

const mintedId = /^rs_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether OpenAI could not read an item again, because it has not made it. */
export function isMinted({ type, id, encrypted_content: encrypted }: JsonObject): boolean {
  return type === 'reasoning' && ((typeof id === 'string' && mintedId.test(id)) || unsealed(encrypted).length > 0)
}
