/**
 * Structured answers at Groq: a model that has none of its own is given a tool it must call, and the tool's arguments
 * are the answer.
 */
import { asObject, asString, objectsOf, omit } from '../json.ts'
import { RequestFault, type JsonObject, type Target } from '../translator.ts'
import { groqHasSchemas } from './supported.ts'

const toolName = 'json_tool_call'

/** The parameters with the tool in the place of the schema. */
export function withJsonTool(params: JsonObject, model: string): JsonObject {
  const schema = schemaOf(params)
  if (schema === undefined || groqHasSchemas(model)) return params
  if (params['tools'] !== undefined) {
    throw new RequestFault(
      `Groq model '${model}' does not support native structured outputs. LiteLLM uses a tool-calling workaround for ` +
        'structured outputs on this model, which is incompatible with user-provided tools. Either use a model that ' +
        'supports native structured outputs (e.g., gpt-oss-120b, llama-4, kimi-k2), or remove the tools parameter. ' +
        'See: https://console.groq.com/docs/structured-outputs#supported-models',
    )
  }
  return {
    ...omit(params, ['response_format']),
    tools: [{ type: 'function', function: { name: toolName, parameters: schema } }],
    tool_choice: { type: 'function', function: { name: toolName } },
  }
}

function schemaOf(params: JsonObject): JsonObject | undefined {
  const format = asObject(params['response_format'])
  return asObject(format?.['response_schema']) ?? asObject(asObject(format?.['json_schema'])?.['schema'])
}

/** Whether the answer's tool call is to become its content. */
export function answersByTool(chat: JsonObject, target: Target): boolean {
  if (target.provider !== 'groq' || groqHasSchemas(target.model)) return false
  return schemaOf({ ...target.defaults, ...chat }) !== undefined
}

/** A message, or a stream's delta, with the arguments of its one tool call as content. */
export function withoutJsonTool(message: JsonObject): JsonObject {
  const calls = objectsOf(message['tool_calls'])
  if (calls.length !== 1) return message
  const content = asString(asObject(calls[0]?.['function'])?.['arguments']) ?? ''
  return { ...omit(message, ['tool_calls']), content }
}
