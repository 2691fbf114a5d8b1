/** A schema as OpenAI's strict mode wants it: no other properties, and all of them required, on every level. */
import { isObject } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** The schema with every object closed. */
export function strictSchema(schema: Json | undefined): Json {
  if (!isObject(schema)) return schema ?? null
  const closed: JsonObject = { ...schema }
  const { properties } = schema
  if (schema['type'] === 'object' && isObject(properties)) {
    closed['properties'] = mapped(properties)
    closed['additionalProperties'] = false
    closed['required'] = Object.keys(properties)
  }
  if ('items' in schema) closed['items'] = strictSchema(schema['items'])
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const branches = schema[key]
    if (Array.isArray(branches)) closed[key] = branches.map(strictSchema)
  }
  for (const key of ['$defs', 'definitions']) {
    const named = schema[key]
    if (isObject(named)) closed[key] = mapped(named)
  }
  return closed
}

const mapped = (named: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(named).map(([key, schema]) => [key, strictSchema(schema)]))
