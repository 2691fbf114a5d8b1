import t from 'tap'
import { rawBackend, type RawBackend } from '../support/fake-backend.ts'
import { sampleSum } from '../support/exposition.ts'
import { startGateway, type TestGateway } from '../support/gateway.ts'
import { chatBytes, rawClient, rawExchange, statusOf } from '../support/raw-client.ts'

let backend: RawBackend
let gateway: TestGateway
t.before(async () => {
  backend = await rawBackend(t)
  gateway = await startGateway(t, { sdk: backend.origin, binary: backend.origin, limits: { body_bytes: 1_024 } })
})

const post = 'POST /v1/chat/completions HTTP/1.1\r\n'
const get = (target: string, lines = 'Host: a\r\n'): string => `GET ${target} HTTP/1.1\r\n${lines}\r\n`
const hidden = 'GET /admin HTTP/1.1\r\nHost: a\r\n\r\n'
const end = '0\r\n\r\n'

/** Bytes that two parties could read differently; none of it may reach a backend. */
const smuggled: { name: string; bytes: string; status: number }[] = [
  {
    name: 'Content-Length and Transfer-Encoding',
    bytes: `${post}Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${end}${hidden}`,
    status: 400,
  },
  {
    name: 'two lengths',
    bytes: `${post}Host: a\r\nContent-Length: 0\r\nContent-Length: 33\r\n\r\n${hidden}`,
    status: 400,
  },
  { name: 'a length twice', bytes: `${post}Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, status: 400 },
  { name: 'a list of lengths', bytes: `${post}Host: a\r\nContent-Length: 2, 2\r\n\r\n{}`, status: 400 },
  { name: 'a signed length', bytes: `${post}Host: a\r\nContent-Length: +2\r\n\r\n{}`, status: 400 },
  { name: 'an unknown coding', bytes: `${post}Host: a\r\nTransfer-Encoding: xchunked\r\n\r\n${end}`, status: 400 },
  {
    name: 'chunked not last',
    bytes: `${post}Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n${end}`,
    status: 400,
  },
  { name: 'space before a colon', bytes: `${post}Host: a\r\nTransfer-Encoding : chunked\r\n\r\n${end}`, status: 400 },
  { name: 'a bare LF', bytes: `${post}Host: a\nX-A: b\r\n\r\n`, status: 400 },
  { name: 'a bare CR', bytes: `${post}Host: a\r\nX-A: b\rX-B: c\r\n\r\n`, status: 400 },
  { name: 'a NUL in a value', bytes: `${post}Host: a\r\nX-A: b\0c\r\n\r\n`, status: 400 },
  { name: 'a folded line', bytes: `${post}Host: a\r\nX-A: b\r\n c\r\n\r\n`, status: 400 },
  {
    name: 'LF after a chunk size',
    bytes: `${post}Host: a\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\r\n${end}`,
    status: 400,
  },
  { name: 'no Host', bytes: `${post}\r\n`, status: 400 },
  { name: 'two Hosts', bytes: get('/v1/models', 'Host: a\r\nHost: b\r\n'), status: 400 },
  { name: 'a Host that is a path', bytes: get('/v1/models', 'Host: a/?\r\n'), status: 400 },
  { name: 'an absolute target', bytes: get('http://evil/v1/models'), status: 400 },
  { name: 'a double slash', bytes: get('//evil/v1'), status: 400 },
  { name: 'dot segments', bytes: get('/v1/../admin'), status: 400 },
  { name: 'encoded dot segments', bytes: get('/v1/%2e%2e/admin'), status: 400 },
  { name: 'backslashes', bytes: get('/v1\\..\\admin'), status: 400 },
  {
    name: 'two Authorizations',
    bytes: get('/v1/models', 'Host: a\r\nAuthorization: a\r\nAuthorization: b\r\n'),
    status: 400,
  },
  { name: 'two keys', bytes: get('/v1/models', 'Host: a\r\nX-Api-Key: a\r\nx-api-key: b\r\n'), status: 400 },
  { name: 'TRACE', bytes: 'TRACE /v1/models HTTP/1.1\r\nHost: a\r\n\r\n', status: 405 },
  { name: 'headers of 20 KB', bytes: get('/v1/models', `Host: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n`), status: 431 },
  { name: '2,500 headers', bytes: get('/v1/models', `Host: a\r\n${'X-A: b\r\n'.repeat(2_500)}`), status: 431 },
  {
    name: 'an unknown expectation',
    bytes: `${post}Host: a\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\n{}`,
    status: 417,
  },
  { name: 'no HTTP at all', bytes: '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', status: 400 },
]

for (const { name, bytes, status } of smuggled) {
  t.test(`${name} is answered with ${status}, and no backend hears of it`, async t => {
    const before = backend.requests.length
    const client = rawClient(gateway.port, bytes)
    const answer = await client.until(/^HTTP\/1\.1 (?!100)\d{3}[^]*?\r\n\r\n/)
    client.socket.destroy()
    t.equal(statusOf(answer), status)
    // The next request is the backend's next one: nothing was hidden in between.
    await (await gateway.chat()).text()
    t.equal(backend.requests.length, before + 1)
    t.match(backend.requests.at(-1), /^POST \/v1\/chat\/completions /)
    t.equal(backend.rest(), '')
  })
}

t.test('CONNECT opens no tunnel', async t => {
  const before = backend.requests.length
  t.notMatch(await rawExchange(gateway.port, 'CONNECT evil:80 HTTP/1.1\r\nHost: evil:80\r\n\r\n'), / 200 /)
  t.equal(backend.requests.length, before)
})

t.test('two requests in one packet are two requests', async t => {
  const before = backend.requests.length
  const answer = await rawExchange(gateway.port, chatBytes() + chatBytes(['Connection: close']))
  t.equal(answer.split('HTTP/1.1 200').length, 3)
  t.equal(backend.requests.length, before + 2)
})

for (const [path, want] of [
  ['/v1/chat/completions', /"error":\{"message":"The request body is larger than 1024 bytes\./],
  ['/v1/messages', /"error":\{"type":"request_too_large"/],
] as const) {
  t.test(`${path}: a body over the cap, announced or not, is a 413 and the end of the connection`, async t => {
    const before = backend.requests.length
    const chunk = `401\r\n${'x'.repeat(1_025)}\r\n`
    for (const bytes of [
      chatBytes([], 'x'.repeat(1_025), path),
      `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${end}`,
    ]) {
      const answer = await rawExchange(gateway.port, bytes)
      t.equal(statusOf(answer), 413)
      t.match(answer, want)
      t.match(answer, /^connection: close\r$/im)
    }
    t.equal(backend.requests.length, before)
  })
}

t.test('a client that writes 16 MB before it reads gets its 413 all the same', async t => {
  const answer = await rawExchange(gateway.port, chatBytes([], 'x'.repeat(16 << 20)))
  t.equal(statusOf(answer), 413)
})

t.test('a client that sends 64 MB still gets to read its 413', async t => {
  const answer = await fetch(`${gateway.origin}/v1/chat/completions`, { method: 'POST', body: Buffer.alloc(64 << 20) })
  t.equal(answer.status, 413)
  t.match(await answer.json(), { error: { code: 'too_large' } })
})

t.test('an upgrade is refused', async t => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: eA==']
  t.equal(statusOf(await rawExchange(gateway.port, get('/v1/realtime', `Host: a\r\n${upgrade.join('\r\n')}\r\n`))), 426)
})

for (const offer of ['h2c', 'TLS/1.2, h2c']) {
  t.test(`an offer of ${offer}, as Java's client makes it, is ignored`, async t => {
    const before = backend.requests.length
    const lines = ['Connection: Upgrade, HTTP2-Settings', `Upgrade: ${offer}`, 'HTTP2-Settings: AAEAAEAAAAIAAAAB']
    const client = rawClient(gateway.port, chatBytes(lines))
    t.equal(statusOf(await client.until(/ok$/)), 200)
    client.socket.destroy()
    t.equal(backend.requests.length, before + 1)
    t.notMatch(backend.requests.at(-1), /upgrade|http2-settings/i)
    t.match(backend.requests.at(-1), /\{"model":"m"\}$/)
  })
}

t.test('a client that resets its upgrade harms nobody', async t => {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const client = rawClient(gateway.port, get('/x', 'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'))
    await new Promise(resolve => client.socket.once('connect', resolve))
    client.send('more')
    client.socket.resetAndDestroy()
  }
  t.equal((await gateway.chat()).status, 200)
})

t.test('what is refused is counted, and logged without a backend', async t => {
  const before = sampleSum(await gateway.metrics(), 'crossfade_requests_total', { outcome: 'refused', backend: 'none' })
  await rawExchange(gateway.port, get('//x', 'Host: a\r\nConnection: close\r\n'))
  const after = sampleSum(await gateway.metrics(), 'crossfade_requests_total', { outcome: 'refused', backend: 'none' })
  t.equal(after - before, 1)
  t.match(gateway.log.lines.at(-1), {
    event: 'request',
    outcome: 'refused',
    status: 400,
    backend: 'none',
    route: 'other',
  })
})
