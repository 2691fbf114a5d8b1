/** Reading JSON of unknown shape without casts all over: each function answers a value of the asked type or nothing. */
import type { Json, JsonObject } from './translator.ts'

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined
}

export function asString(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A count: 0 for whatever is not a number. */
export function asCount(value: Json | undefined): number {
  return typeof value === 'number' ? Math.trunc(value) : 0
}

/** The objects of a list; anything else in it is left out. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The object without keys that are null or undefined (one level). */
export function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined))
}

/** The value without null keys on any level, as pydantic's `exclude_none` writes it. */
export function withoutNullsDeep(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNullsDeep)
  if (!isObject(value)) return value
  const kept: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (item !== null && item !== undefined) kept[key] = withoutNullsDeep(item)
  }
  return kept
}

/** The object without nulls on any level, those of its lists among them. */
export function withoutAnyNulls(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(([, item]) => (item ?? null) !== null)
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNullItems(item ?? null)]))
}

function withoutNullItems(value: Json): Json {
  if (Array.isArray(value)) return value.filter(item => item !== null).map(withoutNullItems)
  return isObject(value) ? withoutAnyNulls(value) : value
}

/** The object without some keys. */
export function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

/** Parsed JSON, or undefined where the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
