/**
 * Cloudflare's challenges, as decisions: what is one, and how long to leave an origin alone that goes on challenging.
 * Pure.
 */
import type { AnswerHeaders } from '../../shared/upstream.ts'

/** Whether an answer may turn out a challenge, by its head: then its body has to be seen before anybody gets it. */
export function mayBeChallenge(status: number, headers: AnswerHeaders): boolean {
  return status >= 400 && (isMitigated(headers) || !/json|event-stream/.test(textOf(headers['content-type'])))
}

/**
 * Whether an answer is Cloudflare's and not the provider's: it says so, or it is error 1200, or it is a page behind 403
 * or 503 that Cloudflare signed or that wants its cookies back.
 */
export function isChallenge(status: number, headers: AnswerHeaders, body: string): boolean {
  if (status < 400) return false
  if (isMitigated(headers) || /error code: 1200\b/i.test(body)) return true
  const page = textOf(headers['content-type']).includes('html') || /^\s*<(?:!doctype )?html/i.test(body)
  const signed =
    textOf(headers.server).toLowerCase() === 'cloudflare' ||
    headers['cf-ray'] !== undefined ||
    /cloudflare|challenge-platform/i.test(body)
  return (status === 403 || status === 503) && page && (signed || headers['set-cookie'] !== undefined)
}

/** How an origin has been behaving. */
export interface Backoff {
  /** Challenges in a row that no new cookie could answer. */
  readonly strikes: number
  /** Until then nothing is sent to it; milliseconds since the epoch. */
  readonly until: number
}

export const calm: Backoff = { strikes: 0, until: 0 }

const longestMs = 60_000

/**
 * The state after a challenge that stood. A Retry-After is obeyed at once; without one the first challenge may have been
 * about that one request, so only the second in a row begins a pause, of a second and doubling. Stragglers that were
 * sent before a pause began do not make it longer.
 */
export function afterChallenge(before: Backoff, now: number, retryAfterMs: number | null): Backoff {
  if (now < before.until) return before
  const strikes = before.strikes + 1
  const pause = retryAfterMs ?? (strikes < 2 ? 0 : 1000 * 2 ** Math.min(strikes - 2, 10))
  return { strikes, until: now + Math.min(pause, longestMs) }
}

/** A Retry-After header, in seconds or as a date, as milliseconds from now; null where there is none to be read. */
export function retryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const text = textOf(header).trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

function isMitigated(headers: AnswerHeaders): boolean {
  return textOf(headers['cf-mitigated']).toLowerCase() === 'challenge'
}

function textOf(header: string | string[] | undefined): string {
  return [header ?? ''].flat().join(', ')
}
