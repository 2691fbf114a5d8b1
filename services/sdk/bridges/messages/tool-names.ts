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

/** Between a call's id and the signature of the thought behind it, where Gemini's wire put them together. */
const signatureMark = '__thought__'

/** An id Anthropic takes. */
export function toolUseId(id: string): string {
  return (id.split(signatureMark, 1)[0] ?? '').replaceAll(/[^a-zA-Z0-9_-]/g, '_') || 'tool_use_id'
}

/** The signature that an id carries. */
export function signatureOf(id: string): string | undefined {
  const at = id.indexOf(signatureMark)
  return at < 0 ? undefined : id.slice(at + signatureMark.length) || undefined
}
