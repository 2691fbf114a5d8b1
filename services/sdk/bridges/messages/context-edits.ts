/**
 * Edits of a conversation that Anthropic makes itself, made before others are asked
 * (litellm/llms/anthropic/pass_through/context_management).
 */
import { asObject, asString, isObject, objectsOf, omit, parseJson } from '../../providers/json.ts'
import { NotServed, type Json, type JsonObject, type StreamTranslator } from '../../providers/translator.ts'
import { compacted, editsOf, isCompacted, uncompacted } from './compaction.ts'
import { conversationTokens, mostTokens } from './conversation-tokens.ts'
import { cleanHistory } from '../../providers/anthropic/history.ts'

/** An edited request, and what the client is told of its edits. */
export interface Edited {
  readonly body: JsonObject
  readonly applied: readonly JsonObject[]
}

const compaction = 'compact_20260112'
const clearing = 'clear_tool_uses_20250919'

/** The request with its conversation edited; `summarises` is whether a model is configured that writes summaries. */
export function withContextEdited(body: JsonObject, model: string, summarises: boolean): Edited {
  const dropped = body['additional_drop_params']
  const ignored = Array.isArray(dropped) && dropped.includes('context_management')
  const edits = ignored ? [] : editsOf(body['context_management'])
  const rest = omit(body, ['context_management'])
  const messages = cleanHistory(body['messages'])
  const first: Edited = { body: isCompacted(messages) ? compacted(rest, messages) : rest, applied: [] }
  return edits.reduce<Edited>((edited, edit) => {
    if (edit['type'] === clearing) return cleared(edited, edit, model)
    if (edit['type'] !== compaction) return edited
    if (summarises) throw new NotServed('The sdk backend asks no other model for summaries.')
    return { ...edited, applied: [...edited.applied, uncompacted(edit)] }
  }, first)
}

const unsupported = ['clear_at_least', 'exclude_tools', 'clear_tool_inputs']
const placeholder = '[Cleared by context management]'
const usualTrigger = 100_000
const usualKeep = 3

function cleared(edited: Edited, edit: JsonObject, model: string): Edited {
  const messages = cleanHistory(edited.body['messages'])
  const { tools } = edited.body
  if (!isTriggered(asObject(edit['trigger']) ?? {}, messages, tools, model)) return edited
  const doomed = clearable(messages, keptUses(asObject(edit['keep']) ?? {}))
  const results = messages.flatMap(message => objectsOf(message['content'])).filter(block => isDoomed(block, doomed))
  if (results.length === 0) return edited
  const after = messages.map(message => withoutResults(message, doomed))
  const saved = conversationTokens(messages, tools, model) - conversationTokens(after, tools, model)
  const warnings = unsupported.filter(key => key in edit).map(key => `${key}_ignored`)
  const told: JsonObject = {
    type: clearing,
    cleared_tool_uses: results.length,
    cleared_input_tokens: Math.max(saved, 0),
    ...(warnings.length > 0 ? { warnings } : {}),
  }
  return { body: { ...edited.body, messages: after }, applied: [...edited.applied, told] }
}

function isTriggered(
  trigger: JsonObject,
  messages: readonly JsonObject[],
  tools: Json | undefined,
  model: string,
): boolean {
  const { type = 'input_tokens', value } = trigger
  const threshold = Number.isInteger(value) ? Number(value) : null
  if (type === 'tool_uses') return threshold !== null && toolUses(messages).length > threshold
  const limit = threshold ?? usualTrigger
  return mostTokens(messages, tools) > limit && conversationTokens(messages, tools, model) > limit
}

function keptUses({ type = 'tool_uses', value }: JsonObject): number {
  return type === 'tool_uses' && Number.isInteger(value) && Number(value) >= 0 ? Number(value) : usualKeep
}

const idsOf = (messages: readonly JsonObject[], type: string, key: string): string[] =>
  messages
    .flatMap(message => objectsOf(message['content']))
    .filter(block => block['type'] === type)
    .flatMap(block => asString(block[key]) ?? [])

const toolUses = (messages: readonly JsonObject[]): string[] => idsOf(messages, 'tool_use', 'id')

/** The calls whose results go: all but the last few, and never the result that is to be answered. */
function clearable(messages: readonly JsonObject[], keep: number): ReadonlySet<string> {
  const uses = toolUses(messages)
  const doomed = new Set(uses.slice(0, Math.max(0, uses.length - keep)))
  doomed.delete(idsOf(messages, 'tool_result', 'tool_use_id').at(-1) ?? '')
  return doomed
}

const isDoomed = (block: Json, doomed: ReadonlySet<string>): block is JsonObject =>
  isObject(block) && block['type'] === 'tool_result' && doomed.has(asString(block['tool_use_id']) ?? '')

function withoutResults(message: JsonObject, doomed: ReadonlySet<string>): JsonObject {
  if (!Array.isArray(message['content'])) return message
  const content = message['content'].map(block => {
    if (!isDoomed(block, doomed)) return block
    return { ...block, content: Array.isArray(block['content']) ? [{ type: 'text', text: placeholder }] : placeholder }
  })
  return { ...message, content }
}

/** What is told of edits, in a whole message. */
export const toldEdits = (applied: readonly JsonObject[]): JsonObject =>
  applied.length > 0 ? { context_management: { applied_edits: [...applied] } } : {}

/** The stream of a message that tells of edits where it tells why it ended. */
export function tellingEdits(stream: StreamTranslator, applied: readonly JsonObject[]): StreamTranslator {
  if (applied.length === 0) return stream
  const ending = 'event: message_delta\ndata: '
  const told = (frame: string): string => {
    const event = frame.startsWith(ending) ? parseJson(frame.slice(ending.length).trim()) : undefined
    return isObject(event) ? `${ending}${JSON.stringify({ ...event, ...toldEdits(applied) })}\n\n` : frame
  }
  return {
    push: event => stream.push(event).map(told),
    end() {
      const end = stream.end()
      return { ...end, frames: end.frames.map(told) }
    },
    get usage() {
      return stream.usage
    },
  }
}
