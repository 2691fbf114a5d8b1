import type { Socket } from 'node:net'
import t from 'tap'
import { rawBackend } from '../support/fake-backend.ts'
import { sampleSum } from '../support/exposition.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, rawClient } from '../support/raw-client.ts'

const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

const dialects = [
  { path: '/v1/chat/completions', frame: /\n\ndata: \{"error":\{"message":"The backend ended the stream/ },
  { path: '/v1/messages', frame: /\n\nevent: error\ndata: \{"type":"error","error":\{"type":"api_error"/ },
] as const

/** What the backend sends, what it does once the client has that, and how. */
const deaths: { name: string; first: string; die: (socket: Socket) => void }[] = [
  { name: 'reset between events', first: chunk('data: {"n":1}\n\n'), die: socket => socket.resetAndDestroy() },
  { name: 'closed between events', first: chunk('data: {"n":1}\n\n'), die: socket => socket.end() },
  { name: 'reset inside an event', first: chunk('data: {"n":1'), die: socket => socket.resetAndDestroy() },
  { name: 'closed inside a chunk', first: 'ff\r\ndata: {"n":1', die: socket => socket.end() },
  { name: 'a chunk that is none', first: chunk('data: {"n":1}\n\n'), die: socket => socket.write('zz\r\n') },
  {
    name: 'after text that speaks of an "error"',
    first: chunk('data: {"n":1,"text":"\\"error\\": {no}"}\n\n'),
    die: socket => socket.end(),
  },
  {
    name: 'after a field that says there is no error',
    first: chunk('data: {"n":1,"error": null}\n\n'),
    die: socket => socket.end(),
  },
]

for (const { path, frame } of dialects) {
  for (const { name, first, die } of deaths) {
    t.test(`${path}: ${name}: an error event, then a broken connection`, async t => {
      const sdk = await rawBackend(t, socket => socket.write(streamHead + first))
      const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
      const client = rawClient(gateway.port, chatBytes([], '{}', path))
      await client.until(/"n":1/)
      die(sdk.sockets()[0] as Socket)
      const text = await client.closed
      t.match(text, frame)
      t.equal(text.split('The backend ended the stream').length, 2, 'told once')
      t.notMatch(text, /\r\n0\r\n/, 'no clean end')
      t.match(await gateway.log.line('request'), { status: 200, outcome: 'broken', backend: 'sdk' })
      const metrics = await gateway.metrics()
      t.equal(sampleSum(metrics, 'crossfade_requests_total', { outcome: 'broken', code: '200' }), 1)
    })
  }
}

const told: { name: string; path: string; event: string }[] = [
  {
    name: 'OpenAI',
    path: '/v1/chat/completions',
    event: 'data: {"error": {"message": "provider died", "code": "500"}}\n\n',
  },
  {
    name: 'Anthropic',
    path: '/v1/messages',
    event: 'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"provider died"}}\n\n',
  },
]

for (const { name, path, event } of told) {
  t.test(`a worker that has told of the error in ${name}'s words is not repeated`, async t => {
    const sdk = await rawBackend(t, socket => {
      socket.end(Buffer.from(streamHead + chunk('data: {"n":1}\n\n') + chunk(event), 'latin1'))
    })
    const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
    const text = await rawClient(gateway.port, chatBytes([], '{}', path)).closed
    t.match(text, /provider died/)
    t.notMatch(text, /The backend ended/)
    t.notMatch(text, /\r\n0\r\n/)
    t.match(await gateway.log.line('request'), { outcome: 'broken' })
  })
}

const documents: { name: string; head: string; body: string }[] = [
  { name: 'by length', head: 'content-length: 100', body: '{"half":' },
  { name: 'in chunks', head: 'transfer-encoding: chunked', body: chunk('{"half":') },
]

for (const { name, head, body } of documents) {
  t.test(`a document ${name} that ends early is cut, with nothing added to it`, async t => {
    const sdk = await rawBackend(t, socket => {
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`)
    })
    const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
    const text = await rawClient(gateway.port, chatBytes()).closed
    t.match(text, /\{"half":/)
    t.notMatch(text, /\r\n0\r\n|error/)
    await t.rejects(
      gateway.chat().then(answer => answer.text()),
      'a library notices',
    )
  })
}

t.test('a compressed stream is cut, with no text in it', async t => {
  const sdk = await rawBackend(t, socket => {
    socket.end(streamHead.replace('\r\n\r\n', '\r\ncontent-encoding: gzip\r\n\r\n') + chunk('\x1f\x8b'))
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const text = await rawClient(gateway.port, chatBytes()).closed
  t.notMatch(text, /The backend ended/)
  t.notMatch(text, /\r\n0\r\n/)
})

t.test('a stream whose framing is whole is a clean end', async t => {
  const sdk = await rawBackend(t, socket => socket.write(`${streamHead}${chunk('data: [DONE]\n\n')}0\r\n\r\n`))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const client = rawClient(gateway.port, chatBytes(['Connection: close']))
  t.match(await client.closed, /\[DONE\]\n\n\r\n0\r\n\r\n$/)
  t.match(await gateway.log.line('request'), { outcome: 'ok' })
})
