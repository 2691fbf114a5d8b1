/** A chat completion as a request to a provider of the OpenAI wire. */
import { findModel } from '../../models/table.ts'
import { asObject, isObject, omit } from '../json.ts'
import { withoutNested } from '../nested-drops.ts'
import { type Parameters, readMessages, readParameters, requestHeaders } from '../parameters.ts'
import type { Json, JsonObject, ProviderRequest, Target } from '../translator.ts'
import { chatAddress, clarifaiName, isWithin, ragFlowModel } from './addresses.ts'
import { azureParams } from './azure-params.ts'
import { azureAiAccess, checkAzureAi } from './azure-ai.ts'
import { azureAccess, azureUrl, deploymentName, openAiName, versioned } from './azure.ts'
import { checkDatabricks } from './databricks.ts'
import type { Access } from './entra.ts'
import { fetchesDocuments, withDocuments } from './documents.ts'
import { fireworksExtras, fireworksHeaders, fireworksName } from './fireworks.ts'
import { forOpenAi, providerMessages, providerTools, withReasoning } from './messages.ts'
import { isMagistral, withReasoningWords } from './mistral-reasoning.ts'
import { profileFor, type Profile } from './profiles.ts'
import { providerParams } from './provider-params.ts'
import { sailExtras } from './sail.ts'
import { seriesOf, supportedParams } from './supported.ts'
import { comesWhole } from './whole-stream.ts'

/** The request for the provider. Throws `RequestFault` for what LiteLLM refuses. */
export function openAiRequest(chat: JsonObject, given: Target): ProviderRequest {
  const target = versioned(given, chat)
  const { provider } = target
  if (provider === 'azure_ai') checkAzureAi(target)
  const profile = profileFor(provider)
  const model = openAiModel(target)
  const { openai, allowed, extra, drop, mapped: all } = chatParameters(chat, target)
  if (provider === 'databricks') checkDatabricks(target, openai)
  const { tools, ...mapped } = all
  const dropped = { ...target.defaults, ...chat }['additional_drop_params']
  const params = isEmpty(tools) && isEmpty(mapped['functions']) ? omit(mapped, ['tool_choice']) : mapped
  const read = fetchesDocuments(provider) ? withDocuments(readMessages(chat), target) : readMessages(chat)
  const reasons = ['reasoning_effort', 'thinking'].some(name => (openai[name] ?? null) !== null)
  const said = provider === 'mistral' && reasons && isMagistral(model) ? withReasoningWords(read) : read
  const named = openAiName({ ...target, baseModel: undefined })
  const messages = providerMessages(thinks(params, target) ? withReasoning(said) : said, provider, model, named)
  const offered = providerTools(withoutClaudesOwn(tools), provider, model)
  const isOpenAis = provider === 'openai' && isWithin(target.apiBase, 'openai.com')
  const sent = isOpenAis ? forOpenAi(messages, offered) : { messages, tools: offered }
  const body: JsonObject = {
    model: modelName(target, model),
    messages: sent.messages,
    ...withoutNested({ ...allowed, ...params, ...(sent.tools === undefined ? {} : { tools: sent.tools }) }, dropped),
    ...streaming(openai, chat['stream'], profile, model),
    ...(provider === 'openrouter' ? { usage: { include: true } } : {}),
    ...asObject(withoutNested({ extra_body: extrasFor(extra, params, target, drop) }, dropped)['extra_body']),
  }
  const url = provider === 'azure' ? azureUrl(target, 'chat/completions') : chatAddress(target)
  const clients = provider === 'fireworks_ai' ? fireworksHeaders(chat) : {}
  const organization = { ...target.defaults, organization: chat['organization'] ?? target.defaults['organization'] }
  const headers = headersOf({ ...target, defaults: organization }, profile, { ...clients, ...requestHeaders(chat) })
  const grant = grantOf(target)
  return comesWhole(openai, target)
    ? { url, headers, body: omit(body, ['stream']), framing: 'whole', ...grant }
    : { url, headers, body, ...grant }
}

/** RAGFlow's models keep LiteLLM's prefix in its words; a part of a provider is the whole. */
function shownAs(target: Target): Target {
  const { provider } = target
  if (provider === 'ragflow') return { ...target, model: `ragflow/${target.model}` }
  return provider.includes('/') ? { ...target, provider: provider.replace(/\/.*/, '') } : target
}

/** OpenAI's name of a deployment's model. */
export function openAiModel(target: Target): string {
  return target.provider === 'azure' ? openAiName(target) : target.model
}

