/** What a chat asks of Converse, before it is put together: its answer is read by the same plan. */
import { contextManagement } from '../anthropic/request.ts'
import { sampling } from '../anthropic/model-params.ts'
import { asString, isObject, objectsOf, omit } from '../json.ts'
import { withoutNested } from '../nested-drops.ts'
import { readParameters, unsupportedParams, type Parameters } from '../parameters.ts'
import { pythonRepr, pythonType } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject, type Target } from '../translator.ts'
import { flagOf, supports } from './knowledge.ts'
import { baseModel, converseName } from './model-id.ts'
import { mapResponseFormat, type MappedFormat } from './response-format.ts'
import { fittingThinking, isDeepseek, isDeepseekR1, isGpt, isNova2, mapThinking, thinks } from './thinking.ts'
import { toolChoice } from './tools.ts'

export interface ConversePlan {
  readonly model: string
  readonly format: MappedFormat
  /** As the client wrote them, behind the json tool. */
  readonly tools: readonly JsonObject[]
  readonly toolChoice: JsonObject | null
  readonly inference: JsonObject
  /** What is neither OpenAI's nor LiteLLM's, and what thinking became. */
  readonly rest: JsonObject
  readonly params: Parameters
  /** The provider does not stream this, although the client wants a stream. */
  readonly fakesStream: boolean
}

/** Reads a chat. Throws `RequestFault` for what LiteLLM refuses. */
export function conversePlan(chat: JsonObject, target: Target): ConversePlan {
  // Refusals name the model as the configuration does, its route included.
  const { model } = target
  const names = [model, ...(target.baseModel === undefined ? [] : [target.baseModel])]
  const params = readParameters(chat, target, new Set(names.flatMap(supportedParameters)))
  const { drop } = params
  const openai = withoutNested(params.openai, { ...target.defaults, ...chat }['additional_drop_params'])
  const format = mapResponseFormat(openai['response_format'], model, thinks(openai))
  const { fields, maxTokens } = fittingThinking(mapThinking(openai, model, drop), openai, model)
  const chosen = toolChoice(openai['tool_choice'], model, drop) ?? (format.forced ? jsonChoice : null)
  const forced = chosen !== null && ('any' in chosen || 'tool' in chosen)
  const rest = {
    ...fields,
    ...contextManagement(openai['context_management']),
    ...allowedOf(params, fields),
    ...params.extra,
  }
  const search = isObject(openai['web_search_options']) && model.toLowerCase().includes('nova')
  return {
    model: converseName(model),
    format,
    tools: [
      ...(format.tool ? [format.tool] : []),
      ...objectsOf(openai['tools']),
      ...(search ? [{ systemTool: { name: 'nova_grounding' } }] : []),
    ],
    toolChoice: forced && thinks(fields) ? { auto: {} } : chosen,
    inference: inferenceConfig(params, maxTokens, model),
    rest,
    params,
    fakesStream: openai['stream'] === true && fakes(model, format, openai['tools']),
  }
}

/** What the client insists on and is not said already; what Converse has its own words for is. */
const allowedOf = ({ allowed, openai }: Parameters, fields: JsonObject): JsonObject =>
  omit(allowed, [...Object.keys(openai).filter(name => name !== 'reasoning_effort'), ...Object.keys(fields)])

const jsonChoice: JsonObject = { tool: { name: 'json_tool_call' } }

function fakes(model: string, format: MappedFormat, tools: Json | undefined): boolean {
  if (format.tool || model.includes('ai21')) return true
  return model.includes('meta.llama3-3-70b-instruct-v1:0') && Array.isArray(tools)
}

const toolFamilies = /^(?:anthropic|mistral|cohere|meta\.llama3-[123]|meta\.llama4|amazon\.nova)/

/** What a model takes, as far as its family tells. */
function supportedParameters(model: string): string[] {
  const always =
    'max_tokens max_completion_tokens stream stream_options stop response_format service_tier parallel_tool_calls'.split(
      ' ',
    )
  const sampled = takesSampling(model) ? ['temperature', 'top_p'] : []
  if (model.includes('arn')) {
    const search = model.toLowerCase().includes('nova') ? ['web_search_options'] : []
    return [...always, ...sampled, 'tools', 'tool_choice', 'thinking', 'reasoning_effort', ...search]
  }
  const base = baseModel(model)
  const chooses = supports(model, 'supports_tool_choice') || supports(base, 'supports_tool_choice')
  return [
    ...always,
    ...sampled,
    ...(toolFamilies.test(base) || supports(model, 'supports_function_calling') ? ['tools'] : []),
    ...(base.startsWith('amazon.nova') ? ['web_search_options'] : []),
    ...(chooses ? ['tool_choice'] : []),
    ...thinkingParameters(model, base),
    ...(base.startsWith('anthropic') ? ['context_management'] : []),
  ]
}

