/** JSON Schemas in the types AWS knows. */
import { isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** Claude Code's `custom` is no type of JSON Schema. */
export function plainTypes(node: JsonObject): JsonObject {
  const plain = (value: Json | undefined): Json | undefined => (isObject(value) ? plainTypes(value) : value)
  const entries = Object.entries(node).map(([key, value]): [string, Json | undefined] => {
    if (key === 'type' && value === 'custom') return [key, 'object']
    if (key === 'items' || key === 'additionalProperties') return [key, plain(value)]
    if (key === 'properties' && isObject(value)) {
      return [key, Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))]
    }
    const combined = ['allOf', 'anyOf', 'oneOf'].includes(key) && Array.isArray(value)
    return [key, combined ? value.map(item => plain(item) ?? null) : value]
  })
  return Object.fromEntries(entries)
}
