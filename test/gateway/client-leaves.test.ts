import t from 'tap'
import { medianOf } from '../support/median.ts'
import { answersAs, fakeBackend, rawBackend, type Script } from '../support/fake-backend.ts'
import { sampleSum } from '../support/exposition.ts'
import { startGateway } from '../support/gateway.ts'
import { chatBytes, rawClient } from '../support/raw-client.ts'

/** What the issue allows; it takes about a millisecond. */
const boundMs = 100

const silent: Script = () => {}
const headOnly: Script = res => {
  res.writeHead(200, { 'content-type': 'text/event-stream' })
  res.flushHeaders()
}
const firstToken: Script = res => {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'x-litellm-model-group': 'm' })
  res.write('data: {"n":1}\n\n')
}

const moments: { name: string; script: Script; until: RegExp | null; status: number }[] = [
  { name: 'before the head', script: silent, until: null, status: 499 },
  { name: 'after the head', script: headOnly, until: /200 OK/, status: 200 },
  { name: 'after the first token', script: firstToken, until: /"n":1/, status: 200 },
]

const ways = ['reset', 'close'] as const

for (const { name, script, until, status } of moments) {
  for (const way of ways) {
    t.test(`a client that leaves ${name} (${way}) takes the backend's connection with it`, async t => {
      const sdk = await fakeBackend(t, script)
      const binary = await fakeBackend(t, answersAs('binary'))
      const gateway = await startGateway(t, { sdk: sdk.origin, binary: binary.origin, percent: 100 })
      let asked = 0
      const { median, all } = await medianOf(async () => {
        const client = rawClient(gateway.port, chatBytes())
        const request = await sdk.request(asked)
        asked += 1
        if (until) await client.until(until)
        const left = performance.now()
        if (way === 'reset') client.socket.resetAndDestroy()
        else client.socket.destroy()
        return (await request.closed) - left
      })
      t.ok(median < boundMs, `${all.join(', ')} ms`)
      for (const index of all.keys()) {
        const line = await gateway.log.line('request', index)
        t.match(line, { backend: 'sdk', status, outcome: 'client_gone' })
      }
      t.equal(binary.received.length, 0, 'nobody else is asked')
      t.equal(sampleSum(await gateway.metrics(), 'crossfade_requests_in_flight'), 0)
    })
  }
}

t.test('a hundred clients leave at once', async t => {
  const sdk = await fakeBackend(t, firstToken)
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const clients = Array.from({ length: 100 }, () => rawClient(gateway.port, chatBytes()))
  await Promise.all(clients.map(client => client.until(/"n":1/)))
  for (const client of clients) client.socket.destroy()
  await Promise.all(sdk.received.map(({ closed }) => closed))
  await gateway.log.line('request', 99)
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_requests_total', { outcome: 'client_gone' }), 100)
  t.equal(sampleSum(await gateway.metrics(), 'crossfade_requests_in_flight'), 0)
})

t.test('a client that leaves in the middle of its own body reaches no backend', async t => {
  const sdk = await rawBackend(t)
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const whole = chatBytes()
  const client = rawClient(gateway.port, whole.slice(0, -3))
  await new Promise(resolve => client.socket.once('connect', resolve))
  client.socket.end()
  t.match(await gateway.log.line('request'), { backend: 'none', status: 499, outcome: 'client_gone' })
  t.strictSame(sdk.requests, [])
})

for (const last of ['data: [DONE]', 'event: message_stop\ndata: {"type":"message_stop"}']) {
  t.test(`a client that closes at ${last.split('\n')[0]} has its whole answer`, async t => {
    const end = Promise.withResolvers<void>()
    const sdk = await fakeBackend(t, async res => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write(`${last}\n\n`)
      await end.promise
      res.end()
    })
    const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
    const client = rawClient(gateway.port, chatBytes())
    await client.until(new RegExp(last.split('\n')[0]?.replaceAll(/[[\]]/g, '.') ?? ''))
    client.socket.destroy()
    t.match(await gateway.log.line('request'), { status: 200, outcome: 'ok' })
    end.resolve()
  })
}

t.test('a client that leaves after the whole answer changes nothing', async t => {
  const sdk = await fakeBackend(t, answersAs('sdk'))
  const gateway = await startGateway(t, { sdk: sdk.origin, binary: sdk.origin, percent: 100 })
  const client = rawClient(gateway.port, chatBytes())
  await client.until(/"sdk"/)
  client.socket.resetAndDestroy()
  t.match(await gateway.log.line('request'), { status: 200, outcome: 'ok' })
  // The connection to the backend is kept for the next request.
  await (await gateway.chat()).text()
  t.equal(sdk.received[0]?.req.socket, sdk.received[1]?.req.socket)
})
