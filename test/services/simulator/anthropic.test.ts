import t from 'tap'
import { dataOf, endpoints, eventNames, startSimulator } from './harness.ts'

const { anthropic } = endpoints
const tools = [{ name: 'look_up', input_schema: { type: 'object', properties: { city: { type: 'string' } } } }]

void t.test('messages', async t => {
  const { post } = await startSimulator(t)
  const answer = await post('/supermemory/v3/api.anthropic.com/v1/messages?beta=true', anthropic.body('Hello'))
  t.match(answer.headers.get('request-id'), /^req_011/)
  t.match(await answer.json(), {
    model: 'claude-x',
    id: /^msg_01/,
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'Simulated answer of claude-x to: Hello' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 2, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 10 },
  })
  const cached = {
    ...anthropic.body('x'.repeat(400)),
    system: [{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }],
  }
  t.match(await (await post(anthropic.path, cached)).json(), {
    usage: { input_tokens: 26, cache_creation_input_tokens: 25, cache_read_input_tokens: 50 },
  })
  t.same(
    await (await post('/v1/messages/count_tokens', { ...anthropic.body('12345678'), max_tokens: undefined })).json(),
    { input_tokens: 2 },
  )
})

void t.test('the event sequence', async t => {
  const { post } = await startSimulator(t)
  const body = { ...anthropic.body('Go [sim:thinking] [sim:tool:2]'), tools, stream: true }
  const stream = await (await post(anthropic.path, body)).text()
  const names = eventNames(stream).filter((name, index, all) => name !== all[index - 1])
  const blockEvents = ['content_block_start', 'content_block_delta', 'content_block_stop']
  t.same(names, [
    'message_start',
    'content_block_start',
    'ping',
    ...blockEvents.slice(1),
    ...blockEvents,
    ...blockEvents,
    ...blockEvents,
    'message_delta',
    'message_stop',
  ])
  const events = dataOf(stream) as { type: string; index?: number; delta?: { partial_json?: string; type?: string } }[]
  t.same(
    events.map(event => event.type),
    eventNames(stream),
  )
  const starts = events.filter(event => event.type === 'content_block_start')
  t.match(starts, [
    { index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { index: 1, content_block: { type: 'text', text: '' } },
    { index: 2, content_block: { type: 'tool_use', id: /^toolu_01/, name: 'look_up', input: {} } },
    { index: 3, content_block: { type: 'tool_use' } },
  ])
  const signature = events.findIndex(event => event.delta?.type === 'signature_delta')
  t.equal(events[signature + 1]?.type, 'content_block_stop', 'the signature comes last in its block')
  const json = events.filter(event => event.index === 2).map(event => event.delta?.partial_json ?? '')
  t.equal(json.join(''), '{"city":"Paris"}')
  t.match(events.at(-2), { delta: { stop_reason: 'tool_use' }, usage: { input_tokens: 8, output_tokens: /\d/ } })
})

void t.test('a tool without arguments has one empty piece', async t => {
  const { post } = await startSimulator(t)
  const none = [{ name: 'now', input_schema: { type: 'object', properties: {} } }]
  const body = { ...anthropic.body('Go'), tools: none, tool_choice: { type: 'tool', name: 'now' }, stream: true }
  const events = dataOf(await (await post(anthropic.path, body)).text())
  const deltas = events.filter(event => JSON.stringify(event).includes('input_json_delta'))
  t.match(deltas, [{ delta: { partial_json: '' } }])
  t.equal(deltas.length, 1)
})

void t.test('stop reasons', async t => {
  const { post } = await startSimulator(t)
  const cases = [
    ['[sim:refusal]', 'refusal'],
    ['[sim:length]', 'max_tokens'],
    ['[sim:tool]', 'tool_use'],
    ['[sim:json]', 'end_turn'],
  ] as const
  for (const [marker, stop_reason] of cases) {
    t.match(await (await post(anthropic.path, anthropic.body(marker))).json(), { stop_reason })
    const events = dataOf(await (await post(anthropic.path, { ...anthropic.body(marker), stream: true })).text())
    t.match(events.at(-2), { type: 'message_delta', delta: { stop_reason } }, marker)
  }
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: '21' }] }
  const followUp = { ...anthropic.body(''), messages: [{ role: 'user', content: 'Go [sim:tool]' }, result] }
  t.match(await (await post(anthropic.path, followUp)).json(), {
    stop_reason: 'end_turn',
    content: [{ text: /to: Go$/ }],
  })
})

void t.test('models in the shape of the wire', async t => {
  const { base } = await startSimulator(t)
  const headers = { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }
  const list = await (await fetch(`${base}/v1/models?limit=1000`, { headers })).json()
  t.match(list, {
    data: [{ type: 'model', id: /^claude/, display_name: /Claude/ }],
    has_more: false,
    first_id: /^claude/,
  })
})