function thinkingParameters(model: string, base: string): string[] {
  if (model.includes('gpt-oss') || isGpt(model) || isGpt(base)) return ['reasoning_effort']
  if (isDeepseek(model) || isDeepseek(base)) {
    return isDeepseekR1(model) || isDeepseekR1(base) ? [] : ['reasoning_effort']
  }
  if (isNova2(model)) return ['reasoning_effort']
  const claude = /claude-3-7|claude-sonnet-4|claude-opus-4/.test(model)
  const reasons = claude || supports(model, 'supports_reasoning') || supports(base, 'supports_reasoning')
  return reasons ? ['thinking', 'reasoning_effort'] : []
}

function takesSampling(model: string): boolean {
  const base = baseModel(model)
  if (base.startsWith('anthropic')) return true
  const names = [model, `global.${base}`, `us.${base}`, `eu.${base}`]
  return names.map(name => flagOf(name, 'supports_sampling_params')).find(flag => flag !== undefined) ?? true
}

function inferenceConfig(
  { openai, extra, drop }: Parameters,
  thinkingTokens: number | undefined,
  model: string,
): JsonObject {
  const tokens = openai['max_completion_tokens'] ?? openai['max_tokens']
  const most = tokens === undefined ? thinkingTokens : leastTokens(tokens, model)
  const stop = stopSequences(openai['stop'])
  const { temperature, top_p: topP } = sampled(openai, model, drop)
  const own = ['maxTokens', 'stopSequences', 'topP'].filter(key => extra[key] !== undefined)
  return {
    ...(most === undefined ? {} : { maxTokens: most }),
    ...(stop === undefined ? {} : { stopSequences: stop }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...Object.fromEntries(own.map(key => [key, extra[key]])),
    // LiteLLM has one place for both of its names, and one of them stays here.
    ...(extra['topK'] === undefined || extra['top_k'] === undefined ? {} : { topK: extra['top_k'] }),
  }
}

const leastTokens = (tokens: Json, model: string): Json =>
  /openai\.gpt-\d|xai\.grok-/.test(model) && Number.isInteger(tokens) ? Math.max(tokens as number, 16) : tokens

function stopSequences(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  return value === '' ? undefined : [value]
}

function sampled(openai: JsonObject, model: string, drop: boolean): JsonObject {
  const asked = { temperature: openai['temperature'], top_p: openai['top_p'] }
  if (baseModel(model).startsWith('anthropic')) return sampling(asked, model, drop)
  if (takesSampling(model)) return asked
  const refused = Object.entries(asked).find(([, value]) => value !== undefined)
  if (!refused || drop) return {}
  const [name, value] = refused
  throw unsupportedParams(
    `${model} does not support ${name}=${pythonRepr(value)}. To drop unsupported params, set \`litellm.drop_params = True\`.`,
  )
}

/** Bedrock's word for a service tier. */
export function serviceTier(value: Json | undefined): JsonObject {
  const tier = value === 'auto' ? 'default' : asString(value)
  return tier !== undefined && ['default', 'flex', 'priority'].includes(tier) ? { serviceTier: { type: tier } } : {}
}

/** A config block of Bedrock's own, as the client wrote it; a text or a list breaks LiteLLM. */
export function block(rest: JsonObject, name: keyof typeof blocks): JsonObject {
  const value = rest[name] ?? undefined
  if (value === undefined) return {}
  if (isObject(value)) return { [name]: value }
  const told = `litellm.types.llms.bedrock.${blocks[name]}() argument after ** must be a mapping, not ${pythonType(value)}`
  throw new RequestFault(told, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })
}

const blocks = {
  guardrailConfig: 'GuardrailConfigBlock',
  performanceConfig: 'PerformanceConfigBlock',
  serviceTier: 'ServiceTierBlock',
}
