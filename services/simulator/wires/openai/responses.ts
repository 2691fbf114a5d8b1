import type { Answer, Part } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asText } from '../../json.ts'
import { refusalText } from '../../text.ts'
import type { Endpoint } from '../wire.ts'
import { readResponses } from './read.ts'
import type { Item } from './response-object.ts'
import { responseObject } from './response-object.ts'
import { streamResponse } from './responses-stream.ts'

function itemOf(part: Part, index: number, id: Identity): Item {
  const suffix = id.hex(`item${index}`, 50)
  if (part.kind === 'text')
    return messageItem({ type: 'output_text', annotations: [], logprobs: [], text: part.text }, index, id)
  if (part.kind === 'thinking')
    return { id: `rs_${suffix}`, type: 'reasoning', summary: [{ type: 'summary_text', text: part.text }] }
  return {
    id: `fc_${suffix}`,
    type: 'function_call',
    status: 'completed',
    arguments: JSON.stringify(part.input),
    call_id: `call_${id.token(`call${index}`, 24)}`,
    name: part.name,
  }
}

function messageItem(content: JsonObject, index: number, id: Identity): Item {
  const itemId = `msg_${id.hex(`item${index}`, 50)}`
  return { id: itemId, type: 'message', status: 'completed', content: [content], role: 'assistant' }
}

function itemsOf(answer: Answer, id: Identity): Item[] {
  const items = answer.parts.map((part, index) => itemOf(part, index, id))
  if (answer.finish === 'refusal') items.push(messageItem({ type: 'refusal', refusal: refusalText }, items.length, id))
  return items
}

function finalObject(body: JsonObject, id: Identity, answer: Answer, output: Item[]): JsonObject {
  const { usage } = answer
  const ended: JsonObject =
    answer.finish === 'length'
      ? { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
      : { status: 'completed', completed_at: id.created }
  return responseObject(body, id, {
    ...ended,
    output,
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.thinking },
      total_tokens: usage.input + usage.output,
    },
  })
}

/** `POST /v1/responses` */
export const responses: Endpoint = ({ body, plan, id }) => {
  const answer = composeAnswer(readResponses(body), plan)
  const items = itemsOf(answer, id)
  const final = finalObject(body, id, answer, items)
  if (body['stream'] === true) return streamResponse({ body, id, items, final })
  return { kind: 'whole', body: final, pieces: Math.ceil(asText(JSON.stringify(items)).length / 8) }
}

/** `POST /v1/responses/input_tokens` */
export const inputTokens: Endpoint = ({ body }) => {
  const { inputTokens } = readResponses(body)
  return { kind: 'whole', body: { object: 'response.input_tokens', input_tokens: inputTokens }, pieces: 1 }
}
