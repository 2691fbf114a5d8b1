/** JSON Schemas as Anthropic takes them: for tools (`input_schema`) and for structured answers (`output_format`). */
import { asObject, asString, isObject, omit } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import { inlined } from '../schema-refs.ts'
import type { Json, JsonObject } from '../translator.ts'

const toolSchemaKeys = ['type', 'properties', 'additionalProperties', 'required', '$defs', 'strict']

/** A tool's parameters as `input_schema`. */
export function inputSchema(parameters: Json | undefined): JsonObject {
  const given = asObject(parameters) ?? {}
  const schema: JsonObject = { ...given, type: 'object', properties: given['properties'] ?? {} }
  const components = asObject(asObject(schema['components'])?.['schemas'])
  const legacy = 'definitions' in schema || components !== undefined
  const definitions = { ...components, ...asObject(schema['definitions']) }
  const unpacked = legacy ? asObject(inlined(omit(schema, ['definitions', 'components']), definitions)) : schema
  return Object.fromEntries(Object.entries(unpacked ?? {}).filter(([key]) => toolSchemaKeys.includes(key)))
}

/** A `json_schema` response format as Anthropic's structured output takes it. */
export function outputSchema(schema: JsonObject): JsonObject {
  const definitions = { ...asObject(schema['$defs'] ?? schema['definitions']) }
  const key = '$defs' in schema ? '$defs' : 'definitions'
  const unpacked = Object.keys(definitions).length > 0 ? inlined(omit(schema, [key]), definitions) : omit(schema, [key])
  return filtered(asObject(unpacked) ?? {})
}

/** What Anthropic's grammar cannot enforce, told in the description instead. */
const notes = new Map<string, string>([
  ['minItems', 'minimum number of items: {}'],
  ['maxItems', 'maximum number of items: {}'],
  ['uniqueItems', 'all array items must be unique'],
  ['contains', 'array must contain an item matching: {}'],
  ['minContains', 'minimum number of matching items: {}'],
  ['maxContains', 'maximum number of matching items: {}'],
  ['prefixItems', 'leading items must match, in order: {}'],
  ['minimum', 'minimum value: {}'],
  ['maximum', 'maximum value: {}'],
  ['exclusiveMinimum', 'exclusive minimum value: {}'],
  ['exclusiveMaximum', 'exclusive maximum value: {}'],
  ['multipleOf', 'must be a multiple of {}'],
  ['minLength', 'minimum length: {}'],
  ['maxLength', 'maximum length: {}'],
  ['minProperties', 'minimum number of properties: {}'],
  ['maxProperties', 'maximum number of properties: {}'],
  ['patternProperties', 'properties whose names match each pattern must satisfy: {}'],
  ['propertyNames', 'property names must satisfy: {}'],
  ['dependentRequired', 'dependent required properties: {}'],
  ['dependentSchemas', 'dependent schemas: {}'],
  ['unevaluatedProperties', 'unevaluated properties must satisfy: {}'],
  ['if', 'conditional (if): {}'],
  ['then', 'conditional (then): {}'],
  ['else', 'conditional (else): {}'],
  ['not', 'must not match: {}'],
])

function filtered(schema: JsonObject): JsonObject {
  const description = described(schema)
  const result: JsonObject = description ? { description } : {}
  for (const [key, value] of Object.entries(schema)) {
    if (notes.has(key) || (key === 'type' && enumContradictsType(schema)) || (key === 'description' && description))
      continue
    if (key === 'properties' || key === '$defs') result[key] = eachValue(value)
    else if (key === 'items') result[key] = isObject(value) ? filtered(value) : value
    else if (key === 'allOf') result[key] = eachItem(value)
    else if (key === 'anyOf' || key === 'oneOf') {
      const before = Array.isArray(result['anyOf']) ? result['anyOf'] : []
      const more = eachItem(value)
      result['anyOf'] = Array.isArray(more) ? [...before, ...more] : (more ?? null)
    } else result[key] = value
  }
  return result['type'] === 'object' ? { ...result, additionalProperties: false } : result
}

function eachValue(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isObject(item) ? filtered(item) : item]))
}

function eachItem(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value.map(item => (isObject(item) ? filtered(item) : item)) : value
}

function described(schema: JsonObject): string | undefined {
  const told = [...notes]
    .filter(([key]) => key in schema && schema[key] !== false)
    .map(([key, note]) => note.replace('{}', plain(schema[key])))
  if (told.length === 0) return undefined
  const before = asString(schema['description'])
  return `${before ? `${before} ` : ''}Note: ${told.join(', ')}.`
}

const plain = (value: Json | undefined): string => (typeof value === 'string' ? value : pythonJson(value))

function enumContradictsType(schema: JsonObject): boolean {
  const { enum: values, type } = schema
  if (!Array.isArray(values) || type === undefined || type === null) return false
  if (Array.isArray(type)) return true
  return typeof type === 'string' && !values.every(value => isOfType(value, type))
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'integer':
      return Number.isInteger(value)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === type
    default:
      return true
  }
}
