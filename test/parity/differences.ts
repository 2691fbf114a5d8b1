/** Where two observations differ. */
import type { Json, JsonObject } from '../../services/simulator/json.ts'

/** One place; undefined where a side has nothing there. */
export interface Difference {
  /** Dotted, list positions included: `upstream.0.body.max_tokens`. */
  readonly at: string
  readonly litellm: Json | undefined
  readonly ours: Json | undefined
}

/** Every place where they differ. Lists of different lengths are one difference: their positions mean nothing then. */
export function differences(litellm: Json | undefined, ours: Json | undefined, at = ''): Difference[] {
  if (Array.isArray(litellm) && Array.isArray(ours) && litellm.length === ours.length) {
    return litellm.flatMap((value, index) => differences(value, ours[index], join(at, String(index))))
  }
  if (isObject(litellm) && isObject(ours)) {
    const keys = new Set([...Object.keys(litellm), ...Object.keys(ours)])
    return [...keys].flatMap(key => differences(litellm[key], ours[key], join(at, key)))
  }
  return isSame(litellm, ours) ? [] : [{ at, litellm, ours }]
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other
  return JSON.stringify(one) === JSON.stringify(other)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
