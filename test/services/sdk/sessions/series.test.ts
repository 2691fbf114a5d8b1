/** Calls that are one for the client. */
import t from 'tap'
import type { CallSink } from '../../../../services/sdk/exchange.ts'
import { callInSeries } from '../../../../services/sdk/sessions/series.ts'
import { type Flow, UpstreamError } from '../../../../services/shared/upstream.ts'

const idle: Flow = { pause() {}, resume() {}, abort() {} }

/** What a sink heard, a line each. */
function listening(): { heard: string[]; sink: CallSink } {
  const heard: string[] = []
  const sink: CallSink = {
    head: (status, headers) => void heard.push(`head ${status} ${String(headers['x'])}`),
    data: chunk => void heard.push(`data ${chunk.toString()}`),
    end: () => void heard.push('end'),
    fail: ({ reason }) => void heard.push(`fail ${reason}`),
    fault: fault => void heard.push(`fault ${String(fault)}`),
  }
  return { heard, sink }
}

/** Answers a call at once: a status and what is said, in pieces. */
function answering(status: number, ...pieces: string[]) {
  return (body: string, sink: CallSink): Flow => {
    sink.head(status, { x: body }, idle)
    for (const piece of pieces) sink.data(Buffer.from(piece))
    sink.end()
    return idle
  }
}

t.test('good answers come together, under the last head', async t => {
  const { heard, sink } = listening()
  callInSeries(['a', 'b'], answering(200, '{"n":', '1}'), sink)
  t.same(heard, ['head 200 b', 'data {"answers":[{"n":1},{"n":1}]}', 'end'])
})

t.test('the first that is not good comes as it is, and is the last', async t => {
  const { heard, sink } = listening()
  const asked: string[] = []
  const call = (body: string, each: CallSink): Flow => {
    asked.push(body)
    return answering(body === 'b' ? 429 : 200, 'x')(body, each)
  }
  callInSeries(['a', 'b', 'c'], call, sink)
  t.same(heard, ['head 429 b', 'data x', 'end'])
  t.same(asked, ['a', 'b'])
})

t.test('failures and faults are handed on', async t => {
  const { heard, sink } = listening()
  callInSeries(['a'], (_body, each) => (each.fail(new UpstreamError('reset', 'x')), idle), sink)
  callInSeries(['a'], (_body, each) => (each.fault('why'), idle), sink)
  t.same(heard, ['fail reset', 'fault why'])
})

t.test('what is under way can be ended', async t => {
  const done: string[] = []
  const call = (body: string): Flow => ({
    pause: () => void done.push(`pause ${body}`),
    resume: () => void done.push(`resume ${body}`),
    abort: () => void done.push(`abort ${body}`),
  })
  const flow = callInSeries(['a', 'b'], call, listening().sink)
  flow.pause()
  flow.resume()
  flow.abort()
  t.same(done, ['pause a', 'resume a', 'abort a'])
})
