/** JSON Schemas in the dialect of OpenAPI that Gemini takes for tools, and older models for structured answers. */
import { asObject, asString, isObject, omit } from '../json.ts'
import { inlined } from '../schema-refs.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'

/** A schema without references, without what Gemini does not know, and with a type wherever it wants one. */
export function vertexSchema(given: JsonObject): JsonObject {
  const unpacked = asObject(inlined(omit(given, ['$defs']), asObject(given['$defs']) ?? {})) ?? {}
  const steps = [nullable, withUnionTypes, withStringEnums, withItems, withTypes]
  return filtered(steps.reduce((schema, step) => step(schema), unpacked))
}

/** Names the order of the properties: without it Gemini answers them in the order of the alphabet. */
export function withOrdering(schema: JsonObject): JsonObject {
  const properties = asObject(schema['properties'])
  const items = asObject(schema['items'])
  return {
    ...schema,
    ...(properties
      ? {
          propertyOrdering: schema['propertyOrdering'] ?? Object.keys(properties),
          properties: mapValues(properties, withOrdering),
        }
      : {}),
    ...(items ? { items: withOrdering(items) } : {}),
  }
}

/** The value without a key, on every level. */
export function without(node: Json, unwanted: (key: string, value: Json | undefined) => boolean): Json {
  if (Array.isArray(node)) return node.map(item => without(item, unwanted))
  if (!isObject(node)) return node
  const kept = Object.entries(node).filter(([key, value]) => !unwanted(key, value))
  return Object.fromEntries(kept.map(([key, value]) => [key, without(value ?? null, unwanted)]))
}

function mapValues(object: JsonObject, map: (schema: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, isObject(value) ? map(value) : value]))
}

/** Applies a step to the schemas below `properties` and `items`, and below the given lists. */
function below(
  schema: JsonObject,
  step: (schema: JsonObject) => JsonObject,
  lists: readonly string[] = [],
): JsonObject {
  const properties = asObject(schema['properties'])
  const items = asObject(schema['items'])
  const alternatives = lists.flatMap(key => {
    const list = schema[key]
    return Array.isArray(list) ? [[key, list.map(item => (isObject(item) ? step(item) : item))] as const] : []
  })
  return {
    ...schema,
    ...(properties ? { properties: mapValues(properties, step) } : {}),
    ...(items ? { items: step(items) } : {}),
    ...Object.fromEntries(alternatives),
  }
}

// "Or null" is a property of a type here, not a type.
function nullable(schema: JsonObject): JsonObject {
  const list = schema['anyOf']
  if (!Array.isArray(list)) return below(schema, nullable)
  const rest = list.filter(item => !isObject(item) || item['type'] !== 'null')
  if (rest.length === 0) {
    throw new RequestFault(
      'Invalid input: AnyOf schema with only null type is not supported. Please provide a non-null type.',
    )
  }
  const anyOf = rest.map(item => {
    if (!isObject(item)) return item
    const typed = Object.keys(item).length === 0 ? { type: 'object' } : item
    return rest.length < list.length ? { ...typed, nullable: true } : typed
  })
  return below({ ...schema, anyOf }, nullable)
}

const structural = [
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]

const nests = (type: Json): boolean => type === 'object' || type === 'array'

// Several types become alternatives; what describes objects and lists goes with theirs.
function withUnionTypes(schema: JsonObject): JsonObject {
  const types = schema['type']
  if (!Array.isArray(types)) return below(schema, withUnionTypes, ['anyOf'])
  if (types.length === 1) return below({ ...schema, type: types[0] }, withUnionTypes, ['anyOf'])
  if (types.length === 0) return below(schema, withUnionTypes, ['anyOf'])
  const structure = Object.fromEntries(Object.entries(schema).filter(([key]) => structural.includes(key)))
  const anyOf = types
    .filter(type => typeof type === 'string')
    .map(type => (nests(type) ? { type, ...structure } : { type }))
  const rest = omit(schema, ['type', ...(types.some(nests) ? structural : [])])
  return below({ ...rest, anyOf }, withUnionTypes, ['anyOf'])
}

const isString = (item: Json | undefined): boolean => asString(asObject(item)?.['type'])?.toLowerCase() === 'string'

// Enumerations are for strings only, and hold no empty one.
function withStringEnums(schema: JsonObject): JsonObject {
  const values = schema['enum']
  const keeps = isString(schema) || (Array.isArray(schema['anyOf']) && schema['anyOf'].some(isString))
  if (!Array.isArray(values)) return below(schema, withStringEnums, ['anyOf'])
  if (!keeps) return below(omit(schema, ['enum']), withStringEnums, ['anyOf'])
  return below({ ...schema, enum: values.map(item => (item === '' ? null : item)) }, withStringEnums, ['anyOf'])
}

function withItems(schema: JsonObject): JsonObject {
  const isList = typeof schema['type'] === 'string' && schema['type'].toLowerCase() === 'array'
  const items = asObject(schema['items'])
  const bare = !('items' in schema) || (items !== undefined && Object.keys(items).length === 0)
  const completed: JsonObject = isList && bare ? { ...schema, items: { type: 'object' } } : schema
  return Object.fromEntries(
    Object.entries(completed).map(([key, value]) => {
      if (Array.isArray(value)) return [key, value.map(item => (isObject(item) ? withItems(item) : item))]
      return [key, isObject(value) ? withItems(value) : value]
    }),
  )
}

function withTypes(schema: JsonObject): JsonObject {
  const typed = ['type', 'anyOf', 'oneOf', 'allOf'].some(key => key in schema) ? schema : { ...schema, type: 'object' }
  const lists = ['anyOf', 'oneOf', 'allOf']
  const properties = asObject(typed['properties'])
  if (!properties) return below(typed, withTypes, lists)
  // An object without properties must not list any.
  if (Object.keys(properties).length === 0) {
    return below({ ...omit(typed, ['properties', 'required']), type: 'object' }, withTypes, lists)
  }
  const required = typed['required'] === null ? omit(typed, ['required']) : typed
  return below({ ...required, type: 'object' }, withTypes, lists)
}

const schemaKeys = (
  'type format title description nullable default items minItems maxItems enum properties propertyOrdering required ' +
  'minProperties maxProperties minimum maximum minLength maxLength pattern example anyOf'
).split(' ')

function filtered(given: JsonObject): JsonObject {
  const schema = alternativesOnly(given)
  const kept = Object.entries(schema).filter(
    ([key, value]) => schemaKeys.includes(key) && (key !== 'format' || value === 'enum' || value === 'date-time'),
  )
  return below(Object.fromEntries(kept), filtered, ['anyOf'])
}

// Nothing may stand beside alternatives: their title and description are told in each.
function alternativesOnly(schema: JsonObject): JsonObject {
  const list = schema['anyOf']
  if (!Array.isArray(list) || list.length === 0) return schema
  const { title, description } = schema
  const shared = { ...(title ? { title } : {}), ...(description ? { description } : {}) }
  return { anyOf: list.every(isObject) ? list.map(item => ({ ...item, ...shared })) : list }
}
