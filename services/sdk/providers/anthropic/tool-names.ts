/**
 * Tool names as Anthropic takes them: letters, digits, `_` and `-`, at most 128. Others are rewritten, uniquely within a
 * request, and written back in the answer.
 */
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'

const maxLength = 128
const valid = (name: string): string => name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, maxLength)

/** Original name -> the name that is sent; only names that must change are in it. */
export function renamedTools(tools: readonly JsonObject[]): Map<string, string> {
  const names = tools
    .filter(tool => tool['type'] === 'custom')
    .map(tool => asString(tool['name']))
    .filter(name => name !== undefined)
  const used = new Set(names.filter(name => valid(name) === name))
  const renamed = new Map<string, string>()
  for (const name of names) {
    if (valid(name) === name || renamed.has(name)) continue
    const unique = firstFree(valid(name), used)
    renamed.set(name, unique)
    used.add(unique)
  }
  return renamed
}

function firstFree(name: string, used: ReadonlySet<string>): string {
  if (!used.has(name)) return name
  for (let count = 2; ; count += 1) {
    const suffix = `_${count}`
    const next = name.slice(0, maxLength - suffix.length) + suffix
    if (!used.has(next)) return next
  }
}

/** A tool, or a tool_choice that names one, under the name that is sent. */
export function withSentName(value: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  const sent = renamed.get(asString(value['name']) ?? '')
  const named = value['type'] === 'custom' || value['type'] === 'tool' || value['type'] === undefined
  return sent === undefined || !named ? value : { ...value, name: sent }
}

/** A message whose tool calls carry the names that are sent. */
export function withSentNames(message: JsonObject, renamed: ReadonlyMap<string, string>): JsonObject {
  if (renamed.size === 0) return message
  const result = { ...message }
  if (Array.isArray(message['tool_calls'])) {
    result['tool_calls'] = objectsOf(message['tool_calls']).map(call => {
      const called = asObject(call['function'])
      return called ? { ...call, function: withSentName(called, renamed) } : call
    })
  }
  const older = asObject(message['function_call'])
  return older ? { ...result, function_call: withSentName(older, renamed) } : result
}
