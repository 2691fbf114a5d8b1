/** The calls of an answer as LiteLLM hands them on: their arguments are a text, whatever the provider made of them. */
import { asObject } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'

/** A call of a tool that takes a text instead of arguments. */
export const isCustomCall = (call: JsonObject): boolean =>
  call['type'] === 'custom' || (call['custom'] ?? null) !== null

/** What is called, with what. */
export function calledFunction(given: Json | undefined): JsonObject {
  const called = asObject(given) ?? {}
  const { arguments: args = null } = called
  const text = typeof args === 'object' && args !== null ? pythonJson(args) : args
  return { ...called, arguments: text ?? '' }
}