/** A chat's parameters, and `mapped` those of OpenAI's as the model takes them. Throws what it refuses. */
export function chatParameters(chat: JsonObject, target: Target): Parameters & { readonly mapped: JsonObject } {
  const { provider } = target
  const model = openAiModel(target)
  const read = readParameters(chat, shownAs(target), supportedParams(provider, model))
  const asked = omit(read.openai, ['stream', 'stream_options'])
  const mapped = providerParams(
    provider === 'azure' ? azureParams(asked, target, read.drop) : asked,
    { provider, model, shown: provider === 'azure' ? (target.baseModel ?? target.model) : model },
    read.drop,
  )
  return { ...read, mapped }
}

function modelName({ provider, model }: Target, known: string): string {
  if (provider === 'azure') return deploymentName(model)
  if (provider === 'clarifai') return clarifaiName(model)
  if (provider === 'ragflow') return ragFlowModel(model).name
  return provider === 'fireworks_ai' ? fireworksName(model) : known
}

function extrasFor(extra: JsonObject, params: JsonObject, target: Target, drop: boolean): JsonObject {
  const { provider, model } = target
  const told = { ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
  // Who asks Databricks is told in a header, which is not ours to write.
  if (provider === 'databricks') return omit(told, ['user_agent', 'databricks_user_agent'])
  if (provider === 'sail') return sailExtras(told, params, drop)
  const reasons = (provider === 'openai' || provider === 'azure') && /gpt-[56]/.test(openAiModel(target))
  // A chat has no summaries of reasoning.
  const all = reasons ? omit(told, ['reasoningSummary', 'reasoning_summary']) : told
  return provider === 'fireworks_ai' ? fireworksExtras(all, params, model) : all
}

const thinks = (params: JsonObject, { provider, model }: Target): boolean =>
  provider === 'deepseek' &&
  asObject(params['thinking'])?.['type'] === 'enabled' &&
  findModel(provider, model)?.entry['supports_reasoning'] === true

/** Keys of tools that only Claude has. */
const claudesOwn = ['input_examples', 'eager_input_streaming']

function withoutClaudesOwn(tools: Json | undefined): Json | undefined {
  if (!Array.isArray(tools)) return tools
  return tools.map(tool => {
    if (!isObject(tool)) return tool
    const called = asObject(tool['function'])
    return { ...omit(tool, claudesOwn), ...(called ? { function: omit(called, claudesOwn) } : {}) }
  })
}

const isEmpty = (list: Json | undefined): boolean => !Array.isArray(list) || list.length === 0

function streaming(params: JsonObject, asked: Json | undefined, profile: Profile, model: string): JsonObject {
  const says = profile.sendsStreamFalse && seriesOf(model) !== 'o' && asked !== null
  if (params['stream'] !== true) {
    // OpenAI's client leaves out what has no meaning without a stream.
    const options = profile.client === 'http' || profile.sendsStreamFalse ? params['stream_options'] : undefined
    return {
      ...(says ? { stream: asked ?? false } : {}),
      ...(options === undefined ? {} : { stream_options: options }),
    }
  }
  const options = params['stream_options']
  if (!profile.asksUsage) return { stream: true, ...(options === undefined ? {} : { stream_options: options }) }
  // LiteLLM counts every stream, so it asks for the usage whether the client does or not.
  return { stream: true, stream_options: { ...asObject(options), include_usage: true } }
}

/** Headers of a request on this wire; `own` are the client's `extra_headers`. */
export function headersOf(target: Target, profile: Profile, own: Record<string, string>): Record<string, string> {
  const key = target.apiKey ?? profile.fallbackKey
  return {
    ...profile.headers,
    ...target.headers,
    ...own,
    'content-type': 'application/json',
    ...organisation(target, profile),
    ...authOf(target, key),
  }
}

function authOf(target: Target, key: string | undefined): Record<string, string> {
  const access = accessAt(target)
  if (access) return access.headers
  return key === undefined ? {} : { authorization: `Bearer ${key}` }
}

/** What grants the token of a request on this wire, where it takes one. */
export function grantOf(target: Target): Pick<ProviderRequest, 'grant'> {
  const grant = accessAt(target)?.grant
  return grant ? { grant } : {}
}

function accessAt(target: Target): Access | undefined {
  if (target.provider === 'azure') return azureAccess(target)
  return target.provider === 'azure_ai' ? azureAiAccess(target) : undefined
}

/** OpenAI's client sends the organization as a header; LiteLLM's own has no place for it. */
function organisation({ defaults, provider }: Target, profile: Profile): Record<string, string> {
  const name = defaults['organization']
  return profile.client === 'openai' && provider !== 'azure' && typeof name === 'string'
    ? { 'openai-organization': name }
    : {}
}
