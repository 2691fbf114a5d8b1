/** A chat completion as a request to a provider of the OpenAI wire. */
import { findModel } from '../../models/table.ts'
import { asObject, isObject, omit } from '../json.ts'
import { readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { type Json, type JsonObject, NotServed, type ProviderRequest, type Target } from '../translator.ts'
import { azureParams } from './azure-params.ts'
import { azureAuth, azureUrl, deploymentName, openAiName, versioned } from './azure.ts'
import { fireworksExtras, fireworksHeaders, fireworksName } from './fireworks.ts'
import { providerMessages, providerTools, withReasoning } from './messages.ts'
import { profileFor, type Profile } from './profiles.ts'
import { providerParams } from './provider-params.ts'
import { responsesReason } from './responses-only.ts'
import { seriesOf, supportedParams } from './supported.ts'
import { comesWhole } from './whole-stream.ts'

/** The request for the provider. Throws `RequestFault` for what LiteLLM refuses. */
export function openAiRequest(chat: JsonObject, given: Target): ProviderRequest {
  const target = versioned(given, chat)
  const { provider } = target
  const profile = profileFor(provider)
  const model = provider === 'azure' ? openAiName(target) : target.model
  const reason = responsesReason(chat, target, model)
  if (reason !== null) throw new NotServed(`the sdk backend does not ask the Responses API for ${reason} yet`)
  const { openai, insisted, extra, drop } = readParameters(chat, target, supportedParams(provider, model))
  const asked = omit(openai, ['stream', 'stream_options'])
  const { tools, ...mapped } = providerParams(
    provider === 'azure' ? azureParams(asked, target, drop) : asked,
    { provider, model, shown: provider === 'azure' ? (target.baseModel ?? target.model) : model },
    drop,
  )
  const params = isEmpty(tools) && isEmpty(mapped['functions']) ? omit(mapped, ['tool_choice']) : mapped
  const said = readMessages(chat)
  const sentTools = providerTools(withoutClaudesOwn(tools), provider, model)
  const body: JsonObject = {
    model: modelName(target, model),
    messages: providerMessages(
      thinks(params, target) ? withReasoning(said) : said,
      provider,
      model,
      openAiName({ ...target, baseModel: undefined }),
    ),
    ...params,
    ...(sentTools === undefined ? {} : { tools: sentTools }),
    ...insisted,
    ...streaming(openai, profile, model),
    ...(provider === 'openrouter' ? { usage: { include: true } } : {}),
    ...extrasFor(extra, params, target),
  }
  const url = provider === 'azure' ? azureUrl(target, 'chat/completions') : chatUrl(target.apiBase)
  const clients = provider === 'fireworks_ai' ? fireworksHeaders(chat) : {}
  const headers = headersOf(target, profile, { ...clients, ...requestHeaders(chat) })
  return comesWhole(openai, target)
    ? { url, headers, body: omit(body, ['stream']), framing: 'whole' }
    : { url, headers, body }
}

function modelName({ provider, model }: Target, known: string): string {
  if (provider === 'azure') return deploymentName(model)
  return provider === 'fireworks_ai' ? fireworksName(model) : known
}

function extrasFor(extra: JsonObject, params: JsonObject, { provider, model }: Target): JsonObject {
  const all = { ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
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

function streaming(params: JsonObject, profile: Profile, model: string): JsonObject {
  const says = profile.sendsStreamFalse && seriesOf(model) !== 'o'
  if (params['stream'] !== true) {
    // OpenAI's client leaves out what has no meaning without a stream.
    const options = profile.client === 'http' ? params['stream_options'] : undefined
    return { ...(says ? { stream: false } : {}), ...(options === undefined ? {} : { stream_options: options }) }
  }
  if (!profile.asksUsage) return { stream: true }
  // LiteLLM counts every stream, so it asks for the usage whether the client does or not.
  return { stream: true, stream_options: { ...asObject(params['stream_options']), include_usage: true } }
}

function chatUrl(base: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith('/chat/completions') ? trimmed : `${trimmed}/chat/completions`
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
    ...(target.provider === 'azure' ? azureAuth(target) : key === undefined ? {} : { authorization: `Bearer ${key}` }),
  }
}

/** OpenAI's client sends the organization as a header; LiteLLM's own has no place for it. */
function organisation({ defaults, provider }: Target, profile: Profile): Record<string, string> {
  const name = defaults['organization']
  return profile.client === 'openai' && provider !== 'azure' && typeof name === 'string'
    ? { 'openai-organization': name }
    : {}
}
