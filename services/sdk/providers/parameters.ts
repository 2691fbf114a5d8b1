/**
 * Which keys of a chat request are OpenAI's parameters, which steer LiteLLM itself, and which are the provider's own.
 * LiteLLM refuses OpenAI parameters a provider does not take (or drops them), swallows its own and passes on the rest.
 */
import { asString, isObject } from './json.ts'
import { pythonRepr } from './python-text.ts'
import { RequestFault, type Json, type JsonObject, type Target } from './translator.ts'

/** OpenAI's parameters in LiteLLM's order: bodies and error messages list them so. */
const openAiParameters = [
  'functions',
  'function_call',
  'temperature',
  'top_p',
  'n',
  'stream',
  'stream_options',
  'stop',
  'max_tokens',
  'max_completion_tokens',
  'modalities',
  'prediction',
  'audio',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'user',
  'response_format',
  'seed',
  'tools',
  'tool_choice',
  'logprobs',
  'top_logprobs',
  'parallel_tool_calls',
  'reasoning_effort',
  'verbosity',
  'thinking',
  'web_search_options',
  'safety_identifier',
  'store',
  'prompt_cache_key',
  'service_tier',
  'include_server_side_tool_invocations',
  'prompt_cache_retention',
  'context_management',
] as const

/** Never refused: silently left out where the provider does not take them. */
const tolerated = new Set<string>(['user', 'stream', 'stream_options'])

/** Keys of a request or of `litellm_params` that are for LiteLLM, not for the provider. */
const control = new Set<string>([
  'model',
  'messages',
  ...'additional_drop_params allowed_openai_params drop_params extra_headers headers metadata litellm_metadata'.split(
    ' ',
  ),
  ...'api_base base_url api_key api_version organization custom_llm_provider base_model model_info model_list'.split(
    ' ',
  ),
  ...'timeout request_timeout stream_timeout force_timeout num_retries max_retries retry_policy retry_strategy'.split(
    ' ',
  ),
  ...'fallbacks context_window_fallbacks content_policy_fallbacks context_window_fallback_dict max_fallbacks'.split(
    ' ',
  ),
  ...'disable_fallbacks fallback_depth cooldown_time cache caching caching_groups cache_key ttl no-log'.split(' '),
  ...'tags guardrails rpm tpm itpm otpm weight order id max_parallel_requests max_budget budget_duration'.split(' '),
  ...'mock_response mock_timeout mock_tool_calls client logger_fn verbose azure roles hf_model_name'.split(' '),
  ...'use_in_pass_through merge_reasoning_content_in_choices turn_off_message_logging tag_regex'.split(' '),
  ...'litellm_call_id litellm_trace_id litellm_session_id litellm_credential_name litellm_system_prompt'.split(' '),
  ...'prompt_id prompt_variables prompt_label prompt_version provider_specific_header proxy_server_request'.split(' '),
  ...'region_name allowed_model_region configurable_clientside_auth_params ensure_alternating_roles'.split(' '),
  ...'user_continue_message assistant_continue_message supports_system_message enable_prompt_caching'.split(' '),
  ...'ssl_verify stream_chunk_size stream_response silent_model routing_strategy user_config'.split(' '),
  ...'azure_ad_token tenant_id client_id client_secret azure_username azure_password azure_scope'.split(' '),
  ...'supermemory cache_control_injection_points client_metadata is_vertex_request'.split(' '),
])

const isControl = (key: string): boolean =>
  control.has(key) ||
  key.startsWith('litellm_') ||
  key.startsWith('aws_') ||
  key.startsWith('vertex_') ||
  /_cost_per_/.test(key)

export interface Parameters {
  /** OpenAI's parameters that are set and taken, in LiteLLM's order. */
  readonly openai: JsonObject
  /** What the provider is said not to take, but the client's `allowed_openai_params` insist on. */
  readonly insisted: JsonObject
  /** The provider's own parameters, as the client wrote them. */
  readonly extra: JsonObject
  /** Whether what the provider does not take is dropped rather than refused. */
  readonly drop: boolean
  /** Whether that is so for every deployment. */
  readonly dropEverywhere: boolean
}

/** A request's parameters over the deployment's defaults; refuses what `supported` does not name unless they are dropped. */
export function readParameters(chat: JsonObject, target: Target, supported: ReadonlySet<string>): Parameters {
  const all: JsonObject = { ...target.defaults, ...chat }
  const drop = target.dropParams || all['drop_params'] === true || all['drop_params'] === 'true'
  const removed = namesIn(all['additional_drop_params'])
  const allowed = namesIn(all['allowed_openai_params'])
  const openai: JsonObject = {}
  const insisted: JsonObject = {}
  const refused: string[] = []
  for (const name of openAiParameters) {
    const value = normalised(name, all[name])
    if (value === undefined || value === null || removed.has(name)) continue
    if (supported.has(name)) openai[name] = value
    else if (allowed.has(name)) insisted[name] = value
    else if (!tolerated.has(name) && !(name === 'n' && value === 1)) refused.push(name)
  }
  if (refused.length > 0 && !drop) throw unsupported(refused, target)
  return { openai, insisted, extra: extras(all, removed), drop, dropEverywhere: target.dropsEverywhere === true }
}

