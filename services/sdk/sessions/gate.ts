/** What stands before an origin: one per origin, because Cloudflare judges addresses and not keys. */
import { afterChallenge, type Backoff, calm, retryAfterMs } from './challenge.ts'

/** Who counts. */
export interface GateEvents {
  challenged(origin: string): void
  retried(origin: string): void
}

export interface Gate {
  /** Milliseconds for which nothing must be sent; 0 where the way is free. */
  heldFor(): number
  /** A challenge came. */
  challenged(): void
  /** It came, and no new cookie answers it; `retryAfter` is its header. */
  stood(retryAfter: string | string[] | undefined): void
  retried(): void
  passed(): void
}

export function createGate(origin: string, now: () => number, events: GateEvents): Gate {
  let backoff: Backoff = calm
  return {
    heldFor: () => Math.max(0, backoff.until - now()),
    challenged: () => events.challenged(origin),
    stood: retryAfter => void (backoff = afterChallenge(backoff, now(), retryAfterMs(retryAfter, now()))),
    retried: () => events.retried(origin),
    passed: () => void (backoff = calm),
  }
}
