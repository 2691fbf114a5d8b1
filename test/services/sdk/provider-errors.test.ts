import t from 'tap'
import { ask, modelsAt, startProvider, startSdkWorker, startWithSimulator } from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

/** The simulator's error status, and what a client gets of it: status on each wire, LiteLLM's class, type. */
const statuses: { upstream: number; openai: number; anthropic: number; fault: string; type: string }[] = [
  { upstream: 400, openai: 400, anthropic: 400, fault: 'client', type: 'invalid_request_error' },
  { upstream: 401, openai: 401, anthropic: 401, fault: 'client', type: 'authentication_error' },
  { upstream: 403, openai: 403, anthropic: 403, fault: 'client', type: 'permission_error' },
  { upstream: 404, openai: 404, anthropic: 404, fault: 'client', type: 'invalid_request_error' },
  { upstream: 408, openai: 408, anthropic: 408, fault: 'provider', type: 'invalid_request_error' },
  { upstream: 409, openai: 409, anthropic: 409, fault: 'client', type: 'invalid_request_error' },
  { upstream: 422, openai: 422, anthropic: 422, fault: 'client', type: 'invalid_request_error' },
  { upstream: 429, openai: 429, anthropic: 429, fault: 'provider', type: 'throttling_error' },
  { upstream: 500, openai: 500, anthropic: 500, fault: 'provider', type: 'internal_server_error' },
  { upstream: 502, openai: 502, anthropic: 502, fault: 'provider', type: 'internal_server_error' },
  { upstream: 503, openai: 503, anthropic: 503, fault: 'provider', type: 'internal_server_error' },
  // Anthropic’s words are those of a timeout, whatever the status.
  { upstream: 504, openai: 504, anthropic: 408, fault: 'provider', type: 'internal_server_error' },
  { upstream: 529, openai: 529, anthropic: 500, fault: 'provider', type: 'internal_server_error' },
]

t.test('a provider’s errors reach a chat client as LiteLLM words them, streamed or not', async t => {
  const worker = await startWithSimulator(t)
  for (const { upstream, fault, type, ...wanted } of statuses) {
    for (const [model, status] of [
      ['gpt', wanted.openai],
      ['claude', wanted.anthropic],
    ] as const) {
      for (const stream of [false, true]) {
        const name = `${upstream} of ${model}${stream ? ', streamed' : ''}`
        const answer = await worker.post(chat, ask(model, `[sim:error:${upstream}]`, { stream }))
        t.equal(answer.status, status, name)
        t.equal(answer.headers.get('content-type'), 'application/json', name)
        t.equal(answer.headers.get('x-crossfade-fault'), fault, name)
        const { error } = (await answer.json()) as { error: { message: string; type: string; code: string } }
        const told = status === 408 ? 'invalid_request_error' : type
        t.match(error, { type: told, code: String(status), message: /^litellm\.\w+: / }, name)
        t.ok(
          error.message.endsWith(
            `\n\nLiteLLM: model group '${model}' failed with the error above. No fallback was attempted.`,
          ),
          name,
        )
        const quotesBytes = /(?:-|Error_str:) b'\{/.test(error.message)
        t.equal(quotesBytes, model === 'claude' && stream, `${name}: LiteLLM quotes a streamed body as Python bytes`)
      }
    }
  }
})

const anthropicTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'api_error',
  422: 'api_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'api_error',
}

t.test('/v1/messages answers errors in Anthropic’s shape', async t => {
  const worker = await startWithSimulator(t)
  for (const [upstream, type] of Object.entries(anthropicTypes)) {
    for (const stream of [false, true]) {
      const answer = await worker.post('/v1/messages', ask('claude', `[sim:error:${upstream}]`, { stream }))
      t.equal(answer.status, upstream === '529' ? 500 : Number(upstream))
      t.match(await answer.json(), { type: 'error', error: { type, message: /^litellm\./ } }, upstream)
    }
  }
})

