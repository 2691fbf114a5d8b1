import t from 'tap'
import { answersAs, fakeBackend } from '../support/fake-backend.ts'
import { sampleSum, samplesOf, seriesCount } from '../support/exposition.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, rawExchange } from '../support/raw-client.ts'

t.test('one line a request, with the agreed fields', async t => {
  const sdk = await fakeBackend(t, res => {
    res.writeHead(200, { 'content-type': 'application/json', 'x-litellm-model-group': 'm' }).end('{}')
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const headers = { 'user-agent': 'claude-cli/2.1 (external)', 'x-memory-user-id': 'ada', 'x-request-id': 'r-1' }
  await (await gateway.chat(headers)).text()
  const line = await gateway.log.line('request')
  t.match(line, {
    time: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
    level: 'info',
    component: 'gateway',
    event: 'request',
    request_id: 'r-1',
    client: 'claude-cli/2.1',
    user_id: 'ada',
    model: 'm',
    backend: 'sdk',
    reason: 'weight',
    status: 200,
    outcome: 'ok',
    method: 'POST',
    route: 'chat_completions',
  })
  t.equal(line.tokens, null)
  t.ok(Number(line.ttft_ms) > 0 && Number(line.duration_ms) >= Number(line.ttft_ms))
  t.equal(gateway.log.lines.length, 1)
})

const outcomes: {
  name: string
  status: number
  headers?: Record<string, string>
  want: { outcome: string; level: string }
}[] = [
  { name: 'a success', status: 201, want: { outcome: 'ok', level: 'info' } },
  { name: 'a redirect', status: 302, want: { outcome: 'ok', level: 'info' } },
  { name: "a fault of the client's", status: 422, want: { outcome: 'client_error', level: 'info' } },
  { name: 'a rate limit', status: 429, want: { outcome: 'provider_error', level: 'warn' } },
  { name: "a fault of the provider's", status: 529, want: { outcome: 'provider_error', level: 'warn' } },
  {
    name: "a fault of the backend's own",
    status: 500,
    headers: { 'x-crossfade-fault': 'arm' },
    want: { outcome: 'arm_error', level: 'warn' },
  },
  {
    name: "a provider's fault that looks like the client's",
    status: 401,
    headers: { 'x-crossfade-fault': 'provider' },
    want: { outcome: 'provider_error', level: 'warn' },
  },
]

for (const { name, status, headers = {}, want } of outcomes) {
  t.test(`${name} is passed on and counted as ${want.outcome}`, async t => {
    const binary = await fakeBackend(t, res => {
      res.writeHead(status, { ...headers, 'x-upstream': 'kept', connection: 'x-secret', 'x-secret': 's' }).end('{}')
    })
    const gateway = await startGateway(t, { sdk: binary.origin, binary: binary.origin })
    const answer = await fetch(`${gateway.origin}/v1/models`, { redirect: 'manual' })
    await answer.arrayBuffer()
    t.equal(answer.status, status)
    t.equal(answer.headers.get('x-upstream'), 'kept')
    t.equal(answer.headers.get('x-crossfade-fault'), null)
    t.equal(answer.headers.get('x-secret'), null)
    t.match(await gateway.log.line('request'), { status, ...want })
    const labels = { route: 'models', backend: 'binary', code: String(status), outcome: want.outcome }
    const metrics = await gateway.metrics()
    t.equal(sampleSum(metrics, 'crossfade_requests_total', labels), 1)
    t.equal(sampleSum(metrics, 'crossfade_request_duration_seconds_count', { route: 'models', backend: 'binary' }), 1)
    t.equal(sampleSum(metrics, 'crossfade_time_to_first_byte_seconds_count', { backend: 'binary' }), 1)
  })
}

t.test('the weight and version it reads are in its metrics', async t => {
  const gateway = await startGateway(t, { sdk: 'http://127.0.0.1:1', binary: 'http://127.0.0.1:1', percent: 25 })
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_canary_weight_ratio'), 0.25)
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_rollout_version'), 1)
  gateway.setPercent(null)
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_canary_weight_ratio'), 0)
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_rollout_version'), 0)
})

t.test('requests in flight are counted while they are', async t => {
  const answer = Promise.withResolvers<void>()
  const sdk = await fakeBackend(t, async res => {
    await answer.promise
    res.end('{}')
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const pending = gateway.chat()
  await sdk.request()
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_requests_in_flight', { backend: 'sdk' }), 1)
  answer.resolve()
  await (await pending).text()
  await gateway.log.line('request')
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_requests_in_flight', { backend: 'sdk' }), 0)
})

t.test('200 strange paths, agents, models and ids add no series', async t => {
  const binary = await fakeBackend(t, answersAs('binary'))
  const gateway = await startGateway(t, { sdk: binary.origin, binary: binary.origin })
  const ask = async (name: string): Promise<void> => {
    const headers = {
      'user-agent': `agent-${name}`,
      'x-request-id': name,
      'x-memory-user-id': name,
      'x-session-id': name,
      authorization: `Bearer ${name}`,
    }
    const body = JSON.stringify({ model: name })
    await (await fetch(`${gateway.origin}/${name}?${name}`, { method: 'POST', headers, body })).text()
  }
  await ask('first')
  const before = seriesCount(await gateway.metrics())
  for (let index = 0; index < 200; index += 1) await ask(`n${index}-${Math.random().toString(36).slice(2)}`)
  t.equal(seriesCount(await gateway.metrics()), before)
  const routes = samplesOf(await gateway.metrics(), 'crossfade_requests_total').map(({ labels }) => labels.route)
  t.strictSame([...new Set(routes)], ['other'])
})

t.test('no key, cookie, body or query is in the log or the metrics', async t => {
  const secret = 'hunter2-canary'
  const sdk = await fakeBackend(t, res => {
    res.writeHead(500, { 'set-cookie': `a=${secret}`, 'x-note': secret }).end(secret)
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const names = ['Authorization', 'X-Api-Key', 'Api-Key', 'Cookie', 'X-Session-Id', 'X-Supermemory-Api-Key']
  const lines = [...names.map(name => `${name}: ${secret}`), 'Connection: close']
  const body = JSON.stringify({ model: secret, messages: [{ role: 'user', content: secret }] })
  await rawExchange(gateway.port, chatBytes(lines, body, `/v1/chat/completions?key=${secret}`))
  await rawExchange(gateway.port, chatBytes([`X-Crossfade-Backend: ${secret}`, 'Connection: close'], body))
  await rawExchange(gateway.port, chatBytes([`Host: ${secret}`, 'Connection: close'], body))
  await gateway.log.line('request', 2)
  t.notMatch(gateway.log.text(), secret)
  t.notMatch(await gateway.metrics(), secret)
})

t.test('a name with control characters cannot forge a line', async t => {
  const binary = await fakeBackend(t, answersAs('binary'))
  const gateway = await startGateway(t, { sdk: binary.origin, binary: binary.origin })
  const agent = 'a"}{"event":"forged"\t\x85\xff'
  await rawExchange(gateway.port, chatBytes([`User-Agent: ${agent}`, 'Connection: close']))
  await gateway.log.line('request')
  t.equal(gateway.log.text().trim().split('\n').length, 1)
})

t.test('/healthz answers without a backend and without a trace', async t => {
  const gateway = await startGateway(t, { sdk: 'http://127.0.0.1:1', binary: 'http://127.0.0.1:1' })
  const answer = await fetch(`${gateway.origin}/healthz`)
  t.equal(await answer.text(), 'ok\n')
  t.equal(answer.status, 200)
  t.strictSame(gateway.log.lines, [])
})
