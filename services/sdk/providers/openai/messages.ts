/** Messages in the form each provider of the OpenAI wire takes. */
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { findModel } from '../../models/table.ts'
import { developerAsSystem } from '../parameters.ts'
import { pythonJson } from '../python-text.ts'
import { type Json, type JsonObject, RequestFault } from '../translator.ts'
import { azureAiMessage } from './azure-ai.ts'
import { withoutCacheControl } from './cache-marks.ts'
import { compatibleMessages, compatibleOf } from './compatible.ts'
import { databricksMessages } from './databricks.ts'
import { fireworksMessages, fireworksTools } from './fireworks.ts'
import { seriesOf } from './supported.ts'
import { textToolResults } from './tool-messages.ts'
import { flattenedIn, withPythonPatternsIn } from './tool-schemas.ts'

/** The messages as they are sent. `named` is the model as far as the deployment's own name tells it. */
export function providerMessages(
  messages: readonly JsonObject[],
  provider: string,
  model: string,
  named: string = model,
): JsonObject[] {
  const said = textToolResults(collapsedFor(provider, model, messages))
  if (provider === 'openai' && seriesOf(model) === 'o')
    return said.map(message => withImageObjects(systemAsUser(message)))
  if (provider === 'azure' && seriesOf(model) === 'o') {
    // LiteLLM knows by the name alone that a system message is to be the user's.
    const asked = seriesOf(named) === 'o' ? said.map(systemAsUser) : said
    return asked.map(message => withoutCacheControl(withImageObjects(message, false)))
  }
  const usual = said.map(message => withImageObjects(developerAsSystem(message), provider !== 'azure'))
  switch (provider) {
    case 'openai':
      return usual
    case 'azure':
      return usual.map(withArguments)
    case 'azure_ai':
      return messages.map(message => azureAiMessage(developerAsSystem(message)))
    case 'mistral':
    case 'codestral':
      return usual.map(message => withFileIds(withoutCacheControl(message)))
    case 'vertex_ai/mistral':
      return usual.map(withFileIds)
    case 'xai':
      return usual.map(message => withoutCacheControl(message['role'] === 'user' ? message : omit(message, ['name'])))
    case 'hosted_vllm':
      return usual.map(message => vllm(withoutCacheControl(message)))
    case 'fireworks_ai':
      return fireworksMessages(usual.map(withoutCacheControl), model)
    case 'together_ai':
      return usual.map(message => omit(withoutCacheControl(message), ['thinking_blocks', 'provider_specific_fields']))
    case 'openrouter':
      return takesCacheControl(model) ? usual : usual.map(withoutCacheControl)
    default: {
      const compatible = compatibleOf(provider)
      if (compatible?.habits.includes('as is')) return [...messages]
      if (compatible?.habits.includes('raw messages')) return messages.map(developerAsSystem)
      const known = compatible?.habits.includes('developers') ? said.map(message => withImageObjects(message)) : usual
      const bare = keepsMarks(provider) ? known : known.map(withoutCacheControl)
      return compatible ? compatibleMessages(compatible, bare) : bare
    }
  }
}

const mistrals = new Set(['mistral', 'codestral', 'vertex_ai/mistral'])

/** What comes before tool results are looked at: texts rather than parts, or marks within parts. */
function collapsedFor(provider: string, model: string, messages: readonly JsonObject[]): readonly JsonObject[] {
  if (provider === 'deepseek') return messages.map(message => deepseek(message, model))
  if (provider === 'databricks') return databricksMessages(messages.map(developerAsSystem), model)
  if (provider === 'openrouter' && takesCacheControl(model)) return messages.map(cacheControlInContent)
  return mistrals.has(provider) ? mistral(messages) : messages
}

/** What a model that thinks must find with each of its own turns: DeepSeek refuses a conversation without. */
export function withReasoning(messages: readonly JsonObject[]): JsonObject[] {
  return messages.map(message => {
    if (message['role'] !== 'assistant' || message['reasoning_content']) return message
    const fields = asObject(message['provider_specific_fields'])
    const kept = fields?.['reasoning_content']
    if (!fields || !kept) return { ...message, reasoning_content: ' ' }
    return { ...message, reasoning_content: kept, provider_specific_fields: omit(fields, ['reasoning_content']) }
  })
}

