import http from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { type Body, readBody } from '../../gateway/body.ts'
import { rawClient } from '../support/raw-client.ts'

const limit = 1_024

/** A server that reads one body; resolves with how that went. */
async function reader(t: Test): Promise<{ port: number; body: Promise<Body>; arrived: Promise<void> }> {
  const server = http.createServer()
  let began: () => void
  const arrived = new Promise<void>(resolve => (began = resolve))
  const body = new Promise<Body>((resolve, reject) => {
    server.on('request', (req, res) => {
      began()
      readBody(req, limit).then(got => {
        res.end()
        resolve(got)
      }, reject)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { port: (server.address() as AddressInfo).port, body, arrived }
}

const head = 'POST / HTTP/1.1\r\nHost: a\r\n'
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

const cases: { name: string; bytes: string; want: string }[] = [
  { name: 'no body', bytes: `${head}\r\n`, want: '' },
  { name: 'an empty body', bytes: `${head}Content-Length: 0\r\n\r\n`, want: '' },
  { name: 'a body by length', bytes: `${head}Content-Length: 5\r\n\r\nhello`, want: 'hello' },
  {
    name: 'a body of exactly the limit',
    bytes: `${head}Content-Length: ${limit}\r\n\r\n${'x'.repeat(limit)}`,
    want: 'x'.repeat(limit),
  },
  {
    name: 'a body in chunks',
    bytes: `${head}Transfer-Encoding: chunked\r\n\r\n${chunk('hel')}${chunk('lo')}0\r\n\r\n`,
    want: 'hello',
  },
  {
    name: 'chunks of exactly the limit',
    bytes: `${head}Transfer-Encoding: chunked\r\n\r\n${chunk('a'.repeat(limit - 1))}${chunk('b')}0\r\n\r\n`,
    want: `${'a'.repeat(limit - 1)}b`,
  },
]

for (const { name, bytes, want } of cases) {
  t.test(`${name} is read whole`, async t => {
    const { port, body } = await reader(t)
    rawClient(port, bytes)
    const got = await body
    t.equal(got.kind === 'whole' && got.bytes.toString(), want)
  })
}

t.test('a length over the limit is refused before a byte of the body', async t => {
  const { port, body } = await reader(t)
  rawClient(port, `${head}Content-Length: ${limit + 1}\r\n\r\n`)
  t.strictSame(await body, { kind: 'too-large' })
})

t.test('chunks that add up to more than the limit are refused without waiting for the end', async t => {
  const { port, body } = await reader(t)
  rawClient(port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk('x'.repeat(limit))}${chunk('y')}`)
  t.strictSame(await body, { kind: 'too-large' })
})

t.test('a client that leaves in the middle of its body', async t => {
  const { port, body, arrived } = await reader(t)
  const client = rawClient(port, `${head}Content-Length: 10\r\n\r\nhalf`)
  await arrived
  client.socket.resetAndDestroy()
  t.strictSame(await body, { kind: 'gone' })
})

t.test('a client that closes its side in the middle of its body', async t => {
  const { port, body, arrived } = await reader(t)
  const client = rawClient(port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk('half')}`)
  await arrived
  client.socket.end()
  t.strictSame(await body, { kind: 'gone' })
})
