/** A chat completion as a request to Anthropic's Messages API. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { withoutNested } from '../nested-drops.ts'
import { developerAsSystem, readMessages, readParameters, requestHeaders, type Parameters } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type Inlines, plainImages, withRemoteMedia } from '../remote-media.ts'
import { RequestFault, type Json, type JsonObject, type ProviderRequest, type Target } from '../translator.ts'
import { ConversationFault, withFileBytes } from './content.ts'
import { anthropicHeaders } from './headers.ts'
import { anthropicMessages } from './messages.ts'
import { hasTrait, maxOutput, takesThinking } from './models.ts'
import { keepsSpeed, sampling } from './model-params.ts'
import { jsonToolName, mapResponseFormat } from './response-format.ts'
import { placeSystem, splitSystem } from './system.ts'
import { checkEffort, mapThinking, maxTokensBeside } from './thinking.ts'
import { renamedTools, withSentName, withSentNames } from './tool-names.ts'
import { dummyTool, mapTools, toolChoice } from './tools.ts'

const supported = [
  'stream',
  'stop',
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'user',
  'web_search_options',
  'context_management',
]

/** The request for the provider. Throws `RequestFault` for what LiteLLM refuses. */
export function anthropicRequest(chat: JsonObject, target: Target, inlines?: Inlines): ProviderRequest {
  const body = anthropicBody(chat, target, target.model, inlines)
  const headers = anthropicHeaders(target, body, requestHeaders(chat), namesFiles(chat))
  return { url: messagesUrl(target.apiBase), headers, body }
}

const namesFiles = (chat: JsonObject): boolean =>
  objectsOf(chat['messages'])
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => objectsOf(content))
    .some(({ type, file }) => type === 'file' && Boolean(asObject(file)?.['file_id']))

/**
 * The body; `mapped` is the model as which OpenAI's parameters are understood, where that is another one, and `inlines`
 * says what is sent as bytes instead of an address.
 */
export function anthropicBody(
  chat: JsonObject,
  target: Target,
  mapped = target.model,
  inlines: Inlines = plainImages,
): JsonObject {
  const { model } = target
  const taken = new Set(takesThinking(model) ? [...supported, 'thinking', 'reasoning_effort'] : supported)
  const params = readParameters(chat, target, taken)
  const said = withRemoteMedia(readMessages(chat).map(developerAsSystem), target, inlines)
  const messages = quotingMessages(said, () => withFileBytes(said, target))
  const given = withoutNested(
    { ...params.allowed, ...bodyOf(params, mapped), ...params.extra },
    { ...target.defaults, ...chat }['additional_drop_params'],
  )
  const withTools = needsDummyTool(given, messages) ? { ...given, tools: [dummyTool] } : given
  const spoken = conversation(messages, withTools, model)
  return {
    model,
    ...spoken,
    ...checkedOptions(withTools, params, model),
    ...readingTool(spoken, withTools['tools']),
    ...metadata(params, chat),
    max_tokens: withTools['max_tokens'] ?? maxOutput(model),
  }
}

/** An uploaded file can be read only where code runs. LiteLLM sees to it only where there are other tools. */
function readingTool(spoken: JsonObject, asked: Json | undefined): JsonObject {
  const uploads = objectsOf(spoken['messages']).some(({ content }) =>
    objectsOf(content).some(part => part['type'] === 'container_upload'),
  )
  const tools = objectsOf(spoken['tools'] ?? asked)
  const runs = tools.some(tool => asString(tool['type'])?.startsWith('code_execution') === true)
  return uploads && tools.length > 0 && !runs
    ? { tools: [...tools, { name: 'code_execution', type: 'code_execution_20250522' }] }
    : {}
}

function messagesUrl(base: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return trimmed.endsWith('/v1/messages') ? trimmed : `${trimmed}/v1/messages`
}

function bodyOf({ openai, drop, dropEverywhere }: Parameters, model: string): JsonObject {
  const format = mapResponseFormat(asObject(openai['response_format']), model)
  const thinking = mapThinking(openai, model)
  const { tools, mcpServers } = mapTools(openai['tools'])
  const search = asObject(openai['web_search_options'])
  const allTools = [...(format.tool ? [format.tool] : []), ...tools, ...(search ? [webSearchTool(search)] : [])]
  const choice = toolChoice(openai, model, drop) ?? jsonToolChoice(format.tool, openai, model)
  const maxTokens = maxTokensOf(openai) ?? maxTokensBeside(thinking.thinking)
  const stop = stopSequences(openai['stop'], dropEverywhere)
  return {
    ...sampling(openai, model, drop),
    ...(openai['stream'] === true ? { stream: true } : {}),
    ...(stop ? { stop_sequences: stop } : {}),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(format.outputFormat ? { output_format: format.outputFormat } : {}),
    ...(allTools.length > 0 || openai['tools'] !== undefined ? { tools: allTools } : {}),
    ...(mcpServers.length > 0 ? { mcp_servers: mcpServers } : {}),
    ...(choice ? { tool_choice: choice } : {}),
    ...thinking,
    ...contextManagement(openai['context_management']),
  }
}

