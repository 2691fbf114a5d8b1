/** Messages in the form each provider of the OpenAI wire takes. */
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { developerAsSystem } from '../parameters.ts'
import type { Json, JsonObject } from '../translator.ts'
import { seriesOf } from './supported.ts'
import { withImagesBelow } from './tool-images.ts'

/** The messages as they are sent. */
export function providerMessages(given: readonly JsonObject[], provider: string, model: string): JsonObject[] {
  const messages = withImagesBelow(given)
  if (provider === 'openai' && seriesOf(model) === 'o')
    return messages.map(message => withImageObjects(systemAsUser(message)))
  if (provider === 'azure' && seriesOf(model) === 'o')
    return messages.map(message => withoutCacheControl(withImageObjects(systemAsUser(message))))
  const usual = messages.map(message => withImageObjects(developerAsSystem(message)))
  switch (provider) {
    case 'openai':
    case 'azure':
      return usual
    case 'mistral':
      return mistral(usual)
    case 'deepseek':
      return usual.map(message => collapsed(withoutCacheControl(message)))
    case 'xai':
      return usual.map(message => withoutCacheControl(message['role'] === 'user' ? message : omit(message, ['name'])))
    case 'hosted_vllm':
      return usual.map(message => omit(withoutCacheControl(message), ['thinking_blocks']))
    case 'together_ai':
      return usual.map(message => omit(withoutCacheControl(message), ['thinking_blocks', 'provider_specific_fields']))
    case 'openrouter':
      return takesCacheControl(model) ? usual.map(cacheControlInContent) : usual.map(withoutCacheControl)
    default:
      return usual.map(withoutCacheControl)
  }
}

/** Tools without the marks of prompt caching, where the provider has none. */
export function providerTools(tools: Json | undefined, provider: string, model: string): Json | undefined {
  if (
    !Array.isArray(tools) ||
    provider === 'openai' ||
    provider === 'azure' ||
    (provider === 'openrouter' && takesCacheControl(model))
  )
    return tools
  return objectsOf(tools).map(tool => {
    const called = asObject(tool['function'])
    const bare = omit(tool, ['cache_control'])
    return called ? { ...bare, function: omit(called, ['cache_control']) } : bare
  })
}

const systemAsUser = (message: JsonObject): JsonObject =>
  message['role'] === 'system' ? { role: 'user', content: message['content'] } : message

/** An image may be given as a bare address; the wire wants an object. */
function withImageObjects(message: JsonObject): JsonObject {
  if (!Array.isArray(message['content'])) return message
  const content = message['content'].map(part => {
    if (!isObject(part) || part['type'] !== 'image_url' || typeof part['image_url'] !== 'string') return part
    return { ...part, image_url: { url: part['image_url'] } }
  })
  return { ...message, content }
}

function withoutCacheControl(message: JsonObject): JsonObject {
  const bare = omit(message, ['cache_control'])
  if (!Array.isArray(bare['content'])) return bare
  return { ...bare, content: bare['content'].map(part => (isObject(part) ? omit(part, ['cache_control']) : part)) }
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

/** Text parts as one string; a message without text stays as it is. */
function collapsed(message: JsonObject): JsonObject {
  const text = textOf(message['content'])
  return text ? { ...message, content: text } : message
}

function mistral(messages: readonly JsonObject[]): JsonObject[] {
  const bare = messages.map(message => omit(withoutCacheControl(message), ['thinking_blocks', 'reasoning_content']))
  const hasMedia = bare.some(message =>
    objectsOf(message['content']).some(part => part['type'] === 'image_url' || part['type'] === 'file'),
  )
  if (hasMedia) return bare
  return bare
    .map(collapsed)
    .map(message => (message['role'] === 'tool' ? message : omit(message, ['name'])))
    .map(message => ('tool_calls' in message ? { ...message, tool_calls: plainCalls(message['tool_calls']) } : message))
    .filter(message => message['role'] !== 'assistant' || Boolean(message['content']) || 'tool_calls' in message)
}

const plainCalls = (calls: Json | undefined): JsonObject[] =>
  objectsOf(calls).map(call => ({ id: call['id'], type: call['type'], function: call['function'] }))
