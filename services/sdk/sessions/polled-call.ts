/** A call whose answer is made meanwhile: the provider says where, and it is looked for there until it is whole. */
import { type AnswerHeaders, type Flow, UpstreamError } from '../../shared/upstream.ts'
import type { CallSink } from '../exchange.ts'
import type { Polling } from '../providers/translator.ts'
import { callOverSession, type SessionCall } from './call.ts'
import type { Session } from './session.ts'

/** Calls `done` after so many milliseconds; what it answers prevents that. */
type Wait = (ms: number, done: () => void) => () => void

/** How long a call may take altogether is counted by this, in milliseconds. */
export interface Watch {
  readonly wait: Wait
  readonly now: () => number
}

const systemWatch: Watch = {
  wait(ms, done) {
    const timer = setTimeout(done, ms)
    return () => clearTimeout(timer)
  },
  now: () => performance.now(),
}

interface Answer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly text: string
}

/** What is called, how its answer is looked for, and whether every look that tells something is told. */
export interface PolledCall {
  readonly call: SessionCall
  readonly polling: Polling
  readonly streams: boolean
}

/** Makes the call and looks for its answer. A stream gets every look that tells something as a line of JSON. */
export function callPolled(session: Session, polled: PolledCall, sink: CallSink, watch: Watch = systemWatch): Flow {
  return new Looking(session, polled, sink, watch)
}

class Looking implements Flow {
  readonly #session: Session
  readonly #polled: PolledCall
  readonly #sink: CallSink
  readonly #watch: Watch
  readonly #until: number
  #begun = false
  #stop: (() => void) | null = null

  constructor(session: Session, polled: PolledCall, sink: CallSink, watch: Watch) {
    this.#session = session
    this.#polled = polled
    this.#sink = sink
    this.#watch = watch
    this.#until = watch.now() + polled.call.firstByteMs
    const { call, polling } = polled
    this.#ask(call, answer => (answer.status < 300 ? this.#look(polling.place(answer.text), 0) : this.#tell(answer)))
  }

  // A look is short, and the next one waits anyway.
  pause(): void {}

  resume(): void {}

  abort(): void {
    this.#stop?.()
  }

  #ask(call: SessionCall, done: (answer: Answer) => void): void {
    const flow = callOverSession(
      this.#session,
      call,
      collector(this.#sink, answer => this.#guarded(() => done(answer))),
    )
    this.#stop = () => flow.abort()
  }

  #look(place: string, round: number): void {
    const { call, polling, streams } = this.#polled
    if (this.#watch.now() > this.#until) {
      this.#sink.fail(new UpstreamError('timeout', 'the answer did not come'))
      return
    }
    this.#stop = this.#watch.wait(polling.pauseMs(round), () =>
      this.#ask({ ...call, method: 'GET', url: place, body: null }, answer => {
        const last = polling.isLast(answer.status, answer.text)
        if (streams && answer.status === 200) this.#line(answer)
        if (streams && last && answer.status === 200) this.#sink.end()
        // What cannot be looked at has not succeeded, whatever the status: asking for it once more would cost once more.
        else if (!streams && last) this.#tell({ ...answer, status: 200 })
        else if (!streams && round + 1 >= polling.looks) throw polling.givenUp()
        else this.#look(place, round + 1)
      }),
    )
  }

  #tell({ status, headers, text }: Answer): void {
    this.#sink.head(status, headers, this)
    this.#sink.data(Buffer.from(text))
    this.#sink.end()
  }

  #line({ headers, text }: Answer): void {
    if (!this.#begun) this.#sink.head(200, { ...headers, 'content-type': 'application/x-ndjson' }, this)
    this.#begun = true
    this.#sink.data(Buffer.from(`${text.replaceAll(/[\r\n]+/g, ' ')}\n`))
  }

  #guarded(act: () => void): void {
    try {
      act()
    } catch (fault) {
      this.#sink.fault(fault)
    }
  }
}

function collector(sink: CallSink, done: (answer: Answer) => void): CallSink {
  const chunks: Buffer[] = []
  let head: Omit<Answer, 'text'> = { status: 0, headers: {} }
  return {
    head: (status, headers) => (head = { status, headers }),
    data: chunk => void chunks.push(chunk),
    end: () => done({ ...head, text: Buffer.concat(chunks).toString('utf8') }),
    fail: error => sink.fail(error),
    fault: fault => sink.fault(fault),
  }
}
