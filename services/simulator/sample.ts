import type { Json, JsonObject } from './json.ts'
import { asList, asObject, asText } from './json.ts'

const deepest = 6

function sampleString(schema: JsonObject, name: string): string {
  const format = asText(schema['format'])
  if (format === 'date') return '2025-01-31'
  if (format === 'date-time') return '2025-01-31T12:00:00Z'
  if (format === 'email') return 'someone@example.com'
  if (format === 'uri') return 'https://example.com/'
  if (/city|location|place/i.test(name)) return 'Paris'
  return name === '' ? 'example' : `example ${name}`
}

function sampleObject(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  const properties = asObject(schema['properties'])
  const entries = Object.entries(properties).map(([name, inner]) => [
    name,
    sample(asObject(inner), root, name, depth + 1),
  ])
  return Object.fromEntries(entries) as JsonObject
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const path = asText(schema['$ref']).match(/^#\/(\$defs|definitions)\/(.+)$/)
  if (path === null) return schema
  return asObject(asObject(root[path[1] ?? ''])[path[2] ?? ''])
}

/** The type a schema asks for: lower case, the first that is not null, an object where only properties are given. */
function typeOf(schema: JsonObject): string {
  const type = schema['type']
  const first = Array.isArray(type) ? type.find(one => one !== 'null') : type
  return asText(first).toLowerCase() || (schema['properties'] === undefined ? '' : 'object')
}

/** A value that fits a JSON Schema roughly: enough for a client that validates the shape. Gemini's upper-case types too. */
export function sample(schema: JsonObject, root: JsonObject = schema, name = '', depth = 0): Json {
  const own = resolve(schema, root)
  if (own['const'] !== undefined) return own['const']
  const choices = asList(own['enum'])
  if (choices[0] !== undefined) return choices[0]
  const variants = [...asList(own['anyOf']), ...asList(own['oneOf'])]
  const variant = variants.find(one => asObject(one)['type'] !== 'null')
  if (variant !== undefined) return sample(asObject(variant), root, name, depth + 1)
  switch (typeOf(own)) {
    case 'object':
      return depth > deepest ? {} : sampleObject(own, root, depth)
    case 'array':
      return depth > deepest ? [] : [sample(asObject(own['items']), root, name, depth + 1)]
    case 'integer':
    case 'number':
      return typeof own['minimum'] === 'number' ? own['minimum'] : 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return sampleString(own, name)
  }
}