t.test('a rate limit’s retry-after and limits reach the client', async t => {
  const worker = await startWithSimulator(t)
  const answer = await worker.post(chat, ask('gpt', '[sim:ratelimit:7]'))
  t.equal(answer.status, 429)
  t.equal(answer.headers.get('retry-after'), '7')
  t.equal(answer.headers.get('llm_provider-retry-after'), '7')
  t.ok(answer.headers.get('x-ratelimit-remaining-requests'))
})

const unusable = ['html', 'empty', 'reset', 'badjson', 'cut', 'eof']

t.test('an answer that is none becomes a clear 500, and is never passed on as it is', async t => {
  const worker = await startWithSimulator(t)
  for (const scenario of unusable) {
    for (const path of [chat, '/v1/messages']) {
      for (const model of path === chat ? ['gpt', 'claude'] : ['claude']) {
        const name = `${scenario} of ${model} at ${path}`
        const answer = await worker.post(path, ask(model, `[sim:${scenario}]`))
        t.equal(answer.status, 500, name)
        t.equal(answer.headers.get('content-type'), 'application/json', name)
        t.equal(answer.headers.get('x-crossfade-fault'), 'provider', name)
        t.equal(answer.headers.get('x-crossfade-decline'), null, `${name}: the provider may have done the work`)
        t.match(await answer.json(), { error: { message: /^litellm\.\w+Error: / } }, name)
      }
    }
  }
})

t.test('a stream that never begins is a 500 as well', async t => {
  const worker = await startWithSimulator(t)
  for (const scenario of ['html', 'empty', 'reset']) {
    for (const [path, model] of [
      [chat, 'gpt'],
      [chat, 'claude'],
      ['/v1/messages', 'claude'],
    ] as const) {
      const answer = await worker.post(path, ask(model, `[sim:${scenario}]`, { stream: true }))
      t.equal(answer.status, 500, `${scenario} of ${model} at ${path}`)
      t.match(await answer.json(), { error: { message: String } })
    }
  }
})

t.test('a provider that cannot be reached, and one that does not answer in time', async t => {
  const silent = await startProvider(t, () => {})
  const cases = [
    { name: 'refused', config: modelsAt('http://127.0.0.1:1'), status: 500 },
    { name: 'silent', config: modelsAt(silent, { timeout: 0.2, stream_timeout: 0.2 }), status: 408 },
  ]
  for (const { name, config, status } of cases) {
    const worker = await startSdkWorker(t, { config })
    for (const stream of [false, true]) {
      for (const path of [chat, '/v1/messages']) {
        const answer = await worker.post(path, ask('claude', 'Hi', { stream }))
        t.equal(answer.status, status, `${name}: ${path}`)
        t.match(await answer.json(), {
          error: { message: status === 408 ? /^litellm\.Timeout/ : /Connection (?:error|refused)/ },
        })
      }
    }
  }
})

/** Bodies with status 200 that are JSON and no answer. */
const strange = ['null', '5', '[]', '{}', '{"choices":null}', '{"choices":[null]}', '{"choices":[{"message":5}]}']
const strangeAnthropic = ['{"content":5}', '{"content":[null]}', '{"content":[{"type":"text"}]}', '{"type":"error"}']

t.test('JSON that is no answer never leaves a client waiting', async t => {
  for (const body of [...strange, ...strangeAnthropic, '{"content":[{"type":"tool_use"}],"usage":"x"}']) {
    const provider = await startProvider(t, (_req, res) => {
      res.setHeader('content-type', 'application/json').end(body)
    })
    const worker = await startSdkWorker(t, { config: modelsAt(provider) })
    for (const [path, model] of [
      [chat, 'gpt'],
      [chat, 'claude'],
      ['/v1/messages', 'claude'],
    ] as const) {
      const signal = AbortSignal.timeout(5_000)
      const answer = await worker.post(path, ask(model), { signal })
      t.ok(answer.status === 200 || answer.status === 500, `${body} of ${model} at ${path}: ${answer.status}`)
      t.type(await answer.json(), 'object')
    }
  }
})
