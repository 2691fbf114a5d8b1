/** System messages of a `/v1/messages` request as Anthropic's API takes them elsewhere than at Anthropic. */
import { operatorNote } from './system.ts'
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** Whether a message is the system's. */
export const isSystem = (message: JsonObject | undefined): boolean => message?.['role'] === 'system'

/** The body with leading system messages in its `system`, and later ones where the model knows none as the user's. */
export function withSystemPlaced(body: JsonObject, takesRole: boolean): JsonObject {
  const messages = objectsOf(body['messages'])
  const end = messages.findIndex(message => !isSystem(message))
  const count = end === -1 ? messages.length : end
  const rest = messages.slice(count)
  const blocks = [body['system'], ...messages.slice(0, count).map(({ content }) => content)].flatMap(blocksOf)
  const system = blocks.filter(block => !isBilling(block))
  const { system: _, ...others } = body
  return {
    ...others,
    messages: takesRole ? rest : behindResults(rest).map(message => (isSystem(message) ? asUser(message) : message)),
    ...(system.length > 0 ? { system } : {}),
  }
}

/** The body without Claude Code's own accounting in its system prompt. */
export function withoutBilling(body: JsonObject): JsonObject {
  const { system, ...rest } = body
  if (system === undefined) return body
  const kept = Array.isArray(system) ? system.filter(block => !isBilling(block)) : system
  const isEmpty = Array.isArray(kept) ? kept.length === 0 : !kept || isBilling({ type: 'text', text: kept })
  return isEmpty ? rest : { ...rest, system: kept }
}

function blocksOf(content: Json | undefined): Json[] {
  if (content === undefined || content === null) return []
  if (Array.isArray(content)) return content
  return [typeof content === 'string' ? { type: 'text', text: content } : content]
}

/** Claude Code's own accounting. */
const isBilling = (block: Json): boolean =>
  isObject(block) &&
  block['type'] === 'text' &&
  (asString(block['text']) ?? '').startsWith('x-anthropic-billing-header:')

const asUser = ({ content }: JsonObject): JsonObject => ({
  role: 'user',
  content: [...blocksOf(operatorNote), ...blocksOf(content)],
})

/** Nothing may part a call from its result: what stands before a result is told after it. */
export function behindResults(messages: readonly JsonObject[]): JsonObject[] {
  const placed: JsonObject[] = []
  let waiting: JsonObject[] = []
  for (const message of messages) {
    if (isSystem(message)) waiting.push(message)
    else {
      const isResult = message['role'] === 'user' && objectsOf(message['content'])[0]?.['type'] === 'tool_result'
      placed.push(...(isResult ? [message, ...waiting] : [...waiting, message]))
      waiting = []
    }
  }
  return [...placed, ...waiting]
}

/** Marks of caching without a scope, which only Anthropic itself knows. */
export function withoutScopes(body: JsonObject): JsonObject {
  const { messages, system } = body
  return {
    ...body,
    messages: objectsOf(messages).map(message => ({ ...message, content: unscoped(message['content']) })),
    ...(system === undefined ? {} : { system: unscoped(system) }),
  }
}

function unscoped(content: Json | undefined): Json | undefined {
  if (!Array.isArray(content)) return content
  return content.map(block => {
    const control = asObject(asObject(block)?.['cache_control'])
    return isObject(block) && control ? { ...block, cache_control: omit(control, ['scope']) } : block
  })
}
