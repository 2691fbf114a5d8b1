/** A failed attempt, as far as the router's decisions depend on it. */

/** LiteLLM's exception behind an error answer. */
export interface Failure {
  /** The status LiteLLM's exception has; null for the router's own refusal, which has none. */
  readonly status: number | null
  /** LiteLLM's exception class, for example `RateLimitError`. */
  readonly litellmClass: string
  /** The message without the router's ending. */
  readonly message: string
  /** The provider's `retry-after`, as it came. */
  readonly retryAfter?: string | undefined
}

/** The seconds a `retry-after` asks for: a whole number or a date. Null where it says nothing. */
export function retryAfterSeconds(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  if (/^\s*-?\d+\s*$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.trunc((date - now) / 1000)
}
