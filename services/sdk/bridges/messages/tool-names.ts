/** Names and ids of tools on both sides of a bridge: OpenAI's names are short, Anthropic's ids have few letters. */
import { createHash } from 'node:crypto'
import { asString, objectsOf } from '../../providers/json.ts'
import type { Json } from '../../providers/translator.ts'

const longestName = 64
const hashLength = 8

/** A name OpenAI takes: a long one is cut and told apart by a hash. */
export function shortName(name: string): string {
  if (name.length <= longestName) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength)
  return `${name.slice(0, longestName - hashLength - 1)}_${hash}`
}

/** The client's names by the short ones. */
export function longNames(tools: Json | undefined): ReadonlyMap<string, string> {
  const names = objectsOf(tools).map(tool => asString(tool['name']) ?? '')
  return new Map(names.map(name => [shortName(name), name]))
}
