import t from 'tap'
import type { JsonObject } from '../../../services/simulator/json.ts'
import { errorStatuses } from '../../../services/simulator/scenarios.ts'
import { endpointList, endpoints, startSimulator } from './harness.ts'

/** What every error of a wire looks like. */
const shapes = {
  openai: { error: { message: /./, type: /./ } },
  anthropic: { type: 'error', error: { type: /./, message: /./ }, request_id: /^req_/ },
  gemini: { error: { code: /\d/, message: /./, status: /^[A-Z_]+$/ } },
} as const

void t.test('no key and a wrong key are the wire’s own 401', async t => {
  const { base } = await startSimulator(t)
  for (const { name, path, wire, body } of endpointList) {
    for (const headers of [{}, { authorization: 'Bearer sk-invalid-key-123' }, { authorization: '' }]) {
      const all = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers }
      const answer = await fetch(base + path, {
        method: 'POST',
        headers: all as Record<string, string>,
        body: JSON.stringify(body('x')),
      })
      t.equal(answer.status, 401, name)
      t.match(await answer.json(), shapes[wire], name)
    }
  }
  const perWire = [
    [endpoints.anthropic, { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' }],
    [endpoints.gemini, { 'x-goog-api-key': 'k' }],
    [{ ...endpoints.gemini, path: `${endpoints.gemini.path}?key=k` }, {}],
    [endpoints.chat, { 'api-key': 'k' }],
  ] as const
  for (const [{ path, body }, headers] of perWire) {
    const answer = await fetch(base + path, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: JSON.stringify(body('x')),
    })
    t.equal(answer.status, 200, `${path} ${JSON.stringify(headers)}`)
  }
})

const { chat, anthropic, gemini, completions, responses } = endpoints
const without = (body: JsonObject, name: string): JsonObject => ({ ...body, [name]: undefined })

const broken = [
  { path: chat.path, wire: 'openai', body: '{', says: /could not parse the JSON body/ },
  { path: chat.path, wire: 'openai', body: '', says: /could not parse the JSON body/ },
  { path: chat.path, wire: 'openai', body: without(chat.body('x'), 'model'), says: /must provide a model/ },
  {
    path: chat.path,
    wire: 'openai',
    body: without(chat.body('x'), 'messages'),
    says: /Missing required parameter: 'messages'/,
  },
  { path: chat.path, wire: 'openai', body: { model: 'm', messages: [] }, says: /empty array/ },
  { path: completions.path, wire: 'openai', body: { model: 'm' }, says: /'prompt'/ },
  { path: responses.path, wire: 'openai', body: { model: 'm' }, says: /'input'/ },
  { path: '/v1/embeddings', wire: 'openai', body: { model: 'm' }, says: /'input'/ },
  { path: anthropic.path, wire: 'anthropic', body: '[1', says: /not valid JSON/ },
  {
    path: anthropic.path,
    wire: 'anthropic',
    body: without(anthropic.body('x'), 'model'),
    says: /model: Field required/,
  },
  {
    path: anthropic.path,
    wire: 'anthropic',
    body: without(anthropic.body('x'), 'messages'),
    says: /messages: Field required/,
  },
  {
    path: anthropic.path,
    wire: 'anthropic',
    body: without(anthropic.body('x'), 'max_tokens'),
    says: /max_tokens: Field required/,
  },
  {
    path: anthropic.path,
    wire: 'anthropic',
    body: { ...anthropic.body('x'), messages: [] },
    says: /at least one message/,
  },
  { path: gemini.path, wire: 'gemini', body: '{"contents"', says: /Invalid JSON/ },
  { path: gemini.path, wire: 'gemini', body: {}, says: /contents is not specified/ },
  { path: chat.path, wire: 'openai', body: chat.body('[sim:nonsense]'), says: /Unknown scenario 'nonsense'/ },
] as const

void t.test('what the provider would refuse is the wire’s own 400', async t => {
  const { post } = await startSimulator(t)
  for (const { path, wire, body, says } of broken) {
    const answer = await post(path, body)
    t.equal(answer.status, 400, `${path} ${says}`)
    const json = (await answer.json()) as { error: { message: string } }
    t.match(json, shapes[wire])
    t.match(json.error.message, says)
  }
})

void t.test('every error status on every wire', async t => {
  const { post } = await startSimulator(t)
  for (const { path, wire, body } of endpointList) {
    for (const status of errorStatuses) {
      const answer = await post(path, body('x'), { 'x-sim-scenario': `error:${status}` })
      t.equal(answer.status, status)
      t.match(await answer.json(), shapes[wire], `${wire} ${status}`)
    }
  }
})

const known = [
  {
    endpoint: anthropic,
    scenario: 'overloaded',
    status: 529,
    body: { error: { type: 'overloaded_error', message: 'Overloaded' } },
  },
  {
    endpoint: anthropic,
    scenario: 'error:404',
    status: 404,
    body: { error: { type: 'not_found_error', message: 'model: claude-x' } },
  },
  { endpoint: anthropic, scenario: 'error:413', status: 413, body: { error: { type: 'request_too_large' } } },
  {
    endpoint: chat,
    scenario: 'error:404',
    status: 404,
    body: { error: { code: 'model_not_found', message: /`gpt-4o`/ } },
  },
  { endpoint: chat, scenario: 'error:502', status: 502, body: { error: { type: 'cf_bad_gateway', code: 502 } } },
  { endpoint: gemini, scenario: 'error:503', status: 503, body: { error: { code: 503, status: 'UNAVAILABLE' } } },
] as const

void t.test('errors in the provider’s words', async t => {
  const { post } = await startSimulator(t)
  for (const { endpoint, scenario, status, body } of known) {
    const answer = await post(endpoint.path, endpoint.body(`[sim:${scenario}]`))
    t.equal(answer.status, status)
    t.match(await answer.json(), body, scenario)
  }
})

void t.test('rate limits', async t => {
  const { post } = await startSimulator(t, { now: () => 0 })
  const limited = (endpoint: { path: string; body: (text: string) => JsonObject }): Promise<Response> =>
    post(endpoint.path, endpoint.body('[sim:ratelimit:7]'))
  const openai = await limited(chat)
  t.equal(openai.status, 429)
  t.match(Object.fromEntries(openai.headers), {
    'retry-after': '7',
    'retry-after-ms': '7000',
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '7s',
  })
  t.match(await openai.json(), { error: { type: 'requests', code: 'rate_limit_exceeded' } })
  const claude = await limited(anthropic)
  t.match(Object.fromEntries(claude.headers), {
    'retry-after': '7',
    'x-should-retry': 'true',
    'anthropic-ratelimit-requests-remaining': '0',
    'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:07Z',
  })
  t.match(await claude.json(), { error: { type: 'rate_limit_error' } })
  const google = await limited(gemini)
  t.match(await google.json(), { error: { status: 'RESOURCE_EXHAUSTED', details: [{}, { retryDelay: '7s' }] } })
  t.equal((await post(chat.path, chat.body('hi'))).headers.get('x-ratelimit-remaining-requests'), '499')
})

void t.test('unknown addresses and bodies that are too large', async t => {
  const { post } = await startSimulator(t)
  const lost = await post('/nowhere', {}, { 'anthropic-version': '' })
  t.equal(lost.status, 404)
  const large = await post(anthropic.path, `"${'x'.repeat(33 * 1024 * 1024)}"`)
  t.equal(large.status, 413)
  t.match(await large.json(), { type: 'error', error: { type: 'request_too_large' } })
})
