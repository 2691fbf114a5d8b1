/** The conversation of a `/v1/messages` request as Anthropic takes it, also where other models had a part in it. */
import { asString, isObject, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { cleanHistory } from './history.ts'
import { sealedReasoning } from './sealed-reasoning.ts'

/** The messages without what Anthropic would refuse: empty blocks, others' thoughts, an adviser that is gone. */
export function passthroughMessages(messages: Json | undefined, tools: Json | undefined): JsonObject[] {
  const advised = objectsOf(tools).some(({ type }) => type === 'advisor_20260301')
  return cleanHistory(messages)
    .map(withoutOwnFields)
    .map(message => (advised ? message : withoutAdvice(message)))
    .flatMap(withoutSealed)
}

function withoutOwnFields(message: JsonObject): JsonObject {
  if (!Array.isArray(message['content'])) return message
  const own = ['provider_specific_fields']
  return { ...message, content: message['content'].map(block => (isObject(block) ? omit(block, own) : block)) }
}

function withoutAdvice(message: JsonObject): JsonObject {
  const { role, content } = message
  if (role !== 'assistant' || !Array.isArray(content)) return message
  const asked = objectsOf(content).filter(({ type, name }) => type === 'server_tool_use' && name === 'advisor')
  const ids = new Set(asked.flatMap(({ id }) => asString(id) || []))
  const gone = (block: JsonObject): boolean =>
    (asked.includes(block) && ids.has(asString(block['id']) ?? '')) ||
    (block['type'] === 'advisor_tool_result' && ids.has(asString(block['tool_use_id']) ?? ''))
  return { ...message, content: content.filter(block => !isObject(block) || !gone(block)) }
}

/** A message without thoughts that only another API can read again; none where nothing else is in it. */
export function withoutSealed(message: JsonObject): JsonObject[] {
  if (!Array.isArray(message['content'])) return [message]
  const content = message['content'].filter(block => !isObject(block) || sealedReasoning(block) === null)
  return content.length === 0 && message['content'].length > 0 ? [] : [{ ...message, content }]
}
