/** A request to OpenAI's Responses API, for providers that have it. */
import { decodedId } from '../../bridges/response-id.ts'
import { asObject, asString, isObject, objectsOf, omit, withoutNulls } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { refuseUnsupported, requestHeaders, unsupportedParams } from '../parameters.ts'
import { pythonText } from '../python-text.ts'
import { NotServed, type Json, type JsonObject, type ProviderRequest, type Target } from '../translator.ts'
import type { Access } from './entra.ts'
import { azureAiAccess, foundryResponsesUrl, isFoundry } from './azure-ai.ts'
import { azureResponsesAccess, azureResponsesUrl, deploymentName, openAiName } from './azure.ts'
import { lacksEffort, reasons, staysIdle } from './knowledge.ts'
import { profileFor } from './profiles.ts'
import { type Place, placeOf } from './responses-places.ts'
import { responsesInput, responsesTools } from './responses-items.ts'
import { seriesOf } from './supported.ts'
import { xaiResponsesParams } from './xai-responses.ts'

/** Whether a deployment is asked by this API itself; the others would have to be translated to it. */
export function hasResponses(target: Target): boolean {
  return target.provider === 'azure' || isFoundry(target) || placeOf(target) !== undefined
}

/** The parameters LiteLLM passes on; everything else it leaves out. */
const known = new Set(
  (
    'include instructions max_output_tokens metadata parallel_tool_calls previous_response_id reasoning store ' +
    'background stream temperature text tool_choice tools top_p truncation user service_tier safety_identifier prompt ' +
    'max_tool_calls prompt_cache_key prompt_cache_retention prompt_cache_options stream_options top_logprobs ' +
    'partial_images context_management'
  ).split(' '),
)

/** Whether the API has such a parameter. */
export const knownResponsesParam = (name: string): boolean => known.has(name)

/** The least OpenAI takes. */
const leastOutput = 16

/** The request. Throws `RequestFault` for what the model is known not to take. */
export function responsesRequest(body: JsonObject, target: Target): ProviderRequest {
  const place = placeOf(target) ?? {}
  checkPlace(place, body, target)
  const given = { ...target.defaults, ...body }
  const all = { ...given, ...previousId(given), ...asApiHas(given) }
  const atAzure = target.provider === 'azure' || isFoundry(target)
  const drop = target.dropParams || all['drop_params'] === true
  const params = paramsFor(all, place, target, drop)
  const request = {
    model: target.provider === 'azure' ? deploymentName(target.model) : target.model.replace('azure_ai/', ''),
    input: responsesInput(uncached(body['input'] ?? null), atAzure ? 'azure' : target.provider),
    ...params,
  }
  const extra = asObject(all['extra_body']) ?? {}
  const sent = {
    ...(place.shaped?.(request, target) ?? request),
    ...(place.extras?.(extra, params, drop) ?? extra),
  }
  const own = { ...target.headers, ...place.headers?.(all), ...requestHeaders(body) }
  const { headers, grant } = accessOf(target)
  return {
    url: urlOf(target, place),
    headers: { ...own, 'content-type': 'application/json', ...headers },
    body: sent,
    ...(grant ? { grant } : {}),
  }
}

/** OpenAI's parameters as the model and its provider take them. */
function paramsFor(all: JsonObject, place: Place, target: Target, drop: boolean): JsonObject {
  const atAzure = target.provider === 'azure' || isFoundry(target)
  const refused = refusedBy(place, target)
  if (refused.length > 0) {
    refuseUnsupported(all, refused, all, { ...target, provider: `LlmProviders.${target.provider.toUpperCase()}` })
  }
  const leftOut = atAzure || place.leavesOut === true ? refused : []
  const kept = Object.entries(all).filter(([key]) => known.has(key) && !leftOut.includes(key))
  const params = withoutNulls(Object.fromEntries(kept))
  if (target.provider === 'xai') return xaiResponsesParams(params)
  const asIs = place.leavesOut === true || (atAzure && seriesOf(openAiName(target)) === 'o')
  const { max_output_tokens: limit, tools } = params
  // A broken number is the provider's to refuse.
  const least = Number.isInteger(limit) && !asIs ? { max_output_tokens: Math.max(leastOutput, Number(limit)) } : {}
  const roomy = {
    ...params,
    ...least,
    ...(tools === undefined ? {} : { tools: toolsFor(uncached(tools), target, atAzure) }),
  }
  const taken = asIs ? roomy : forModel(roomy, target, drop)
  return place.params?.(taken, drop) ?? taken
}

function checkPlace({ keyless, searchesNoFiles }: Place, { tools }: JsonObject, target: Target): void {
  const { provider, apiKey, apiBase } = target
  if (provider === 'databricks' && (apiKey === undefined || apiBase === '')) {
    throw new NotServed('The sdk backend signs in at Databricks with keys.')
  }
  if (keyless !== undefined && apiKey === undefined) {
    if (provider === 'edenai') throw litellmFault('AuthenticationError', 401, keyless, target)
    const text = `APIConnectionError: ${profileFor(provider).errorName}Exception - ${keyless}`
    throw litellmFault('APIConnectionError', 500, text, target)
  }
  if (searchesNoFiles && objectsOf(tools).some(({ type }) => type === 'file_search')) {
    throw new NotServed('The sdk backend searches no files.')
  }
}

