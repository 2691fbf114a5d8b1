/** A call that must be signed, or needs a token, before it can be made over its session. */
import type { Flow } from '../../shared/upstream.ts'
import type { CallSink } from '../exchange.ts'
import { callOverSession, type SessionCall } from './call.ts'
import type { Session } from './session.ts'

/** The headers that let a call in. It is asked for every call; what can be kept it keeps itself. */
export type Sign = (call: SessionCall) => Promise<Record<string, string>>

/** Makes a call as soon as it is signed; nothing is sent when it is aborted before. */
export function callSigned(session: Session, sign: Sign, call: SessionCall, sink: CallSink): Flow {
  let aborted = false
  let flow: Flow | null = null
  sign(call).then(
    headers => {
      if (aborted) return
      flow = callOverSession(session, { ...call, headers: { ...call.headers, ...headers } }, sink)
    },
    (fault: unknown) => {
      if (!aborted) sink.fault(fault)
    },
  )
  return {
    pause: () => flow?.pause(),
    resume: () => flow?.resume(),
    abort() {
      aborted = true
      flow?.abort()
    },
  }
}
