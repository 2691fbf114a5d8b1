/** `response_format`: Anthropic's structured output where the model has it, else a tool the model is made to call. */
import { asObject, isObject } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { outputSchema } from './json-schema.ts'
import { hasTrait } from './models.ts'

/** The tool whose arguments become the answer's content. */
export const jsonToolName = 'json_tool_call'

export interface MappedFormat {
  /** Whether the answer of the json tool becomes content. */
  readonly jsonMode: boolean
  readonly outputFormat?: JsonObject
  readonly tool?: JsonObject
}

/** Maps a response format; one without a schema asks for nothing. */
export function mapResponseFormat(value: JsonObject | undefined, model: string): MappedFormat {
  const native = hasTrait(model, 'nativeSchema')
  const named = asObject(asObject(value?.['json_schema'])?.['schema'])
  const schema = asObject(value?.['response_schema']) ?? asObject(named && shortReferences(named))
  if (value === undefined || schema === undefined || value['type'] === 'text') {
    return { jsonMode: value !== undefined && native }
  }
  if (native) return { jsonMode: true, outputFormat: { type: 'json_schema', schema: outputSchema(schema) } }
  return { jsonMode: true, tool: { name: jsonToolName, input_schema: { type: 'object', ...schema } } }
}

// LiteLLM writes the references of a schema without their `#`.
function shortReferences(node: Json): Json {
  if (Array.isArray(node)) return node.map(shortReferences)
  if (!isObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === '$ref' && typeof value === 'string') return [key, value.replace(/^#\/\$defs\//, '/$defs/')]
      return [key, value === undefined ? undefined : shortReferences(value)]
    }),
  )
}
