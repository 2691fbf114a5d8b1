import { EventEmitter, once } from 'node:events'
import t from 'tap'
import { fakeBackend } from '../support/fake-backend.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, rawClient } from '../support/raw-client.ts'

t.test('a hundred events arrive one by one: each is seen before the next is sent', async t => {
  const client = new EventEmitter()
  const sdk = await fakeBackend(t, async res => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let event = 0; event < 100; event += 1) {
      const read = once(client, 'read')
      res.write(`data: ${event}\n\n`)
      // A gateway that gathers chunks would wait here for ever.
      await read
    }
    res.end('data: [DONE]\n\n')
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const answer = await gateway.chat()
  const arrivals: string[] = []
  const decoder = new TextDecoder()
  for await (const bytes of answer.body ?? []) {
    arrivals.push(decoder.decode(bytes as Uint8Array))
    client.emit('read')
  }
  t.strictSame(
    arrivals.slice(0, 100),
    Array.from({ length: 100 }, (_, event) => `data: ${event}\n\n`),
  )
  t.equal(arrivals.slice(100).join(''), 'data: [DONE]\n\n')
})

t.test('the head of a stream does not wait for its first byte', async t => {
  const begin = Promise.withResolvers<void>()
  const sdk = await fakeBackend(t, async res => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.flushHeaders()
    await begin.promise
    res.end('data: [DONE]\n\n')
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const answer = await gateway.chat()
  t.equal(answer.status, 200)
  begin.resolve()
  t.equal(await answer.text(), 'data: [DONE]\n\n')
  const line = await gateway.log.line('request')
  t.ok(Number(line.ttft_ms) > 0 && Number(line.ttft_ms) <= Number(line.duration_ms))
})

t.test('a client that reads slowly slows the backend down, and gets every byte', async t => {
  const piece = Buffer.alloc(256 * 1024, 'x')
  const pieces = 400
  let sent = 0
  let stalled: () => void
  const waits = new Promise<void>(resolve => (stalled = resolve))
  const sdk = await fakeBackend(t, async res => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    for (; sent < pieces; sent += 1) {
      if (res.write(piece)) continue
      // The kernel's buffers take some megabytes; then nothing moves until the client reads.
      const stall = setTimeout(() => stalled(), 200)
      await new Promise(resolve => res.once('drain', resolve))
      clearTimeout(stall)
    }
    res.end()
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const client = rawClient(gateway.port, chatBytes(['Connection: close']))
  client.socket.pause()
  await waits
  const held = sent * piece.length
  t.ok(held < 40 * 1024 * 1024, `${held} bytes are under way of ${pieces * piece.length}`)

  let received = 0
  client.socket.removeAllListeners('data')
  client.socket.on('data', bytes => (received += bytes.length))
  client.socket.resume()
  await client.closed
  t.ok(received > pieces * piece.length, 'all of it, and its framing')
  t.match(await gateway.log.line('request'), { outcome: 'ok', status: 200 })
})

t.test('two streams do not wait for each other', async t => {
  const sdk = await fakeBackend(t, (res, { body }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    if (body.includes('slow')) res.write('data: slow\n\n')
    else res.end('data: quick\n\n')
  })
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const slow = rawClient(gateway.port, chatBytes([], '{"model":"slow"}'))
  await slow.until(/data: slow/)
  t.match(await (await gateway.chat()).text(), /quick/)
  slow.socket.destroy()
  t.match(await gateway.log.line('request', 1), { outcome: 'client_gone' })
})
