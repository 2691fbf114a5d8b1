/** Structured answers where a model has none of its own: a tool that must be called, whose arguments are the answer. */
import { asObject, asString, objectsOf, omit } from '../json.ts'
import type { JsonObject } from '../translator.ts'

const name = 'json_tool_call'

/** The tool, and the choice of it. */
export function jsonTool(schema: JsonObject): { tool: JsonObject; choice: JsonObject } {
  return {
    tool: { type: 'function', function: { name, parameters: schema } },
    choice: { type: 'function', function: { name } },
  }
}

/** The schema that a request wants its answer to have. */
export function schemaIn(params: JsonObject): JsonObject | undefined {
  const format = asObject(params['response_format'])
  return asObject(format?.['response_schema']) ?? asObject(asObject(format?.['json_schema'])?.['schema'])
}

/** A message, or a stream's delta, with the arguments of its one tool call as content. */
export function withoutJsonTool(message: JsonObject): JsonObject {
  const calls = objectsOf(message['tool_calls'])
  if (calls.length !== 1) return message
  const content = asString(asObject(calls[0]?.['function'])?.['arguments']) ?? ''
  return { ...omit(message, ['tool_calls']), content }
}
