/** Reasoning between the turns: an item of its own in the Responses API, fields of the assistant's message in a chat. */
import { asString, objectsOf } from '../../providers/json.ts'
import { unsealed } from '../../providers/openai/minted-reasoning.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** The message that carries an item's reasoning and nothing else; none where the item has no readable form. */
export function reasoningMessage(item: JsonObject): JsonObject[] {
  const text = contentText(item['content']) ?? partsText(item['summary'])
  const blocks = unsealed(item['encrypted_content'])
  if (!text && blocks.length === 0) return []
  return [
    {
      role: 'assistant',
      content: null,
      ...(text ? { reasoning_content: text } : {}),
      ...(blocks.length > 0 ? { thinking_blocks: blocks } : {}),
    },
  ]
}

function contentText(content: Json | undefined): string | undefined {
  if (typeof content === 'string') return content.trim() ? content : undefined
  return partsText(
    objectsOf(content).filter(({ type }) => type !== 'encrypted_content' && type !== 'redacted_thinking'),
  )
}

function partsText(parts: Json | undefined): string | undefined {
  const texts = objectsOf(parts).map(({ text }) => (asString(text) ?? '').trim())
  return texts.filter(Boolean).join('\n') || undefined
}

const isOnlyReasoning = (message: JsonObject): boolean =>
  message['role'] === 'assistant' &&
  (message['content'] ?? null) === null &&
  objectsOf(message['tool_calls']).length === 0 &&
  ('reasoning_content' in message || 'thinking_blocks' in message)

/** The messages, each run of reasoning joined to the assistant's message that follows it. */
export function withReasoningJoined(messages: readonly JsonObject[]): JsonObject[] {
  const told: JsonObject[] = []
  let pending: JsonObject[] = []
  for (const message of messages) {
    if (isOnlyReasoning(message)) {
      pending.push(message)
      continue
    }
    if (message['role'] === 'assistant') told.push(joinedTo(message, pending))
    else told.push(...pending, message)
    pending = []
  }
  return [...told, ...pending]
}

function joinedTo(message: JsonObject, pending: readonly JsonObject[]): JsonObject {
  const all = [...pending, message]
  const texts = all.map(one => asString(one['reasoning_content']) ?? '').filter(Boolean)
  const blocks = all.flatMap(one => objectsOf(one['thinking_blocks']))
  return {
    ...message,
    ...(texts.length > 0 ? { reasoning_content: texts.join('\n') } : {}),
    ...(blocks.length > 0 ? { thinking_blocks: blocks } : {}),
  }
}
