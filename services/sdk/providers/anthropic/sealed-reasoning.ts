/** Thoughts of other models in a conversation of Anthropic's. */
import { asString } from '../json.ts'
import type { JsonObject } from '../translator.ts'

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
