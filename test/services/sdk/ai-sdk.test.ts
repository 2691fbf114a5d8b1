import t from 'tap'
import type { LitellmConfig } from '../../../config/litellm-schema.ts'
import { ask, clientKey, type SdkWorker, startWithSimulator, until } from '../../support/sdk-worker.ts'

const path = '/v1/chat/completions'

/** The simulator's models, and one of Cohere's. */
function withCohere(config: LitellmConfig): LitellmConfig {
  const [gpt] = config.model_list
  const api_base = String(gpt?.litellm_params.api_base).replace('/v1', '/v2/chat')
  const litellm_params = { model: 'cohere/command-a-03-2025', api_base, api_key: 'provider-key' }
  return { ...config, model_list: [...config.model_list, { model_name: 'cohere', litellm_params }] }
}

const counted = async (worker: SdkWorker): Promise<string | undefined> =>
  /crossfade_lossy_answers_total\{[^}]*model="cohere"[^}]*\} (\d+)/.exec(await worker.registry.metrics())?.[1]

t.test('a whole answer through the AI SDK', async t => {
  const worker = await startWithSimulator(t, withCohere)
  const answer = await worker.post(path, { ...ask('cohere', 'Hello'), temperature: 0.5, max_tokens: 9, stop: 'x' })
  t.equal(answer.status, 200)
  t.match(await answer.json(), {
    id: /^chatcmpl-/,
    model: 'cohere',
    choices: [{ finish_reason: 'stop', message: { content: 'Simulated answer of command-a-03-2025 to: Hello' } }],
    usage: { prompt_tokens: 59, completion_tokens: 12, total_tokens: 71 },
  })
  t.match(worker.received(), {
    url: '/v2/chat',
    headers: { authorization: 'Bearer provider-key' },
    body: { model: 'command-a-03-2025', temperature: 0.5, max_tokens: 9, stop_sequences: ['x'] },
  })
  t.equal(await counted(worker), '1', 'it is counted as lossy')
})

t.test('tools, and their results', async t => {
  const worker = await startWithSimulator(t, withCohere)
  const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }]
  const answer = await worker.post(path, { ...ask('cohere', '[sim:tool]'), tools })
  t.match(await answer.json(), {
    choices: [
      {
        finish_reason: 'tool_calls',
        message: { content: null, tool_calls: [{ id: /^f_/, function: { name: 'f', arguments: '{}' } }] },
      },
    ],
  })
  const messages = [
    { role: 'user', content: 'a' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: 'r' }] },
  ]
  t.equal((await worker.post(path, { model: 'cohere', messages, tools, tool_choice: 'required' })).status, 200)
  t.match(worker.received().body, {
    tool_choice: 'REQUIRED',
    messages: [
      { role: 'user' },
      { tool_calls: [{ id: 'c', function: { arguments: '{"a":1}' } }] },
      { role: 'tool', tool_call_id: 'c', content: 'r' },
    ],
  })
})

t.test('streams', async t => {
  const worker = await startWithSimulator(t, withCohere)
  const stream = async (content: string, more: object = {}): Promise<string> =>
    (
      await worker.post(path, {
        ...ask('cohere', content),
        stream: true,
        stream_options: { include_usage: true },
        ...more,
      })
    ).text()
  const text = await stream('Hello')
  t.match(text, /"finish_reason":"stop"/)
  t.match(text, /"usage":\{"completion_tokens":12,"prompt_tokens":59/)
  t.ok(text.endsWith('data: [DONE]\n\n'))
  const tools = [
    {
      type: 'function',
      function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } } } },
    },
  ]
  const called = await stream('[sim:tool:2]', { tools })
  t.match(
    called,
    /"tool_calls":\[\{"id":"f_[^"]+","type":"function","index":1,"function":\{"name":"f","arguments":""\}/,
  )
  t.match(called, /"finish_reason":"tool_calls"/)
})

t.test('a stream without its end is broken', async t => {
  const worker = await startWithSimulator(t, withCohere)
  for (const fault of ['eof:2', 'cut:2']) {
    const answer = await worker.post(path, { ...ask('cohere', `[sim:${fault}]`), stream: true })
    await t.rejects(answer.text(), fault)
  }
})

t.test('failures come as they are', async t => {
  const worker = await startWithSimulator(t, withCohere)
  for (const [said, status, words] of [
    ['[sim:error:404]', 404, /Cohere_chatException - \{.*model not found/],
    ['[sim:error:429]', 429, /Cohere_chatException - \{.*limited/],
    ['[sim:html]', 500, /Cohere_chatException - <!/],
    ['[sim:reset]', 500, /CohereException - \[Errno 104\]/],
  ] as const) {
    const answer = await worker.post(path, ask('cohere', said))
    t.equal(answer.status, status, said)
    t.match(await answer.json(), { error: { message: words } }, said)
  }
})

t.test('the session is ours: cookies are kept, and a gate is passed', async t => {
  const worker = await startWithSimulator(t, withCohere)
  t.equal((await worker.post(path, ask('cohere', '[sim:gate]'))).status, 200)
  t.match(worker.received().headers['cookie'], /__cf_bm=/)
})

t.test('a client that leaves ends the call', async t => {
  const worker = await startWithSimulator(t, withCohere)
  const leaving = new AbortController()
  const answer = await worker.post(
    path,
    { ...ask('cohere', '[sim:long:200] [sim:slow:50]'), stream: true },
    { signal: leaving.signal },
  )
  const reader = answer.body?.getReader()
  await reader?.read()
  leaving.abort()
  await until(() => worker.received().clientClosedAfterMs !== null)
  t.ok(worker.received().chunksSent < 200)
})

t.test('what the AI SDK could not say is left to the other backend', async t => {
  const worker = await startWithSimulator(t, withCohere)
  for (const more of [
    { n: 2 },
    { citation_quality: 'fast' },
    { messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] },
  ]) {
    const answer = await worker.post(path, { ...ask('cohere', 'x'), ...more })
    t.equal(answer.status, 501, Object.keys(more).join())
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability')
  }
})

t.test('model info says so', async t => {
  const worker = await startWithSimulator(t, withCohere)
  const answer = await worker.app.inject({ url: '/v1/model/info', headers: { authorization: `Bearer ${clientKey}` } })
  const { data } = answer.json<{ data: { model_name: string; model_info: { lossy?: boolean } }[] }>()
  t.strictSame(
    data.filter(({ model_info: info }) => info.lossy).map(({ model_name: name }) => name),
    ['cohere'],
  )
})
