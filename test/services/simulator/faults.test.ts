import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { performance } from 'node:perf_hooks'
import t from 'tap'
import type { Simulator } from './harness.ts'
import { dataOf, endpointList, endpoints, keys, startSimulator, streamed } from './harness.ts'

/** How an answer ended on the wire: what arrived, and whether HTTP calls it complete. */
interface Ending {
  status: number | null
  text: string
  complete: boolean
  error: string | null
}

/** Sends a request over a socket of its own and waits for the end, whatever it is. */
async function exchange({ base }: Simulator, path: string, body: unknown, scenario: string): Promise<Ending> {
  const headers = { ...keys, 'anthropic-version': '2023-06-01', 'x-sim-scenario': scenario }
  const request = http.request(base + path, { method: 'POST', headers, agent: false })
  const ending: Ending = { status: null, text: '', complete: false, error: null }
  request.on('error', (error: NodeJS.ErrnoException) => (ending.error = error.code ?? error.message))
  request.on('response', response => {
    ending.status = response.statusCode ?? null
    response.setEncoding('utf8')
    response.on('data', (piece: string) => (ending.text += piece))
    response.on('error', (error: NodeJS.ErrnoException) => (ending.error = error.code ?? error.message))
    response.on('close', () => (ending.complete = response.complete))
  })
  request.end(JSON.stringify(body))
  await new Promise(resolve => request.once('close', resolve))
  return ending
}

void t.test('a stream that is cut, on every endpoint', async t => {
  const simulator = await startSimulator(t)
  for (const endpoint of endpointList) {
    const [path, body] = streamed(endpoint, 'one two three four five six')
    const { complete, text } = await exchange(simulator, path, body, 'cut:4')
    t.equal(complete, false, endpoint.name)
    t.notOk(text.includes(endpoint.terminal), endpoint.name)
    const [record] = simulator.app.recorder.list().slice(-1)
    t.match(record, { chunksSent: 4, finished: false, clientClosedAfterMs: null }, endpoint.name)
    t.ok(dataOf(text).length >= 4, 'what was sent before the cut arrives')
  }
})

void t.test('a stream that just ends, on every endpoint', async t => {
  const simulator = await startSimulator(t)
  for (const endpoint of endpointList) {
    const [path, body] = streamed(endpoint, 'one two three four five six')
    const { complete, text, error } = await exchange(simulator, path, body, 'eof')
    t.match({ complete, error }, { complete: true, error: null }, endpoint.name)
    t.notOk(text.includes(endpoint.terminal), endpoint.name)
    t.match(simulator.app.recorder.list().at(-1), { chunksSent: 3, finished: true }, endpoint.name)
  }
})

void t.test('an error event in the middle, in the words of the wire', async t => {
  const simulator = await startSimulator(t)
  const events = {
    chat: [{ error: { type: 'server_error' } }],
    completions: [{ error: { type: 'server_error' } }],
    responses: [
      { type: 'error', error: { type: 'server_error' } },
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
    ],
    anthropic: [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: /^req/ }],
    gemini: [{ error: { code: 503, status: 'UNAVAILABLE' } }],
  }
  for (const endpoint of endpointList) {
    const [path, body] = streamed(endpoint, 'one two three')
    const { complete, text } = await exchange(simulator, path, body, 'midstream-error:2')
    const want = events[endpoint.name as keyof typeof events]
    t.match(dataOf(text).slice(-want.length), want, endpoint.name)
    t.match({ complete, done: text.includes(endpoint.terminal) }, { complete: true, done: false }, endpoint.name)
  }
  const [path, body] = streamed({ name: 'responses', ...endpoints.responses }, 'one two three')
  const numbers = dataOf((await exchange(simulator, path, body, 'midstream-error:2')).text) as {
    sequence_number: number
  }[]
  t.same(
    numbers.map(event => event.sequence_number),
    numbers.map((_, index) => index),
    'the failure is numbered on',
  )
  t.match(await exchange(simulator, endpoints.chat.path, endpoints.chat.body('x'), 'midstream-error'), { status: 500 })
})

