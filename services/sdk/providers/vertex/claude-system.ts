/** System messages within a `/v1/messages` request, which Vertex AI takes as Anthropic's API for its newer models does. */
import { hasTrait } from '../anthropic/models.ts'
import { operatorNote } from '../anthropic/system.ts'
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

const isSystem = (message: JsonObject | undefined): boolean => message?.['role'] === 'system'

const blocksOf = (content: Json | undefined): Json[] => {
  if (content === undefined || content === null) return []
  if (Array.isArray(content)) return content
  return [typeof content === 'string' ? { type: 'text', text: content } : content]
}

/** The leading system messages in `system`, later ones where the model takes them; caching marks without a scope. */
export function withPlacedSystem(body: JsonObject, model: string): JsonObject {
  const messages = objectsOf(body['messages'])
  const end = messages.findIndex(message => !isSystem(message))
  const leading = messages.slice(0, end === -1 ? messages.length : end)
  const rest = messages.slice(leading.length)
  const system = [body['system'], ...leading.map(message => message['content'])]
    .flatMap(blocksOf)
    .filter(block => !isBilling(block))
    .map(unscoped)
  const placed = hasTrait(model, 'midConversationSystem') ? rest : converted(rest)
  return {
    ...omit(body, ['system']),
    messages: placed.map(message => {
      const { content } = message
      return Array.isArray(content) ? { ...message, content: content.map(unscoped) } : message
    }),
    ...(system.length > 0 ? { system } : {}),
  }
}

function isBilling(block: Json): boolean {
  const text = asString(asObject(block)?.['text'])
  return asObject(block)?.['type'] === 'text' && text?.startsWith('x-anthropic-billing-header:') === true
}

function unscoped(block: Json): Json {
  const control = asObject(asObject(block)?.['cache_control'])
  return isObject(block) && control ? { ...block, cache_control: omit(control, ['scope']) } : block
}

// A result must follow its call: what was said between the two is said after it.
function converted(messages: readonly JsonObject[]): JsonObject[] {
  const out: JsonObject[] = []
  let run: JsonObject[] = []
  for (const message of messages) {
    if (isSystem(message)) {
      run.push(message)
      continue
    }
    out.push(...(opensWithResult(message) ? [message, ...run] : [...run, message]))
    run = []
  }
  return [...out, ...run].map(message =>
    isSystem(message)
      ? { role: 'user', content: [{ type: 'text', text: operatorNote }, ...blocksOf(message['content'])] }
      : message,
  )
}

function opensWithResult(message: JsonObject): boolean {
  const [first] = objectsOf(message['content'])
  return message['role'] === 'user' && first?.['type'] === 'tool_result'
}