/** What goes to OpenAI itself, whose validator refuses more than those behind its wire who may be anybody. */
export function forOpenAi(
  messages: readonly JsonObject[],
  tools: Json | undefined,
): { messages: JsonObject[]; tools: Json | undefined } {
  return {
    messages: messages.map(withoutCacheControl),
    tools: Array.isArray(tools) ? tools.map(forItsValidator) : tools,
  }
}

const forItsValidator = (tool: Json): Json => (isObject(tool) ? flattenedIn(withoutCacheControl(tool)) : tool)

/** Tools without the marks of prompt caching, where the provider has none. */
export function providerTools(tools: Json | undefined, provider: string, model: string): Json | undefined {
  if (!Array.isArray(tools)) return tools
  if (provider === 'openai') return tools.map(tool => (isObject(tool) ? withPythonPatternsIn(tool) : tool))
  if (provider === 'azure') return tools.map(tool => (isObject(tool) ? flattenedIn(tool) : tool))
  if (keepsMarks(provider) || (provider === 'openrouter' && takesCacheControl(model))) return tools
  const known = provider === 'fireworks_ai' ? fireworksTools(objectsOf(tools)) : objectsOf(tools)
  return known.map(withoutCacheControl)
}

function keepsMarks(provider: string): boolean {
  if (provider === 'azure_ai') return true
  const habits = compatibleOf(provider)?.habits ?? []
  return ['cache marks', 'as is', 'raw messages'].some(habit => habits.some(one => one === habit))
}

const systemAsUser = (message: JsonObject): JsonObject =>
  message['role'] === 'system' ? { role: 'user', content: message['content'] } : message

/** A user's images may be given as bare addresses and files without names; the wire wants objects, and OpenAI names. */
function withImageObjects(message: JsonObject, names = true): JsonObject {
  if (message['role'] !== 'user' || !Array.isArray(message['content'])) return message
  return { ...message, content: message['content'].map(part => (isObject(part) ? withWholeMedia(part, names) : part)) }
}

function withWholeMedia(part: JsonObject, names: boolean): JsonObject {
  if (part['type'] === 'image_url') {
    const image = part['image_url']
    return { ...part, image_url: isObject(image) ? omit(image, ['format']) : { url: image } }
  }
  if (part['type'] !== 'file') return part
  const file = asObject(part['file'])
  if (file === undefined) {
    throw new RequestFault("Content block has type='file' but is missing the required 'file' field")
  }
  const nameless = names && file['file_data'] !== undefined && file['filename'] === undefined
  const named = nameless ? { filename: 'my_file.pdf' } : {}
  return { ...part, file: { ...omit(file, ['format']), ...named } }
}

/** Azure takes calls of functions only with arguments. */
function withArguments(message: JsonObject): JsonObject {
  const called = asObject(message['function_call'])
  if (message['role'] !== 'assistant' || !called) return message
  return { ...message, function_call: { ...called, arguments: called['arguments'] ?? '' } }
}

const takesCacheControl = (model: string): boolean => /claude|gemini|minimax|glm|z-ai/.test(model.toLowerCase())

// OpenRouter reads the mark only inside content.
function cacheControlInContent(message: JsonObject): JsonObject {
  const { cache_control: control, ...rest } = message
  if (control === undefined) return message
  const content = rest['content']
  if (typeof content === 'string')
    return { ...rest, content: [{ type: 'text', text: content, cache_control: control }] }
  const parts = objectsOf(content)
  const last = parts.at(-1)
  return last ? { ...rest, content: [...parts.slice(0, -1), { ...last, cache_control: control }] } : rest
}

const textOf = (content: Json | undefined): string =>
  typeof content === 'string'
    ? content
    : objectsOf(content)
        .map(part => asString(part['text']) ?? '')
        .join('')

