/** Deployments that are left out for a while after a failure (LiteLLM, router_utils/cooldown_handlers.py). */
import { type Failure, retryAfterSeconds } from './failure.ts'
import { allowedFails, type Policy } from './policies.ts'
import { isTransient } from './retry.ts'

/** What a deployment's calls of the running minute came to. */
export interface Tally {
  readonly minute: number
  readonly ok: number
  readonly failed: number
}

/** More than half of at least five calls: the deployment is not well, whatever the status. */
const failingShare = 0.5
const failingCalls = 5

/** What is configured about failures: on a deployment, or on the router for all of them. */
export interface Terms {
  readonly cooldownTime: number | undefined
  /** So many failures are forgiven. */
  readonly allowedFails: number | undefined
  readonly allowedFailsPolicy: Policy | undefined
}

/** LiteLLM's default, which it takes for nothing said. */
const usualAllowedFails = 3

/** How many failures of a kind are forgiven, under which name they are counted, and for how many seconds. */
interface Tolerance {
  readonly allowed: number
  readonly counter: string
  readonly seconds: number
}

/** The tolerance for a failure; null where only LiteLLM's own rules count. */
function toleranceFor(failure: Failure, own: Terms, router: Terms & { cooldownTime: number }): Tolerance | null {
  const named = allowedFails(failure, own.allowedFailsPolicy)
  const general = allowedFails(failure, router.allowedFailsPolicy) ?? router.allowedFails ?? usualAllowedFails
  if (own.allowedFailsPolicy !== undefined || own.allowedFails !== undefined) {
    const counter = named !== undefined ? failure.litellmClass : own.allowedFails !== undefined ? 'generic' : ''
    const seconds = own.cooldownTime ?? router.cooldownTime
    return { allowed: named ?? own.allowedFails ?? general, counter, seconds }
  }
  const isSet = router.allowedFails !== undefined && router.allowedFails !== usualAllowedFails
  if (router.allowedFailsPolicy === undefined && !isSet) return null
  return { allowed: general, counter: '', seconds: router.cooldownTime }
}

/** Whether a failure is one that can take a deployment out at all. */
function concernsDeployment({ status, message }: Failure): boolean {
  if (status === null || message.includes('APIConnectionError')) return false
  return status >= 500 || [401, 402, 404, 408, 429].includes(status)
}

/** Whether a failure takes out one of several deployments, by LiteLLM's own rules. `tally` includes the failure. */
export function shouldCool({ status }: Failure, tally: Tally): boolean {
  if (status === null || status === 429 || !isTransient(status)) return status !== null
  const calls = tally.ok + tally.failed
  return calls >= failingCalls && tally.failed / calls > failingShare
}

/** The tally after one more call. */
function tallied(before: Tally | undefined, ok: boolean, now: number): Tally {
  const minute = Math.floor(now / 60_000)
  const same = before?.minute === minute ? before : { minute, ok: 0, failed: 0 }
  return ok ? { ...same, ok: same.ok + 1 } : { ...same, failed: same.failed + 1 }
}

/** For how many seconds: what the deployment is configured with, what its provider asks for, or the router's own. */
function coolingSeconds(failure: Failure, configured: number | undefined, usual: number, now: number): number {
  if (configured !== undefined) return configured
  const asked = retryAfterSeconds(failure.retryAfter, now)
  return asked !== null && asked >= 0 ? asked : usual
}

/** What the cooldowns need to know of a deployment that has failed. */
export interface Failed {
  readonly id: string
  readonly terms: Terms
  /** How many deployments its group has. */
  readonly size: number
}

/** The deployments that cool down in this process, and how their calls went lately. */
export interface Cooldowns {
  isCooling(id: string, now: number): boolean
  /** The ids that are cooling, in the order they were taken out. */
  cooling(now: number): string[]
  /** How long the first of these was taken out for, in seconds; the usual time where none is out. */
  shortest(ids: readonly string[], now: number): number
  succeeded(id: string, now: number): void
  failed(deployment: Failed, failure: Failure, now: number): void
}

/** Keeps them in memory. */
export function createCooldowns(router: Terms & { cooldownTime: number }, disabled: boolean): Cooldowns {
  const out = new Map<string, { until: number; seconds: number }>()
  const tallies = new Map<string, Tally>()
  const counters = new Map<string, { until: number; count: number }>()
  const isCooling = (id: string, now: number): boolean => (out.get(id)?.until ?? 0) > now

  /** Counts one more failure; the time of a count begins with its first. */
  const exceeds = (id: string, { allowed, counter, seconds }: Tolerance, now: number): boolean => {
    const key = `${id} ${counter}`
    const before = counters.get(key)
    const running = before !== undefined && before.until > now
    const count = running ? before.count + 1 : 1
    counters.set(key, { until: running ? before.until : now + seconds * 1000, count })
    return count > allowed
  }

  /**
   * The only deployment of a group stays in, unless its own policy names the failure: left out, it would turn one
   * client's wrong model name into everybody's 429.
   */
  const takesOut = ({ id, terms, size }: Failed, failure: Failure, tally: Tally, now: number): boolean => {
    const named = allowedFails(failure, terms.allowedFailsPolicy) !== undefined
    if (!named && (size <= 1 || !concernsDeployment(failure))) return false
    const tolerance = toleranceFor(failure, terms, router)
    return tolerance ? exceeds(id, tolerance, now) : shouldCool(failure, tally)
  }

  return {
    isCooling,
    cooling: now => [...out.keys()].filter(id => isCooling(id, now)),
    shortest(ids, now) {
      const times = ids.filter(id => isCooling(id, now)).map(id => out.get(id)?.seconds ?? router.cooldownTime)
      return times.length > 0 ? Math.min(...times) : router.cooldownTime
    },
    succeeded: (id, now) => void tallies.set(id, tallied(tallies.get(id), true, now)),
    failed(deployment, failure, now) {
      const { id, terms } = deployment
      const tally = tallied(tallies.get(id), false, now)
      tallies.set(id, tally)
      if (disabled || !takesOut(deployment, failure, tally, now)) return
      const seconds = coolingSeconds(failure, terms.cooldownTime, router.cooldownTime, now)
      // Taken out again, it moves to the end of the list.
      out.delete(id)
      if (seconds > 0) out.set(id, { until: now + seconds * 1000, seconds })
    },
  }
}
