/** The marks of prompt caching, where the provider has none, or refuses what it does not know. */
import { isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** A message or a tool without marks, however deep they are in it. */
export function withoutCacheControl(marked: JsonObject): JsonObject {
  const bare: JsonObject = {}
  for (const [key, value] of Object.entries(marked)) if (key !== 'cache_control') bare[key] = within(value)
  return bare
}

function within(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map(item => (isObject(item) ? withoutCacheControl(item) : item))
  return isObject(value) ? withoutCacheControl(value) : value
}
