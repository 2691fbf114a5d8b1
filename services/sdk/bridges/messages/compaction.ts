/** Conversations that begin with a summary of what was (litellm/llms/anthropic/pass_through/context_management/editors/compact.py). */
import { asObject, asString, isObject, objectsOf } from '../../providers/json.ts'
import { pythonText } from '../../providers/python-text.ts'
import { ProviderFault, type Json, type JsonObject } from '../../providers/translator.ts'

const leastTrigger = 50_000
const introduction = 'Previous conversation summary: '
const goOn = 'Please continue based on the conversation summary above.'

const isCompaction = (block: Json): boolean => isObject(block) && block['type'] === 'compaction'

const blocksOf = (message: JsonObject): Json[] => (Array.isArray(message['content']) ? message['content'] : [])

/** Whether a conversation begins with a summary. */
export const isCompacted = (messages: readonly JsonObject[]): boolean =>
  messages.some(message => blocksOf(message).some(isCompaction))

/** A request without what its last summary stands for; the summary becomes a part of the system prompt. */
export function compacted(body: JsonObject, messages: readonly JsonObject[]): JsonObject {
  const at = messages.findLastIndex(message => blocksOf(message).some(isCompaction))
  if (at === -1) return { ...body, messages: [...messages] }
  const carrier = messages[at] ?? {}
  const from = blocksOf(carrier).findLastIndex(isCompaction)
  const tail = [{ ...carrier, content: blocksOf(carrier).slice(from) }, ...messages.slice(at + 1)]
  const summary = asString(asObject(blocksOf(carrier)[from])?.['content'])
  const kept = tail.flatMap(withoutCompactions)
  return {
    ...body,
    messages: kept.length > 0 ? kept : [lastQuestion(tail)],
    ...(summary ? { system: withSummary(body['system'] ?? null, summary) } : {}),
  }
}

function withoutCompactions(message: JsonObject): JsonObject[] {
  if (!Array.isArray(message['content'])) return [message]
  const content = message['content'].filter(block => !isCompaction(block))
  return content.length === 0 ? [] : [{ ...message, content }]
}

// Results of tools would answer calls that are gone.
function lastQuestion(messages: readonly JsonObject[]): JsonObject {
  for (const message of messages.toReversed()) {
    if (message['role'] !== 'user') continue
    if (!Array.isArray(message['content'])) return message
    const content = message['content'].filter(block => asObject(block)?.['type'] !== 'tool_result')
    if (content.length > 0) return { ...message, content }
  }
  return { role: 'user', content: goOn }
}

function withSummary(system: Json, summary: string): Json {
  const prefix = `${introduction}${summary}\n\n`
  if (system === null) return prefix.trimEnd()
  if (typeof system === 'string') return prefix + system
  const blocks = Array.isArray(system) ? system : []
  const at = blocks.findIndex(block => asObject(block)?.['type'] === 'text')
  if (at === -1) return [{ type: 'text', text: prefix.trimEnd() }, ...blocks]
  const first = asObject(blocks[at]) ?? {}
  return blocks.with(at, { ...first, text: prefix + (asString(first['text']) ?? '') })
}

/** What a client is told of an edit that wants a new summary where no model is configured to write one. */
export function uncompacted(edit: JsonObject): JsonObject {
  const warnings = [
    ...triggerWarnings(edit['trigger'] || {}),
    ...(edit['pause_after_compaction'] ? [ignoredPause] : []),
  ]
  return { type: edit['type'], ...(warnings.length > 0 ? { warnings } : {}), error: 'summary_model_not_configured' }
}

const ignoredPause = 'pause_after_compaction_ignored'

function triggerWarnings(trigger: Json): string[] {
  if (!isObject(trigger)) return ['trigger_not_a_dict_using_default']
  const { type = 'input_tokens', value = null } = trigger
  const kind = type === 'input_tokens' ? [] : [`unsupported_trigger_type_${pythonText(type)}_using_input_tokens`]
  if (value === null) return kind
  if (!Number.isInteger(value)) return [...kind, 'trigger_value_not_int_using_default']
  if (Number(value) >= leastTrigger) return kind
  const message = `context_management.compact_20260112.trigger.value must be at least ${leastTrigger} tokens`
  // LiteLLM tells this one without the name of a class.
  throw new ProviderFault(message, { status: 400, litellmClass: 'BadRequestError', type: null })
}

/** The edits that a request asks for, in Anthropic's form or OpenAI's. */
export function editsOf(management: Json | undefined): JsonObject[] {
  if (!Array.isArray(management)) return objectsOf(asObject(management)?.['edits'])
  return objectsOf(management)
    .filter(({ type }) => type === 'compaction')
    .map(({ compact_threshold: threshold, ...rest }) => ({
      ...rest,
      type: 'compact_20260112',
      ...(typeof threshold === 'number' ? { trigger: { type: 'input_tokens', value: Math.trunc(threshold) } } : {}),
    }))
}
