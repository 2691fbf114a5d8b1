/** `additional_drop_params` that name a place within a parameter: `tools[*].function.strict`, `a.b`, `a[0].b`. */
import { isObject } from './json.ts'
import type { Json, JsonObject } from './translator.ts'

/** The parameters without the places that paths lead to; names without a path are no business of this one. */
export function withoutNested(params: JsonObject, dropped: Json | undefined): JsonObject {
  const paths = Array.isArray(dropped) ? dropped.filter(path => typeof path === 'string') : []
  return paths
    .filter(path => /[.[]/.test(path))
    .reduce<JsonObject>((result, path) => {
      const left = without(result, path.match(/[^.[]+|\[[^\]]*\]/g) ?? [])
      return isObject(left) ? left : result
    }, params)
}

function without(value: Json, [segment, ...rest]: readonly string[]): Json {
  if (segment === undefined) return value
  if (Array.isArray(value)) return rest.length === 0 ? value : withoutInList(value, segment, rest)
  if (!isObject(value) || segment.startsWith('[') || !Object.hasOwn(value, segment)) return value
  const { [segment]: child = null, ...others } = value
  return rest.length === 0 ? others : { ...value, [segment]: fits(child, rest) ? without(child, rest) : child }
}

// A list is entered by an index or a star only, and an object by a name.
const fits = (child: Json, [next = '']: readonly string[]): boolean =>
  next.startsWith('[') ? Array.isArray(child) : isObject(child)

function withoutInList(list: readonly Json[], segment: string, rest: readonly string[]): Json[] {
  const index = /^\[\s*(\d+)\s*\]$/.exec(segment)?.[1]
  return list.map((item, at) => (segment === '[*]' || at === Number(index) ? without(item, rest) : item))
}
