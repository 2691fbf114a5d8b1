import t, { type Test } from 'tap'
import { rawBackend } from '../support/fake-backend.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, headerOf, rawExchange, statusOf } from '../support/raw-client.ts'

/** What the backend got for these bytes: exactly one request, and nothing after it. */
async function forwarded(t: Test, bytes: string): Promise<{ request: string; answer: string; requestId: string }> {
  const sdk = await rawBackend(t)
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const answer = await rawExchange(gateway.port, bytes)
  t.equal(statusOf(answer.slice(answer.lastIndexOf('HTTP/1.1'))), 200)
  t.equal(sdk.requests.length, 1)
  t.equal(sdk.rest(), '')
  return { request: sdk.requests[0] ?? '', answer, requestId: headerOf(answer, 'x-request-id') ?? '' }
}

const close = 'Connection: close'

const gone: { name: string; lines: string[]; never: RegExp }[] = [
  { name: 'Trailer', lines: ['Trailer: X-Sum'], never: /^trailer:/im },
  { name: 'TE', lines: ['TE: trailers'], never: /^te:/im },
  { name: 'Keep-Alive', lines: ['Keep-Alive: timeout=1'], never: /^keep-alive:/im },
  { name: 'Proxy-Connection', lines: ['Proxy-Connection: keep-alive'], never: /^proxy-connection:/im },
  { name: 'Proxy-Authorization', lines: ['Proxy-Authorization: Basic x'], never: /^proxy-authorization:/im },
  { name: 'X-Forwarded-*', lines: ['X-Forwarded-For: 1.2.3.4', 'x-forwarded-host: evil'], never: /forwarded/i },
  { name: 'Forwarded', lines: ['Forwarded: for=1.2.3.4'], never: /^forwarded:/im },
  { name: 'Via', lines: ['Via: 1.1 evil'], never: /^via:/im },
  { name: 'a forged request id', lines: ['X-Crossfade-Request-Id: forged'], never: /forged/ },
  { name: 'a forged fault', lines: ['X-Crossfade-Fault: arm'], never: /x-crossfade-fault/i },
  { name: 'a forged decline', lines: ['x-crossfade-decline: capability'], never: /x-crossfade-decline/i },
  { name: 'the pin', lines: ['x-crossfade-backend: sdk'], never: /x-crossfade-backend/i },
]

for (const { name, lines, never } of gone) {
  t.test(`${name} does not reach the backend`, async t => {
    const { request } = await forwarded(t, chatBytes([...lines, close]))
    t.notMatch(request, never)
  })
}

t.test('a header that Connection names does not reach the backend', async t => {
  const { request } = await forwarded(t, chatBytes(['X-Api-Key: k', 'X-Kept: yes', 'Connection: close, x-api-key']))
  t.notMatch(request, /x-api-key/i)
  t.match(request, /^x-kept: yes\r$/m)
})

t.test('Connection cannot take away what frames the request', async t => {
  const { request } = await forwarded(t, chatBytes(['Connection: close, content-length, host, content-type']))
  t.match(request, /^content-length: 13\r$/im)
  t.match(request, /^host: 127\.0\.0\.1:\d+\r$/im)
  t.match(request, /\r\n\r\n\{"model":"m"\}$/)
})

t.test('what the client says goes on: its key, its agent, its own headers, query and cookies', async t => {
  const lines = ['Authorization: Bearer k', 'User-Agent: a/1', 'X-Odd: \xe9', 'Cookie: a=1', 'cookie: b=2', close]
  const { request, requestId } = await forwarded(t, chatBytes(lines, '{}', '/v1/chat/completions?a=%2f&b=//c?d'))
  t.match(request, 'POST /v1/chat/completions?a=%2f&b=//c?d HTTP/1.1\r\n')
  t.match(request, /^authorization: Bearer k\r$/m)
  t.match(request, /^user-agent: a\/1\r$/m)
  t.match(request, 'x-odd: \xe9\r\n')
  t.match(request, /^cookie: a=1; b=2\r$/m)
  t.match(request, /^host: 127\.0\.0\.1:\d+\r$/m)
  t.match(request, `x-crossfade-request-id: ${requestId}\r\n`)
})

t.test('Expect: 100-continue is answered here', async t => {
  const { request, answer } = await forwarded(t, chatBytes(['Expect: 100-continue', close]))
  t.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/)
  t.notMatch(request, /^expect:/im)
})

const chunked = 'Transfer-Encoding: chunked'
const pieces = '4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n'

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'GET']) {
  t.test(`a chunked body of ${method} is one request with one length`, async t => {
    const { request } = await forwarded(
      t,
      `${method} /v1/x HTTP/1.1\r\nHost: a\r\n${chunked}\r\n${close}\r\n\r\n${pieces}`,
    )
    t.equal(request.startsWith(`${method} /v1/x HTTP/1.1\r\n`), true)
    t.notMatch(request, /transfer-encoding/i)
    t.match(request, /^content-length: 7\r$/im)
    t.match(request, /\r\n\r\n\{"a":1\}$/)
  })

  t.test(`${method} with a length and a body`, async t => {
    const head = `${method} /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n${close}\r\n\r\n`
    const { request } = await forwarded(t, `${head}{}`)
    t.match(request, /\r\n\r\n\{\}$/)
  })
}

t.test('chunks that end in a trailer', async t => {
  const lines = `Host: a\r\n${chunked}\r\nTrailer: X-Sum\r\n${close}`
  const { request } = await forwarded(t, `POST /v1/x HTTP/1.1\r\n${lines}\r\n\r\n2\r\n{}\r\n0\r\nX-Sum: evil\r\n\r\n`)
  t.notMatch(request, /x-sum/i)
})

for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST']) {
  t.test(`${method} without a body frames none`, async t => {
    const { request } = await forwarded(t, `${method} /v1/x HTTP/1.1\r\nHost: a\r\n${close}\r\n\r\n`)
    t.notMatch(request, /transfer-encoding/i)
    t.match(request, /\r\n\r\n$/)
  })
}

t.test('bytes that are no text arrive as they are', async t => {
  const body = String.fromCodePoint(...Array.from({ length: 256 }, (_, octet) => octet))
  const lines = `Host: a\r\nContent-Length: 256\r\nContent-Encoding: gzip\r\n${close}`
  const { request } = await forwarded(t, `POST /v1/x HTTP/1.1\r\n${lines}\r\n\r\n${body}`)
  t.equal(request.slice(request.indexOf('\r\n\r\n') + 4), body)
})