/** What chats say in other words, and of the metadata what OpenAI takes. */
function asApiHas({ reasoning, reasoning_effort: effort, metadata }: JsonObject): JsonObject {
  const asks = (reasoning ?? null) === null && (effort ?? null) !== null
  const texts = Object.entries(asObject(metadata) ?? {}).filter(
    ([key, value]) => typeof value === 'string' && key !== 'hidden_params',
  )
  return {
    ...(asks ? { reasoning: isObject(effort) ? effort : { effort } } : {}),
    ...((metadata ?? null) === null ? {} : { metadata: Object.fromEntries(texts.slice(0, mostMetadata)) }),
  }
}

const mostMetadata = 16

/** OpenAI's parameters that a provider does not take. */
function refusedBy({ takes }: Place, target: Target): string[] {
  if (takes) return [...known].filter(name => !takes.has(name))
  if (target.provider !== 'azure' && !isFoundry(target)) return []
  return ['context_management', ...(seriesOf(openAiName(target)) === 'o' ? ['temperature'] : [])]
}

/** OpenAI's validator alone minds patterns and alternatives. */
function toolsFor(tools: Json, { provider, baseModel, model }: Target, azure: boolean): Json {
  return responsesTools(tools, {
    azure,
    model: baseModel ?? model,
    validated: provider === 'openai' || provider === 'azure',
  })
}

function urlOf(target: Target, { url }: Place): string {
  if (target.provider === 'azure') return azureResponsesUrl(target)
  if (isFoundry(target)) return foundryResponsesUrl(target.apiBase)
  return url?.(target.apiBase) ?? `${target.apiBase}/responses`
}

function accessOf(target: Target): Access {
  if (target.provider === 'azure') return azureResponsesAccess(target)
  if (isFoundry(target)) return azureAiAccess(target)
  const key = target.apiKey ?? profileFor(target.provider).fallbackKey
  return { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } }
}

/** The provider's own id of the answer to go on from. LiteLLM encrypts its ids, which only it can read; a provider's are much shorter. */
function previousId({ previous_response_id: told }: JsonObject): JsonObject {
  if (typeof told !== 'string') return {}
  const id = decodedId(told)
  if (id.length > 120) throw new NotServed('The sdk backend does not continue answers of the other backend.')
  return { previous_response_id: id }
}

// Anthropic's marks of prompt caching are unknown to OpenAI, which refuses what it does not know.
function uncached(node: Json): Json {
  if (Array.isArray(node)) return node.map(uncached)
  if (!isObject(node)) return node
  const kept = Object.entries(node).filter(([key]) => key !== 'cache_control')
  return Object.fromEntries(kept.map(([key, value]) => [key, uncached(value ?? null)]))
}

const advice = 'To drop unsupported params set `litellm.drop_params = True`'

function forModel(params: JsonObject, target: Target, drop: boolean): JsonObject {
  const model = target.provider === 'azure' ? openAiName(target) : target.model
  const effort = asString(asObject(params['reasoning'])?.['effort'])
  if (target.provider === 'openai' && effort !== undefined && !reasons(model)) {
    if (drop) return omit(params, ['reasoning'])
    throw unsupportedParams(
      `${target.model} doesn't support \`reasoning.effort\` (its model cost map entry lacks ` +
        `\`supports_reasoning\`). ${advice}`,
    )
  }
  if (seriesOf(model) !== 'reasoning') return params
  const asked = { provider: target.provider, model }
  if (effort === undefined || !lacksEffort(target.provider, model, effort)) {
    return whileReasoning(params, asked, effort, drop)
  }
  if (!drop) throw unsupportedParams(`reasoning.effort=${effort} is not supported for ${target.model}. ${advice}`)
  const rest = omit(asObject(params['reasoning']) ?? {}, ['effort'])
  const kept = Object.keys(rest).length > 0 ? { ...params, reasoning: rest } : omit(params, ['reasoning'])
  return whileReasoning(kept, asked, undefined, drop)
}

// Sampling is free only where the model does not reason.
function whileReasoning(
  params: JsonObject,
  { provider, model }: { provider: string; model: string },
  effort: string | undefined,
  drop: boolean,
): JsonObject {
  if (staysIdle(provider, model, effort)) return params
  const { temperature = 1 } = params
  if (drop) return omit(params, ['top_p', ...(temperature === 1 ? [] : ['temperature'])])
  const resolved = "'none', either set explicitly on the request or declared as the model's default_reasoning_effort. "
  if (temperature !== 1) {
    throw unsupportedParams(
      `${model} doesn't support temperature=${pythonText(temperature)} while reasoning is active. Only temperature=1 is ` +
        `supported unless reasoning.effort resolves to ${resolved}${advice}`,
    )
  }
  if (params['top_p'] === undefined) return params
  throw unsupportedParams(`${model} only supports top_p when reasoning.effort resolves to ${resolved}${advice}`)
}
