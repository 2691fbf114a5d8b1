/** Backends that a test scripts: one in terms of HTTP, one in terms of bytes. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'

/** What tap's test object offers and the helpers need. */
export interface Cleanup {
  teardown(fn: () => unknown): void
}

interface Received {
  readonly req: IncomingMessage
  readonly body: Buffer
  /** Milliseconds of the monotonic clock at which its connection was closed. */
  readonly closed: Promise<number>
}

export interface FakeBackend {
  readonly origin: string
  readonly received: readonly Received[]
  /** Resolves with the request of that number, past or future. */
  request(index?: number): Promise<Received>
}

export type Script = (res: ServerResponse, request: Received) => void | Promise<void>

/** A backend on a free port. */
export async function fakeBackend(t: Cleanup, script: Script): Promise<FakeBackend> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const closings = new WeakMap<net.Socket, Promise<number>>()
  const server = http.createServer({ keepAliveTimeout: 75_000 }, (req, res) => {
    const chunks: Buffer[] = []
    const closed = closings.get(req.socket) ?? closingOf(req.socket)
    closings.set(req.socket, closed)
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('error', () => {})
    req.on('end', () => {
      const request = { req, body: Buffer.concat(chunks), closed }
      received.push(request)
      for (const wake of waiting) wake()
      void script(res, request)
    })
  })
  const port = await listen(t, server)
  t.teardown(() => server.closeAllConnections())
  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    request: (index = 0) =>
      new Promise(resolve => {
        const wake = (): void => {
          const request = received[index]
          if (request) resolve(request)
        }
        waiting.add(wake)
        wake()
      }),
  }
}

function closingOf(socket: net.Socket): Promise<number> {
  return new Promise(resolve => socket.once('close', () => resolve(performance.now())))
}

/** Answers every request with JSON that names the backend. */
export function answersAs(name: string): Script {
  return res => void res.setHeader('content-type', 'application/json').end(JSON.stringify({ name }))
}

export interface RawBackend {
  readonly origin: string
  /** Each request as it came over the wire, body included. */
  readonly requests: readonly string[]
  /** Bytes after the last whole request. */
  rest(): string
  /** Open connections, the oldest first. */
  sockets(): readonly net.Socket[]
}

/** A backend that keeps raw bytes. It believes only Content-Length; what else is framed shows as further requests. */
export async function rawBackend(
  t: Cleanup,
  script: (socket: net.Socket, request: string) => void = okOnce,
): Promise<RawBackend> {
  const requests: string[] = []
  const sockets = new Set<net.Socket>()
  let rest = ''
  const server = net.createServer(socket => {
    let pending = ''
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', chunk => {
      pending += chunk.toString('latin1')
      for (let whole = firstRequest(pending); whole !== null; whole = firstRequest(pending)) {
        pending = pending.slice(whole.length)
        requests.push(whole)
        script(socket, whole)
      }
      rest = pending
    })
  })
  const port = await listen(t, server)
  t.teardown(() => sockets.forEach(socket => socket.destroy()))
  return { origin: `http://127.0.0.1:${port}`, requests, rest: () => rest, sockets: () => [...sockets] }
}

/** An origin that refuses connections. */
export async function refusingOrigin(): Promise<string> {
  const server = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

/** An origin whose connections are never made: its thread sleeps and its queue is full. */
export async function blackHole(t: Cleanup): Promise<string> {
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads')
     const server = require('node:net').createServer()
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
     })`,
    { eval: true },
  )
  const port = await new Promise<number>(resolve => thread.once('message', resolve))
  const fillers = Array.from({ length: 4 }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
  await new Promise(resolve => fillers[0]?.once('connect', resolve))
  t.teardown(async () => {
    for (const filler of fillers) filler.destroy()
    await thread.terminate()
  })
  return `http://127.0.0.1:${port}`
}

function okOnce(socket: net.Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
}

function firstRequest(bytes: string): string | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const length = Number(/^content-length: *(\d+)/im.exec(bytes.slice(0, headEnd))?.[1] ?? 0)
  const end = headEnd + 4 + length
  return bytes.length < end ? null : bytes.slice(0, end)
}

async function listen(t: Cleanup, server: net.Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}
