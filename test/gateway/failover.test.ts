import t, { type Test } from 'tap'
import { answersAs, blackHole, fakeBackend, rawBackend, refusingOrigin, type Script } from '../support/fake-backend.ts'
import { sampleSum } from '../support/exposition.ts'
import { startGateway } from '../support/gateway.ts'

const declines =
  (why: string): Script =>
  res =>
    void res.writeHead(503, { 'x-crossfade-decline': why, 'content-type': 'application/json' }).end('{"declined":1}')

const takeOver: { name: string; pin: 'sdk' | 'binary'; script: Script | 'refuses'; reason: string; cause: string }[] = [
  { name: 'sdk refuses', pin: 'sdk', script: 'refuses', reason: 'failover', cause: 'unavailable' },
  { name: 'binary refuses', pin: 'binary', script: 'refuses', reason: 'failover', cause: 'unavailable' },
  {
    name: 'sdk does not do the model',
    pin: 'sdk',
    script: declines('capability'),
    reason: 'capability',
    cause: 'capability',
  },
  {
    name: 'LiteLLM is down',
    pin: 'binary',
    script: declines('unavailable'),
    reason: 'failover',
    cause: 'unavailable',
  },
]

for (const { name, pin, script, reason, cause } of takeOver) {
  t.test(`${name}: the other one answers, with the same body`, async t => {
    const other = pin === 'sdk' ? 'binary' : 'sdk'
    const healthy = await fakeBackend(t, answersAs(other))
    const first = script === 'refuses' ? await refusingOrigin() : (await fakeBackend(t, script)).origin
    const origins = { [pin]: first, [other]: healthy.origin } as Record<'sdk' | 'binary', string>
    const gateway = await startGateway(t, origins)

    const answer = await gateway.chat({ 'x-crossfade-backend': pin, 'x-other': 'kept' })
    t.strictSame(await answer.json(), { name: other })
    t.equal(answer.status, 200)
    t.equal(answer.headers.get('x-crossfade-backend'), other)
    t.equal(answer.headers.get('x-crossfade-reason'), reason)
    t.equal(answer.headers.get('x-crossfade-decline'), null)
    t.equal(healthy.received.length, 1)
    t.equal(healthy.received[0]?.body.toString(), '{"model":"m","messages":[]}')
    t.equal(healthy.received[0]?.req.headers['x-other'], 'kept')

    const line = await gateway.log.line('request')
    t.match(line, { backend: other, reason, status: 200, outcome: 'ok' })
    const metrics = await gateway.metrics()
    t.equal(sampleSum(metrics, 'crossfade_failovers_total', { from: pin, to: other, cause }), 1)
    t.equal(sampleSum(metrics, 'crossfade_routing_decisions_total', { backend: pin, reason: 'header' }), 1)
    t.equal(sampleSum(metrics, 'crossfade_routing_decisions_total', { backend: other, reason }), 1)
    t.equal(sampleSum(metrics, 'crossfade_requests_in_flight'), 0)
  })
}

async function expectUnavailable(t: Test, answer: Response, dialect: 'openai' | 'anthropic', message: RegExp) {
  t.equal(answer.status, 503)
  t.equal(answer.headers.get('retry-after'), '1')
  const id = answer.headers.get('x-request-id')
  const body: unknown = await answer.json()
  if (dialect === 'anthropic') {
    t.match(body, { type: 'error', error: { type: 'api_error', message }, request_id: id })
  } else {
    t.match(body, { error: { type: 'api_error', code: 'unavailable', message, param: null }, request_id: id })
  }
}

for (const [path, dialect] of [
  ['/v1/chat/completions', 'openai'],
  ['/v1/messages', 'anthropic'],
] as const) {
  t.test(`both are down: ${dialect}`, async t => {
    const gateway = await startGateway(t, { sdk: await refusingOrigin(), binary: await refusingOrigin() })
    const answer = await gateway.chat({}, path)
    await expectUnavailable(t, answer, dialect, /Neither backend/)
    t.match(await gateway.log.line('request'), { backend: 'none', status: 503, outcome: 'arm_error' })
  })

  t.test(`reset before the head is not tried elsewhere: ${dialect}`, async t => {
    const sdk = await rawBackend(t, socket => socket.resetAndDestroy())
    const binary = await fakeBackend(t, answersAs('binary'))
    const gateway = await startGateway(t, { sdk: sdk.origin, binary: binary.origin, percent: 100 })
    const answer = await gateway.chat({}, path)
    await expectUnavailable(t, answer, dialect, /ended the connection/)
    t.equal(answer.headers.get('x-crossfade-backend'), 'sdk')
    t.equal(sdk.requests.length, 1)
    t.equal(binary.received.length, 0)
    t.match(await gateway.log.line('request'), { backend: 'sdk', status: 503, outcome: 'arm_error' })
  })
}

