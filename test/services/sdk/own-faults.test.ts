import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { answerFor, openaiError } from '../../../services/sdk/answers.ts'
import type { Exchange } from '../../../services/sdk/exchange.ts'
import { runExchange } from '../../../services/sdk/run-exchange.ts'
import { createSessionManager } from '../../../services/sdk/sessions/manager.ts'
import type { CallEnd } from '../../../services/shared/call-record.ts'
import { postRaw, startProvider } from '../../support/sdk-worker.ts'

const fault = new TypeError('a bug of ours')
const throws = (): never => {
  throw fault
}

/** A server that runs one exchange a request; what is not `parts` is harmless. */
async function startExchange(
  t: Test,
  provider: string,
  parts: Partial<Exchange>,
): Promise<{ url: string; ends: CallEnd[]; told: unknown[] }> {
  const session = createSessionManager(1_000).sessionFor(provider, undefined)
  const ends: CallEnd[] = []
  const told: unknown[] = []
  const exchange: Exchange = {
    session,
    url: `${provider}/`,
    headers: {},
    body: '{}',
    streams: false,
    timeoutMs: 2_000,
    group: 'm',
    answerHeaders: () => ({}),
    whole: throws,
    openStream: () => ({
      usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      push: ({ data }) => (data === 'boom' ? throws() : [`data: ${data}\n\n`]),
      end: () => ({ complete: true, frames: [] }),
    }),
    refused: throws,
    unreadable: throws,
    broken: () => openaiError(500, 'broken', 'internal_server_error'),
    explain: thrown => answerFor(thrown),
    errorFrame: ({ body }) => `data: ${JSON.stringify(body)}\n\n`,
    ...parts,
  }
  const record = { again: () => {}, firstByte: () => {}, finish: (end: CallEnd) => void ends.push(end) }
  const server = http.createServer((_req, res) => {
    runExchange(exchange, res, record, { countTokens: () => {}, ownFault: thrown => void told.push(thrown) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(async () => {
    server.close()
    server.closeAllConnections()
    await session.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ends, told }
}

const cases: { name: string; status: number; parts: Partial<Exchange> }[] = [
  { name: 'a whole answer', status: 200, parts: {} },
  { name: 'an error of the provider', status: 503, parts: {} },
  {
    name: 'the headers of an answer',
    status: 200,
    parts: { whole: body => ({ body, usage: zero }), answerHeaders: throws },
  },
]
const zero = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

for (const { name, status, parts } of cases) {
  t.test(`a bug met while translating ${name} ends the client’s wait, is told and blamed on the arm`, async t => {
    const provider = await startProvider(t, (_req, res) => void res.writeHead(status).end('{"a":1}'))
    const { url, told } = await startExchange(t, provider, parts)
    const answer = await postRaw(url, {})
    t.equal(answer.status, 500)
    t.equal(answer.headers['x-crossfade-fault'], 'arm')
    t.match(JSON.parse(answer.text), { error: { message: 'broken' } })
    t.notMatch(answer.text, /a bug of ours/, 'the client is not told how')
    t.strictSame(told, [fault])
  })
}

t.test('a bug met in mid-stream ends the stream with an error frame, and the provider’s call', async t => {
  const closed = Promise.withResolvers<void>()
  const provider = await startProvider(t, (_req, res) => {
    res.once('close', closed.resolve)
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\ndata: boom\n\ndata: 2\n\n')
  })
  const { url, ends, told } = await startExchange(t, provider, { streams: true })
  const answer = await postRaw(url, {})
  t.equal(answer.clean, false)
  t.match(answer.text, /^data: 1\n\ndata: \{"error":\{"message":"broken".*\n\n$/)
  await closed.promise
  t.strictSame(told, [fault])
  t.match(ends, [{ outcome: 'broken', status: 200 }])
})
