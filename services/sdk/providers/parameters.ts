/**
 * Which keys of a chat request are OpenAI's parameters, which steer LiteLLM itself, and which are the provider's own.
 * LiteLLM refuses OpenAI parameters a provider does not take (or drops them), swallows its own and passes on the rest.
 */
import { isControl } from './control-keys.ts'
import { asObject, asString, isObject } from './json.ts'
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
  'context_management',
] as const

/** Never refused: silently left out where the provider does not take them. */
const tolerated = new Set<string>(['user', 'stream', 'stream_options'])

export interface Parameters {
  /** OpenAI's parameters that are set and taken, in LiteLLM's order. */
  readonly openai: JsonObject
  /** What the provider is said not to take, but the client's `allowed_openai_params` insist on. */
  readonly insisted: JsonObject
  /** All that the client insists on: what its translation leaves unnamed goes along as it is. */
  readonly allowed: JsonObject
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
  const drop = target.dropParams || isFlag(all['drop_params'])
  const removed = namesIn(all['additional_drop_params'])
  const allowed = namesIn(all['allowed_openai_params'])
  const openai: JsonObject = {}
  const insisted: JsonObject = {}
  const named: JsonObject = {}
  const refused: string[] = []
  for (const name of openAiParameters) {
    const value = normalised(name, all[name])
    if (value === undefined || value === null || removed.has(name)) continue
    if (allowed.has(name)) named[name] = value
    if (supported.has(name)) openai[name] = value
    else if (allowed.has(name)) insisted[name] = value
    else if (!tolerated.has(name) && !(name === 'n' && value === 1)) refused.push(name)
  }
  if (refused.length > 0 && !drop) throw unsupported(refused, target)
  const dropEverywhere = target.dropsEverywhere === true
  return { openai, insisted, allowed: named, extra: extras(all, removed), drop, dropEverywhere }
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

/** Whether a flag is set, in any of the words pydantic takes for yes. */
export function isFlag(value: Json | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^\s*(?:1|on|t|true|y|yes)\s*$/i.test(value))
}

function normalised(name: string, value: Json | undefined): Json | undefined {
  // OpenAI takes no more than four.
  if (name === 'stop') return Array.isArray(value) ? value.slice(0, 4) : value
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
  if (set.length === 0 || dropParams || isFlag(asked['drop_params'])) return
  const list = pythonRepr(Object.fromEntries(set.map(name => [name, params[name]])))
  throw unsupportedParams(
    `${provider} does not support parameters: ${list}, for model=${model}. To drop these, set ` +
      '`litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n',
  )
}

/** Refuses OpenAI's parameters of embeddings at a provider that has none of them, unless they are to be dropped. */
export function refuseSettings(
  params: JsonObject,
  { provider, dropParams, defaults }: Target,
  names: readonly string[] = ['user', 'encoding_format', 'dimensions'],
): void {
  const all = { ...defaults, ...params }
  const set = names.filter(name => all[name] !== undefined && all[name] !== null)
  if (set.length === 0 || dropParams || isFlag(all['drop_params'])) return
  const list = pythonRepr(Object.fromEntries(set.map(name => [name, all[name]])))
  throw unsupportedParams(
    `Setting ${list} is not supported by ${provider}. To drop it from the call, set \`litellm.drop_params = True\`.`,
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
  )
}

/** A developer message for models that know only role system; fields beside its content are lost, as in LiteLLM. */
export function developerAsSystem(message: JsonObject): JsonObject {
  return message['role'] === 'developer' ? { role: 'system', content: message['content'] } : message
}

/** `headers` and `extra_headers` of a request without those that would replace the deployment's credentials. */
export function requestHeaders(chat: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {}
  const given = { ...asObject(chat['headers']), ...asObject(chat['extra_headers']) }
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase()
    if (typeof value === 'string' && !['authorization', 'x-api-key', 'api-key', 'cookie', 'host'].includes(lower)) {
      headers[lower] = value
    }
  }
  return headers
}
