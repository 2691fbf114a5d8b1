/** Marks of caching without what only Anthropic makes of them. */
import { asString, isObject, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** The request with every mark of caching saying no more than its type, wherever Anthropic's API has one. */
export function plainlyCached(body: JsonObject): JsonObject {
  const { system, tools, messages } = body
  return {
    ...plain(body),
    ...(system === undefined ? {} : { system: plainEach(system, plain) }),
    ...(tools === undefined ? {} : { tools: plainEach(tools, plain) }),
    ...(messages === undefined ? {} : { messages: plainEach(messages, message => within(message, plainBlock)) }),
  }
}

const plainEach = (value: Json, each: (block: JsonObject) => JsonObject): Json =>
  Array.isArray(value) ? value.map(block => (isObject(block) ? each(block) : block)) : value

const plainBlock = (block: JsonObject): JsonObject =>
  block['type'] === 'tool_result' ? within(plain(block), plain) : plain(block)

function within(holder: JsonObject, each: (block: JsonObject) => JsonObject): JsonObject {
  const { content } = holder
  return Array.isArray(content) ? { ...holder, content: plainEach(content, each) } : holder
}

function plain(block: JsonObject): JsonObject {
  if (!('cache_control' in block)) return block
  const mark = block['cache_control']
  const rest = omit(block, ['cache_control'])
  return isObject(mark) ? { ...rest, cache_control: { type: asString(mark['type']) ?? 'ephemeral' } } : rest
}
