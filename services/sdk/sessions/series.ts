/** Calls that are one for the client: made one after the other, their answers handed on together. */
import type { Flow, Sink, UpstreamError } from '../../shared/upstream.ts'
import type { CallSink } from '../exchange.ts'

/** Makes one call of the series. */
type CallOne = (body: string, sink: CallSink) => Flow

/**
 * The answers arrive as `{"answers": […]}` under the head of the last; the first that is not good ends the series and is
 * handed on as it came.
 */
export function callInSeries(bodies: readonly string[], callOne: CallOne, sink: CallSink): Flow {
  const answers: string[] = []
  let flow: Flow | null = null
  const next = (): void => {
    flow = callOne(bodies[answers.length] ?? '', collector(done, sink))
  }
  const done = (text: string, hand: (body: Buffer) => void): void => {
    answers.push(text)
    if (answers.length < bodies.length) next()
    else hand(Buffer.from(`{"answers":[${answers.join(',')}]}`))
  }
  next()
  return { pause: () => flow?.pause(), resume: () => flow?.resume(), abort: () => flow?.abort() }
}

/** Collects a good answer; anything else goes straight on. */
function collector(done: (text: string, hand: (body: Buffer) => void) => void, sink: CallSink): CallSink {
  const chunks: Buffer[] = []
  let head: Parameters<Sink['head']> | null = null
  return {
    head(...told) {
      if (told[0] < 300) head = told
      else sink.head(...told)
    },
    data(chunk) {
      if (head) chunks.push(chunk)
      else sink.data(chunk)
    },
    end() {
      const good = head
      if (!good) return sink.end()
      done(Buffer.concat(chunks).toString('utf8'), body => {
        sink.head(...good)
        sink.data(body)
        sink.end()
      })
    },
    fail: (error: UpstreamError) => sink.fail(error),
    fault: (fault: unknown) => sink.fault(fault),
  }
}
