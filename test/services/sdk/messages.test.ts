import Anthropic from '@anthropic-ai/sdk'
import t from 'tap'
import { ask, clientKey, type SdkWorker, startWithSimulator } from '../../support/sdk-worker.ts'

const messages = [{ role: 'user' as const, content: 'Hi' }]
const tools = [
  { name: 'get_weather', input_schema: { type: 'object' as const, properties: { location: { type: 'string' } } } },
]
const text = 'Simulated answer of claude-sonnet-4-5-20250929 to: Hi'

function anthropic(worker: SdkWorker): Anthropic {
  return new Anthropic({ apiKey: clientKey, baseURL: worker.base, maxRetries: 0 })
}

t.test('a whole answer is the provider’s, but for the model’s name', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['claude', 'fable']) {
    const answer = await anthropic(worker).messages.create({ model, max_tokens: 100, messages })
    t.match(answer, { type: 'message', model, stop_reason: 'end_turn', content: [{ type: 'text', text }] })
    t.match(answer.usage, { input_tokens: Number, output_tokens: Number })
    t.match(worker.received().body, { model: 'claude-sonnet-4-5-20250929' })
  }
})

t.test('a stream is the provider’s event by event, but for the model’s name', async t => {
  const worker = await startWithSimulator(t)
  const stream = anthropic(worker).messages.stream({ model: 'claude', max_tokens: 100, messages })
  const events: string[] = []
  stream.on('streamEvent', event => void events.push(event.type))
  const final = await stream.finalMessage()
  t.match(final, { model: 'claude', stop_reason: 'end_turn', content: [{ type: 'text', text }] })
  t.equal(events[0], 'message_start')
  t.equal(events.at(-1), 'message_stop')
  t.equal(events.filter(type => type === 'message_start').length, 1)
  t.ok(events.filter(type => type === 'content_block_delta').length > 4)
})

t.test('thinking and tools arrive as the provider sent them', async t => {
  const worker = await startWithSimulator(t)
  const body = {
    model: 'claude',
    max_tokens: 4000,
    tools,
    messages: [{ role: 'user' as const, content: '[sim:thinking][sim:tool]' }],
  }
  const whole = await anthropic(worker).messages.create(body)
  const streamed = await anthropic(worker).messages.stream(body).finalMessage()
  for (const answer of [whole, streamed]) {
    t.equal(answer.stop_reason, 'tool_use')
    t.equal(answer.content[0]?.type, 'thinking')
    t.match(answer.content.at(-1), { type: 'tool_use', name: 'get_weather', input: { location: String } })
  }
})

t.test('betas and version are the client’s; keys that LiteLLM does not know are dropped', async t => {
  const worker = await startWithSimulator(t)
  const body = {
    ...ask('claude'),
    system: 'Be brief.',
    metadata: { user_id: 'u' },
    unknown_key: 1,
    fallbacks: ['gpt'],
    num_retries: 3,
  }
  const headers = { 'anthropic-beta': 'zeta-2026-01-01, alpha-2025-01-01', 'anthropic-version': '2026-10-21' }
  const answer = await worker.post('/v1/messages', body, { headers })
  t.equal(answer.status, 200)
  const { headers: sent, body: received } = worker.received()
  t.equal(sent['anthropic-beta'], 'alpha-2025-01-01,zeta-2026-01-01', 'sorted, as LiteLLM does it')
  t.equal(sent['anthropic-version'], '2026-10-21')
  t.equal(sent['x-api-key'], 'provider-key-Xz4')
  t.strictSame(Object.keys(received as object).toSorted(), [
    'max_tokens',
    'messages',
    'metadata',
    'model',
    'stream',
    'system',
  ])
})

t.test('without a version of the client’s the default is sent', async t => {
  const worker = await startWithSimulator(t)
  await worker.post('/v1/messages', ask('claude'))
  t.equal(worker.received().headers['anthropic-version'], '2023-06-01')
  t.equal(worker.received().headers['anthropic-beta'], undefined)
})

t.test('the client’s key is taken from x-api-key too, and is not sent on', async t => {
  const worker = await startWithSimulator(t)
  const answer = await fetch(`${worker.base}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': clientKey, 'content-type': 'application/json' },
    body: JSON.stringify(ask('claude')),
  })
  t.equal(answer.status, 200)
  t.notOk(JSON.stringify(worker.received()).includes(clientKey))
})

t.test('a model whose provider nobody here speaks to is the other backend’s', async t => {
  const worker = await startWithSimulator(t)
  for (const body of [ask('unserved'), { ...ask('gemini'), compaction: {} }]) {
    const answer = await worker.post('/v1/messages', body)
    t.equal(answer.status, 501)
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability')
  }
  t.strictSame(worker.simulator.recorder.list(), [], 'and no provider has heard of it')
})

t.test('models that are not at Anthropic answer Anthropic’s library', async t => {
  const worker = await startWithSimulator(t)
  const asked = [{ role: 'user' as const, content: '[sim:thinking][sim:tool]' }]
  for (const [model, path] of [
    ['gpt', '/v1/responses'],
    ['gemini', ':generateContent'],
  ] as const) {
    const body = { model, max_tokens: 400, tools, messages: asked }
    const whole = await anthropic(worker).messages.create(body)
    t.ok(worker.received().url.endsWith(path), model)
    const streamed = await anthropic(worker).messages.stream(body).finalMessage()
    for (const answer of [whole, streamed]) {
      t.match(answer, { type: 'message', role: 'assistant', model, stop_reason: 'tool_use' }, model)
      t.equal(answer.content[0]?.type, 'thinking')
      t.match(answer.content.at(-1), { type: 'tool_use', name: 'get_weather', input: { location: String } })
      t.match(answer.usage, { input_tokens: Number, output_tokens: Number })
    }
    const text = await anthropic(worker).messages.stream({ model, max_tokens: 100, messages }).finalText()
    t.match(text, /^Simulated answer of g/)
    const failing = [{ role: 'user' as const, content: '[sim:ratelimit:7]' }]
    for (const stream of [false, true]) {
      const call = anthropic(worker).messages.create({ model, max_tokens: 100, messages: failing, stream })
      await t.rejects(call, { message: /^429 .*rate_limit_error/s }, `${model}, a rate limit`)
    }
  }
})