t.test('LiteLLM is down and sdk does not do the path: no second try', async t => {
  const sdk = await fakeBackend(t, answersAs('sdk'))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: await refusingOrigin() })
  const answer = await gateway.chat({}, '/v1/responses')
  await expectUnavailable(t, answer, 'openai', /LiteLLM cannot be reached/)
  t.equal(sdk.received.length, 0)
})

t.test('sdk does not do the model and LiteLLM is down', async t => {
  const sdk = await fakeBackend(t, declines('capability'))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: await refusingOrigin(), percent: 100 })
  await expectUnavailable(t, await gateway.chat(), 'openai', /LiteLLM cannot be reached/)
})

t.test('a word that is no reason to decline is an answer', async t => {
  const sdk = await fakeBackend(t, declines('whim'))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: await refusingOrigin(), percent: 100 })
  const answer = await gateway.chat()
  t.equal(answer.status, 503)
  t.strictSame(await answer.json(), { declined: 1 })
  t.equal(answer.headers.get('x-crossfade-decline'), null)
})

t.test('a kept connection that the worker closes under the request is replaced', async t => {
  let calls = 0
  const sdk = await rawBackend(t, socket => {
    calls += 1
    // The second request meets a connection that was good when it was chosen.
    if (calls === 2) socket.resetAndDestroy()
    else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
  })
  const binary = await fakeBackend(t, answersAs('binary'))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: binary.origin, percent: 100 })
  t.equal(await (await gateway.chat()).text(), 'ok')
  const second = await gateway.chat()
  t.equal(second.status, 200)
  t.equal(second.headers.get('x-crossfade-reason'), 'weight')
  t.equal(sdk.requests.length, 3)
  t.equal(sdk.requests[2], sdk.requests[1], 'sent again, the same')
  t.equal(binary.received.length, 0)
})

t.test('a kept connection whose worker dies over the request is not: it may have been read', async t => {
  let calls = 0
  const sdk = await rawBackend(t, socket => {
    calls += 1
    if (calls === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
    else setTimeout(() => socket.resetAndDestroy(), 400)
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  await (await gateway.chat()).text()
  await expectUnavailable(t, await gateway.chat(), 'openai', /ended the connection/)
  t.equal(sdk.requests.length, 2)
})

t.test('a backend that does not answer in time', async t => {
  const sdk = await rawBackend(t, () => {})
  const binary = await fakeBackend(t, answersAs('binary'))
  const gateway = await startGateway(t, {
    sdk: sdk.origin,
    binary: binary.origin,
    percent: 100,
    limits: { first_byte_ms: 50 },
  })
  const answer = await gateway.chat({}, '/v1/messages')
  t.equal(answer.status, 504)
  t.match(await answer.json(), { type: 'error', error: { message: /in time/ } })
  t.equal(binary.received.length, 0)
  t.match(await gateway.log.line('request'), { backend: 'sdk', status: 504, outcome: 'arm_error' })
})

t.test('a backend that cannot be connected to in time', async t => {
  const hole = await blackHole(t)
  const binary = await fakeBackend(t, answersAs('binary'))
  const gateway = await startGateway(t, {
    sdk: hole,
    binary: binary.origin,
    percent: 100,
    limits: { connect_ms: 100 },
  })
  const answer = await gateway.chat()
  t.strictSame(await answer.json(), { name: 'binary' })
  t.equal(answer.headers.get('x-crossfade-reason'), 'failover')
})

t.test('a key that only LiteLLM may know is never asked of the sdk backend', async t => {
  const sdk = await fakeBackend(t, answersAs('sdk'))
  const gateway = await startGateway(t, {
    binary: await refusingOrigin(),
    sdk: sdk.origin,
    percent: 100,
    generalSettings: { database_url: 'postgres://db' },
  })
  await expectUnavailable(t, await gateway.chat({ authorization: 'Bearer sk-virtual' }), 'openai', /LiteLLM/)
  t.equal(sdk.received.length, 0)
})
