import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { medianOf } from '../../support/median.ts'
import { ask, clientKey, startWithSimulator, until } from '../../support/sdk-worker.ts'

const routes = [
  { path: '/v1/chat/completions', model: 'gpt' },
  { path: '/v1/chat/completions', model: 'claude' },
  { path: '/v1/messages', model: 'claude' },
] as const

/** What the issue allows; it takes about a millisecond. */
const limitMs = 100

function begin(url: string, body: object): http.ClientRequest {
  const request = http.request(url, { method: 'POST', headers: { authorization: `Bearer ${clientKey}` } })
  request.on('error', () => {})
  request.end(JSON.stringify(body))
  return request
}

type Worker = Awaited<ReturnType<typeof startWithSimulator>>

/** Leaves; answers after how many milliseconds the provider had noticed. */
async function leave(worker: Worker, request: http.ClientRequest): Promise<number> {
  const left = performance.now()
  request.destroy()
  await until(() => worker.received().closedAt !== null)
  const took = performance.now() - left
  if (worker.received().clientClosedAfterMs === null) throw new Error('it was not the caller who closed')
  return took
}

const goneOnes = (worker: Worker): number => worker.log.filter(line => line.includes('"client_gone"')).length

for (const { path, model } of routes) {
  for (const stream of [true, false]) {
    t.test(`${path} of ${model}: leaving before the first byte, stream ${stream}`, async t => {
      const worker = await startWithSimulator(t)
      let asked = 0
      const { median, all } = await medianOf(async () => {
        const request = begin(worker.base + path, ask(model, '[sim:delay:60000]', { stream }))
        asked += 1
        await until(() => worker.simulator.recorder.list().length === asked)
        return leave(worker, request)
      })
      t.ok(median < limitMs, `the provider noticed after ${all.join(', ')} ms`)
      await until(() => goneOnes(worker) === asked)
    })
  }

  for (const scenario of ['[sim:stall:2]', '[sim:long:2000][sim:slow:1]']) {
    t.test(`${path} of ${model}: leaving in mid-stream, ${scenario}`, async t => {
      const worker = await startWithSimulator(t)
      const { median, all } = await medianOf(async () => {
        const request = begin(worker.base + path, ask(model, scenario, { stream: true }))
        const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
        answer.on('error', () => {})
        await once(answer, 'data')
        return leave(worker, request)
      })
      t.ok(median < limitMs, `the provider noticed after ${all.join(', ')} ms`)
      await until(() => goneOnes(worker) === all.length)
      const metrics = await worker.registry.metrics()
      t.match(metrics, /crossfade_upstream_requests_total\{[^}]*outcome="client_gone"[^}]*\} 5/)
      t.match(metrics, /crossfade_upstream_requests_in_flight\{[^}]*\} 0/)
    })
  }
}

t.test('fifty clients that leave at once leave no call behind', async t => {
  const worker = await startWithSimulator(t)
  const requests = Array.from({ length: 50 }, (_, index) =>
    begin(
      `${worker.base}/v1/chat/completions`,
      ask(index % 2 ? 'gpt' : 'claude', '[sim:stall:1] Hi', { stream: true }),
    ),
  )
  await Promise.all(requests.map(request => once(request, 'response')))
  for (const request of requests) request.destroy()
  await until(() => worker.simulator.recorder.list().every(({ closedAt }) => closedAt !== null))
  t.equal(worker.simulator.recorder.list().length, 50)
  await until(() => worker.log.filter(line => line.includes('"client_gone"')).length === 50)
  t.match(await worker.registry.metrics(), /crossfade_upstream_requests_in_flight\{[^}]*openai[^}]*\} 0/)
})
