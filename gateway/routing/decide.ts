/** Which backend answers, and why. Pure: filter first, then weigh. */

export type Backend = 'binary' | 'sdk'

/** The reasons a decision can have; the values of the metric label and of `x-crossfade-reason`. */
type Reason =
  | 'header'
  | 'session'
  | 'weight'
  /** The key is not ours, but LiteLLM has a database of keys. */
  | 'key'
  /** Only this backend does what was asked. */
  | 'capability'
  /** The one chosen first could not be reached. */
  | 'failover'

export interface Decision {
  readonly backend: Backend
  readonly reason: Reason
}

/** What is known of a request when it is decided. */
export interface Question {
  /** The value of `x-crossfade-backend`, already checked. */
  readonly pinned: Backend | null
  /** The canary's share, 0 to 100. */
  readonly percent: number
  /** In [0, 1). */
  readonly draw: number
  /** Whether the draw came from a session header. */
  readonly sticky: boolean
  /** Whether the sdk backend does this method and path. */
  readonly sdkCapable: boolean
  /** Whether only LiteLLM may know the key. */
  readonly foreignKey: boolean
}

/** The first choice for a request. */
export function decide(question: Question): Decision {
  if (!question.sdkCapable) return { backend: 'binary', reason: 'capability' }
  if (question.foreignKey) return { backend: 'binary', reason: 'key' }
  if (question.pinned !== null) return { backend: question.pinned, reason: 'header' }
  const backend = question.draw * 100 < question.percent ? 'sdk' : 'binary'
  return { backend, reason: question.sticky ? 'session' : 'weight' }
}

/** The second and last choice, after the first has declined before anything was sent upstream. */
export function decideAgain(first: Backend, why: 'capability' | 'unavailable'): Decision {
  return { backend: first === 'sdk' ? 'binary' : 'sdk', reason: why === 'capability' ? 'capability' : 'failover' }
}

export function isBackend(value: unknown): value is Backend {
  return value === 'binary' || value === 'sdk'
}
