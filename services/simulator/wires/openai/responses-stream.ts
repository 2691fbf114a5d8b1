import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asObject, asText } from '../../json.ts'
import { pieces, slices } from '../../text.ts'
import type { Frame, Prepared } from '../wire.ts'
import { errorObject } from './errors.ts'
import type { Item } from './response-object.ts'
import { responseObject } from './response-object.ts'

interface Response {
  readonly body: JsonObject
  readonly id: Identity
  readonly items: readonly Item[]
  readonly final: JsonObject
}

/** An event before it is numbered. */
interface Event extends JsonObject {
  readonly type: string
}

function messageEvents(item: Item, output_index: number): Event[] {
  const part = asObject(asList(item['content'])[0])
  const refused = part['type'] === 'refusal'
  const key = refused ? 'refusal' : 'text'
  const name = refused ? 'response.refusal' : 'response.output_text'
  const text = asText(part[key])
  const at = { content_index: 0, item_id: item.id, output_index }
  const logprobs = refused ? {} : { logprobs: [] }
  return [
    { type: 'response.content_part.added', ...at, part: { ...part, [key]: '' } },
    ...pieces(text).map(delta => ({ type: `${name}.delta`, ...at, delta, ...logprobs })),
    { type: `${name}.done`, ...at, ...logprobs, [key]: text },
    { type: 'response.content_part.done', ...at, part },
  ]
}

function reasoningEvents(item: Item, output_index: number): Event[] {
  const part = asObject(asList(item['summary'])[0])
  const text = asText(part['text'])
  const at = { item_id: item.id, output_index, summary_index: 0 }
  return [
    { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } },
    ...pieces(text).map(delta => ({ type: 'response.reasoning_summary_text.delta', ...at, delta })),
    { type: 'response.reasoning_summary_text.done', ...at, text },
    { type: 'response.reasoning_summary_part.done', ...at, part },
  ]
}

function callEvents(item: Item, output_index: number): Event[] {
  const text = asText(item['arguments'])
  const at = { item_id: item.id, output_index }
  return [
    ...slices(text).map(delta => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, arguments: text },
  ]
}

const begun: Record<Item['type'], JsonObject> = {
  message: { status: 'in_progress', content: [] },
  reasoning: { summary: [] },
  function_call: { status: 'in_progress', arguments: '' },
}

const eventsOf = { message: messageEvents, reasoning: reasoningEvents, function_call: callEvents } as const

function line(event: Event, sequence_number: number): string {
  return `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number })}\n\n`
}

/** The whole event sequence of a response, from `response.created` to `response.completed`. */
export function streamResponse({ body, id, items, final }: Response): Prepared {
  const started = responseObject(body, id, {})
  const events: Event[] = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
  ]
  items.forEach((item, output_index) => {
    events.push({ type: 'response.output_item.added', output_index, item: { ...item, ...begun[item.type] } })
    events.push(...eventsOf[item.type](item, output_index))
    events.push({ type: 'response.output_item.done', output_index, item })
  })
  const frames: Frame[] = events.map((event, index) => ({
    text: line(event, index),
    content: event.type.endsWith('.delta'),
  }))
  const error = errorObject({ status: 500 })
  const failed = responseObject(body, id, {
    status: 'failed',
    error: { code: 'server_error', message: error['message'] ?? '' },
  })
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    frames,
    ending: [line({ type: `response.${asText(final['status'])}`, response: final }, frames.length)],
    failure: sent => [
      line({ type: 'error', error }, sent),
      line({ type: 'response.failed', response: failed }, sent + 1),
    ],
  }
}
