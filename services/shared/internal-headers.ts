/**
 * Headers between the gateway and its workers. The gateway drops every `x-crossfade-*` a client sends before it
 * forwards, and every one below that a worker answers with, so none of them can be forged or seen from outside.
 */
export const internal = {
  /** Gateway → worker: the id in every log line and in the client's `x-request-id`. */
  requestId: 'x-crossfade-request-id',
  /** Worker → gateway: who is to blame for a failed answer (`arm`, `provider`, `client`). */
  fault: 'x-crossfade-fault',
  /** Worker → gateway: nothing has been sent upstream, so the other backend may answer (`capability`, `unavailable`). */
  decline: 'x-crossfade-decline',
} as const

/** Who is to blame for a failed request (rollout-decision: fault classes). */
export type FaultClass = 'arm' | 'provider' | 'client'

/** The fault class of a status. A rate limit or a timeout is the provider's: it says nothing about the arm. */
export function faultOfStatus(status: number): FaultClass {
  if (status === 408 || status === 429) return 'provider'
  return status < 500 ? 'client' : 'provider'
}

export type Decline = 'capability' | 'unavailable'

/** Client → gateway: the backend to use; gateway → client: the backend that answered. */
export const backendHeader = 'x-crossfade-backend'
export const reasonHeader = 'x-crossfade-reason'
/** Which LiteLLM answered, where it is not the real one (`stand-in`). */
export const litellmHeader = 'x-crossfade-litellm'

/** Headers that belong to one connection (RFC 9110, 7.6.1), and those a proxy in front may not be believed about. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The headers to pass on: without those of the connection and without those that `Connection` names. */
export function endToEndHeaders<Value>(headers: Record<string, Value>): Record<string, Value> {
  const named = new Set(
    String(headers.connection ?? '')
      .toLowerCase()
      .split(',')
      .map(name => name.trim()),
  )
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !connectionHeaders.has(name) && !named.has(name)),
  )
}

/** Whether a request header is hearsay about the way it came, or internal: never passed on from outside. */
export function isHearsay(name: string): boolean {
  return name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'via' || name.startsWith('x-crossfade-')
}
