import net, { type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { Agent, Pool } from 'undici'
import { callUpstream, type Flow } from '../../../services/shared/upstream.ts'
import { blackHole, fakeBackend, rawBackend, refusingOrigin } from '../../support/fake-backend.ts'

interface Heard {
  events: string[]
  status: number
  text: string
  headers: Record<string, unknown>
}

interface CallOptions {
  readonly times?: { firstByteMs?: number; idleMs?: number }
  readonly onHead?: (flow: Flow) => void
  readonly body?: string | null
  readonly connectMs?: number
}

/** Starts a call; `over` resolves when the sink has heard the end of it. */
function call(
  t: Test,
  origin: string,
  { times = {}, onHead, body = '{}', connectMs = 5_000 }: CallOptions = {},
): { flow: Flow; heard: Heard; over: Promise<Heard> } {
  const dispatcher = new Agent({ connect: { timeout: connectMs } })
  t.teardown(() => dispatcher.destroy())
  const heard: Heard = { events: [], status: 0, text: '', headers: {} }
  let flow: Flow | null = null
  const over = new Promise<Heard>(resolve => {
    flow = callUpstream(
      dispatcher,
      { origin, path: '/x?y=1', method: 'POST', headers: { a: 'b' }, body, firstByteMs: 0, idleMs: 0, ...times },
      {
        head(status, headers, headFlow) {
          heard.events.push('head')
          heard.status = status
          heard.headers = headers
          onHead?.(headFlow)
        },
        data(chunk) {
          heard.events.push('data')
          heard.text += chunk.toString()
        },
        end() {
          heard.events.push('end')
          resolve(heard)
        },
        fail(error) {
          heard.events.push(`fail ${error.reason}`)
          resolve(heard)
        },
      },
    )
  })
  return { flow: flow as unknown as Flow, heard, over }
}

t.test('a whole answer, after informational ones', async t => {
  const backend = await rawBackend(t, socket =>
    socket.write(
      'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n' +
        'HTTP/1.1 201 Created\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 5\r\n\r\nhello',
    ),
  )
  const heard = await call(t, backend.origin).over
  t.strictSame([heard.status, heard.text], [201, 'hello'])
  t.strictSame(heard.headers['set-cookie'], ['a=1', 'b=2'])
  t.equal(heard.events.filter(event => event === 'head').length, 1)
  t.equal(heard.events.at(-1), 'end')
  t.match(backend.requests[0], /^POST \/x\?y=1 HTTP\/1\.1\r\n[^]*^a: b\r\n[^]*\r\n\r\n\{\}$/m)
})

const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n'

const failures: {
  name: string
  script: (socket: net.Socket) => void
  idleMs?: number
  firstByteMs?: number
  want: string[]
}[] = [
  { name: 'reset before the head', script: socket => socket.resetAndDestroy(), want: ['fail reset'] },
  { name: 'closed before the head', script: socket => socket.end(), want: ['fail reset'] },
  { name: 'no HTTP', script: socket => socket.end('nonsense\r\n\r\n'), want: ['fail reset'] },
  { name: 'closed in the middle', script: socket => socket.end(`${head}half`), want: ['head', 'data', 'fail reset'] },
  { name: 'silence before the head', script: () => {}, firstByteMs: 50, want: ['fail timeout'] },
  {
    name: 'silence in the middle',
    script: socket => socket.write(`${head}half`),
    idleMs: 50,
    want: ['head', 'data', 'fail timeout'],
  },
]

for (const { name, script, want, ...times } of failures) {
  t.test(name, async t => {
    const backend = await rawBackend(t, script)
    const heard = await call(t, backend.origin, { times }).over
    t.strictSame(heard.events, want)
  })
}

t.test('a refused connection', async t => {
  t.strictSame((await call(t, await refusingOrigin()).over).events, ['fail refused'])
})

t.test('a connection that is never made', async t => {
  t.strictSame((await call(t, await blackHole(t), { connectMs: 100 }).over).events, ['fail refused'])
})

t.test('aborted before the head: the connection closes, the sink hears nothing', async t => {
  const backend = await fakeBackend(t, () => {})
  const { flow, heard } = call(t, backend.origin)
  const request = await backend.request()
  flow.abort()
  await request.closed
  flow.abort()
  t.strictSame(heard.events, [])
})

t.test('aborted after the head', async t => {
  const backend = await fakeBackend(t, res => {
    res.writeHead(200)
    res.write('x')
  })
  const { heard } = call(t, backend.origin, { onHead: flow => flow.abort() })
  await (
    await backend.request()
  ).closed
  t.strictSame(heard.events, ['head'])
})

t.test('aborted while it waits for a connection: it is never sent', async t => {
  const backend = await fakeBackend(t, () => {})
  const pool = new Pool(backend.origin, { connections: 1, pipelining: 1 })
  t.teardown(() => pool.destroy())
  const silent = { head() {}, data() {}, end() {}, fail() {} }
  const parts = { origin: backend.origin, method: 'POST', headers: {}, body: '', firstByteMs: 0, idleMs: 0 }
  const first = callUpstream(pool, { ...parts, path: '/first' }, silent)
  await backend.request()
  callUpstream(pool, { ...parts, path: '/second' }, silent).abort()
  callUpstream(pool, { ...parts, path: '/third' }, silent)
  first.abort()
  t.equal((await backend.request(1)).req.url, '/third')
})

t.test('paused, nothing more comes; resumed, all of it does', async t => {
  let blocked: () => void
  const full = new Promise<void>(resolve => (blocked = resolve))
  const piece = 'x'.repeat(1 << 20)
  const backend = await fakeBackend(t, async res => {
    for (let sent = 0; sent < 40; sent += 1) {
      if (res.write(piece)) continue
      const stall = setTimeout(() => blocked(), 200)
      await new Promise(resolve => res.once('drain', resolve))
      clearTimeout(stall)
    }
    res.end()
  })
  let flow: Flow | null = null
  const { heard, over } = call(t, backend.origin, {
    onHead: headFlow => {
      flow = headFlow
      headFlow.pause()
    },
  })
  await full
  t.ok(heard.text.length < piece.length, `${heard.text.length} bytes came through`)
  ;(flow as Flow | null)?.resume()
  t.equal((await over).text.length, 40 * piece.length)
})

t.test('a server that hangs up on a request without a body', async t => {
  const server = net.createServer(socket => socket.destroy())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const heard = await call(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, { body: null }).over
  t.strictSame(heard.events, ['fail reset'])
})
