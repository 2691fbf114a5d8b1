/** An answer of the Responses API as a chat completion. */
import { asObject, asString, objectsOf, omit, withoutNulls, withoutNullsDeep } from '../../providers/json.ts'
import { pythonJson } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { chatUsage } from './usage.ts'

/** The completion; `created` is now. Null where the answer has nothing that a chat could say. */
export function chatOfResponse(response: JsonObject, head: { model: string; created: number }): JsonObject | null {
  const said = messageOf(objectsOf(response['output']))
  const cut = isCut(response)
  if (said === null && !cut) return null
  const calls = said?.['tool_calls'] !== undefined
  return {
    id: response['id'],
    created: head.created,
    model: head.model,
    object: 'chat.completion',
    choices: [
      {
        finish_reason: cut ? cutReason(response) : calls ? 'tool_calls' : 'stop',
        index: 0,
        message: said ?? silentMessage(objectsOf(response['output'])),
      },
    ],
    usage: chatUsage(asObject(response['usage'])),
    ...foreignFields(response),
  }
}

const isCut = (response: JsonObject): boolean =>
  response['status'] === 'incomplete' || (asObject(response['incomplete_details'])?.['reason'] ?? null) !== null

/** Why an answer that is not whole was cut. */
export function cutReason(response: JsonObject): string {
  const reason = asObject(response['incomplete_details'])?.['reason']
  return reason === 'content_filter' ? reason : 'length'
}

/** What the API has that a chat has not, and what both have. */
const ownFields = (
  'id created model object system_fingerprint choices usage background completed_at conversation created_at error ' +
  'incomplete_details instructions max_output_tokens max_tool_calls metadata output parallel_tool_calls ' +
  'previous_response_id prompt prompt_cache_key prompt_cache_options prompt_cache_retention reasoning ' +
  'safety_identifier status store temperature text tool_choice tools top_logprobs top_p truncation user'
).split(' ')

/** The provider's own fields of an answer. */
export const foreignFields = (response: JsonObject): JsonObject => withoutNulls(omit(response, ownFields))

interface Piece {
  readonly text: string
  readonly annotations: readonly JsonObject[]
  readonly thought: Thought
}

/** Reasoning that nothing has been said after yet. */
interface Thought {
  readonly text: string
  readonly item: JsonObject | null
}

const noThought: Thought = { text: '', item: null }

/** Everything that was said, in one message; null where there is nothing. */
function messageOf(output: readonly JsonObject[]): JsonObject | null {
  const pieces: Piece[] = []
  const calls: JsonObject[] = []
  let thought = noThought
  for (const item of output) {
    const call = callOf(item)
    if (call) calls.push(call)
    else if (item['type'] === 'reasoning') thought = { text: summaryOf(item), item: reasoningItem(item) }
    else if (item['type'] === 'message') {
      for (const part of objectsOf(item['content'])) {
        pieces.push({ text: asString(part['text']) ?? '', annotations: objectsOf(part['annotations']), thought })
        thought = noThought
      }
    }
  }
  if (pieces.length === 0 && calls.length === 0) return null
  const thoughts = [...pieces.map(piece => piece.thought), thought]
  return {
    content: pieces.length > 0 ? pieces.map(piece => piece.text).join('') : null,
    role: 'assistant',
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...reasoned(
      thoughts
        .map(one => one.text)
        .filter(Boolean)
        .join(' '),
      thoughts.flatMap(one => (one.item === null ? [] : [one.item])),
    ),
    ...listed('annotations', shifted(pieces)),
  }
}

/** An answer that was cut before it said anything. */
function silentMessage(output: readonly JsonObject[]): JsonObject {
  const items = output.filter(item => item['type'] === 'reasoning')
  const thought = items.map(summaryOf).filter(Boolean).join(' ')
  return { content: '', role: 'assistant', ...reasoned(thought, items.map(reasoningItem)) }
}

const reasoned = (text: string, items: readonly JsonObject[]): JsonObject => ({
  ...(text === '' ? {} : { reasoning_content: text }),
  ...listed('reasoning_items', items),
})

const listed = (key: string, items: readonly JsonObject[]): JsonObject =>
  items.length > 0 ? { [key]: [...items] } : {}

const summaryOf = (item: JsonObject): string =>
  objectsOf(item['summary'])
    .map(part => asString(part['text']) ?? '')
    .filter(Boolean)
    .join(' ')

/** A reasoning item as a chat keeps it, to be sent again. */
export function reasoningItem({ id, encrypted_content: sealed, summary }: JsonObject): JsonObject {
  return {
    id: id ?? '',
    type: 'reasoning',
    ...(sealed === undefined || sealed === null ? {} : { encrypted_content: sealed }),
    summary: objectsOf(summary).map(({ type = 'summary_text', text = '' }) => ({ type, text })),
  }
}

/** Annotations count from the start of their part. */
function shifted(pieces: readonly Piece[]): JsonObject[] {
  let offset = 0
  return pieces.flatMap(({ text, annotations }) => {
    const start = offset
    offset += Array.from(text).length
    return annotations.map(annotation => ({
      ...asObject(withoutNullsDeep(annotation)),
      ...moved(annotation, start),
    }))
  })
}

const moved = (annotation: JsonObject, by: number): JsonObject =>
  Object.fromEntries(
    ['start_index', 'end_index'].flatMap(key => {
      const at = annotation[key]
      return typeof at === 'number' ? [[key, at + by]] : []
    }),
  )

/** The call that an item is; null where it is none. */
export function callOf(item: JsonObject): JsonObject | null {
  const { type, id, call_id, name, provider_specific_fields: fields } = item
  if (type === 'apply_patch_call') {
    return toolCall(call_id ?? '', 'apply_patch', pythonJson(asObject(item['operation']) ?? {}), {})
  }
  if (type !== 'function_call' && type !== 'custom_tool_call') return null
  const custom = type === 'custom_tool_call'
  const said = asString(item[custom ? 'input' : 'arguments']) ?? ''
  const own = asObject(fields)
  return toolCall(
    callId(id, call_id),
    name || (custom ? 'custom_tool' : ''),
    said,
    own ? { provider_specific_fields: own } : {},
  )
}

const toolCall = (id: Json, name: Json, args: string, own: JsonObject): JsonObject => ({
  index: 0,
  function: { arguments: args, name, ...own },
  id,
  type: 'function',
  ...own,
})

/** Some number the calls of each answer alike: then the item's own id is the one that tells them apart. */
function callId(id: Json | undefined, called: Json | undefined): Json {
  const numbered = typeof called === 'string' && /^call_\d+$/.test(called)
  return called && !numbered ? called : id || called || ''
}
