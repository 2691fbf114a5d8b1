/** Whether a failed call is made again, and after which wait (LiteLLM, router.py: should_retry_this_error). Pure. */
import type { Fallbacks } from './fallbacks.ts'
import { type Failure, retryAfterSeconds } from './failure.ts'

/** What a group has left when a call to it has failed. */
export interface Remaining {
  /** Deployments of the group, and those of them that are not cooling down. */
  readonly all: number
  readonly healthy: number
  /** Whether other groups are configured for a conversation too long, for refused content, and for anything. */
  readonly contextFallbacks: boolean
  readonly policyFallbacks: boolean
  readonly fallbacks: boolean
}

/** What is left of a group whose deployments are cooling down, or not. */
export function remainingOf(
  cooling: readonly boolean[],
  { contextWindow, contentPolicy, general }: Fallbacks,
): Remaining {
  return {
    all: cooling.length,
    healthy: cooling.filter(out => !out).length,
    contextFallbacks: contextWindow !== null,
    policyFallbacks: contentPolicy !== null,
    fallbacks: (general?.length ?? 0) > 0,
  }
}

/** Statuses that may pass by themselves. */
export function isTransient(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500
}

/** Whether another call to the group makes sense after this failure. */
export function isRetryable(failure: Failure, remaining: Remaining): boolean {
  const { status, litellmClass } = failure
  if (litellmClass === 'ContextWindowExceededError' && remaining.contextFallbacks) return false
  if (litellmClass === 'ContentPolicyViolationError' && remaining.policyFallbacks) return false
  if (status !== null && !isTransient(status) && status !== 401 && status !== 403) return false
  if (litellmClass === 'NotFoundError') return false
  if (litellmClass === 'AuthenticationError' || litellmClass === 'PermissionDeniedError') {
    return remaining.all > 1 && remaining.healthy > 0
  }
  return remaining.healthy > 0
}

/** A whole request waits no longer than this between its calls, whatever the provider asks for. */
export const waitBudgetMs = 20_000

const firstWait = 0.5
const longestWait = 8
const jitter = 0.75
/** A provider that asks for more is not taken at its word. */
const longestRetryAfter = 60

/** Milliseconds before the next call. `attempt` counts the calls made again so far; `draw` is in [0, 1). */
export function waitBeforeRetry(
  failure: Failure,
  remaining: Remaining,
  attempt: number,
  at: { now: number; draw: number; shortest: number },
): number {
  // Another deployment has not been asked yet: there is nothing to wait for.
  if (remaining.all > 1 && remaining.healthy > 0) return 0
  const asked = retryAfterSeconds(failure.retryAfter, at.now)
  const obeyed = asked !== null && asked > 0 && asked <= longestRetryAfter
  const seconds = obeyed ? asked : Math.min(Math.max(firstWait * 2 ** attempt, at.shortest), longestWait)
  return (seconds + jitter * at.draw) * 1000
}
