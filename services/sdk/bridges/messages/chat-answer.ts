/** A chat completion as a message of Anthropic's. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { repairedJson } from './repaired-json.ts'
import { isEmptyThought } from '../../providers/anthropic/history.ts'
import { signatureOf, toolUseId } from '../../providers/anthropic/tool-use-ids.ts'
import { messageUsage } from './usage.ts'

/** The message; `names` are the client's names of its tools by those that were sent. */
export function chatMessage(chat: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const choices = objectsOf(chat['choices'])
  const messages = choices.map(choice => asObject(choice['message']) ?? {})
  const refusal = messages.map(refusalOf).find(text => text !== undefined)
  const reason = stopReason(choices[0]?.['finish_reason'])
  const stop = refusal !== undefined && reason !== 'max_tokens' ? 'refusal' : reason
  return {
    id: chat['id'],
    type: 'message',
    role: 'assistant',
    model: chat['model'],
    stop_sequence: null,
    usage: messageUsage(asObject(chat['usage'])),
    content: messages.flatMap(message => contentOf(message, names)),
    stop_reason: stop,
    stop_details: stop === 'refusal' ? refusalDetails(refusal ?? null) : null,
  }
}

/** Anthropic's word for why an answer ended. */
export function stopReason(finish: Json | undefined): string {
  switch (finish) {
    case 'length':
      return 'max_tokens'
    case 'tool_calls':
      return 'tool_use'
    case 'content_filter':
    case 'refusal':
      return 'refusal'
    default:
      return 'end_turn'
  }
}

/** What goes with the reason `refusal`. */
export const refusalDetails = (explanation: string | null): JsonObject => ({
  type: 'refusal',
  category: null,
  explanation,
})

/** The words of a refusal, in a message or in a piece of one. */
export function refusalOf(message: JsonObject): string | undefined {
  const fields = asObject(message['provider_specific_fields'])
  return asString(message['refusal']) || asString(fields?.['refusal']) || undefined
}

function contentOf(message: JsonObject, names: ReadonlyMap<string, string>): JsonObject[] {
  const text = asString(message['content'])
  const refusal = refusalOf(message)
  return [
    ...thoughtsOf(message),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(refusal === undefined ? [] : [{ type: 'text', text: refusal }]),
    ...objectsOf(message['tool_calls']).map(call => toolUse(call, names)),
  ]
}

function thoughtsOf(message: JsonObject): JsonObject[] {
  const blocks = objectsOf(message['thinking_blocks'])
  const reasoning = asString(message['reasoning_content'])
  if (blocks.length === 0) return reasoning ? [{ type: 'thinking', thinking: reasoning, signature: null }] : []
  return blocks.flatMap((block): JsonObject[] => {
    if (block['type'] === 'redacted_thinking') return [{ type: 'redacted_thinking', data: block['data'] ?? '' }]
    if (block['type'] !== 'thinking' || isEmptyThought(block)) return []
    return [
      {
        type: 'thinking',
        thinking: block['thinking'] ?? '',
        signature: 'signature' in block ? (block['signature'] ?? null) : '',
      },
    ]
  })
}

function toolUse(call: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const called = asObject(call['function']) ?? {}
  const name = asString(called['name']) ?? ''
  const id = asString(call['id']) ?? ''
  const signature = signatureIn(call) ?? signatureIn(called) ?? signatureOf(id)
  return {
    type: 'tool_use',
    id: toolUseId(id),
    name: names.get(name) ?? name,
    input: argumentsOf(asString(called['arguments'])),
    ...(signature === undefined ? {} : { provider_specific_fields: { signature } }),
  }
}

function signatureIn(owner: JsonObject): string | undefined {
  const fields = owner['provider_specific_fields']
  return isObject(fields) ? asString(fields['thought_signature']) || undefined : undefined
}

// An answer that was cut off may end within its arguments.
function argumentsOf(text: string | undefined): Json {
  if (!text?.trim()) return {}
  return parseJson(text) ?? repairedJson(text) ?? {}
}
