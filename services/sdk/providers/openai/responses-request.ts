/** A request to OpenAI's Responses API, for providers that have it. */
import { decodedId } from '../../bridges/response-id.ts'
import { asObject, asString, isObject, omit } from '../json.ts'
import { refuseUnsupported, requestHeaders, unsupportedParams } from '../parameters.ts'
import { pythonText } from '../python-text.ts'
import { NotServed, type Json, type JsonObject, type ProviderRequest, type Target } from '../translator.ts'
import { azureResponsesAuth, azureResponsesUrl, deploymentName, openAiName } from './azure.ts'
import { lacksEffort, reasons, staysIdle } from './knowledge.ts'
import { profileFor } from './profiles.ts'
import { responsesInput, responsesTools } from './responses-items.ts'
import { seriesOf } from './supported.ts'
import { xaiResponsesParams } from './xai-responses.ts'

/** Whether a provider is asked by this API itself; the others would have to be translated to it. */
export function hasResponses(provider: string): boolean {
  return ['openai', 'azure', 'hosted_vllm', 'openrouter', 'xai'].includes(provider)
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
  const given = { ...target.defaults, ...body }
  const all = { ...given, ...previousId(given) }
  const azure = target.provider === 'azure'
  const drop = target.dropParams || all['drop_params'] === true
  if (azure) refuseUnsupported(all, azureRefuses(target), all, { ...target, provider: 'LlmProviders.AZURE' })
  const params: JsonObject = {}
  for (const [key, value] of Object.entries(all)) {
    const dropped = azure && azureRefuses(target).includes(key)
    if (known.has(key) && !dropped && value !== null && value !== undefined) params[key] = value
  }
  const xai = target.provider === 'xai'
  const asIs = xai || (azure && seriesOf(openAiName(target)) === 'o')
  if (typeof params['max_output_tokens'] === 'number' && !asIs) {
    params['max_output_tokens'] = Math.max(leastOutput, params['max_output_tokens'])
  }
  if (params['tools'] !== undefined && !xai) {
    params['tools'] = responsesTools(uncached(params['tools']), { azure, model: target.baseModel ?? target.model })
  }
  const sent = {
    model: azure ? deploymentName(target.model) : target.model,
    input: responsesInput(uncached(body['input'] ?? null), target.provider),
    ...(xai ? xaiResponsesParams(params) : forModel(params, target, drop)),
    ...asObject(all['extra_body']),
  }
  return { url: urlOf(target), headers: headersOf(target, requestHeaders(body)), body: sent }
}

function urlOf(target: Target): string {
  const { provider, apiBase } = target
  if (provider === 'azure') return azureResponsesUrl(target)
  const versionless = provider === 'hosted_vllm' && !apiBase.endsWith('/v1')
  return `${apiBase}${versionless ? '/v1' : ''}/responses`
}

function headersOf(target: Target, own: Record<string, string>): Record<string, string> {
  const key = target.apiKey ?? profileFor(target.provider).fallbackKey
  const plain = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const auth = target.provider === 'azure' ? azureResponsesAuth(target) : plain
  return { ...target.headers, ...own, 'content-type': 'application/json', ...auth }
}

/** The provider's own id of the answer to go on from. LiteLLM encrypts its ids, which only it can read; a provider's are much shorter. */
function previousId({ previous_response_id: told }: JsonObject): JsonObject {
  if (typeof told !== 'string') return {}
  const id = decodedId(told)
  if (id.length > 120) throw new NotServed('The sdk backend does not continue answers of the other backend.')
  return { previous_response_id: id }
}

function azureRefuses(target: Target): string[] {
  return ['context_management', ...(seriesOf(openAiName(target)) === 'o' ? ['temperature'] : [])]
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
