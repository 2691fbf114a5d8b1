import t from 'tap'
import { answersAs, fakeBackend } from '../support/fake-backend.ts'
import { sampleSum } from '../support/exposition.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'

let gateway: TestGateway
t.before(async () => {
  const [binary, sdk] = [await fakeBackend(t, answersAs('binary')), await fakeBackend(t, answersAs('sdk'))]
  gateway = await startGateway(t, {
    binary: binary.origin,
    sdk: sdk.origin,
    generalSettings: { database_url: 'postgres://db' },
  })
})

const master = { authorization: 'Bearer sk-master' }

const cases: {
  name: string
  percent: number | null
  headers?: Record<string, string>
  path?: string
  want: [backend: string, reason: string]
}[] = [
  { name: 'weight 0', percent: 0, want: ['binary', 'weight'] },
  { name: 'weight 100', percent: 100, want: ['sdk', 'weight'] },
  { name: 'no readable weight', percent: null, want: ['binary', 'weight'] },
  { name: 'a pin to sdk', percent: 0, headers: { 'x-crossfade-backend': 'sdk' }, want: ['sdk', 'header'] },
  { name: 'a pin to binary', percent: 100, headers: { 'X-Crossfade-Backend': 'binary' }, want: ['binary', 'header'] },
  { name: 'a session', percent: 100, headers: { 'x-session-id': 's' }, want: ['sdk', 'session'] },
  {
    name: "Claude Code's session",
    percent: 0,
    headers: { 'x-claude-code-session-id': 's' },
    want: ['binary', 'session'],
  },
  { name: 'a path only LiteLLM has', percent: 100, path: '/v1/responses', want: ['binary', 'capability'] },
  {
    name: 'a pin to sdk of a path only LiteLLM has',
    percent: 100,
    path: '/v1/responses',
    headers: { 'x-crossfade-backend': 'sdk' },
    want: ['binary', 'capability'],
  },
  {
    name: 'a key that only the database may know',
    percent: 100,
    headers: { authorization: 'Bearer sk-virtual' },
    want: ['binary', 'key'],
  },
  { name: 'a query does not hide the path', percent: 100, path: '/v1/chat/completions?a=b', want: ['sdk', 'weight'] },
]

for (const { name, percent, headers = {}, path, want } of cases) {
  t.test(name, async t => {
    gateway.setPercent(percent)
    const answer = await gateway.chat({ ...master, ...headers }, path)
    const { name: answeredBy } = (await answer.json()) as { name: string }
    t.equal(answer.status, 200)
    t.equal(answeredBy, want[0])
    t.strictSame([answer.headers.get('x-crossfade-backend'), answer.headers.get('x-crossfade-reason')], want)
    t.match(answer.headers.get('x-request-id'), /^[0-9a-f-]{36}$/)
  })
}

t.test('a weight of 50 % is met, and the next request sees a new one', async t => {
  const shares: number[] = []
  for (const percent of [50, 0, 100]) {
    gateway.setPercent(percent)
    let sdk = 0
    for (let request = 0; request < 40; request += 1) {
      const answer = await gateway.chat(master)
      await answer.arrayBuffer()
      if (answer.headers.get('x-crossfade-backend') === 'sdk') sdk += 1
    }
    shares.push(sdk)
  }
  // A started block of 20 may be off by 5.
  t.ok(Math.abs((shares[0] ?? 0) - 20) <= 5, `${shares[0]} of 40`)
  t.strictSame(shares.slice(1), [0, 40])
})

t.test('a session stays where it is', async t => {
  gateway.setPercent(50)
  for (const session of ['a', 'b', 'c', 'd']) {
    const seen = new Set<string | null>()
    for (let request = 0; request < 5; request += 1) {
      const answer = await gateway.chat({ ...master, 'x-session-id': session })
      await answer.arrayBuffer()
      seen.add(answer.headers.get('x-crossfade-backend'))
    }
    t.equal(seen.size, 1, `session ${session}`)
  }
})

const requestIds: { name: string; given: string; kept: boolean }[] = [
  { name: 'a sane id', given: 'req_01:a.b-C', kept: true },
  { name: 'the longest', given: 'x'.repeat(128), kept: true },
  { name: 'one that is longer', given: 'x'.repeat(129), kept: false },
  { name: 'an empty one', given: '', kept: false },
  { name: 'one with a space', given: 'a b', kept: false },
  { name: 'one with a quote', given: 'a"b', kept: false },
]

for (const { name, given, kept } of requestIds) {
  t.test(`${name} is ${kept ? 'kept' : 'replaced'} as request id`, async t => {
    const answer = await gateway.chat({ 'x-request-id': given })
    await answer.arrayBuffer()
    const id = answer.headers.get('x-request-id') ?? ''
    if (kept) t.equal(id, given)
    else t.match(id, /^[0-9a-f-]{36}$/)
  })
}

for (const [path, want] of [
  ['/v1/chat/completions', { error: { type: 'invalid_request_error', code: 'bad_request', param: null } }],
  ['/v1/messages', { type: 'error', error: { type: 'invalid_request_error' } }],
] as const) {
  for (const pin of ['both', '', 'SDK', 'sdk, binary']) {
    t.test(`the pin "${pin}" at ${path} is a fault of the client's`, async t => {
      const before = sampleSum(await gateway.metrics(), 'crossfade_routing_decisions_total')
      const answer = await gateway.chat({ 'x-crossfade-backend': pin }, path)
      t.equal(answer.status, 400)
      t.match(await answer.json(), want)
      t.equal(answer.headers.get('x-crossfade-backend'), null)
      t.equal(sampleSum(await gateway.metrics(), 'crossfade_routing_decisions_total'), before)
    })
  }
}
