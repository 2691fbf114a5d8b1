/** Tool schemas whose top is one object: OpenAI's validator refuses alternatives there, and only there. */
import { asObject, isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

const alternatives = ['allOf', 'anyOf', 'oneOf']
const refusedAtTop = [...alternatives, 'enum', 'const', 'not']

/** A schema with the alternatives at its top merged into one object, as far as all of them are objects. */
export function flattened(schema: JsonObject, root: JsonObject = schema, depth = 0): JsonObject {
  const dropped = refusedAtTop.filter(key => (isAlternative(key) ? Array.isArray(schema[key]) : key in schema))
  if (dropped.length === 0 || depth > 32) return schema
  const groups = alternatives.map(key => ({
    key,
    branches: listOf(schema[key]).map(branch => mergeable(branch, root, depth + 1)),
  }))
  const branches = groups.flatMap(group => group.branches)
  if (branches.some(branch => branch === undefined)) return schema
  const whole = branches.filter(branch => branch !== undefined)
  const objects = !('type' in schema) && whole.length > 0 && whole.every(describesObject)
  if (!describesObject(schema) && !objects) return schema
  const required = new Set([
    ...namesOf(schema),
    ...groups.flatMap(({ key, branches: own }) =>
      requiredOf(
        key,
        own.filter(one => one !== undefined),
      ),
    ),
  ])
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !dropped.includes(key)))
  const properties: JsonObject = {}
  for (const one of [...whole.toReversed(), schema]) Object.assign(properties, asObject(one['properties']))
  return {
    ...kept,
    type: 'object',
    properties,
    ...(required.size > 0 ? { required: [...required].toSorted() } : {}),
  }
}

const isAlternative = (key: string): boolean => alternatives.some(one => one === key)
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const namesOf = (schema: JsonObject): string[] =>
  listOf(schema['required']).filter((name): name is string => typeof name === 'string')
const describesObject = (schema: JsonObject): boolean =>
  schema['type'] === 'object' || (!('type' in schema) && isObject(schema['properties']))

// What one of several asks for is not asked for by all.
function requiredOf(key: string, branches: readonly JsonObject[]): string[] {
  const [first = [], ...rest] = branches.map(namesOf)
  if (key === 'allOf') return [first, ...rest].flat()
  return first.filter(name => rest.every(names => names.includes(name)))
}

function mergeable(branch: Json, root: JsonObject, depth: number): JsonObject | undefined {
  if (!isObject(branch) || depth > 32) return undefined
  const ref = branch['$ref']
  if (typeof ref === 'string') {
    const [, container = '', name = ''] = /^#\/(\$defs|definitions)\/(.*)$/.exec(ref) ?? []
    return mergeable(asObject(root[container])?.[name] ?? null, root, depth + 1)
  }
  const flat = flattened(branch, root, depth)
  return alternatives.some(key => key in flat) ? undefined : flat
}
