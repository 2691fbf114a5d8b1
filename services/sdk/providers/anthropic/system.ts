/**
 * System messages. The leading ones are Anthropic's `system`; later ones stay in the conversation, since moving them to
 * the front would change the cached prefix: as role system where the model takes it, else as a marked user message.
 */
import { asObject, asString, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { isSigned } from './content.ts'

/** Stands before a system message that had to become a user's. */
export const operatorNote =
  'Operator note (not from the user): the following was originally a mid-conversation system-role reminder.'

const isSystem = (message: JsonObject | undefined): boolean => message?.['role'] === 'system'
const isTool = (message: JsonObject): boolean => message['role'] === 'tool' || message['role'] === 'function'
const isUserSide = (message: JsonObject | undefined): boolean =>
  message !== undefined && (message['role'] === 'user' || isTool(message))

/** The leading system messages as `system` blocks, and the messages after them. */
export function splitSystem(messages: readonly JsonObject[]): { system: JsonObject[]; rest: JsonObject[] } {
  const end = messages.findIndex(message => !isSystem(message))
  const count = end === -1 ? messages.length : end
  return { system: messages.slice(0, count).flatMap(leadingBlocks), rest: messages.slice(count) }
}

const kept = (original: JsonObject): JsonObject =>
  'cache_control' in original ? { cache_control: original['cache_control'] } : {}

function leadingBlocks(message: JsonObject): JsonObject[] {
  const content = message['content']
  if (typeof content === 'string') return content ? [{ type: 'text', text: content, ...kept(message) }] : []
  return objectsOf(content)
    .filter(part => part['type'] !== 'text' || part['text'])
    .map(part => ({ type: part['type'], text: part['text'], ...kept(part) }))
}

/** The text blocks of later system messages; `cache_control` in the only shape Anthropic takes. */
export function systemBlocks(messages: readonly JsonObject[]): JsonObject[] {
  return messages.flatMap(message => {
    const content = message['content']
    if (typeof content === 'string') return content ? [{ type: 'text', text: content, ...portable(message) }] : []
    return objectsOf(content)
      .filter(part => part['type'] === 'text' && asString(part['text']))
      .map(part => ({ type: 'text', text: part['text'], ...portable(part) }))
  })
}

function portable(original: JsonObject): JsonObject {
  const control = asObject(original['cache_control'])
  if (control?.['type'] !== 'ephemeral') return {}
  const ttl = control['ttl']
  return { cache_control: { type: 'ephemeral', ...(ttl === '1h' || ttl === '5m' ? { ttl } : {}) } }
}

/** The messages after the leading system ones, with each later system message where the model takes it. */
export function placeSystem(messages: readonly JsonObject[], takesRole: boolean): JsonObject[] {
  if (!messages.some(isSystem)) return [...messages]
  return takesRole ? placed(messages) : converted(messages)
}

function asUser(run: readonly JsonObject[]): JsonObject[] {
  return run
    .map(message => systemBlocks([message]))
    .filter(blocks => blocks.length > 0)
    .map(blocks => ({ role: 'user', content: [{ type: 'text', text: operatorNote }, ...blocks] }))
}

function groupBy<T>(items: readonly T[], key: (item: T) => Json): T[][] {
  const groups: T[][] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last?.[0] !== undefined && key(last[0]) === key(item)) last.push(item)
    else groups.push([item])
  }
  return groups
}

const kind = (message: JsonObject): string => (isSystem(message) ? 'system' : isTool(message) ? 'tool' : 'other')

// A tool result must open its turn: a system message in front of one is told after it.
function converted(messages: readonly JsonObject[]): JsonObject[] {
  const groups = groupBy(messages, kind)
  return groups.flatMap((group, at) => {
    const [before, after] = [groups[at - 1]?.[0], groups[at + 1]?.[0]]
    if (isSystem(group[0])) return after && isTool(after) ? [] : asUser(group)
    return group[0] && isTool(group[0]) && isSystem(before) ? [...group, ...asUser(groups[at - 1] ?? [])] : group
  })
}

interface Turn {
  readonly isUser: boolean
  readonly indices: readonly number[]
}

// A run of system messages stays behind the user turn it follows, or moves behind the one that follows it; where
// Anthropic would refuse it there it becomes a user message in place. Only neighbours decide, so that a conversation
// sent again with more turns keeps its prefix.
function placed(messages: readonly JsonObject[]): JsonObject[] {
  const indices = messages.map((_, at) => at)
  const turns = groupBy(
    indices.filter(at => !isSystem(messages[at])),
    at => isUserSide(messages[at]),
  ).map(group => ({ isUser: isUserSide(messages[group[0] ?? 0]), indices: group }))
  const systemRuns = groupBy(indices, at => isSystem(messages[at])).filter(run => isSystem(messages[run[0] ?? 0]))
  const anchors = systemRuns.map(run => ({
    run: run.map(at => messages[at] ?? {}),
    start: run[0] ?? 0,
    anchor: anchorOf(run, messages, turns),
  }))
  return turns.flatMap((turn, at) => {
    const own = turn.indices.flatMap(index => [
      messages[index] ?? {},
      ...anchors.filter(each => each.anchor === null && each.start === index + 1).flatMap(each => asUser(each.run)),
    ])
    const content = systemBlocks(anchors.filter(each => each.anchor === at).flatMap(each => each.run))
    return turn.isUser && content.length > 0 ? [...own, { role: 'system', content }] : own
  })
}

function anchorOf(run: readonly number[], messages: readonly JsonObject[], turns: readonly Turn[]): number | null {
  const previous = (run[0] ?? 0) - 1
  const neighbour = isUserSide(messages[previous]) ? previous : (run.at(-1) ?? 0) + 1
  if (!isUserSide(messages[neighbour])) return null
  const turnAt = turns.findIndex(turn => turn.indices.includes(neighbour))
  const shows = (turn: Turn | undefined): boolean => turn?.indices.some(at => isVisible(messages[at] ?? {})) ?? false
  if (!shows(turns[turnAt])) return null
  const next = turns.slice(turnAt + 1).find(shows)
  return next?.isUser ? null : turnAt
}

/** Whether a message puts a block on the wire at all. */
function isVisible(message: JsonObject): boolean {
  const content = message['content']
  if (isTool(message) || typeof content === 'string') return true
  const types = objectsOf(content).map(part => asString(part['type']) ?? '')
  if (message['role'] !== 'assistant')
    return types.some(type => ['text', 'image_url', 'document', 'file'].includes(type))
  const fields = asObject(message['provider_specific_fields'])
  return (
    types.some(type => ['text', 'server_tool_use', 'thinking'].includes(type) || type.endsWith('_tool_result')) ||
    objectsOf(message['thinking_blocks']).some(isSigned) ||
    [message['tool_calls'], message['function_call'], fields?.['compaction_blocks']].some(Boolean)
  )
}