function extras(all: JsonObject, removed: ReadonlySet<string>): JsonObject {
  const known = new Set<string>(openAiParameters)
  const kept: JsonObject = {}
  for (const [key, value] of Object.entries(all)) {
    if (value === undefined || value === null || known.has(key) || isControl(key) || removed.has(key)) continue
    kept[key] = value
  }
  return kept
}

function namesIn(value: Json | undefined): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter(item => typeof item === 'string') : [])
}

function normalised(name: string, value: Json | undefined): Json | undefined {
  if (name === 'tool_choice') return checkedToolChoice(value)
  if (name !== 'thinking') return value
  if (value === true) return { type: 'enabled', budget_tokens: 2048 }
  if (value === false) return undefined
  if (!isObject(value) || !('budgetTokens' in value)) return value
  const { budgetTokens, ...rest } = value
  return { budget_tokens: budgetTokens, ...rest }
}

function checkedToolChoice(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value
  const type = value['type']
  if (typeof type === 'string' && ['auto', 'none', 'required'].includes(type) && !('function' in value)) return type
  if (type !== undefined && type !== null && value['function'] !== undefined && value['function'] !== null) return value
  throw new RequestFault(
    `Invalid tool choice, tool_choice=${pythonRepr(value)}. Please ensure tool_choice follows the OpenAI spec`,
  )
}

function unsupported(names: string[], target: Target): RequestFault {
  const list = pythonRepr(names)
  return unsupportedParams(
    `${target.provider} does not support parameters: ${list}, for model=${target.model}. To drop these, set ` +
      '`litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \n ' +
      `If you want to use these params dynamically send allowed_openai_params=${list} in your request.`,
  )
}

/** Refuses what an endpoint other than chat does not take, unless it is to be dropped. */
export function refuseUnsupported(
  params: JsonObject,
  names: readonly string[],
  asked: JsonObject,
  { provider, model, dropParams }: Target,
): void {
  const set = names.filter(name => params[name] !== undefined && params[name] !== null)
  if (set.length === 0 || dropParams || asked['drop_params'] === true) return
  const list = pythonRepr(Object.fromEntries(set.map(name => [name, params[name]])))
  throw unsupportedParams(
    `${provider} does not support parameters: ${list}, for model=${model}. To drop these, set ` +
      '`litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n',
  )
}

/** LiteLLM's refusal of a parameter the model does not take. */
export function unsupportedParams(message: string): RequestFault {
  return new RequestFault(message, { litellmClass: 'UnsupportedParamsError' })
}

/** The request's messages as every provider gets them: a missing role is the assistant's, null fields are left out. */
export function readMessages(chat: JsonObject): JsonObject[] {
  const messages = Array.isArray(chat['messages']) ? chat['messages'] : []
  return messages.filter(isObject).map((message, index) => {
    checkUserParts(message, index)
    const kept = Object.fromEntries(
      Object.entries(message).filter(([, value]) => value !== null && value !== undefined),
    )
    return kept['role'] ? kept : { ...kept, role: 'assistant' }
  })
}

const userParts = new Set(
  'text image_url input_audio audio_url document guarded_text grounding_source query video_url file'.split(' '),
)

// LiteLLM wants nobody to send it Anthropic's messages by mistake.
function checkUserParts({ role, content }: JsonObject, index: number): void {
  if (role !== 'user' || !Array.isArray(content)) return
  if (content.every(part => !isObject(part) || userParts.has(asString(part['type']) ?? ''))) return
  throw new RequestFault(
    `Invalid user message at index ${index}. Please ensure all user messages are valid OpenAI chat completion messages.`,
    { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' },
  )
}

/** A developer message for models that know only role system; fields beside its content are lost, as in LiteLLM. */
export function developerAsSystem(message: JsonObject): JsonObject {
  return message['role'] === 'developer' ? { role: 'system', content: message['content'] } : message
}

/** `extra_headers` of a request without those that would replace the deployment's credentials. */
export function requestHeaders(chat: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {}
  const extra = chat['extra_headers']
  if (!isObject(extra)) return headers
  for (const [name, value] of Object.entries(extra)) {
    const lower = name.toLowerCase()
    if (typeof value === 'string' && !['authorization', 'x-api-key', 'api-key', 'cookie', 'host'].includes(lower)) {
      headers[lower] = value
    }
  }
  return headers
}
