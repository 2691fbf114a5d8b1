import type { Answer, Part } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asObject, asText } from '../../json.ts'
import { pieces, slices } from '../../text.ts'
import type { Endpoint, Frame, Prepared } from '../wire.ts'
import { errorBody } from './errors.ts'
import { readMessages } from './read.ts'

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use', refusal: 'refusal' } as const

const signature = (id: Identity): string => `EvQB${id.token('signature', 84)}${id.token('signature2', 80)}`

function block(part: Part, index: number, id: Identity): JsonObject {
  if (part.kind === 'thinking') return { type: 'thinking', thinking: part.text, signature: signature(id) }
  if (part.kind === 'text') return { type: 'text', text: part.text }
  return { type: 'tool_use', id: `toolu_01${id.token(`tool${index}`, 22)}`, name: part.name, input: part.input }
}

/** Where the caller marks something for the prompt cache, half of the input is read from it and a quarter written to it. */
function inputUsage(answer: Answer, body: JsonObject): JsonObject {
  const { input } = answer.usage
  const cached = JSON.stringify(body).includes('"cache_control"')
  const read = cached ? Math.floor(input / 2) : 0
  const written = cached ? Math.floor(input / 4) : 0
  return {
    input_tokens: input - read - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
  }
}

function fullUsage(answer: Answer, body: JsonObject, output_tokens: number): JsonObject {
  const usage = inputUsage(answer, body)
  const created = usage['cache_creation_input_tokens']
  return {
    ...usage,
    cache_creation: { ephemeral_5m_input_tokens: created, ephemeral_1h_input_tokens: 0 },
    output_tokens,
    service_tier: 'standard',
    inference_geo: 'not_available',
  }
}

/** The message with its fields in Anthropic's order. */
function messageOf(body: JsonObject, id: Identity, changing: JsonObject): JsonObject {
  const { content, stop_reason, usage } = changing
  return {
    model: body['model'],
    id: `msg_01${id.token('message', 22)}`,
    type: 'message',
    role: 'assistant',
    content,
    stop_reason,
    stop_sequence: null,
    usage,
  }
}

/** One event: its name is the `type` of its data. */
function event(data: JsonObject): string {
  return `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
}

function deltasOf(part: Part, id: Identity): JsonObject[] {
  if (part.kind === 'text') return pieces(part.text).map(text => ({ type: 'text_delta', text }))
  if (part.kind === 'thinking') {
    const thoughts = pieces(part.text).map(thinking => ({ type: 'thinking_delta', thinking }))
    return [...thoughts, { type: 'signature_delta', signature: signature(id) }]
  }
  // The first piece is always empty, and without arguments it stays the only one.
  const args = Object.keys(part.input).length === 0 ? [] : slices(JSON.stringify(part.input))
  return ['', ...args].map(partial_json => ({ type: 'input_json_delta', partial_json }))
}

function begunBlock(part: Part, index: number, id: Identity): JsonObject {
  const emptied = { thinking: { thinking: '', signature: '' }, text: { text: '' }, tool: { input: {} } } as const
  return { ...block(part, index, id), ...emptied[part.kind] }
}

function streamOf(answer: Answer, body: JsonObject, id: Identity): Prepared {
  const frames: Frame[] = []
  const add = (data: JsonObject, content = false): void => void frames.push({ text: event(data), content })
  const message = messageOf(body, id, { content: [], stop_reason: null, usage: fullUsage(answer, body, 1) })
  add({ type: 'message_start', message })
  if (answer.parts.length === 0) add({ type: 'ping' })
  answer.parts.forEach((part, index) => {
    add({ type: 'content_block_start', index, content_block: begunBlock(part, index, id) })
    if (index === 0) add({ type: 'ping' })
    for (const delta of deltasOf(part, id)) add({ type: 'content_block_delta', index, delta }, true)
    add({ type: 'content_block_stop', index })
  })
  const delta = { stop_reason: stopReasons[answer.finish], stop_sequence: null }
  const usage = { ...inputUsage(answer, body), output_tokens: answer.usage.output }
  const error = errorBody({ status: 529 }, id)
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    frames,
    ending: [event({ type: 'message_delta', delta, usage }), event({ type: 'message_stop' })],
    failure: () => [event({ ...error, error: { details: null, ...asObject(error['error']) } })],
  }
}

/** `POST /v1/messages` */
export const messages: Endpoint = ({ body, headers, plan, id }) => {
  const answer = composeAnswer(readMessages(body, headers, true), plan)
  if (body['stream'] === true) return streamOf(answer, body, id)
  const whole = messageOf(body, id, {
    content: answer.parts.map((part, index) => block(part, index, id)),
    stop_reason: stopReasons[answer.finish],
    usage: fullUsage(answer, body, answer.usage.output),
  })
  return { kind: 'whole', body: whole, pieces: answer.parts.flatMap(part => deltasOf(part, id)).length }
}

/** `POST /v1/messages/count_tokens` */
export const countTokens: Endpoint = ({ body, headers }) => {
  const { inputTokens } = readMessages(body, headers, false)
  return { kind: 'whole', body: { input_tokens: inputTokens }, pieces: 1 }
}