function stopSequences(value: Json | undefined, drop: boolean): string[] | undefined {
  const all =
    typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  const kept = drop ? all.filter(item => item.trim() !== '' || item === '') : all
  return kept.length > 0 ? kept : undefined
}

function maxTokensOf(params: JsonObject): Json | undefined {
  const value = params['max_completion_tokens'] ?? params['max_tokens']
  if (value === undefined || Number.isInteger(value)) return value
  if (typeof value === 'number') return Math.max(1, roundHalfEven(value))
  throw new RequestFault("type str doesn't define __round__ method", {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

const searchUses = new Map([
  ['low', 1],
  ['medium', 5],
  ['high', 10],
])

function webSearchTool(options: JsonObject): JsonObject {
  const maxUses = searchUses.get(asString(options['search_context_size']) ?? '')
  const place = asObject(asObject(options['user_location'])?.['approximate'])
  const fields = Object.entries(place ?? {}).filter(([key]) => ['city', 'region', 'country', 'timezone'].includes(key))
  return {
    type: 'web_search_20250305',
    name: 'web_search',
    ...(place ? { user_location: { type: 'approximate', ...Object.fromEntries(fields) } } : {}),
    ...(maxUses === undefined ? {} : { max_uses: maxUses }),
  }
}

// A model that thinks cannot be made to call a tool.
function jsonToolChoice(tool: JsonObject | undefined, params: JsonObject, model: string): JsonObject | undefined {
  const thinks = asObject(params['thinking'])?.['type'] === 'enabled' || params['reasoning_effort'] !== undefined
  if (!tool || thinks || hasTrait(model, 'noForcedTools')) return undefined
  return { name: jsonToolName, type: 'tool' }
}

/** `context_management` in Anthropic's form. */
export function contextManagement(value: Json | undefined): JsonObject {
  if (isObject(value)) return 'edits' in value ? { context_management: value } : {}
  const edits = objectsOf(value)
    .filter(entry => entry['type'] === 'compaction')
    .map(({ compact_threshold: threshold, ...rest }) => ({
      ...rest,
      type: 'compact_20260112',
      ...(typeof threshold === 'number' ? { trigger: { type: 'input_tokens', value: Math.trunc(threshold) } } : {}),
    }))
  return edits.length > 0 ? { context_management: { edits } } : {}
}

const needsDummyTool = (body: JsonObject, messages: readonly JsonObject[]): boolean =>
  body['tools'] === undefined && messages.some(message => message['tool_calls'] !== undefined)

function conversation(messages: readonly JsonObject[], body: JsonObject, model: string): JsonObject {
  const tools = objectsOf(body['tools'])
  const renamed = renamedTools(tools)
  const sent = messages.map(message => withSentNames(message, renamed))
  const { system, rest } = splitSystem(sent)
  const turns = quotingMessages(sent, () =>
    anthropicMessages(placeSystem(rest, hasTrait(model, 'midConversationSystem'))),
  )
  const choice = asObject(body['tool_choice'])
  return {
    messages: turns,
    ...(system.length > 0 ? { system } : {}),
    ...(renamed.size > 0 ? { tools: tools.map(tool => withSentName(tool, renamed)) } : {}),
    ...(renamed.size > 0 && choice ? { tool_choice: withSentName(choice, renamed) } : {}),
  }
}

function quotingMessages<T>(messages: readonly JsonObject[], build: () => T): T {
  try {
    return build()
  } catch (error) {
    if (!(error instanceof ConversationFault)) throw error
    throw new RequestFault(`AnthropicException - ${error.message}\nReceived Messages=${pythonRepr([...messages])}`)
  }
}

// What LiteLLM checks only on the finished body: it also sees what the client wrote in Anthropic's own words.
function checkedOptions(body: JsonObject, { drop }: Parameters, model: string): JsonObject {
  checkEffort(body['output_config'], model)
  const { top_k: _, tools, tool_choice: choice, ...rest } = body
  const kept: JsonObject = { ...rest, ...sampling({ ...body, temperature: undefined, top_p: undefined }, model, drop) }
  if (asObject(body['thinking'])?.['type'] === 'disabled' && hasTrait(model, 'alwaysThinks')) delete kept['thinking']
  if (!keepsSpeed(body, model, drop)) delete kept['speed']
  const names = renamedTools(objectsOf(tools))
  if (tools !== undefined && names.size === 0) kept['tools'] = tools
  if (choice !== undefined && names.size === 0) kept['tool_choice'] = choice
  return kept
}

// Anthropic refuses e-mail addresses and phone numbers; `metadata.user_id` wins over `user`.
function metadata({ openai }: Parameters, chat: JsonObject): JsonObject {
  const candidates = [asObject(chat['metadata'])?.['user_id'], openai['user']]
  const id = candidates.find(value => typeof value === 'string' && isPlainId(value))
  return id === undefined ? {} : { metadata: { user_id: id } }
}

const isPlainId = (id: string): boolean =>
  !/^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/.test(id) && !/^\+?[\d\s()-]{7,}$/.test(id)
