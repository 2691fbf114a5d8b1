/** A chat completion as a request to Oracle's generative models, in the form of all vendors but Cohere. */
import { findModel } from '../../models/table.ts'
import { asObject, asString, objectsOf, withoutNulls } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import type { Asked } from '../plain/wire.ts'
import { type Json, type JsonObject, NotServed, type ProviderFault, type Target } from '../translator.ts'
import { ociSchema } from './schema.ts'

const usualRegion = 'us-ashburn-1'
const usualLimit = 4096

/** Oracle's names of OpenAI's parameters. */
export const ociNames: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  frequency_penalty: 'frequencyPenalty',
  logprobs: 'logProbs',
  logit_bias: 'logitBias',
  n: 'numGenerations',
  presence_penalty: 'presencePenalty',
  seed: 'seed',
  stop: 'stop',
  top_p: 'topP',
}

/** Where a region's models are asked. */
export function ociUrl({ apiBase, defaults }: Target, action = 'chat'): string {
  const region = asString(defaults['oci_region']) ?? usualRegion
  const base = apiBase.replace(/\/20231130\/actions\/[^/?#]+\/?$/, '').replace(/\/+$/, '')
  return `${base || `https://inference.generativeai.${region}.oci.${domainOf(defaults)}`}/20231130/actions/${action}`
}

const realms: Readonly<Record<string, string>> = {
  oc1: 'oraclecloud.com',
  oc2: 'oraclegovcloud.com',
  oc3: 'oraclegovcloud.com',
  oc4: 'oraclegovcloud.uk',
  oc19: 'oraclecloud.eu',
}

/** The realm of a compartment is in its name; a few have a number in their domain instead. */
function domainOf(defaults: JsonObject): string {
  const realm = /^ocid1\.[a-z0-9]+\.([a-z0-9]+)\./i.exec(asString(defaults['oci_compartment_id']) ?? '')?.[1] ?? 'oc1'
  const known = realms[realm.toLowerCase()]
  if (known === undefined) throw new NotServed(`the sdk backend does not know where the realm ${realm} is`)
  return known
}

/** The body of a request. Throws what LiteLLM refuses. */
export function ociBody({ chat, messages, target, openai, own, streams, drop }: Asked): JsonObject {
  if ((chat['stream_options'] ?? null) !== null && !drop) {
    throw refusal('param `stream_options` is not supported on OCI', target)
  }
  const { defaults, model } = target
  const mode = asString(own['oci_serving_mode']) ?? 'ON_DEMAND'
  if (mode !== 'ON_DEMAND' && mode !== 'DEDICATED') {
    throw refusal("kwarg `oci_serving_mode` must be either 'ON_DEMAND' or 'DEDICATED'", target)
  }
  const serving = mode === 'DEDICATED' ? { endpointId: own['oci_endpoint_id'] ?? model } : { modelId: model }
  const { tools, tool_choice: choice, response_format: format, reasoning_effort: effort } = openai
  return {
    compartmentId: defaults['oci_compartment_id'],
    servingMode: { servingType: mode, ...serving },
    chatRequest: withoutNulls({
      apiFormat: 'GENERIC',
      messages: messages.flatMap(message => toldMessage(message, target)),
      isStream: streams,
      ...named(openai),
      ...limitOf(openai, model),
      reasoningEffort: effortOf(effort),
      tools: tools === undefined ? undefined : objectsOf(tools).map(tool => toldTool(tool, target)),
      toolChoice: choiceOf(choice, target),
      responseFormat: formatOf(asObject(format), target),
    }),
  }
}

function named(openai: JsonObject): JsonObject {
  const entries = Object.entries(openai).flatMap(([name, value]) => {
    const own = Object.hasOwn(ociNames, name) ? ociNames[name] : undefined
    if (own === undefined) return []
    // Oracle takes a number of log probabilities and a list of ends.
    if (name === 'logprobs') return [[own, Number(value)] as const]
    return [[own, value] as const]
  })
  return Object.fromEntries(entries)
}

/** OpenAI's models and those that reason have the newer name of the limit. */
function limitOf({ max_tokens: older, max_completion_tokens: newer }: JsonObject, model: string): JsonObject {
  const vendor = model.toLowerCase()
  const renamed = vendor.startsWith('openai.')
    ? !vendor.startsWith('openai.gpt-oss')
    : findModel('oci', model)?.entry['supports_reasoning'] === true
  return { [renamed ? 'maxCompletionTokens' : 'maxTokens']: newer ?? older ?? usualLimit }
}

function effortOf(effort: Json | undefined): Json | undefined {
  if (typeof effort !== 'string') return effort
  return effort.toUpperCase() === 'DISABLE' ? 'NONE' : effort.toUpperCase()
}

function refusal(text: string, target: Target): ProviderFault {
  return litellmFault('BadRequestError', 400, `OciException - ${text}`, target)
}

const choices: Readonly<Record<string, string>> = { auto: 'AUTO', none: 'NONE', required: 'REQUIRED', any: 'REQUIRED' }

function choiceOf(choice: Json | undefined, target: Target): JsonObject | undefined {
  if (choice === undefined) return undefined
  if (typeof choice === 'string') {
    const type = choices[choice.toLowerCase()]
    return type === undefined ? { type: 'FUNCTION', name: choice } : { type }
  }
  const name = asString(asObject(asObject(choice)?.['function'])?.['name'])
  if (!name) throw refusal("Invalid tool_choice for OCI: 'FUNCTION' type requires a non-empty function name", target)
  return { type: 'FUNCTION', name }
}

function formatOf(format: JsonObject | undefined, target: Target): JsonObject | undefined {
  const type = asString(format?.['type'])?.toLowerCase()
  if (type === undefined) return undefined
  if (type !== 'json_schema') return { type: type === 'json' ? 'JSON_OBJECT' : type.toUpperCase() }
  const schema = asObject(format?.['json_schema'])
  if (!schema) throw refusal("response_format type 'json_schema' requires a 'json_schema' object", target)
  const jsonSchema = withoutNulls({
    name: schema['name'] || 'response',
    description: schema['description'],
    schema: schema['schema'],
    isStrict: schema['strict'],
  })
  return { type: 'JSON_SCHEMA', jsonSchema }
}

function toldTool(tool: JsonObject, target: Target): JsonObject {
  if (tool['type'] !== 'function') throw refusal('OCI only supports function tools', target)
  const called = asObject(tool['function'])
  if (!called) throw refusal('Tool `function` must be a dictionary', target)
  const { name, description = '', parameters } = called
  return withoutNulls({ type: 'FUNCTION', name, description, parameters: ociSchema(asObject(parameters) ?? {}) })
}

const textPart = (words: Json): JsonObject => ({ type: 'TEXT', text: words })

function toldMessage(message: JsonObject, target: Target): JsonObject[] {
  const { role, content, tool_calls: calls, tool_call_id: id } = message
  if (role === 'assistant' && Array.isArray(calls)) {
    return [{ role: 'ASSISTANT', toolCalls: objectsOf(calls).map(call => toldCall(call, target)) }]
  }
  if (role === 'tool') {
    if (typeof id !== 'string') throw refusal('Tool result message must have a string `tool_call_id`', target)
    if (typeof content !== 'string') throw refusal('Tool result message `content` must be a string', target)
    return [{ role: 'TOOL', content: [textPart(content)], toolCallId: id }]
  }
  if (!['system', 'user', 'assistant'].includes(asString(role) ?? '') || content === undefined) return []
  const parts =
    typeof content === 'string' ? [textPart(content)] : objectsOf(content).map(part => toldPart(part, target))
  return [{ role: asString(role)?.toUpperCase(), content: parts }]
}

function toldPart(part: JsonObject, target: Target): JsonObject {
  const { type, text, image_url: image } = part
  if (type === 'text') return { type: 'TEXT', text }
  if (type !== 'image_url') throw refusal(`Content type \`${asString(type)}\` is not supported by OCI`, target)
  return { type: 'IMAGE', imageUrl: { url: asObject(image)?.['url'] ?? image } }
}

function toldCall(call: JsonObject, target: Target): JsonObject {
  if (call['type'] !== 'function') throw refusal('OCI only supports function tool calls', target)
  const { name, arguments: given = '{}' } = asObject(call['function']) ?? {}
  return { id: call['id'], type: 'FUNCTION', name, arguments: given }
}
