/** A chat completion as a request to Bedrock's Converse. */
import { cachePointsOf, isForTools } from '../cache-points.ts'
import { asObject, asString, isObject, objectsOf, withoutNulls, withoutAnyNulls } from '../json.ts'
import { developerAsSystem, readMessages, requestHeaders } from '../parameters.ts'
import { RequestFault, type JsonObject, type ProviderRequest, type Target } from '../translator.ts'
import { additionalFields, parallelUse, splitComputerTools, withBetas } from './additional-fields.ts'
import { betasIn, converseBetas } from './betas.ts'
import { cachePoint } from './cache-point.ts'
import { admittedRequest, endpointOf, otherId } from './headers.ts'
import { supports } from './knowledge.ts'
import { converseMessages } from './messages.ts'
import { baseModel, converseId } from './model-id.ts'
import { block, conversePlan, serviceTier, type ConversePlan } from './plan.ts'
import { withFetchedMedia } from './remote-media.ts'
import { outputConfig } from './response-format.ts'
import { splitSystem } from './system.ts'
import { withoutCalls } from './told-calls.ts'
import { converseTools } from './tools.ts'

/** The request for Bedrock. Throws `RequestFault` for what LiteLLM refuses. */
export function converseRequest(chat: JsonObject, target: Target): ProviderRequest {
  const plan = conversePlan(chat, target)
  const { model, fakesStream } = plan
  const headers = headersOf(target, requestHeaders(chat))
  const { system, rest } = splitSystem(readMessages(chat).map(developerAsSystem), model)
  const point = cachePointsOf(chat, target).find(isForTools)
  const options = withoutAnyNulls(optionsOf(plan, betasIn(headers['anthropic-beta']), point))
  const isGuarded = plan.rest['guardrailConfig'] !== undefined
  const told = plan.tools.length > 0 ? rest : withoutCalls(rest, isGuarded)
  const guarded = isGuarded ? guardedMessages(told) : told
  const body = {
    messages: converseMessages(withFetchedMedia(guarded, target), model),
    ...options,
    ...(system.length > 0 ? { system } : {}),
  }
  const streams = plan.params.openai['stream'] === true && !fakesStream
  const id = otherId(chat, target)
  const path = id === undefined ? converseId(model) : encodeURIComponent(id)
  const url = `${endpointOf(target, id ?? model, 'endpoint')}/model/${path}/converse${streams ? '-stream' : ''}`
  const made = admittedRequest(target, id ?? model, { url, headers, body })
  return fakesStream ? { ...made, framing: 'whole' } : made
}

function headersOf(target: Target, own: Record<string, string>): Record<string, string> {
  const { 'anthropic-beta': betas, ...given } = { ...target.headers, ...own }
  const kept = converseBetas(betasIn(betas))
  return {
    'content-type': 'application/json',
    ...given,
    ...(kept.length > 0 ? { 'anthropic-beta': kept.join(',') } : {}),
  }
}

function optionsOf(plan: ConversePlan, betas: readonly string[], point: JsonObject | undefined): JsonObject {
  const { model, rest, params, format } = plan
  const { computer, others } = splitComputerTools(plan.tools.filter(tool => !isToolSearch(tool)))
  const plain = converseTools(others, model)
  const tools = plain.length > 0 && point ? [...plain, ...cachePoint(point['control'] ?? {}, model)] : plain
  const chosen = plan.toolChoice ?? asObject(rest['tool_choice'])
  const own = {
    ...additionalFields(rest, model, params.drop),
    ...parallelUse(params.openai['parallel_tool_calls'], model, tools.length > 0 && chosen !== undefined),
    ...(computer.length > 0 ? { tools: computer } : {}),
  }
  const fields = withBetas(own, betas, plan.tools, model)
  const metadata = metadataOf(rest['requestMetadata'] ?? undefined)
  checkMetadata(metadata)
  const output = format.outputConfig ?? asObject(rest['outputConfig']) ?? nativeFormat(plan)
  return {
    // Without tools LiteLLM leaves the choice among the model's settings.
    inferenceConfig: { ...plan.inference, ...(tools.length === 0 && chosen ? { tool_choice: chosen } : {}) },
    ...(Object.keys(fields).length > 0 ? { additionalModelRequestFields: fields } : {}),
    ...('thinking' in fields ? { additionalModelResponseFieldPaths: ['/usage/output_tokens_details'] } : {}),
    ...block(rest, 'guardrailConfig'),
    ...block(rest, 'performanceConfig'),
    ...serviceTier(params.openai['service_tier']),
    ...block(rest, 'serviceTier'),
    ...(tools.length > 0 ? { toolConfig: { tools, ...(chosen ? { toolChoice: chosen } : {}) } } : {}),
    ...(metadata === undefined ? {} : { requestMetadata: metadata }),
    ...(output ? { outputConfig: output } : {}),
  }
}

const isToolSearch = (tool: JsonObject): boolean =>
  /^tool_search_tool_(?:regex|bm25)_20251119$/.test(asString(tool['type']) ?? '')

/** Anthropic's own word for a schema. */
function nativeFormat({ rest, model }: ConversePlan): JsonObject | undefined {
  const format = asObject(asObject(rest['output_config'])?.['format'])
  const schema = asObject(format?.['schema'])
  if (format?.['type'] !== 'json_schema' || !schema || !baseModel(model).startsWith('anthropic')) return undefined
  if (!supports(model, 'supports_native_structured_output')) return undefined
  return outputConfig(schema, asString(format['name']), asString(format['description']))
}

/** A guardrail looks at the user's last messages only. */
function guardedMessages(messages: readonly JsonObject[]): JsonObject[] {
  const last = messages.findLastIndex(message => message['role'] !== 'user')
  return messages.map((message, at) => (at > last ? { ...message, content: guardedContent(message) } : message))
}

function guardedContent({ content }: JsonObject): JsonObject[string] {
  if (typeof content === 'string') return [{ type: 'guarded_text', text: content }]
  const parts = objectsOf(content)
  if (parts.some(part => part['type'] === 'guarded_text')) return content
  return parts.map(part => (part['type'] === 'text' ? { type: 'guarded_text', text: part['text'] } : part))
}

function refuse(text: string): never {
  throw new RequestFault(text)
}

/** Nulls are left out, here as everywhere. */
const metadataOf = (value: JsonObject[string]): JsonObject[string] => (isObject(value) ? withoutNulls(value) : value)

const allowed = /^[a-zA-Z0-9\s:_@$#=/+,.-]*$/

function checkMetadata(metadata: JsonObject[string]): void {
  if (metadata === undefined) return
  const pairs = Object.entries(asObject(metadata) ?? refuse('requestMetadata must be a dictionary'))
  if (pairs.length > 16) refuse('requestMetadata can contain a maximum of 16 items')
  for (const [key, value] of pairs) {
    if (typeof value !== 'string') refuse('requestMetadata values must be strings')
    else if (key.length === 0 || key.length > 256) refuse('requestMetadata key length must be 1-256 characters')
    else if (value.length > 256) refuse('requestMetadata value length must be 0-256 characters')
    else if (!allowed.test(key)) refuse(`requestMetadata key '${key}' ${badLetters}`)
    else if (!allowed.test(value)) refuse(`requestMetadata value '${value}' ${badLetters}`)
  }
}

const badLetters = 'contains invalid characters. Allowed: [a-zA-Z0-9\\s:_@$#=/+,.-]'
