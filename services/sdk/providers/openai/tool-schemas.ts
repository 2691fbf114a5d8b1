/**
 * Tool schemas without the regular expressions that OpenAI's validator refuses: it hands each one to Python's `re`, and
 * turns the whole request down over one that does not compile. Only places of a schema are looked at, not its data.
 */
import { asObject, isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { flattened } from './tool-alternatives.ts'

const single = new Set(
  (
    'additionalItems additionalProperties contains else if items not propertyNames then ' +
    'unevaluatedItems unevaluatedProperties'
  ).split(' '),
)
const listed = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems'])
const mapped = new Set(['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'])

/** A schema without what Python cannot compile. */
export const withPythonPatterns = (schema: JsonObject): JsonObject => checked(schema)

/** A tool whose schema holds only what Python can compile; the same object where that is so already. */
export const withPythonPatternsIn = (tool: JsonObject): JsonObject => withSchema(tool, checked)

/** The same, and without alternatives at the top of its schema, which the validator refuses, too. */
export const flattenedIn = (tool: JsonObject): JsonObject => withSchema(tool, schema => flattened(checked(schema)))

function withSchema(tool: JsonObject, map: (schema: JsonObject) => JsonObject): JsonObject {
  const called = asObject(tool['function'])
  if (called) {
    const parameters = asObject(called['parameters'])
    return parameters ? { ...tool, function: { ...called, parameters: map(parameters) } } : tool
  }
  const schema = asObject(tool['input_schema'])
  return schema ? { ...tool, input_schema: map(schema) } : tool
}

function checked(schema: JsonObject): JsonObject {
  const kept: JsonObject = {}
  const dropped: Json[] = []
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'pattern' && typeof value === 'string' && !compilesInPython(value)) continue
    kept[key] = key === 'patternProperties' ? namesChecked(value, dropped) : checkedAt(key, value)
  }
  // The names a dropped pattern allowed stay allowed.
  if (dropped.length > 0 && kept['additionalProperties'] === false) {
    kept['additionalProperties'] = dropped.length === 1 ? (dropped[0] ?? null) : { anyOf: dropped }
  }
  return kept
}

function namesChecked(value: Json | undefined, dropped: Json[]): Json | undefined {
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, isObject(inner) ? checked(inner) : inner] as const,
  )
  for (const [name, inner] of entries) if (!compilesInPython(name)) dropped.push(inner ?? null)
  return Object.fromEntries(entries.filter(([name]) => compilesInPython(name)))
}

function checkedAt(key: string, value: Json | undefined): Json | undefined {
  if (isObject(value) && mapped.has(key)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isObject(inner) ? checked(inner) : inner]),
    )
  }
  if (Array.isArray(value) && listed.has(key)) return value.map(item => (isObject(item) ? checked(item) : item))
  return isObject(value) && single.has(key) ? checked(value) : value
}

/**
 * Whether Python's `re` takes an expression: as JavaScript does, but for named groups, which it writes `(?P<…>`, and
 * escaped letters that have no meaning, which it refuses (`\p{L}`, `\k<n>`, `\c`).
 */
function compilesInPython(pattern: string): boolean {
  if (/(?<!\\)(?:\\\\)*\(\?<(?![=!])/.test(pattern)) return false
  const letters = [...pattern.matchAll(/\\(.)/gs)].map(([, letter = '']) => letter)
  if (letters.some(letter => /[a-zA-Z]/.test(letter) && !/[AbBdDsSwWZafnrtvxuUN]/.test(letter))) return false
  try {
    return new RegExp(pattern.replaceAll('(?P<', '(?<').replaceAll(/\\[AZaUN]/g, '')) instanceof RegExp
  } catch {
    return false
  }
}
