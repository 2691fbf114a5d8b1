/** An answer of the Responses API as a message of Anthropic's. */
import { asCount, asObject, asString, objectsOf, parseJson } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { refusalDetails } from './chat-answer.ts'
import { sealedSignature } from '../../providers/anthropic/sealed-reasoning.ts'

/** Between the parts of a summary. */
export const partSeparator = '\n\n'

/** The message; `id` is the one the client gets. */
export function responsesMessage(response: JsonObject, id: Json, model: string): JsonObject {
  const output = objectsOf(response['output'])
  const refusal = refusalIn(output)
  const reason = stopReasonOf(response, refusal)
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    stop_sequence: null,
    usage: responsesUsage(asObject(response['usage'])),
    content: output.flatMap(blocksOf),
    stop_reason: reason,
    stop_details: reason === 'refusal' ? refusalDetails(refusal ?? null) : null,
  }
}

/** Why an answer ended; `refusal` are the words of one. */
export function stopReasonOf(response: JsonObject, refusal: string | undefined): string {
  if (response['status'] === 'incomplete') return 'max_tokens'
  if (refusal !== undefined) return 'refusal'
  const called = objectsOf(response['output']).some(item => item['type'] === 'function_call')
  return called ? 'tool_use' : 'end_turn'
}

/** The first refusal among output items. */
export function refusalIn(output: readonly JsonObject[]): string | undefined {
  return output
    .filter(item => item['type'] === 'message')
    .flatMap(item => objectsOf(item['content']))
    .map(part => (part['type'] === 'refusal' ? asString(part['refusal']) : undefined))
    .find(Boolean)
}

/** Anthropic's `usage` out of the API's. */
export function responsesUsage(usage: JsonObject | undefined): JsonObject {
  const details = asObject(usage?.['input_tokens_details'])
  const read = asCount(details?.['cached_tokens'])
  const written = asCount(details?.['cache_write_tokens'])
  return {
    input_tokens: Math.max(0, asCount(usage?.['input_tokens']) - read - written),
    output_tokens: asCount(usage?.['output_tokens']),
    ...(written > 0 ? { cache_creation_input_tokens: written } : {}),
    ...(read > 0 ? { cache_read_input_tokens: read } : {}),
  }
}

function blocksOf(item: JsonObject): JsonObject[] {
  switch (item['type']) {
    case 'reasoning':
      return thinkingBlock(item)
    case 'message':
      return objectsOf(item['content']).flatMap(textBlock)
    case 'function_call':
      return [toolUse(item)]
    default:
      return []
  }
}

function thinkingBlock(item: JsonObject): JsonObject[] {
  const thinking = objectsOf(item['summary'])
    .map(part => asString(part['text']) ?? '')
    .filter(Boolean)
    .join(partSeparator)
  const encrypted = asString(item['encrypted_content'])
  if (!encrypted) return thinking ? [{ type: 'thinking', thinking, signature: null }] : []
  const signature = sealedSignature(encrypted)
  return [thinking ? { type: 'thinking', thinking, signature } : { type: 'redacted_thinking', data: signature }]
}

function textBlock(part: JsonObject): JsonObject[] {
  if (part['type'] === 'output_text') return [{ type: 'text', text: part['text'] ?? '' }]
  return part['type'] === 'refusal' ? [{ type: 'text', text: part['refusal'] || '' }] : []
}

function toolUse(item: JsonObject): JsonObject {
  const args = asString(item['arguments'])
  const input = args ? parseJson(args) : {}
  return {
    type: 'tool_use',
    id: item['call_id'] || item['id'] || '',
    name: item['name'] ?? '',
    input: input ?? {},
  }
}
