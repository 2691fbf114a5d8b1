/** A call that some of OpenAI's models make of several, of a tool that does not exist (handle_invalid_parallel_tool_calls). */
import { asObject, asString, objectsOf, parseJson } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { JsonObject } from '../translator.ts'

/** Calls with those of `multi_tool_use.parallel` in its place. */
export function withoutParallel(calls: readonly JsonObject[]): JsonObject[] {
  return calls.flatMap(call => {
    const called = asObject(call['function'])
    if (called?.['name'] !== 'multi_tool_use.parallel') return [call]
    const uses = objectsOf(asObject(parseJson(asString(called['arguments']) ?? ''))?.['tool_uses'])
    if (uses.length === 0) return [call]
    return uses.map(({ recipient_name: name, parameters }, index) => ({
      id: `${asString(call['id']) ?? ''}_${index}`,
      type: 'function',
      function: { name: (asString(name) ?? '').replace(/^functions\./, ''), arguments: pythonJson(parameters ?? {}) },
    }))
  })
}
