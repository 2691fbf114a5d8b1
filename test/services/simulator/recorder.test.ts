import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { performance } from 'node:perf_hooks'
import t from 'tap'
import type { RecordedRequest } from '../../../services/simulator/recorder.ts'
import { endpointList, endpoints, keys, startSimulator, streamed } from './harness.ts'
import type { Simulator } from './harness.ts'
import { medianOf } from '../../support/median.ts'

const { chat } = endpoints

void t.test('what was received is kept, as it was received', async t => {
  const { app, post } = await startSimulator(t)
  await (await post('/proxy/v1/chat/completions?a=1', chat.body('Hi [sim:thinking]'), { 'X-Sm-User-Id': 'u1' })).text()
  await (await post('/v1/messages', 'no json')).text()
  const [first, second] = app.recorder.list()
  t.match(first, {
    id: 1,
    method: 'POST',
    url: '/proxy/v1/chat/completions?a=1',
    headers: { 'x-sm-user-id': 'u1', authorization: 'Bearer k', 'content-type': 'application/json' },
    body: chat.body('Hi [sim:thinking]'),
    wire: 'openai',
    scenario: ['thinking'],
    clientClosedAfterMs: null,
    finished: true,
    status: 200,
  })
  t.match(second, { id: 2, body: 'no json', wire: 'anthropic', status: 400, scenario: [] })
})

void t.test('repeated headers keep every value', async t => {
  const { app } = await startSimulator(t)
  const socket = net.connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(
    'GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Twice: a\r\nx-twice: b\r\nAuthorization: Bearer k\r\nConnection: close\r\n\r\n',
  )
  socket.resume()
  await once(socket, 'close')
  t.same(app.recorder.list()[0]?.headers['x-twice'], ['a', 'b'])
})

void t.test('the routes of the simulator itself', async t => {
  const { app, base, post } = await startSimulator(t)
  await (await post(chat.path, chat.body('needle'))).text()
  await (await post(chat.path, chat.body('hay'))).text()
  const list = async (query: string): Promise<RecordedRequest[]> =>
    (await (await fetch(`${base}/_sim/requests${query}`)).json()) as RecordedRequest[]
  t.same(
    (await list('')).map(record => record.id),
    [1, 2],
    'its own requests are not recorded',
  )
  t.same(
    (await list('?since=1')).map(record => record.id),
    [2],
  )
  t.same(
    (await list('?match=needle')).map(record => record.id),
    [1],
  )
  t.equal((await fetch(`${base}/_sim/requests?since=x`)).status, 400)
  t.same(await (await fetch(`${base}/_sim/health`)).json(), { status: 'ok' })
  const { scenarios } = (await (await fetch(`${base}/_sim/scenarios`)).json()) as { scenarios: { usage: string }[] }
  t.ok(scenarios.some(({ usage }) => usage === 'cut[:<chunks>=3]'))
  t.equal((await fetch(`${base}/_sim/requests`, { method: 'DELETE' })).status, 204)
  t.same(await list(''), [])
  await (await post(chat.path, chat.body('again'))).text()
  t.same(
    app.recorder.list().map(record => record.id),
    [3],
    'ids never repeat',
  )
})

void t.test('only the last thousand are kept, and of huge bodies the start', async t => {
  const { app, post } = await startSimulator(t)
  await (await post(chat.path, chat.body('x'.repeat(300_000)))).text()
  const kept = app.recorder.list()[0]?.body
  t.equal(typeof kept === 'string' && kept.length, 256 * 1024)
  for (let count = 0; count < 1000; count++) await app.inject({ method: 'GET', url: '/v1/models' })
  const ids = app.recorder.list().map(record => record.id)
  t.same([ids.length, ids[0], ids.at(-1)], [1000, 2, 1001])
})

/** Sends a request and leaves: at once when it has been received, or at the first piece of the answer. */
async function leave(
  simulator: Simulator,
  path: string,
  body: unknown,
  scenario: string,
  when: 'received' | 'first-byte',
) {
  const { recorder, server } = simulator.app
  const headers = { ...keys, 'anthropic-version': '2023-06-01', 'x-sim-scenario': scenario }
  const received = once(server, 'request') as Promise<[http.IncomingMessage, http.ServerResponse]>
  const request = http.request(simulator.base + path, { method: 'POST', headers, agent: false })
  request.on('error', () => undefined)
  request.end(JSON.stringify(body))
  const [, response] = await received
  const closed = once(response, 'close')
  if (when === 'first-byte') {
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
    answer.on('error', () => undefined)
    await once(answer, 'data')
  }
  const leftAt = performance.now()
  request.destroy()
  await closed
  return { noticedAfter: performance.now() - leftAt, record: recorder.list().at(-1) }
}

void t.test('a caller that leaves in mid-stream is noticed at once, on every endpoint', async t => {
  const simulator = await startSimulator(t)
  for (const endpoint of endpointList) {
    for (const scenario of ['stall:2', 'long:5000,slow:5']) {
      const [path, body] = streamed(endpoint, 'one two three')
      const { median, all } = await medianOf(async () => {
        const { noticedAfter, record } = await leave(simulator, path, body, scenario, 'first-byte')
        t.equal(record?.finished, false)
        t.type(record?.clientClosedAfterMs, 'number')
        t.equal(record?.closedAt, (record?.at ?? 0) + (record?.clientClosedAfterMs ?? -1))
        return noticedAfter
      })
      t.ok(median < 50, `${endpoint.name} ${scenario}: noticed after ${all.join(', ')} ms`)
    }
  }
})

void t.test('before the first byte, too', async t => {
  const simulator = await startSimulator(t)
  const { median, all } = await medianOf(async () => {
    const { noticedAfter, record } = await leave(simulator, chat.path, chat.body('x'), 'delay:60000', 'received')
    t.match(record, { finished: false, chunksSent: 0, status: null })
    t.type(record?.clientClosedAfterMs, 'number')
    return noticedAfter
  })
  t.ok(median < 50, `noticed after ${all.join(', ')} ms`)
})

void t.test('nothing is produced after the caller has left', async t => {
  const simulator = await startSimulator(t)
  const body = { ...chat.body('x'), stream: true }
  const { record } = await leave(simulator, chat.path, body, 'long:5000,slow:1', 'first-byte')
  const sent = record?.chunksSent ?? 0
  t.ok(sent < 5000)
  // A second stream of many pieces is time enough for a first one that had not stopped.
  await (await simulator.post(chat.path, body, { 'x-sim-scenario': 'long:50,slow:1' })).text()
  t.equal(record?.chunksSent, sent)
})
