/** A chat completion as a response of the Responses API. */
import { asCount, asObject, asString, isObject, objectsOf, withoutNulls } from '../../providers/json.ts'
import { sealed } from '../../providers/openai/minted-reasoning.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { callItem, messageItem, reasoningItem } from './items.ts'
import { toldTool } from './told-tools.ts'
import { chatToolChoice, toolNames } from './tools.ts'

/** Ids that a response has and its chat has not. */
export interface ResponseIds {
  /** The response's, out of the chat's. */
  readonly response: (chatId: string) => string
  /** The id of an item, by what the item is. */
  readonly item: (prefix: 'msg' | 'rs' | 'ig') => string
}

/** The response to `body`, with every field the API has. */
export function responseOf(chat: JsonObject, body: JsonObject, ids: ResponseIds): JsonObject {
  const finish = asString(objectsOf(chat['choices'])[0]?.['finish_reason'])
  const asked = withoutNulls(body)
  const fields = asObject(chat['provider_specific_fields'])
  return {
    id: ids.response(asString(chat['id']) ?? ''),
    created_at: chat['created'],
    error: null,
    incomplete_details: incompleteDetails(finish),
    instructions: asked['instructions'] ?? null,
    metadata: asked['metadata'] ?? {},
    model: chat['model'],
    object: 'response',
    output: outputOf(chat, asked, ids),
    parallel_tool_calls: asked['parallel_tool_calls'] ?? false,
    temperature: asked['temperature'] ?? null,
    tool_choice: toldChoice(asked['tool_choice']),
    tools: objectsOf(asked['tools']).map(toldTool),
    top_p: asked['top_p'] ?? null,
    max_output_tokens: asked['max_output_tokens'] ?? null,
    previous_response_id: asked['previous_response_id'] ?? null,
    reasoning: asked['reasoning'] ?? null,
    status: statusOf(finish),
    text: asked['text'] ?? {},
    truncation: asked['truncation'] ?? null,
    usage: responseUsage(asObject(chat['usage'])),
    user: asked['user'] ?? null,
    store: asked['store'] ?? null,
    ...(fields ? { provider_specific_fields: fields } : {}),
  }
}

/** How a response ended, by why its chat did. */
function statusOf(finish: string | undefined): string {
  if (finish === undefined) return 'incomplete'
  return ['length', 'content_filter', 'refusal'].includes(finish) ? 'incomplete' : 'completed'
}

function incompleteDetails(finish: string | undefined): JsonObject | null {
  if (finish === 'length') return { reason: 'max_output_tokens' }
  return finish === 'content_filter' || finish === 'refusal' ? { reason: 'content_filter' } : null
}

function outputOf(chat: JsonObject, asked: JsonObject, ids: ResponseIds): JsonObject[] {
  const choices = objectsOf(chat['choices'])
  const names = toolNames(asked['tools'])
  const messages = choices.map(choice => ({
    message: asObject(choice['message']) ?? {},
    status: statusOf(asString(choice['finish_reason'])),
  }))
  const thoughts = messages.flatMap(one => {
    const text = asString(one.message['reasoning_content']) ?? ''
    const encrypted = sealed(one.message['thinking_blocks'])
    return text || encrypted ? [reasoningItem(ids.item('rs'), one.status, text, encrypted)] : []
  })
  const texts = messages.flatMap(one => saidIn(one.message, one.status, ids))
  const calls = messages.flatMap(({ message }) => objectsOf(message['tool_calls']).map(call => callItem(call, names)))
  return [...thoughts.slice(0, 1), ...texts, ...calls]
}

function saidIn(message: JsonObject, status: string, ids: ResponseIds): JsonObject[] {
  const images = objectsOf(message['images'])
  if (images.length > 0) return images.flatMap(image => imageItem(image, status, ids))
  const text = asString(message['content'])
  if (text === undefined) return []
  return [messageItem(ids.item('msg'), status, text, annotationsOf(message['annotations']))]
}

function imageItem(image: JsonObject, status: string, ids: ResponseIds): JsonObject[] {
  const url = asString(asObject(image['image_url'])?.['url']) ?? ''
  const data = url.startsWith('data:') ? url.split(',', 2)[1] : url
  return data ? [{ type: 'image_generation_call', id: ids.item('ig'), status, result: data }] : []
}

/** Citations of a chat's message as a response's. */
export function annotationsOf(annotations: Json | undefined): JsonObject[] {
  return objectsOf(annotations).flatMap(annotation => {
    const cited = asObject(annotation['url_citation'])
    if (annotation['type'] !== 'url_citation' || !cited) return []
    const { start_index = null, end_index = null, url = null, title = null } = cited
    return [{ type: 'url_citation', start_index, end_index, url, title }]
  })
}

/** The choice as the API tells it. */
export function toldChoice(choice: Json | undefined): Json {
  if (choice === undefined || choice === null) return 'auto'
  if (!isObject(choice)) return choice
  const name = asString(choice['name'])
  if (name && (choice['type'] === 'function' || choice['type'] === 'custom')) return { name, type: choice['type'] }
  const chosen = chatToolChoice(choice)
  const called = asString(asObject(asObject(chosen)?.['function'])?.['name'])
  if (called) return { type: choice['type'] === 'custom' ? 'custom' : 'function', name: called }
  return typeof chosen === 'string' ? chosen : 'auto'
}

/** The API's `usage` out of a chat's. */
function responseUsage(usage: JsonObject | undefined): JsonObject {
  const prompt = asObject(usage?.['prompt_tokens_details'])
  const completion = asObject(usage?.['completion_tokens_details'])
  const written = prompt?.['cache_write_tokens'] ?? prompt?.['cache_creation_tokens'] ?? null
  const searches = prompt?.['web_search_requests'] ?? null
  return {
    input_tokens: asCount(usage?.['prompt_tokens']),
    ...(prompt
      ? {
          input_tokens_details: {
            ...orNull(prompt, ['audio_tokens', 'cached_tokens_details', 'image_tokens', 'text_tokens', 'video_tokens']),
            cached_tokens: asCount(prompt['cached_tokens']),
            ...(written === null ? {} : { cache_write_tokens: written }),
            ...(searches === null ? {} : { web_search_requests: searches }),
          },
        }
      : { input_tokens_details: null }),
    output_tokens: asCount(usage?.['completion_tokens']),
    output_tokens_details: completion
      ? {
          ...orNull(completion, ['audio_tokens', 'text_tokens']),
          ...withoutNulls({ image_tokens: completion['image_tokens'] }),
          reasoning_tokens: asCount(completion['reasoning_tokens']),
        }
      : null,
    total_tokens: asCount(usage?.['total_tokens']),
    cost: usage?.['cost'] ?? null,
  }
}

const orNull = (details: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.map(key => [key, details[key] ?? null]))