void t.test('faults of whole answers', async t => {
  const simulator = await startSimulator(t)
  for (const { name, path, body } of endpointList) {
    const cut = await exchange(simulator, path, body('x'), 'cut')
    t.match(cut, { status: 200, complete: false, error: 'ECONNRESET' }, name)
    const eof = await exchange(simulator, path, body('x'), 'eof')
    t.match(eof, { status: 200, complete: true, error: null }, name)
    for (const text of [cut.text, eof.text]) t.ok(text.startsWith('{') && !text.endsWith('}'), name)
    t.throws(() => JSON.parse(eof.text) as unknown)

    const bad = await exchange(simulator, path, body('x'), 'badjson')
    t.match(bad, { status: 200, complete: true })
    t.throws(() => JSON.parse(bad.text) as unknown, name)
    const reset = await exchange(simulator, path, body('x'), 'reset')
    t.match(reset, { status: null, text: '', error: 'ECONNRESET' }, name)
    const html = await exchange(simulator, path, body('x'), 'html')
    t.match(html, { status: 200, text: /^<!DOCTYPE html>/ }, name)
    t.match(await exchange(simulator, path, body('x'), 'empty'), { status: 200, text: '', complete: true }, name)
  }
})

void t.test('a reset is a TCP reset, not a clean close', async t => {
  const { app } = await startSimulator(t)
  const socket = net.connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Sim-Scenario: reset\r\n\r\n')
  socket.resume()
  const code = await new Promise(resolve => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    socket.once('end', () => resolve('a clean end'))
  })
  t.equal(code, 'ECONNRESET')
})

void t.test('one broken event, then on as usual', async t => {
  const simulator = await startSimulator(t)
  for (const endpoint of endpointList) {
    const [path, body] = streamed(endpoint, 'one two three')
    const { complete, text } = await exchange(simulator, path, body, 'badjson:2')
    const lines = text.split(/\r?\n/).filter(line => line.startsWith('data: {'))
    const broken = lines.filter(line => {
      try {
        return JSON.parse(line.slice(6)) === undefined
      } catch {
        return true
      }
    })
    t.equal(broken.length, 1, endpoint.name)
    t.ok(complete && text.includes(endpoint.terminal), endpoint.name)
  }
})

void t.test('long, blank, and pace', async t => {
  const simulator = await startSimulator(t)
  for (const endpoint of endpointList) {
    const [path, body] = streamed(endpoint, 'x')
    await exchange(simulator, path, body, 'long')
    t.match(simulator.app.recorder.list().at(-1), { chunksSent: 200, finished: true }, endpoint.name)
    await exchange(simulator, path, body, 'long:7')
    t.match(simulator.app.recorder.list().at(-1), { chunksSent: 7 }, endpoint.name)
    const blank = await exchange(simulator, path, body, 'blank')
    t.match(simulator.app.recorder.list().at(-1), { chunksSent: 0, finished: true }, endpoint.name)
    t.ok(blank.text.includes(endpoint.terminal), endpoint.name)
  }
  const timed = async (scenario: string, stream: boolean): Promise<number> => {
    const from = performance.now()
    await exchange(simulator, endpoints.chat.path, { ...endpoints.chat.body('x'), stream }, scenario)
    return performance.now() - from
  }
  // Timers may fire up to a millisecond early.
  t.ok((await timed('long:5,slow:20', true)) >= 95)
  t.ok((await timed('long:5,slow:20', false)) >= 95)
  t.ok((await timed('delay:60', true)) >= 59)
  t.ok((await timed('delay:60,error:500', false)) >= 59)
})

void t.test('the usual pause is a setting', async t => {
  const simulator = await startSimulator(t, { pauseMs: 15 })
  const from = performance.now()
  await exchange(simulator, endpoints.chat.path, { ...endpoints.chat.body('x'), stream: true }, 'long:4')
  t.ok(performance.now() - from >= 56)
})
