/** A chat as a request to the Responses API (litellm/completion_extras/litellm_responses_transformation). */
import { findModel, namedModel } from '../../models/table.ts'
import { asObject, asString, isObject, objectsOf, omit } from '../../providers/json.ts'
import { chatParameters, openAiModel } from '../../providers/openai/request.ts'
import { reasonsAbroad, respondingModel } from '../../providers/openai/responses-only.ts'
import { knownResponsesParam } from '../../providers/openai/responses-request.ts'
import { seriesOf } from '../../providers/openai/supported.ts'
import { developerAsSystem, readMessages } from '../../providers/parameters.ts'
import type { Json, JsonObject, Target } from '../../providers/translator.ts'
import { chatInput } from './input.ts'
import type { PartRules } from './parts.ts'
import { responsesTools, toolChoice } from './tools.ts'

/** The longest name of a user that OpenAI takes. */
const longestUser = 64

/** The request that asks the same; `given` is the deployment as it is configured. */
export function responsesOfChat(chat: JsonObject, given: Target): JsonObject {
  const target = respondingModel(given)
  const model = openAiModel(target)
  const { openai, mapped, insisted, extra, drop } = chatParameters(insisting(chat, given), target)
  const own = { ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
  const all = { ...mapped, ...insisted, ...searchAtXai(openai, target) }
  const params = { ...all, ...effort(chat, target, all, own) }
  const hoisted = Object.entries(own).filter(([key]) => knownResponsesParam(key) || key === 'reasoning_effort')
  const said = readMessages(chat).map(message => (seriesOf(model) === 'o' ? message : developerAsSystem(message)))
  const { input, instructions } = chatInput(said, rulesFor(target, drop))
  return {
    ...translated({ ...params, ...Object.fromEntries(hoisted) }, openai['stream_options']),
    ...(instructions === undefined ? {} : { instructions }),
    stream: openai['stream'] === true,
    input,
    drop_params: drop,
    extra_headers: chat['extra_headers'] ?? target.defaults['extra_headers'],
  }
}

/** In a chat xAI does not search any more, here it does. */
const searchAtXai = ({ web_search_options: search }: JsonObject, { provider }: Target): JsonObject =>
  provider === 'xai' && search !== undefined ? { web_search_options: search } : {}

/** Where LiteLLM knows before it looks at the parameters that this API is asked, efforts are never refused. */
function insisting(chat: JsonObject, target: Target): JsonObject {
  if (!reasonsAbroad(chat, target)) return chat
  const allowed = chat['allowed_openai_params'] ?? target.defaults['allowed_openai_params']
  return { ...chat, allowed_openai_params: [...(Array.isArray(allowed) ? allowed : []), 'reasoning_effort'] }
}

/** What is told of the effort: a summary of the reasoning may be asked for beside it, under two names. */
function effort(chat: JsonObject, { defaults }: Target, params: JsonObject, own: JsonObject): JsonObject {
  const asked = chat['reasoning_effort'] ?? defaults['reasoning_effort'] ?? null
  if (isObject(asked) && 'summary' in asked) return { reasoning_effort: asked }
  const summary = own['reasoningSummary'] ?? own['reasoning_summary'] ?? null
  if (summary === null) return {}
  const known = params['reasoning_effort'] ?? asked
  if (isObject(known)) return { reasoning_effort: { ...known, summary } }
  return { reasoning_effort: known === null ? { summary } : { effort: known, summary } }
}

function rulesFor({ provider, model, baseModel }: Target, drop: boolean): PartRules {
  const names = baseModel === undefined ? [model] : [model, baseModel]
  const hears = names.some(name => findModel(provider, name)?.entry['supports_audio_input'] === true)
  return { breakpoints: names.some(takesBreakpoints), audio: !drop || hears, drop }
}

function takesBreakpoints(model: string): boolean {
  const bare = model.slice(model.lastIndexOf('/') + 1)
  const flags = [model, bare].map(name => namedModel(name)?.['supports_prompt_cache_breakpoint'] ?? null)
  const flag = flags.find(value => value !== null)
  if (flag !== undefined) return flag === true
  const [, major = '0', minor = '0'] = /^gpt-(\d+)(?:\.(\d+))?/.exec(bare.toLowerCase()) ?? []
  return Number(major) * 100 + Number(minor) >= 506
}

function translated(params: JsonObject, streamOptions: Json | undefined): JsonObject {
  const asked: JsonObject = {}
  for (const [key, value] of Object.entries(params)) {
    if (value !== null && value !== undefined) put(asked, key, value)
  }
  const obfuscates = asObject(streamOptions)?.['include_obfuscation']
  return typeof obfuscates === 'boolean' ? { ...asked, stream_options: { include_obfuscation: obfuscates } } : asked
}

function put(asked: JsonObject, key: string, value: Json): void {
  switch (key) {
    case 'max_tokens':
    case 'max_completion_tokens':
      asked['max_output_tokens'] = value
      return
    case 'tools':
      asked['tools'] = responsesTools(value)
      return
    case 'tool_choice':
      asked['tool_choice'] = toolChoice(value)
      return
    case 'response_format':
      asked['text'] = { ...asObject(asked['text']), ...textFormat(value) }
      return
    case 'verbosity':
      asked['text'] = { ...asObject(asked['text']), verbosity: value }
      return
    case 'reasoning_effort':
      asked['reasoning'] = isObject(value) ? value : { effort: value }
      return
    case 'web_search_options':
      asked['tools'] = [...objectsOf(asked['tools']), { type: 'web_search', ...asObject(value) }]
      return
    case 'user':
      asked['user'] = asString(value)?.slice(0, longestUser) ?? value
      return
    default:
      if (knownResponsesParam(key)) asked[key] = value
  }
}

function textFormat(format: Json): JsonObject {
  const asked = asObject(format)
  const type = asked?.['type']
  if (type === 'json_object' || type === 'text') return { format: { type } }
  if (type !== 'json_schema') return {}
  const { name = 'response_schema', schema = {}, strict = false } = asObject(asked?.['json_schema']) ?? {}
  return { format: { type, name, schema, strict } }
}