// A model that sees gets a user's images and texts as they are; everything else is collapsed before it is looked at.
function deepseek(message: JsonObject, model: string): JsonObject {
  const parts = objectsOf(message['content'])
  const sees = findModel('deepseek', model)?.entry['supports_vision'] === true
  const plain = parts.every(({ type, text, image_url: image }) =>
    type === 'text' ? typeof text === 'string' : type === 'image_url' && Boolean(asObject(image)?.['url'] ?? image),
  )
  const shows = parts.some(({ type }) => type === 'image_url')
  return sees && message['role'] === 'user' && plain && shows ? message : collapsed(message)
}

/** Text parts as one string; a message without text stays as it is. */
function collapsed(message: JsonObject): JsonObject {
  const text = textOf(message['content'])
  return text ? { ...message, content: text } : message
}

function mistral(messages: readonly JsonObject[]): JsonObject[] {
  const bare = messages.map(message => omit(message, ['thinking_blocks', 'reasoning_content']))
  const hasMedia = bare.some(message =>
    objectsOf(message['content']).some(part => part['type'] === 'image_url' || part['type'] === 'file'),
  )
  if (hasMedia) return bare
  return bare
    .map(collapsed)
    .map(message => (message['role'] === 'tool' ? message : omit(message, ['name'])))
    .map(message => ('tool_calls' in message ? { ...message, tool_calls: plainCalls(message['tool_calls']) } : message))
    .filter(message => !saysNothing(message))
}

// Mistral knows a file by its id alone.
function withFileIds(message: JsonObject): JsonObject {
  if (!Array.isArray(message['content'])) return message
  const content = message['content'].map(part => {
    const id = isObject(part) && part['type'] === 'file' ? asObject(part['file'])?.['file_id'] : undefined
    return isObject(part) && id ? { ...omit(part, ['file']), file_id: id } : part
  })
  return { ...message, content }
}

// LiteLLM looks at the fields of an assistant's message whoever's it is: an empty tool result is dropped as well.
const saysNothing = (message: JsonObject): boolean =>
  (message['content'] === undefined || message['content'] === '') &&
  ['name', 'tool_calls', 'function_call', 'reasoning_items'].every(key => message[key] === undefined)

/** An assistant's parts as one text with its tool calls beside it; what thinks stays here. */
function vllm(message: JsonObject): JsonObject {
  if (message['role'] === 'user') return withVideos(message)
  if (message['role'] !== 'assistant') return message
  const spoken = typeof message['reasoning_content'] === 'string' ? [] : ['reasoning_content']
  const bare = omit(message, ['thinking_blocks', ...spoken])
  const { content } = bare
  if (!Array.isArray(content)) return bare
  const parts = objectsOf(content)
  const known = new Set(objectsOf(bare['tool_calls']).map(call => call['id']))
  const used = parts.filter(part => part['type'] === 'tool_use')
  const calls = [
    ...objectsOf(bare['tool_calls']),
    ...used
      .filter(({ id }) => !known.has(id))
      .map(({ id, name, input = {} }) => ({
        id,
        type: 'function',
        function: { name, arguments: typeof input === 'string' ? input : pythonJson(input) },
      })),
  ]
  const shown = parts.filter(part => part['type'] !== 'tool_use')
  const text = shown.map(part => asString(part['text']) ?? '').join('\n')
  return {
    ...bare,
    content: shown.every(part => part['type'] === 'text') ? text : shown,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
}

/** A file that is a video becomes what vLLM calls one. */
function withVideos(message: JsonObject): JsonObject {
  if (!Array.isArray(message['content'])) return message
  const content = message['content'].map(part => {
    const file = isObject(part) && part['type'] === 'file' ? asObject(part['file']) : undefined
    const url = asString(file?.['file_id']) ?? asString(file?.['file_data'])
    return file && url && isVideo(file) ? { type: 'video_url', video_url: { url } } : part
  })
  return { ...message, content }
}

const isVideo = (file: JsonObject): boolean =>
  (asString(file['format']) ?? '').startsWith('video/') ||
  (asString(file['file_data']) ?? '').startsWith('data:video/') ||
  /\.(?:mp4|mov|mpe?g|avi|wmv|mpegps|flv)$/.test((asString(file['file_id']) ?? '').split('?')[0] ?? '')

const plainCalls = (calls: Json | undefined): JsonObject[] =>
  objectsOf(calls).map(call => ({ id: call['id'] ?? null, type: 'function', function: call['function'] ?? null }))
