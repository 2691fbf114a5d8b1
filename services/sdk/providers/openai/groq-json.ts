/**
 * Structured answers at Groq: a model that has none of its own is given a tool it must call, and the tool's arguments
 * are the answer.
 */
import { omit } from '../json.ts'
import { RequestFault, type JsonObject, type Target } from '../translator.ts'
import { jsonTool, schemaIn } from './json-tool.ts'
import { groqHasSchemas } from './supported.ts'

/** The parameters with the tool in the place of the schema. */
export function withJsonTool(params: JsonObject, model: string): JsonObject {
  const schema = schemaIn(params)
  if (schema === undefined || groqHasSchemas(model)) return params
  if (params['tools'] !== undefined) {
    throw new RequestFault(
      `Groq model '${model}' does not support native structured outputs. LiteLLM uses a tool-calling workaround for ` +
        'structured outputs on this model, which is incompatible with user-provided tools. Either use a model that ' +
        'supports native structured outputs (e.g., gpt-oss-120b, llama-4, kimi-k2), or remove the tools parameter. ' +
        'See: https://console.groq.com/docs/structured-outputs#supported-models',
    )
  }
  const { tool, choice } = jsonTool(schema)
  return { ...omit(params, ['response_format']), tools: [tool], tool_choice: params['tool_choice'] ?? choice }
}

/** Whether the answer's tool call is to become its content. */
export function groqAnswersByTool(chat: JsonObject, target: Target): boolean {
  if (target.provider !== 'groq' || groqHasSchemas(target.model)) return false
  return schemaIn({ ...target.defaults, ...chat }) !== undefined
}
