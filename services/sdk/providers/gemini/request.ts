/** A chat completion as a request to Gemini's generateContent. */
import { asObject, isObject, objectsOf, omit } from '../json.ts'
import { developerAsSystem, readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { withRemoteMedia } from '../remote-media.ts'
import {
  type ProviderFault,
  RequestFault,
  type Json,
  type JsonObject,
  type ProviderRequest,
  type Target,
} from '../translator.ts'
import { cachedPrompt, type CacheParts, type CachePlace } from './caching.ts'
import { geminiContents, splitSystem } from './contents.ts'
import { geminiError } from './errors.ts'
import { generationConfig } from './generation-config.ts'
import { type Reader, studioInlines, vertexInlines } from './media.ts'
import { factsOf, isGemini3 } from './models.ts'
import { geminiTools, toolConfig } from './tools.ts'

const supported = (
  'temperature top_p max_tokens max_completion_tokens stream tools tool_choice functions response_format n stop ' +
  'logprobs frequency_penalty presence_penalty seed modalities parallel_tool_calls web_search_options ' +
  'include_server_side_tool_invocations service_tier'
).split(' ')

/** What of a body depends on whose Gemini it is for: Google AI Studio's or Vertex AI's. */
export interface Flavour {
  readonly supported: ReadonlySet<string>
  /** Whether the model has a place for the system prompt, and takes a schema as a parameter. */
  readonly facts: { readonly system: boolean; readonly schema: boolean }
  /** The model's name for its messages; Vertex AI's begins with `vertex_ai/`. */
  readonly name: string
  /** Where contents are cached. Vertex AI may not know it. */
  cachePlace(): CachePlace
  /** A failure of a call that caches something. */
  fault(status: number, raw: string): ProviderFault
}

/** The request for Gemini. Throws `RequestFault` for what LiteLLM refuses, `NotServed` for what the other backend does. */
export function geminiRequest(chat: JsonObject, target: Target): ProviderRequest {
  const { model } = target
  const headers = geminiHeaders(target, requestHeaders(chat))
  const flavour: Flavour = {
    supported: supportedParams(model),
    facts: factsOf(model),
    name: model,
    cachePlace: () => ({ url: cachesUrl(target), model: `models/${model}` }),
    fault: (status, raw) => geminiError(status, raw, target),
  }
  const { body, streams } = geminiBody(chat, target, flavour, headers)
  return { url: urlOf(target, streams), headers, body }
}

/** The body, and whether a stream is asked for. */
export function geminiBody(
  chat: JsonObject,
  target: Target,
  flavour: Flavour,
  headers: Record<string, string>,
): { body: JsonObject; streams: boolean } {
  const { model } = target
  const { supported: taken, facts, name } = flavour
  const { openai, insisted, extra } = readParameters(chat, target, taken)
  const said = readMessages(chat).map(developerAsSystem)
  const reader = { model: name, materials: target.materials }
  const beside = toolParams(openai)
  const cached =
    extra['cached_content'] === undefined && said.some(mayBeCached)
      ? cachedPrompt(said, cacheParts(beside, headers, flavour, reader), target)
      : null
  const inlines = name.startsWith('vertex_ai/') ? vertexInlines : studioInlines
  const messages = withRemoteMedia(cached?.rest ?? said, target, inlines)
  const { system, rest } = splitSystem(messages, facts.system)
  const { response_schema: schema, ...config } = generationConfig({ ...openai, ...insisted }, extra, messages, model)
  // Where the schema is no parameter, it is said at the end of the conversation.
  const told = schema === undefined || facts.schema ? rest : [...rest, schemaMessage(schema)]
  const settings: JsonObject = facts.schema && schema !== undefined ? { ...config, response_schema: schema } : config
  const body: JsonObject = {
    contents: geminiContents(told, reader),
    ...(system ? { system_instruction: system } : {}),
    ...(cached ? serverSideOnly(openai) : beside),
    ...(extra['safety_settings'] === undefined ? {} : { safetySettings: extra['safety_settings'] }),
    ...(Object.keys(settings).length > 0 ? { generationConfig: settings } : {}),
    ...cachedContent(cached ? cached.name : extra['cached_content']),
    ...serviceTier(openai['service_tier']),
  }
  return { body: withExtraBody(body, asObject(extra['extra_body'])), streams: openai['stream'] === true }
}

const mayBeCached = (message: JsonObject): boolean => JSON.stringify(message).includes('"cache_control"')

const cachedContent = (name: Json | undefined): JsonObject =>
  name === undefined || name === null ? {} : { cachedContent: name }

/** Tools are kept with the contents; what Google's own do is still said. */
const serverSideOnly = (params: JsonObject): JsonObject =>
  params['include_server_side_tool_invocations'] === true
    ? { toolConfig: { includeServerSideToolInvocations: true } }
    : {}

function cacheParts(
  { tools, toolConfig }: JsonObject,
  headers: Record<string, string>,
  { name, facts, cachePlace, fault }: Flavour,
  reader: Reader,
): CacheParts {
  const provider = name.startsWith('vertex_ai/') ? 'vertex_ai' : 'gemini'
  return {
    tools,
    toolConfig,
    headers,
    provider,
    fault,
    takesSystem: facts.system,
    get place() {
      return cachePlace()
    },
    contents: messages => geminiContents(messages, reader),
  }
}

function supportedParams(model: string): ReadonlySet<string> {
  const reasons = factsOf(model).reasons || isGemini3(model)
  return new Set([
    ...supported,
    ...(reasons ? ['reasoning_effort', 'thinking'] : []),
    ...(model.includes('tts') ? ['audio'] : []),
  ])
}

const schemaMessage = (schema: Json): JsonObject => ({
  role: 'user',
  content: `Use this JSON schema: \n    \`\`\`json \n    ${pythonRepr(schema)}\n    \`\`\``,
})

function toolParams(params: JsonObject): JsonObject {
  const serverSide = params['include_server_side_tool_invocations'] === true
  const tools = geminiTools(params, serverSide)
  const choice = toolConfig(params['tool_choice'])
  return {
    // A list of nothing that Gemini knows is sent as an empty one.
    ...(tools.length > 0 || objectsOf(params['tools']).length > 0 ? { tools } : {}),
    ...(serverSide
      ? { toolConfig: { ...choice, includeServerSideToolInvocations: true } }
      : choice
        ? { toolConfig: choice }
        : {}),
  }
}

function serviceTier(tier: Json | undefined): JsonObject {
  if (typeof tier !== 'string') return {}
  const names: Readonly<Record<string, string>> = { auto: 'priority', default: 'standard' }
  return { serviceTier: names[tier.toLowerCase()] ?? tier.toLowerCase() }
}

// Objects are merged, one level deep; the rest replaces.
function withExtraBody(body: JsonObject, extra: JsonObject | undefined): JsonObject {
  const merged: JsonObject = { ...body }
  for (const [key, value] of Object.entries(omit(extra ?? {}, ['cache', 'tags']))) {
    const known = merged[key]
    merged[key] = isObject(known) && isObject(value) ? { ...known, ...value } : value
  }
  return merged
}

/** Where the API of a deployment begins. */
export function geminiBase(target: Target): string {
  const version = isGemini3(target.model) ? 'v1alpha' : 'v1beta'
  return target.apiBase || `https://generativelanguage.googleapis.com/${version}`
}

const cachesUrl = ({ apiBase, model }: Target): string =>
  apiBase
    ? `${apiBase}/models/${model}:cachedContents`
    : 'https://generativelanguage.googleapis.com/v1beta/cachedContents'

function urlOf(target: Target, streams: boolean): string {
  return `${geminiBase(target)}/models/${target.model}:${streams ? 'streamGenerateContent?alt=sse' : 'generateContent'}`
}

/** Headers of a request; `own` are the client's `extra_headers`. */
export function geminiHeaders(target: Target, own: Record<string, string>): Record<string, string> {
  if (!target.apiKey) {
    throw new RequestFault('Missing Gemini API key. Set the GEMINI_API_KEY or GOOGLE_API_KEY environment variable.', {
      status: 500,
      litellmClass: 'APIConnectionError',
      type: 'internal_server_error',
    })
  }
  return {
    'content-type': 'application/json',
    ...target.headers,
    ...own,
    'x-goog-api-key': target.apiKey,
  }
}
