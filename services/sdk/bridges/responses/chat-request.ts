/** A request of the Responses API as a chat completion (litellm/responses/litellm_completion_transformation). */
import { asObject, asString, objectsOf, omit, withoutNulls } from '../../providers/json.ts'
import { profileOf } from '../../providers/openai/profiles.ts'
import { supportedParams } from '../../providers/openai/supported.ts'
import { NotServed, type Json, type JsonObject, type Target } from '../../providers/translator.ts'
import { labelling } from '../../providers/vertex/labels.ts'
import { wireName } from '../../providers/vertex/models.ts'
import { refuseGatewayTools } from '../gateway-tools.ts'
import { type FindCall, hoisted, inputMessages, withCalls } from './input-messages.ts'
import { chatToolChoice, chatTools } from './tools.ts'

/** Parameters of the API's own: translated, or of no meaning for a chat. */
const own = (
  'input instructions max_output_tokens metadata parallel_tool_calls previous_response_id reasoning store background ' +
  'temperature text tool_choice tools top_p truncation user include prompt stream_options partial_images ' +
  'context_management safety_identifier service_tier'
).split(' ')

/** The chat completion that asks the same; `toldCall` finds a call of an earlier answer. */
export function chatRequest(body: JsonObject, target: Target, toldCall: FindCall = () => undefined): JsonObject {
  const asked = hoisted(withoutNulls(body))
  if (asked['prompt'] !== undefined) throw new NotServed('The sdk backend keeps no prompts.')
  refuseGatewayTools(asked['tools'])
  if (objectsOf(asked['tools']).some(({ type }) => type === 'file_search')) {
    throw new NotServed('The sdk backend searches no files.')
  }
  const { tools, search } = chatTools(asked['tools'])
  const choice = chatToolChoice(asked['tool_choice'])
  const calls: JsonObject =
    tools.length === 0
      ? {}
      : { tools, ...(choice === undefined ? {} : { tool_choice: choice }), ...present(asked, 'parallel_tool_calls') }
  const streams = asked['stream'] === true
  const messages = inputMessages(asked['input'], asked['instructions'], toldCall)
  // Without a database LiteLLM knows no more of an earlier answer than its calls.
  const continues = Boolean(asked['previous_response_id'])
  return {
    ...omit(asked, own),
    messages: continues ? withCalls(messages, tools) : messages,
    ...calls,
    ...['top_p', 'user', 'temperature', 'safety_identifier', 'context_management'].reduce<JsonObject>(
      (all, key) => ({ ...all, ...present(asked, key) }),
      {},
    ),
    ...present(asked, 'max_output_tokens', 'max_tokens'),
    ...labelling(asked['metadata'], target),
    ...(search && searches(target) ? { web_search_options: search } : {}),
    ...responseFormat(asked['text']),
    ...effort(asked['reasoning']),
    ...(streams ? { stream: true, stream_options: { include_usage: true } } : {}),
  }
}

const present = (body: JsonObject, key: string, name = key): JsonObject =>
  body[key] === undefined ? {} : { [name]: body[key] }

/** Providers on wires of their own whose models may search. */
const searching = new Set(['anthropic', 'bedrock', 'gemini', 'vertex_ai'])

/** A search that the model does not make is left out, as nobody has asked for it by that name. */
function searches(target: Target): boolean {
  const provider = wireName(target)
  if (profileOf(provider) === null) return searching.has(provider)
  return supportedParams(provider, target.model).has('web_search_options')
}

function responseFormat(text: Json | undefined): JsonObject {
  const format = asObject(asObject(text)?.['format'])
  if (format?.['type'] === 'json_object') return { response_format: { type: 'json_object' } }
  if (format?.['type'] !== 'json_schema') return {}
  const { name = 'response_schema', schema = {}, strict = false } = format
  return { response_format: { type: 'json_schema', json_schema: { name, schema, strict } } }
}

function effort(reasoning: Json | undefined): JsonObject {
  const asked = asString(reasoning) ?? asObject(reasoning)?.['effort'] ?? null
  return asked === null || asked === '' ? {} : { reasoning_effort: asked }
}
