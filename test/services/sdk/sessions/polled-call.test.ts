import t, { type Test } from 'tap'
import type { CallSink } from '../../../../services/sdk/exchange.ts'
import { ProviderFault, type Polling } from '../../../../services/sdk/providers/translator.ts'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { callPolled } from '../../../../services/sdk/sessions/polled-call.ts'
import { startProvider } from '../../../support/sdk-worker.ts'

interface Told {
  status: number
  type: string
  text: string
  ending: string
}

const sessions = createSessionManager(2_000)

/** A provider that answers a call with its first answer and every look with the next. */
async function polled(t: Test, answers: readonly [status: number, body: string][], streams: boolean, limitMs = 60_000) {
  const asked: string[] = []
  const origin = await startProvider(t, (request, response) => {
    const [status, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, '']
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  const polling: Polling = {
    place: () => `${origin}/there`,
    pauseMs: round => 100 * (round + 1),
    looks: 3,
    isLast: (_, text) => text.includes('done'),
    givenUp: () => new ProviderFault('given up', { status: 500, litellmClass: 'X', type: null }),
  }
  const call = { url: `${origin}/made`, method: 'POST', headers: {}, body: '{}', firstByteMs: limitMs, idleMs: 0 }
  let clock = 0
  const watch = {
    now: () => clock,
    wait(ms: number, done: () => void) {
      clock += ms
      const due = setImmediate(done)
      return () => clearImmediate(due)
    },
  }
  const told: Told = { status: 0, type: '', text: '', ending: '' }
  await new Promise<void>(resolve => {
    const ended = (how: string) => {
      told.ending = how
      resolve()
    }
    const sink: CallSink = {
      head: (status, headers) => Object.assign(told, { status, type: String(headers['content-type']) }),
      data: chunk => void (told.text += chunk.toString()),
      end: () => ended('end'),
      fail: error => ended(error.reason),
      fault: fault => ended(fault instanceof Error ? fault.message : 'fault'),
    }
    callPolled(sessions.sessionFor(origin, 'key'), { call, polling, streams }, sink, watch)
  })
  return { ...told, asked, clock }
}

t.test('a whole answer is the last look', async t => {
  const told = await polled(
    t,
    [
      [201, '{}'],
      [200, 'wait'],
      [200, 'done'],
    ],
    false,
  )
  t.match(told, { status: 200, text: 'done', ending: 'end', clock: 300 })
  t.strictSame(told.asked, ['POST /made', 'GET /there', 'GET /there'])
})

t.test('a stream is every look that tells something', async t => {
  const told = await polled(
    t,
    [
      [201, '{}'],
      [200, '{"a":\n1}'],
      [500, 'oops'],
      [200, 'done'],
    ],
    true,
  )
  t.match(told, { status: 200, type: 'application/x-ndjson', text: '{"a": 1}\ndone\n', ending: 'end' })
})

t.test('what does not come', async t => {
  t.match(await polled(t, [[401, 'no']], false), { status: 401, text: 'no', ending: 'end' })
  t.match(
    await polled(
      t,
      [
        [201, '{}'],
        [200, 'wait'],
      ],
      false,
    ),
    { ending: 'given up', asked: { length: 4 } },
  )
  t.match(
    await polled(
      t,
      [
        [201, '{}'],
        [500, 'wait'],
      ],
      true,
      1000,
    ),
    { ending: 'timeout' },
  )
})

t.test('nobody waits for whoever has left', async t => {
  let looks = 0
  const origin = await startProvider(t, (request, response) => {
    if (request.method === 'GET') looks += 1
    response.end('{}')
  })
  const polling: Polling = {
    place: () => `${origin}/there`,
    pauseMs: () => 1,
    looks: 3,
    isLast: () => false,
    givenUp: () => new ProviderFault('given up', { status: 500, litellmClass: 'X', type: null }),
  }
  const call = { url: origin, method: 'POST', headers: {}, body: '{}', firstByteMs: 1000, idleMs: 0 }
  await new Promise<void>(resolve => {
    const sink: CallSink = { head() {}, data() {}, end() {}, fail() {}, fault() {} }
    const wait = () => {
      setImmediate(() => {
        flow.abort()
        resolve()
      })
      return () => t.pass('the look is called off')
    }
    const flow = callPolled(sessions.sessionFor(origin, 'key'), { call, polling, streams: false }, sink, {
      now: () => 0,
      wait,
    })
  })
  t.equal(looks, 0)
})
