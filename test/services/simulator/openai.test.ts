import t from 'tap'
import { dataOf, endpoints, eventNames, startSimulator } from './harness.ts'

const weather = {
  type: 'function',
  function: { name: 'look_up', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}
const { chat, responses } = endpoints

void t.test('chat completions', async t => {
  const { post } = await startSimulator(t, { now: () => 1_700_000_000_000 })
  const answer = await post(chat.path, chat.body('Hello there'))
  t.equal(answer.status, 200)
  t.match(answer.headers.get('x-request-id'), /^req_/)
  t.match(await answer.json(), {
    id: /^chatcmpl-[A-Za-z0-9]{29}$/,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Simulated answer of gpt-4o to: Hello there', refusal: null },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 11, total_tokens: 14 },
    system_fingerprint: /^fp_/,
  })

  const stream = await post('/chat/completions', { ...chat.body('Hello there'), stream: true })
  t.equal(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const chunks = dataOf(await stream.text())
  t.match(chunks[0], { choices: [{ delta: { role: 'assistant', content: '' }, finish_reason: null }] })
  t.match(chunks.at(-2), { choices: [{ delta: {}, finish_reason: 'stop' }] })
  t.equal(chunks.at(-1), '[DONE]')
  t.ok(chunks.length > 8)
  t.notOk(JSON.stringify(chunks).includes('"usage"'), 'no usage unless asked for')

  const options = { stream: true, stream_options: { include_usage: true } }
  const counted = dataOf(await (await post(chat.path, { ...chat.body('Hello there'), ...options })).text())
  t.match(counted.at(-2), { choices: [], usage: { total_tokens: 14 } })
  t.match(counted[1], { usage: null })
})

void t.test('tool calls arrive in pieces', async t => {
  const { post } = await startSimulator(t)
  const body = { ...chat.body('weather? [sim:tool:2]'), tools: [weather] }
  const whole = (await (await post(chat.path, body)).json()) as { choices: { message: { tool_calls: unknown[] } }[] }
  const call = { type: 'function', function: { name: 'look_up', arguments: '{"city":"Paris"}' } }
  t.match(whole, { choices: [{ finish_reason: 'tool_calls', message: { content: null, tool_calls: [call, call] } }] })

  const text = await (await post(chat.path, { ...body, stream: true })).text()
  const deltas = dataOf(text).flatMap(
    chunk =>
      (chunk as { choices?: { delta: { tool_calls?: { index: number; function: { arguments: string } }[] } }[] })
        .choices ?? [],
  )
  const parts = deltas.flatMap(choice => choice.delta.tool_calls ?? [])
  const second = parts.filter(part => part.index === 1)
  t.match(second[0], { id: /^call_/, type: 'function', function: { name: 'look_up', arguments: '' } })
  t.ok(second.length > 2)
  t.equal(second.map(part => part.function.arguments).join(''), '{"city":"Paris"}')

  const result = { role: 'tool', tool_call_id: 'c', content: '21' }
  const followUp = { ...body, messages: [{ role: 'user', content: 'weather? [sim:tool]' }, result] }
  t.match(await (await post(chat.path, followUp)).json(), { choices: [{ finish_reason: 'stop' }] })
  const forced = { ...chat.body('hi'), tools: [weather], tool_choice: 'required' }
  t.match(await (await post(chat.path, forced)).json(), { choices: [{ finish_reason: 'tool_calls' }] })
})

void t.test('structured output', async t => {
  const { post } = await startSimulator(t)
  const schema = { type: 'object', properties: { n: { type: 'integer' }, s: { enum: ['a'] } } }
  const format = { type: 'json_schema', json_schema: { name: 'x', schema } }
  t.match(await (await post(chat.path, { ...chat.body('hi'), response_format: format })).json(), {
    choices: [{ message: { content: '{"n":1,"s":"a"}' } }],
  })
  const text = { format: { type: 'json_schema', name: 'x', schema } }
  t.match(await (await post(responses.path, { ...responses.body('hi'), text })).json(), {
    output: [{ content: [{ type: 'output_text', text: '{"n":1,"s":"a"}' }] }],
  })
})

void t.test('responses: the event sequence', async t => {
  const { post } = await startSimulator(t)
  const stream = await (await post(responses.path, { ...responses.body('Hi [sim:thinking]'), stream: true })).text()
  const names = eventNames(stream).filter((name, index, all) => name !== all[index - 1])
  t.same(names, [
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.reasoning_summary_part.added',
    'response.reasoning_summary_text.delta',
    'response.reasoning_summary_text.done',
    'response.reasoning_summary_part.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  const events = dataOf(stream) as { sequence_number: number; type: string }[]
  t.same(
    events.map(event => event.sequence_number),
    events.map((_, index) => index),
  )
  t.same(
    events.map(event => event.type),
    eventNames(stream),
  )
  t.match(events.at(-1), {
    response: { status: 'completed', output: [{ type: 'reasoning' }, { type: 'message' }], usage: { input_tokens: 5 } },
  })

  const called = await (await post(responses.path, { ...responses.body('Hi [sim:tool]'), stream: true })).text()
  t.ok(eventNames(called).includes('response.function_call_arguments.delta'))
  t.match(dataOf(called).at(-1), {
    response: { output: [{ type: 'function_call', name: 'get_weather', call_id: /^call_/ }] },
  })
  const cut = await (await post(responses.path, responses.body('Hi [sim:length]'))).json()
  t.match(cut, { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })
})

void t.test('completions, embeddings, token counts, models', async t => {
  const { post, base } = await startSimulator(t)
  const { completions } = endpoints
  const whole = await (await post(completions.path, completions.body('Hi'))).json()
  t.match(whole, { object: 'text_completion', choices: [{ text: /^Simulated answer/, finish_reason: 'stop' }] })
  const options = { stream: true, stream_options: { include_usage: true } }
  const chunks = dataOf(await (await post('/completions', { ...completions.body('Hi'), ...options })).text())
  t.match(chunks.slice(-3), [{ choices: [{ finish_reason: 'stop' }] }, { usage: { total_tokens: /\d/ } }, '[DONE]'])

  const embedding = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 4 }
  const floats = (await (await post('/v1/embeddings', embedding)).json()) as { data: { embedding: number[] }[] }
  t.match(floats, { object: 'list', data: [{ index: 0 }, { index: 1 }], usage: { prompt_tokens: 1 } })
  const base64 = await (await post('/embeddings', { ...embedding, encoding_format: 'base64' })).json()
  const packed = (base64 as { data: { embedding: string }[] }).data[1]?.embedding ?? ''
  const unpacked = new Float32Array(Uint8Array.from(Buffer.from(packed, 'base64')).buffer)
  t.same(unpacked, new Float32Array(floats.data[1]?.embedding ?? []))

  const counted = await (await post('/v1/responses/input_tokens', responses.body('four'))).json()
  t.same(counted, { object: 'response.input_tokens', input_tokens: 1 })
  const headers = { authorization: 'Bearer k' }
  const list = await (await fetch(`${base}/v1/models`, { headers })).json()
  t.match(list, { object: 'list', data: [{ id: 'gpt-4o', object: 'model', owned_by: 'system' }] })
  t.equal((await fetch(`${base}/models/gpt-4o`, { headers })).status, 200)
  t.equal((await fetch(`${base}/models/none`, { headers })).status, 404)
  t.equal((await fetch(`${base}/v1/models`)).status, 401)
})
