/** A conversation of Anthropic's as messages of OpenAI's chat. */
import { asString, isObject, objectsOf } from '../../providers/json.ts'
import { pythonJson } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { cleanHistory } from '../../providers/anthropic/history.ts'
import { withoutSealed } from '../../providers/anthropic/passthrough-messages.ts'
import { behindResults, isSystem } from '../../providers/anthropic/passthrough-system.ts'
import { isThinking } from '../../providers/anthropic/sealed-reasoning.ts'
import { operatorNote } from '../../providers/anthropic/system.ts'
import { addressOf, withBreakpoint } from './content.ts'
import { shortName } from './tool-names.ts'

/** How the model behind a deployment wants its messages. */
export interface ChatHabits {
  /** Whether marks of prompt caching are kept. */
  readonly cacheControl: boolean
  /** Whether a system message may come later than at the start. */
  readonly lateSystem: boolean
}

/** The messages, `system` first. */
export function chatMessages(body: JsonObject, habits: ChatHabits): JsonObject[] {
  const messages = cleanHistory(body['messages']).flatMap(withoutSealed)
  const first = messages.findIndex(message => !isSystem(message))
  const leading = first === -1 ? messages : messages.slice(0, first)
  const later = first === -1 ? [] : messages.slice(first)
  const ordered = habits.lateSystem
    ? later
    : behindResults(later).map(message => (isSystem(message) ? asUser(message) : message))
  return [...systemOf(body['system'], habits), ...[...leading, ...ordered].flatMap(one => translated(one, habits))]
}

function asUser({ content }: JsonObject): JsonObject {
  const said = typeof content === 'string' ? [{ type: 'text', text: content }] : Array.isArray(content) ? content : []
  return { role: 'user', content: [{ type: 'text', text: operatorNote }, ...said] }
}

function systemOf(system: Json | undefined, habits: ChatHabits): JsonObject[] {
  if (typeof system === 'string') return system ? [{ role: 'system', content: system }] : []
  const content = objectsOf(system)
    .filter(block => block['type'] === 'text')
    .map(block => textPart(block, habits))
  return content.length > 0 ? [{ role: 'system', content }] : []
}

function translated(message: JsonObject, habits: ChatHabits): JsonObject[] {
  switch (message['role']) {
    case 'system':
      return lateSystem(message, habits)
    case 'user':
      return userMessages(message['content'], habits)
    case 'assistant':
      return assistantMessage(message['content'], habits)
    default:
      return []
  }
}

function lateSystem({ content }: JsonObject, habits: ChatHabits): JsonObject[] {
  if (typeof content === 'string') return content ? [{ role: 'system', content }] : []
  return systemOf(
    objectsOf(content).filter(block => Boolean(block['text'])),
    habits,
  )
}

const cacheMark = (source: JsonObject, { cacheControl }: ChatHabits): JsonObject =>
  cacheControl && source['cache_control'] ? { cache_control: source['cache_control'] } : {}

function textPart(block: JsonObject, habits: ChatHabits): JsonObject {
  const part = { type: 'text', text: block['text'] ?? '', ...cacheMark(block, habits) }
  return withBreakpoint(part, block)
}

function userMessages(content: Json | undefined, habits: ChatHabits): JsonObject[] {
  if (typeof content === 'string') return content ? [{ role: 'user', content }] : []
  const blocks = objectsOf(content)
  const results = blocks.filter(block => block['type'] === 'tool_result').map(block => toolMessage(block, habits))
  const parts = blocks.flatMap(block => userPart(block, habits))
  return parts.length > 0 ? [...results, { role: 'user', content: parts }] : results
}

function userPart(block: JsonObject, habits: ChatHabits): JsonObject[] {
  if (block['type'] === 'text') return [textPart(block, habits)]
  if (block['type'] !== 'image' && block['type'] !== 'document') return []
  const url = addressOf(block['source'])
  if (url === undefined) return []
  const part = { type: 'image_url', image_url: { url }, ...cacheMark(block, habits) }
  return [block['type'] === 'image' ? withBreakpoint(part, block) : part]
}

function toolMessage(block: JsonObject, habits: ChatHabits): JsonObject {
  return {
    role: 'tool',
    tool_call_id: block['tool_use_id'] ?? '',
    content: resultContent(block['content']),
    ...cacheMark(block, habits),
  }
}

function resultContent(content: Json | undefined): Json {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  const parts = content.flatMap(resultPart)
  if (parts.length === 0) return ''
  const [only] = parts
  return parts.length === 1 && only?.['type'] === 'text' ? (only['text'] ?? '') : parts
}

function resultPart(item: Json): JsonObject[] {
  if (typeof item === 'string') return [{ type: 'text', text: item }]
  if (!isObject(item)) return []
  switch (item['type']) {
    case 'text':
      return [{ type: 'text', text: asString(item['text']) ?? '' }]
    case 'image':
    case 'document': {
      const url = addressOf(item['source'])
      return url === undefined ? [] : [{ type: 'image_url', image_url: { url } }]
    }
    case 'tool_reference':
      return [{ type: 'tool_reference', tool_name: asString(item['tool_name']) ?? '' }]
    default:
      return []
  }
}

function assistantMessage(content: Json | undefined, habits: ChatHabits): JsonObject[] {
  if (typeof content === 'string') return [{ role: 'assistant', content }]
  if (!Array.isArray(content)) return []
  const blocks = objectsOf(content)
  const said = content.findLast(block => typeof block === 'string')
  const texts = blocks.filter(block => block['type'] === 'text').map(block => assistantText(block, habits))
  const calls = blocks.filter(block => block['type'] === 'tool_use').map(block => toolCall(block, habits))
  const thoughts = blocks.filter(isThinking).map(thought)
  if (said === undefined && texts.length + calls.length + thoughts.length === 0) return []
  const reasoning = thoughts.map(one => asString(one['thinking']) ?? '').filter(Boolean)
  return [
    {
      role: 'assistant',
      content: texts.length > 0 ? joined(texts) : (said ?? null),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
      ...(thoughts.length > 0 ? { thinking_blocks: thoughts } : {}),
      ...(reasoning.length > 0 ? { reasoning_content: reasoning.join('\n') } : {}),
    },
  ]
}

const assistantText = (block: JsonObject, habits: ChatHabits): JsonObject => ({
  type: 'text',
  text: block['text'] ?? '',
  ...cacheMark(block, habits),
})

function joined(texts: readonly JsonObject[]): Json {
  if (texts.some(text => 'cache_control' in text)) return [...texts]
  return texts.map(text => asString(text['text']) ?? '').join('')
}

function thought(block: JsonObject): JsonObject {
  if (block['type'] === 'redacted_thinking') return { type: 'redacted_thinking', data: block['data'] || '' }
  return { type: 'thinking', thinking: block['thinking'] || '', signature: block['signature'] || '' }
}

function toolCall(block: JsonObject, habits: ChatHabits): JsonObject {
  const fields = block['provider_specific_fields']
  const signature = isObject(fields) ? asString(fields['signature']) : undefined
  const called = { name: shortName(asString(block['name']) ?? ''), arguments: pythonJson(block['input'] ?? {}) }
  return {
    id: block['id'] ?? '',
    type: 'function',
    function: signature ? { ...called, provider_specific_fields: { thought_signature: signature } } : called,
    ...cacheMark(block, habits),
  }
}
