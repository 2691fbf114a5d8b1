/** A client that leaves ends the provider's call on both backends, before the first byte and in mid-stream. */
import t, { type Test } from 'tap'
import { request } from 'undici'
import { chat } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { medianOf } from '../support/median.ts'
import { startStack } from '../support/stack.ts'

const stack = await startStack()
t.teardown(() => stack.stop())
const simulator = `http://127.0.0.1:${stack.ports.simulator}`

interface Received {
  at: number
  closedAt: number | null
  clientClosedAfterMs: number | null
  chunksSent: number
}

/** What the provider has of the request whose prompt holds `mark`. */
async function received(mark: string): Promise<Received[]> {
  const { body } = await request(`${simulator}/_sim/requests?match=${mark}`)
  return (await body.json()) as Received[]
}

/** One client comes and leaves; answers after how many milliseconds the provider's connection was closed. */
async function leave(
  t: Test,
  { backend, model, stream, marker }: { backend: 'binary' | 'sdk'; model: string; stream: boolean; marker: string },
): Promise<number> {
  const mark = `m${Math.random().toString(36).slice(2)}`
  const leaving = new AbortController()
  let seen = 0
  const gone = chat({
    ...stack,
    backend,
    model,
    stream,
    prompt: `${marker} ${mark}`,
    signal: leaving.signal,
    onChunk: () => (seen += 1),
  }).catch(() => null)
  const [before] = await eventually(
    () => received(mark),
    list => list.length > 0,
    15_000,
  )
  t.equal(before?.clientClosedAfterMs, null, 'the provider has the request, and its caller waits')
  if (!marker.includes('delay'))
    await eventually(
      () => seen,
      count => count > 1,
    )

  const leftAt = Date.now()
  leaving.abort()
  const [after] = await eventually(
    () => received(mark),
    ([one]) => one?.clientClosedAfterMs !== null,
  )
  await gone
  t.type(after?.closedAt, 'number', "the provider's connection was closed")
  return (after?.closedAt ?? Infinity) - leftAt
}

for (const backend of ['binary', 'sdk'] as const) {
  for (const model of ['claude-haiku-4.5', 'gpt-4.1-mini']) {
    for (const { when, marker, stream } of [
      { when: 'before the first byte, streamed', marker: '[sim:delay:8000]', stream: true },
      { when: 'before the first byte, not streamed', marker: '[sim:delay:8000]', stream: false },
      { when: 'in mid-stream', marker: '[sim:slow:50][sim:long:400]', stream: true },
      { when: 'while the stream is silent', marker: '[sim:stall:3]', stream: true },
    ]) {
      t.test(`${backend}, ${model}: a client that leaves ${when}`, async t => {
        const { median, all } = await medianOf(() => leave(t, { backend, model, stream, marker }))
        t.ok(median <= 100, `the provider's connection is closed within 100 ms: ${all.join(', ')} ms`)
      })
    }
  }
}
