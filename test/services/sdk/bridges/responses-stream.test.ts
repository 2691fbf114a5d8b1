/** A chat's stream as a response's. */
import t from 'tap'
import { asString } from '../../../../services/sdk/providers/json.ts'
import type { responsesOverChat } from '../../../../services/sdk/bridges/responses/over-chat.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context } from '../providers/fixtures.ts'
import { claude, groq, overClaude, overGroq } from './responses-fixtures.ts'

/** What a stream tells for some events of the provider, by type. */
function told(
  wire: ReturnType<typeof responsesOverChat>,
  at: Target,
  body: JsonObject,
  events: JsonObject[],
): JsonObject[] {
  const stream = wire.stream({ input: 'a', stream: true, ...body }, at, context)
  const frames = events.flatMap(data =>
    stream.push({ event: asString(data['type']) ?? '', data: JSON.stringify(data) }),
  )
  const parsed = chunksOf([...frames, ...stream.end().frames])
  t.equal(parsed.pop(), '[DONE]')
  return parsed as JsonObject[]
}

const chunk = (delta: JsonObject, choice: JsonObject = {}): JsonObject => ({
  id: 'c',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
})

const piece = (index: number, id: string, name: string, args: string): JsonObject => ({
  tool_calls: [
    { index, ...(id ? { id, type: 'function' } : {}), function: { ...(name ? { name } : {}), arguments: args } },
  ],
})

const nameAndDelta = ({ type, delta }: JsonObject): unknown[] => [
  (asString(type) ?? '').replace('response.', ''),
  ...(delta === undefined ? [] : [delta]),
]

t.test('a chat’s stream as a response’s', async t => {
  const events = told(overGroq, groq, {}, [
    chunk({ role: 'assistant', content: '' }),
    chunk({ reasoning_content: 'h' }),
    chunk({ content: 'Hi' }),
    chunk(piece(0, 'c1', 'f', '')),
    chunk(piece(0, '', '', '{"city":"Zürich"}')),
    chunk({}, { finish_reason: 'tool_calls' }),
    { id: 'c', choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
  ])
  t.strictSame(events.map(nameAndDelta), [
    ['created'],
    ['in_progress'],
    ['output_item.added'],
    ['reasoning_summary_text.delta', 'h'],
    ['reasoning_summary_text.done'],
    ['reasoning_summary_part.done'],
    ['output_item.done'],
    ['output_item.added'],
    ['content_part.added'],
    ['output_text.delta', 'Hi'],
    ['output_item.added'],
    ['function_call_arguments.delta', '{"city":"Z'],
    ['function_call_arguments.delta', 'ürich"}'],
    ['function_call_arguments.done'],
    ['output_item.done'],
    ['output_text.done'],
    ['content_part.done'],
    ['output_item.done'],
    ['completed'],
  ])
  t.match(events.at(-1), {
    model: 'my-group',
    response: {
      id: 'told_c',
      model: 'llama',
      status: 'completed',
      usage: { input_tokens: 9, output_tokens: 3 },
      output: [
        { type: 'reasoning', id: 'rs_1' },
        { type: 'message', id: 'msg_1', content: [{ text: 'Hi' }] },
        { type: 'function_call', id: 'fc_c1', arguments: '{"city":"Zürich"}' },
      ],
    },
  })
})

const block = (content_block: JsonObject, ...deltas: JsonObject[]): JsonObject[] => [
  { type: 'content_block_start', index: 0, content_block },
  ...deltas.map(delta => ({ type: 'content_block_delta', index: 0, delta })),
  { type: 'content_block_stop', index: 0 },
]

t.test('the signature of a thought is kept for the next turn', async t => {
  const events = told(overClaude, claude, {}, [
    { type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 1, output_tokens: 1 } } },
    ...block(
      { type: 'thinking', thinking: '' },
      { type: 'thinking_delta', thinking: 'h' },
      { type: 'signature_delta', signature: 's' },
    ),
    ...block({ type: 'text', text: '' }, { type: 'text_delta', text: 'w' }),
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
    { type: 'message_stop' },
  ])
  const response = events.at(-1)?.['response'] as JsonObject
  const [reasoning] = response['output'] as JsonObject[]
  t.strictSame(JSON.parse(asString(reasoning?.['encrypted_content']) ?? ''), [
    { type: 'thinking', thinking: 'h', signature: 's' },
  ])
})

t.test('a thought and words in one chunk', async t => {
  const events = told(overGroq, groq, {}, [
    chunk({ reasoning_content: 'h', content: 'Hi' }),
    chunk({}, { finish_reason: 'stop' }),
  ])
  t.strictSame(events.map(nameAndDelta).slice(2, 10), [
    ['output_item.added'],
    ['reasoning_summary_text.delta', 'h'],
    ['reasoning_summary_text.done'],
    ['reasoning_summary_part.done'],
    ['output_item.done'],
    ['output_item.added'],
    ['content_part.added'],
    ['output_text.delta', 'Hi'],
  ])
})

t.test('a stream that breaks off', async t => {
  const stream = overGroq.stream({ input: 'a', stream: true }, groq, context)
  stream.push({ event: '', data: JSON.stringify(chunk({ content: 'a' })) })
  t.strictSame(stream.end(), { complete: false, frames: [] })
  const frames = stream.failure('boom').split('\n\n').filter(Boolean)
  t.match(frames[0], /^event: response\.failed\n.*"id":"told_c".*"message":"boom".*"status":"failed"/)
  t.match(frames[1], /^event: error\ndata: \{"type":"error"/)
})
