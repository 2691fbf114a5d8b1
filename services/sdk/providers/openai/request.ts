/** A chat completion as a request to a provider of the OpenAI wire. */
import { findModel } from '../../models/table.ts'
import { asObject, omit } from '../json.ts'
import { readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { type Json, type JsonObject, NotServed, type ProviderRequest, type Target } from '../translator.ts'
import { chatAddress, clarifaiName, ragFlowModel } from './addresses.ts'
import { azureParams } from './azure-params.ts'
import { azureAiAuth, checkAzureAi } from './azure-ai.ts'
import { azureAuth, azureUrl, deploymentName, openAiName, versioned } from './azure.ts'
import { checkDatabricks } from './databricks.ts'
import { fireworksExtras, fireworksHeaders, fireworksName } from './fireworks.ts'
import { providerMessages, providerTools, withReasoning } from './messages.ts'
import { profileFor, type Profile } from './profiles.ts'
import { providerParams } from './provider-params.ts'
import { responsesReason } from './responses-only.ts'
import { sailExtras } from './sail.ts'
import { seriesOf, supportedParams } from './supported.ts'
import { comesWhole } from './whole-stream.ts'

/** The request for the provider. Throws `RequestFault` for what LiteLLM refuses. */
export function openAiRequest(chat: JsonObject, given: Target): ProviderRequest {
  const target = versioned(given, chat)
  const { provider } = target
  if (provider === 'azure_ai') checkAzureAi(target)
  const profile = profileFor(provider)
  const model = provider === 'azure' ? openAiName(target) : target.model
  const reason = responsesReason(chat, target, model)
  if (reason !== null) throw new NotServed(`the sdk backend does not ask the Responses API for ${reason} yet`)
  const { openai, insisted, extra, drop } = readParameters(chat, shownAs(target), supportedParams(provider, model))
  const asked = omit(openai, ['stream', 'stream_options'])
  if (provider === 'databricks') checkDatabricks(target, asked)
  const { tools, ...mapped } = providerParams(
    provider === 'azure' ? azureParams(asked, target, drop) : asked,
    { provider, model, shown: provider === 'azure' ? (target.baseModel ?? target.model) : model },
    drop,
  )
  const params = isEmpty(tools) && isEmpty(mapped['functions']) ? omit(mapped, ['tool_choice']) : mapped
  const said = readMessages(chat)
  const sentTools = providerTools(tools, provider, model)
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
    ...extrasFor(extra, params, target, drop),
  }
  const url = provider === 'azure' ? azureUrl(target, 'chat/completions') : chatAddress(target)
  const clients = provider === 'fireworks_ai' ? fireworksHeaders(chat) : {}
  const headers = headersOf(target, profile, { ...clients, ...requestHeaders(chat) })
  return comesWhole(openai, target)
    ? { url, headers, body: omit(body, ['stream']), framing: 'whole' }
    : { url, headers, body }
}

/** RAGFlow's models keep LiteLLM's prefix in its words. */
const shownAs = (target: Target): Target =>
  target.provider === 'ragflow' ? { ...target, model: `ragflow/${target.model}` } : target

function modelName({ provider, model }: Target, known: string): string {
  if (provider === 'azure') return deploymentName(model)
  if (provider === 'clarifai') return clarifaiName(model)
  if (provider === 'ragflow') return ragFlowModel(model).name
  return provider === 'fireworks_ai' ? fireworksName(model) : known
}

function extrasFor(extra: JsonObject, params: JsonObject, { provider, model }: Target, drop: boolean): JsonObject {
  const all = { ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
  // Who asks Databricks is told in a header, which is not ours to write.
  if (provider === 'databricks') return omit(all, ['user_agent', 'databricks_user_agent'])
  if (provider === 'sail') return sailExtras(all, params, drop)
  return provider === 'fireworks_ai' ? fireworksExtras(all, params, model) : all
}

const thinks = (params: JsonObject, { provider, model }: Target): boolean =>
  provider === 'deepseek' &&
  asObject(params['thinking'])?.['type'] === 'enabled' &&
  findModel(provider, model)?.entry['supports_reasoning'] === true

const isEmpty = (list: Json | undefined): boolean => !Array.isArray(list) || list.length === 0

function streaming(params: JsonObject, profile: Profile, model: string): JsonObject {
  const says = profile.sendsStreamFalse && seriesOf(model) !== 'o'
  if (params['stream'] !== true) {
    // OpenAI's client leaves out what has no meaning without a stream.
    const options = profile.client === 'http' ? params['stream_options'] : undefined
    return { ...(says ? { stream: false } : {}), ...(options === undefined ? {} : { stream_options: options }) }
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
  if (target.provider === 'azure') return azureAuth(target)
  if (target.provider === 'azure_ai') return azureAiAuth(target)
  return key === undefined ? {} : { authorization: `Bearer ${key}` }
}

/** OpenAI's client sends the organization as a header; LiteLLM's own has no place for it. */
function organisation({ defaults, provider }: Target, profile: Profile): Record<string, string> {
  const name = defaults['organization']
  return profile.client === 'openai' && provider !== 'azure' && typeof name === 'string'
    ? { 'openai-organization': name }
    : {}
}
