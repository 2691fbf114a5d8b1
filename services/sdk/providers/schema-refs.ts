/** References within a JSON Schema, for providers that know none. */
import { asObject, asString, isObject } from './json.ts'
import { RequestFault, type Json, type JsonObject } from './translator.ts'

/** How many bytes of definitions a schema may grow by: references to references grow it exponentially. */
const inlineBudget = 10_000_000

/** The schema with each reference replaced by its definition. */
export function inlined(schema: JsonObject, definitions: JsonObject): Json | undefined {
  let left = inlineBudget
  // References to a definition that is being put in place stay: the schema is recursive.
  const inline = (node: Json | undefined, scope: JsonObject, chain: readonly string[]): Json | undefined => {
    if (Array.isArray(node)) return node.map(item => inline(item, scope, chain) ?? null)
    if (!isObject(node)) return node
    const inner = { ...scope, ...asObject(node['$defs']), ...asObject(node['definitions']) }
    const name = asString(node['$ref'])?.split('/').at(-1)
    if (name === undefined) {
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inline(value, inner, chain)]))
    }
    const target = Object.hasOwn(inner, name) ? asObject(inner[name]) : undefined
    if (!target || chain.includes(name)) return node
    left -= JSON.stringify(target).length
    if (left < 0) throw tooLarge()
    return inline(target, inner, [...chain, name])
  }
  return inline(schema, definitions, [])
}

function tooLarge(): RequestFault {
  return new RequestFault(
    'unpack_defs: inlined schema exceeded the 10,000,000-byte budget. ' +
      'Refusing to deep-copy further to prevent schema-bomb resource exhaustion.',
  )
}
