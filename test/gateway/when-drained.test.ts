/** A client that does not read is waited for, but not for ever. */
import { PassThrough } from 'node:stream'
import t from 'tap'
import { whenDrained } from '../../gateway/when-drained.ts'
import { fakeBackend } from '../support/fake-backend.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, rawClient } from '../support/raw-client.ts'

t.test('goes on at each drain, and leaves no listener behind', async t => {
  const stream = new PassThrough()
  let drained = 0
  for (let round = 1; round <= 3; round += 1) {
    whenDrained(stream, 60_000, () => (drained += 1))
    stream.emit('drain')
    stream.emit('drain')
    t.equal(drained, round)
  }
  t.equal(stream.listenerCount('drain') + stream.listenerCount('close'), new PassThrough().listenerCount('close'))
  t.notOk(stream.destroyed)
})

t.test('a client that reads nothing is cut off, and the backend’s call with it', async t => {
  const piece = Buffer.alloc(256 * 1024, 'x')
  const sdk = await fakeBackend(t, async res => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    while (!res.destroyed)
      if (!res.write(piece)) await new Promise(resolve => res.once('drain', resolve).once('close', resolve))
  })
  const gateway = await startGateway(t, {
    sdk: sdk.origin,
    binary: sdk.origin,
    percent: 100,
    limits: { stalled_reader_ms: 200 },
  })
  const client = rawClient(gateway.port, chatBytes())
  client.socket.pause()
  const request = await sdk.request()
  await request.closed
  t.match(await gateway.log.line('request'), { backend: 'sdk', status: 200, outcome: 'client_gone' })
  client.socket.destroy()
})
