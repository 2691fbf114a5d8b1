/** Streams of the Responses API that a chat is answered by. */
import { asObject, asText, type JsonObject } from '../../../services/simulator/json.ts'
import { stream } from '../answers.ts'
import type { Row } from '../case.ts'
import { call, ends, event, others, start, streamed, words } from './responses-answers.ts'

const withUsage: JsonObject = { stream_options: { include_usage: true } }
const played = (name: string, events: readonly JsonObject[], end = ends('completed')): Row => [
  name,
  { stream: true, ...withUsage },
  { provider: stream([...start, ...words, ...events.map(event), end]) },
]
const reasoning: JsonObject = {
  id: 'rs_1',
  type: 'reasoning',
  encrypted_content: 'e',
  summary: [{ type: 'summary_text', text: 's' }],
}
const begins = (item: JsonObject, output_index: number): JsonObject => ({
  type: 'response.output_item.added',
  output_index,
  item,
})
const args = (delta: string, output_index: number): JsonObject => ({
  type: 'response.function_call_arguments.delta',
  output_index,
  delta,
})

/** The API's own streams, and one with each event behind some words. */
export const streams: readonly Row[] = [
  ...streamed
    .filter(([name]) => !name.startsWith('event '))
    .map(([name, body, more = {}]): Row => [name, { ...body, ...withUsage }, more]),
  ...others.map((one): Row => {
    const kind = asText(asObject(one['item'])['type'])
    return played(`event ${asText(one['type'])} ${kind}`.trim(), [one])
  }),
  played(
    'two calls',
    [
      begins({ ...call, arguments: '' }, 2),
      args('{"a"', 2),
      begins({ ...call, id: 'fc_2', call_id: 'call_0', arguments: '' }, 4),
      args('{}', 4),
      args(': 1}', 2),
    ],
    ends('completed', { output: [call, { ...call, id: 'fc_2', call_id: 'call_0' }] }),
  ),
  played('reasoning at its end', [], ends('completed', { output: [reasoning] })),
  played('a filter', [], ends('incomplete', { incomplete_details: { reason: 'content_filter' } })),
  played('fields of its own', [], ends('completed', { x_own: { a: null, b: 1 }, service_tier: 'flex' })),
  played('no usage', [], ends('completed', { usage: null })),
]
