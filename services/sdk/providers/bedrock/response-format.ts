/** `response_format`: Converse's structured output where the model has it, else a tool the model is made to call. */
import { jsonToolName } from '../anthropic/response-format.ts'
import { asObject, asString, isObject } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { flagOf, supports } from './knowledge.ts'

export interface MappedFormat {
  /** Whether the arguments of the json tool become content. */
  readonly jsonMode: boolean
  readonly outputConfig?: JsonObject
  readonly tool?: JsonObject
  /** Whether the model must call the tool. */
  readonly forced?: boolean
}

/** Maps a response format; one without a schema asks for nothing. */
export function mapResponseFormat(value: Json | undefined, model: string, thinking: boolean): MappedFormat {
  const format = asObject(value)
  if (!format || format['type'] === 'text') return { jsonMode: false }
  const named = asObject(format['json_schema'])
  const schema = asObject(format['response_schema']) ?? asObject(named?.['schema'])
  if (!schema) return { jsonMode: true }
  const description = asString(named?.['description'])
  if (supports(model, 'supports_native_structured_output')) {
    return { jsonMode: true, outputConfig: outputConfig(schema, asString(named?.['name']), description) }
  }
  return {
    jsonMode: true,
    tool: {
      type: 'function',
      function: { name: jsonToolName, parameters: schema, ...(description ? { description } : {}) },
    },
    forced: supports(model, 'supports_tool_choice') && !thinking && flagOf(model, 'supports_forced_tool_use') !== false,
  }
}

/** The schema as text, each object of it closed. */
export function outputConfig(schema: JsonObject, name?: string, description?: string): JsonObject {
  const jsonSchema = {
    schema: pythonJson(closed(schema)),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  }
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } }
}

function closed(node: Json | undefined): Json | undefined {
  if (!isObject(node)) return node
  const eachValue = (value: Json | undefined): Json | undefined =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)])) : value
  const entries = Object.entries(node).map(([key, value]): [string, Json | undefined] => {
    if (key === 'items') return [key, closed(value)]
    if (['properties', '$defs', 'definitions'].includes(key)) return [key, eachValue(value)]
    const list = ['anyOf', 'allOf', 'oneOf'].includes(key) && Array.isArray(value)
    return [key, list ? value.map(item => closed(item) ?? null) : value]
  })
  const open = node['type'] === 'object' && !('additionalProperties' in node)
  return { ...Object.fromEntries(entries), ...(open ? { additionalProperties: false } : {}) }
}
