/** A call that must be signed, or needs a token, before it can be made over its session. */
import type { Flow } from '../../shared/upstream.ts'
import type { CallSink } from '../exchange.ts'
import { callOverSession, type SessionCall } from './call.ts'
import type { Session } from './session.ts'

/** The headers that let a call in. It is asked for every call; what can be kept it keeps itself. */
export type Sign = (call: SessionCall) => Promise<Record<string, string>>

/** Makes a call as soon as it is signed; nothing is sent when it is aborted before. */
export function callSigned(session: Session, sign: Sign, call: SessionCall, sink: CallSink): Flow {
  const prepare = async (): Promise<SessionCall> => ({ ...call, headers: { ...call.headers, ...(await sign(call)) } })
  return callPrepared(session, prepare(), sink)
}

/** Makes a call as soon as it is known; nothing is sent when it is aborted before. */
export function callPrepared(session: Session, prepared: Promise<SessionCall>, sink: CallSink): Flow {
  let aborted = false
  let flow: Flow | null = null
  prepared.then(
    call => {
      if (!aborted) flow = callOverSession(session, call, sink)
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
