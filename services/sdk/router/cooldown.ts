/** Deployments that are left out for a while after a failure (LiteLLM, router_utils/cooldown_handlers.py). */
import { type Failure, retryAfterSeconds } from './failure.ts'
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

/**
 * Whether a failure takes a deployment out. The only deployment of a group stays in: left out, it would turn one
 * client's wrong model name into everybody's 429. `tally` includes the failure.
 */
export function shouldCool(failure: Failure, tally: Tally, groupSize: number): boolean {
  const { status } = failure
  if (groupSize <= 1 || status === null || failure.message.includes('APIConnectionError')) return false
  if (status < 500 && ![401, 402, 404, 408, 429].includes(status)) return false
  if (status === 429 || !isTransient(status)) return true
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

/** The deployments that cool down in this process, and how their calls went lately. */
export interface Cooldowns {
  isCooling(id: string, now: number): boolean
  /** The ids that are cooling, in the order they were taken out. */
  cooling(now: number): string[]
  /** How long the first of these was taken out for, in seconds; the usual time where none is out. */
  shortest(ids: readonly string[], now: number): number
  succeeded(id: string, now: number): void
  failed(id: string, failure: Failure, group: { size: number; cooldownTime: number | undefined }, now: number): void
}

/** Keeps them in memory; `usual` is the router's cool-down time in seconds. */
export function createCooldowns(usual: number, disabled: boolean): Cooldowns {
  const out = new Map<string, { until: number; seconds: number }>()
  const tallies = new Map<string, Tally>()
  const isCooling = (id: string, now: number): boolean => (out.get(id)?.until ?? 0) > now
  return {
    isCooling,
    cooling: now => [...out.keys()].filter(id => isCooling(id, now)),
    shortest(ids, now) {
      const times = ids.filter(id => isCooling(id, now)).map(id => out.get(id)?.seconds ?? usual)
      return times.length > 0 ? Math.min(...times) : usual
    },
    succeeded: (id, now) => void tallies.set(id, tallied(tallies.get(id), true, now)),
    failed(id, failure, group, now) {
      const tally = tallied(tallies.get(id), false, now)
      tallies.set(id, tally)
      if (disabled || !shouldCool(failure, tally, group.size)) return
      const seconds = coolingSeconds(failure, group.cooldownTime, usual, now)
      // Taken out again, it moves to the end of the list.
      out.delete(id)
      if (seconds > 0) out.set(id, { until: now + seconds * 1000, seconds })
    },
  }
}
