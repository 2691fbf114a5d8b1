import t from 'tap'
import { type Failure, retryAfterSeconds } from '../../../../services/sdk/router/failure.ts'
import { isRetryable, type Remaining, waitBeforeRetry } from '../../../../services/sdk/router/retry.ts'

const one: Remaining = { all: 1, healthy: 1, contextFallbacks: false, policyFallbacks: false, fallbacks: false }
const failed = (status: number | null, litellmClass = '', retryAfter?: string): Failure => ({
  status,
  litellmClass,
  message: '',
  retryAfter,
})

const decisions: { name: string; failure: Failure; remaining?: Partial<Remaining>; want: boolean }[] = [
  ...[408, 409, 429, 500, 502, 503, 504, 529].map(status => ({
    name: `${status}`,
    failure: failed(status),
    want: true,
  })),
  ...[400, 404, 413, 418, 422].map(status => ({ name: `${status}`, failure: failed(status), want: false })),
  { name: 'a 403 of a class of its own', failure: failed(403, 'PermissionDeniedError'), want: false },
  { name: 'a 403 that is just an error', failure: failed(403, 'APIError'), want: true },
  { name: '401, the only deployment', failure: failed(401, 'AuthenticationError'), want: false },
  { name: '401, one of two', failure: failed(401, 'AuthenticationError'), remaining: { all: 2 }, want: true },
  { name: 'nobody healthy is left', failure: failed(500), remaining: { all: 2, healthy: 0 }, want: false },
  { name: 'the router’s own refusal, nobody left', failure: failed(null), remaining: { healthy: 0 }, want: false },
  {
    name: 'too long, and other groups for that',
    failure: failed(500, 'ContextWindowExceededError'),
    remaining: { contextFallbacks: true },
    want: false,
  },
]

for (const { name, failure, remaining, want } of decisions) {
  t.test(`again: ${name} ${want ? 'yes' : 'no'}`, async t =>
    t.equal(isRetryable(failure, { ...one, ...remaining }), want),
  )
}

const at = { now: 0, draw: 0, shortest: 0 }
const waits: { name: string; failure?: Failure; remaining?: Partial<Remaining>; attempt: number; want: number }[] = [
  { name: 'the first', attempt: 0, want: 500 },
  { name: 'the second', attempt: 1, want: 1_000 },
  { name: 'no longer than eight seconds', attempt: 9, want: 8_000 },
  { name: 'what the provider asks for', failure: failed(429, '', '7'), attempt: 0, want: 7_000 },
  { name: 'a provider that asks for too much', failure: failed(429, '', '61'), attempt: 0, want: 500 },
  { name: 'another deployment is asked at once', remaining: { all: 2 }, attempt: 3, want: 0 },
]

for (const { name, failure = failed(500), remaining, attempt, want } of waits) {
  t.test(`wait: ${name}`, async t => t.equal(waitBeforeRetry(failure, { ...one, ...remaining }, attempt, at), want))
}

t.test('the draw adds up to three quarters of a second', async t => {
  t.equal(waitBeforeRetry(failed(500), one, 0, { ...at, draw: 1 }), 1_250)
  t.equal(waitBeforeRetry(failed(500), one, 0, { ...at, shortest: 3 }), 3_000)
})

t.test('retry-after is a number of seconds or a date', async t => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  t.equal(retryAfterSeconds('12', now), 12)
  t.equal(retryAfterSeconds('Thu, 01 Jan 2026 00:00:30 GMT', now), 30)
  t.equal(retryAfterSeconds('soon', now), null)
  t.equal(retryAfterSeconds(undefined, now), null)
})
