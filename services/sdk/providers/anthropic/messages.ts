/** A conversation in OpenAI's form as Anthropic's alternating turns. */
import { asObject, asString, objectsOf } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { ConversationFault, isSigned, textBlock, toolResultBlock, userBlocks, withFiller } from './content.ts'
import { systemBlocks } from './system.ts'
import { toolUseBlocks } from './tool-calls.ts'

const userRoles = new Set<Json | undefined>(['user', 'tool', 'function'])

/** Merges consecutive messages of a side into one turn. System messages in `messages` are already where they may stand. */
export function anthropicMessages(messages: readonly JsonObject[]): JsonObject[] {
  if (messages.length === 0) {
    throw new ConversationFault(
      'litellm.BadRequestError: Anthropic requires at least one non-system message. Either provide one, or set ' +
        '`litellm.modify_params = True` // `litellm_settings::modify_params: True` to add the dummy user message - ' +
        "{'role': 'user', 'content': 'Please continue.'}.",
    )
  }
  const turns: JsonObject[] = []
  for (const { side, run } of runs(messages.map(withFiller))) {
    if (side === 'system') {
      for (const message of run) {
        const content = systemBlocks([message])
        if (content.length > 0) turns.push({ role: 'system', content })
      }
      continue
    }
    const content = side === 'user' ? run.flatMap(userSideBlocks) : assistantBlocks(run)
    if (content.length > 0) turns.push({ role: side, content })
  }
  return withTrimmedEnd(turns)
}

interface Run {
  side: 'user' | 'assistant' | 'system'
  run: JsonObject[]
}

function runs(messages: readonly JsonObject[]): Run[] {
  const found: Run[] = []
  for (const message of messages) {
    const side = sideOf(message)
    const last = found.at(-1)
    if (last?.side === side) last.run.push(message)
    else found.push({ side, run: [message] })
  }
  return found
}

function sideOf(message: JsonObject): Run['side'] {
  const role = message['role']
  if (userRoles.has(role)) return 'user'
  if (role === 'assistant' || role === 'system') return role
  throw new ConversationFault(`litellm.BadRequestError: Invalid Message passed in ${pythonRepr(message)}`)
}

function userSideBlocks(message: JsonObject): JsonObject[] {
  if (message['content'] === undefined) throw new ConversationFault("'content'")
  return message['role'] === 'user' ? userBlocks(message) : [toolResultBlock(message)]
}

// Tool ids must be unique within a turn: histories that were merged can hold a call twice.
function assistantBlocks(run: readonly JsonObject[]): JsonObject[] {
  const seen = new Set<string>()
  return run.flatMap(assistantMessageBlocks).filter(block => {
    const id = isToolUse(block) ? asString(block['id']) : undefined
    if (id === undefined) return true
    if (seen.has(id)) return false
    seen.add(id)
    return true
  })
}

const isToolUse = (block: JsonObject): boolean => block['type'] === 'tool_use' || block['type'] === 'server_tool_use'

function assistantMessageBlocks(message: JsonObject): JsonObject[] {
  const fields = asObject(message['provider_specific_fields'])
  const thinking = objectsOf(message['thinking_blocks']).filter(isSigned)
  const calls = toolUseBlocks(message)
  const compaction = objectsOf(fields?.['compaction_blocks'])
  const text = typeof message['content'] === 'string' ? [textBlock(message['content'], message)] : []
  if (thinking.length > 0 && calls.some(isServerTool) && !Array.isArray(message['content'])) {
    return [
      ...compaction,
      ...interleaved(thinking, calls),
      ...text,
      ...calls.filter(block => block['type'] === 'tool_use'),
    ]
  }
  const parts = objectsOf(message['content'])
  const partsThink = parts.some(part => part['type'] === 'thinking' || part['type'] === 'redacted_thinking')
  return [...compaction, ...(partsThink ? [] : thinking), ...text, ...parts.flatMap(assistantPart), ...calls]
}

// Anthropic verifies a thinking block by its place: each stood before the server tool it led to.
function interleaved(thinking: readonly JsonObject[], calls: readonly JsonObject[]): JsonObject[] {
  const groups: JsonObject[][] = []
  for (const block of calls) {
    if (block['type'] === 'server_tool_use') groups.push([block])
    else if (block['type'] !== 'tool_use') groups.at(-1)?.push(block)
  }
  const length = Math.max(thinking.length, groups.length)
  return Array.from({ length }, (_, at) => [...thinking.slice(at, at + 1), ...(groups[at] ?? [])]).flat()
}

const isServerTool = (block: JsonObject): boolean => block['type'] === 'server_tool_use'

function assistantPart(part: JsonObject): JsonObject[] {
  const type = asString(part['type']) ?? ''
  if (type === 'thinking') return isSigned(part) ? [part] : []
  if (type === 'text') return [textBlock(asString(part['text']) ?? '', part)]
  return type === 'server_tool_use' || type.endsWith('_tool_result') ? [part] : []
}

// Anthropic refuses an assistant turn at the end whose text ends in white space.
function withTrimmedEnd(turns: JsonObject[]): JsonObject[] {
  const last = turns.at(-1)
  if (last?.['role'] !== 'assistant') return turns
  const content = objectsOf(last['content']).map(block =>
    block['type'] === 'text' ? { ...block, text: asString(block['text'])?.trimEnd() } : block,
  )
  return [...turns.slice(0, -1), { ...last, content }]
}
