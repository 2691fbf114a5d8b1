/** Counting the tokens of a `/v1/messages` request at Bedrock (LiteLLM: llms/bedrock/count_tokens). */
import { asString, isObject, objectsOf } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { Json, JsonObject, ProviderRequest, Target } from '../translator.ts'
import { admittedRequest, endpointOf, regionOf } from './headers.ts'
import { factOf } from './knowledge.ts'
import { baseModel } from './model-id.ts'

/** Whom to ask, and what the client is told of it. */
export interface BedrockCount {
  readonly request: ProviderRequest
  /** Whom to ask where Bedrock does not know how to count. */
  readonly otherwise: ProviderRequest | undefined
  readonly source: JsonObject
}

/** How Bedrock is asked. */
export function bedrockCount(body: JsonObject, given: Target): BedrockCount {
  const configured = given.aws?.countModel
  const counter = isObject(configured) ? countModel(configured) : usualCounter(given)
  const target = counter?.region === undefined ? given : inRegion(given, counter.region)
  const model = baseModel(counter?.model ?? given.model)
  const url = `${endpointOf(target, model, 'api_base')}/model/${encodeURIComponent(model)}/count-tokens`
  const source = counter
    ? { litellm_count_source: 'token_count_model', litellm_count_model: counter.model }
    : { litellm_count_source: 'provider' }
  return {
    request: admittedRequest(target, model, { url, headers: json, body: { input: inputOf(body) } }),
    otherwise: model.toLowerCase().includes('claude') ? atMantle(body, target, model) : undefined,
    source,
  }
}

const json = { 'content-type': 'application/json' }

interface Counter {
  readonly model: string
  readonly region: string | undefined
}

function countModel(value: JsonObject): Counter | undefined {
  const [model, region] = [value['model'], value['region']].map(each => asString(each)?.trim() || undefined)
  return model === undefined ? undefined : { model, region }
}

/** Bedrock counts for some profiles by the model behind them, which is to be had in one region of each part of the world. */
function usualCounter(target: Target): Counter | undefined {
  const usual = factOf(target.baseModel ?? target.model, 'token_count_model')
  const counter = isObject(usual as Json) ? countModel(usual as JsonObject) : undefined
  if (counter?.region === undefined || counter.model.startsWith('global.')) return counter
  const near = geography(regionOf(target, target.model)) === geography(counter.region)
  return near ? counter : { ...counter, region: undefined }
}

const geography = (region: string): string => region.split('-').slice(0, -2).join('-')

const inRegion = (target: Target, region: string): Target =>
  target.aws ? { ...target, aws: { ...target.aws, region } } : target

/** Converse's words where they are enough, else the body as InvokeModel would have it. */
function inputOf({ messages, system, tools }: JsonObject): JsonObject {
  const told = objectsOf(messages)
  const typed = told.some(({ content }) => objectsOf(content).some(block => 'type' in block))
  if (!typed) return { converse: converseOf(told, system, tools) }
  const body = {
    messages,
    ...(isSet(tools) ? { tools } : {}),
    ...(isSet(system) ? { system } : {}),
    anthropic_version: 'bedrock-2023-05-31',
    // It has to be there, and counts for nothing.
    max_tokens: 1024,
  }
  return { invokeModel: { body: Buffer.from(pythonJson(body)).toString('base64') } }
}

const isSet = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== ''

function converseOf(messages: readonly JsonObject[], system: Json | undefined, tools: Json | undefined): JsonObject {
  const texts = typeof system === 'string' ? [{ text: system }] : objectsOf(system).map(({ text = '' }) => ({ text }))
  return {
    messages: messages.map(({ role, content }) => ({
      role: role ?? null,
      content: typeof content === 'string' ? [{ text: content }] : (content ?? []),
    })),
    ...(isSet(system) && texts.length > 0 ? { system: texts } : {}),
    ...(isSet(tools) ? { toolConfig: { tools: objectsOf(tools).map(toolSpec) } } : {}),
  }
}

function toolSpec(tool: JsonObject): JsonObject {
  const bare = (asString(tool['name']) ?? '').replace(/[^a-zA-Z0-9_]/g, '_')
  const name = (/^[^a-zA-Z]/.test(bare) ? `t_${bare}` : bare).slice(0, 64)
  const schema = tool['input_schema'] ?? { type: 'object', properties: {} }
  return { toolSpec: { name, description: tool['description'] || name, inputSchema: { json: schema } } }
}

/** Anthropic's own counter, which AWS has beside Bedrock for Claude models that Bedrock itself does not count. */
function atMantle({ messages, system, tools }: JsonObject, target: Target, model: string): ProviderRequest {
  const base = target.aws?.mantle ?? `https://bedrock-mantle.${regionOf(target, model)}.api.aws`
  const place = '/anthropic/v1/messages'
  const headers = { ...json, 'anthropic-version': '2023-06-01' }
  const body = {
    model,
    messages,
    ...(isSet(system) ? { system } : {}),
    ...(isSet(tools) ? { tools } : {}),
  }
  const url = `${base.endsWith(place) ? base : base + place}/count_tokens`
  return admittedRequest(target, model, { url, headers, body })
}

/** What Bedrock or the other has counted; undefined where the answer says nothing that is a count. */
export function bedrockCounted({ inputTokens = 0, input_tokens: other = inputTokens }: JsonObject): number | undefined {
  return Number.isInteger(other) ? Number(other) : undefined
}
