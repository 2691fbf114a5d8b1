/** Labels, by which Google bills. */
import { asObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** The texts of an object, as labels are; undefined where it has none. */
export function textsOf(value: Json | undefined): JsonObject | undefined {
  const texts = Object.entries(asObject(value) ?? {}).filter(([, text]) => typeof text === 'string')
  return texts.length > 0 ? Object.fromEntries(texts) : undefined
}
