/** Schemas of tools as Oracle takes them: no references, no alternatives, no titles. */
import { asObject, asString, isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** A schema in the plain form. */
export function ociSchema(schema: JsonObject): JsonObject {
  return asObject(sanitised(withoutAlternatives(withoutReferences(schema)))) ?? {}
}

function withoutReferences(schema: JsonObject): JsonObject {
  const known = asObject(schema['$defs']) ?? {}
  const resolve = (value: Json, within: readonly string[]): Json => {
    if (Array.isArray(value)) return value.map(item => resolve(item, within))
    if (!isObject(value)) return value
    const name = /^#\/\$defs\/(?:.*\/)?([^/]+)$/.exec(asString(value['$ref']) ?? '')?.[1]
    if (name === undefined) return value['$ref'] === undefined ? mapped(value, item => resolve(item, within)) : value
    // A schema that contains itself ends here.
    return within.includes(name) ? { type: 'object' } : resolve(known[name] ?? value, [...within, name])
  }
  const { $defs: _, ...rest } = asObject(resolve(schema, [])) ?? {}
  return rest
}

function withoutAlternatives(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutAlternatives)
  if (!isObject(value)) return value
  const { anyOf, ...rest } = value
  const first =
    Array.isArray(anyOf) && !('type' in value)
      ? anyOf.find(one => !(isObject(one) && one['type'] === 'null'))
      : undefined
  if (first === undefined) return mapped(value, withoutAlternatives)
  return withoutAlternatives({ ...rest, ...asObject(first) })
}

const mapped = (value: JsonObject, change: (item: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item ?? null)]))

function sanitised(value: Json): Json {
  if (Array.isArray(value)) return value.map(sanitised)
  if (!isObject(value)) return value
  const entries = Object.entries(value).flatMap(([key, item = null]): [string, Json][] => {
    if (key === 'title' || (key === 'default' && item === null)) return []
    return [[key, key === 'type' && (item === 'any' || Array.isArray(item)) ? plainType(item) : sanitised(item)]]
  })
  const plain: JsonObject = Object.fromEntries(entries)
  return {
    ...plain,
    ...(plain['type'] === 'array' ? { items: plain['items'] ?? { type: 'object' } } : {}),
    ...required(plain),
  }
}

const plainType = (type: Json): Json =>
  Array.isArray(type) ? (type.find(one => one !== 'null') ?? 'string') : 'object'

function required({ required: names, properties }: JsonObject): JsonObject {
  if (names === undefined) return {}
  if (!Array.isArray(names)) return { required: [] }
  return isObject(properties) ? { required: names.filter(name => typeof name === 'string' && name in properties) } : {}
}
