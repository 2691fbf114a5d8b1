import t from 'tap'
import { createCooldowns, type Failed, shouldCool, type Terms } from '../../../../services/sdk/router/cooldown.ts'
import type { Failure } from '../../../../services/sdk/router/failure.ts'

const failed = (status: number, retryAfter?: string, litellmClass = ''): Failure => ({
  status,
  litellmClass,
  message: '',
  retryAfter,
})
const fresh = { minute: 0, ok: 0, failed: 1 }
const silent: Terms = { cooldownTime: undefined, allowedFails: undefined, allowedFailsPolicy: undefined }
const router = { ...silent, cooldownTime: 5 }
const one = (id: string, terms: Partial<Terms> = {}, size = 2): Failed => ({ id, size, terms: { ...silent, ...terms } })

const cases: { status: number; size: number; want: boolean }[] = [
  { status: 401, size: 2, want: true },
  { status: 404, size: 2, want: true },
  { status: 429, size: 2, want: true },
  { status: 400, size: 2, want: false },
  { status: 403, size: 2, want: false },
  { status: 500, size: 2, want: false },
  { status: 401, size: 1, want: false },
  { status: 429, size: 1, want: false },
]

for (const { status, size, want } of cases) {
  t.test(`${status} ${want ? 'takes out' : 'leaves in'} one of ${size}`, async t => {
    const cooldowns = createCooldowns(router, false)
    cooldowns.failed(one('a', {}, size), failed(status), 0)
    t.equal(cooldowns.isCooling('a', 0), want)
  })
}

t.test('more than half of at least five calls of a minute', async t => {
  t.equal(shouldCool(failed(500), { minute: 0, ok: 2, failed: 3 }), true)
  t.equal(shouldCool(failed(500), { minute: 0, ok: 3, failed: 3 }), false)
  t.equal(shouldCool(failed(500), { minute: 0, ok: 0, failed: 4 }), false)
  t.equal(shouldCool(failed(429), fresh), true)
})

t.test('out for as long as the deployment, the provider or the router says, and then back', async t => {
  const cooldowns = createCooldowns(router, false)
  cooldowns.failed(one('a'), failed(429), 0)
  cooldowns.failed(one('b'), failed(429, '9'), 0)
  cooldowns.failed(one('c', { cooldownTime: 1 }), failed(429, '9'), 0)
  t.strictSame(cooldowns.cooling(0), ['a', 'b', 'c'])
  t.strictSame(cooldowns.cooling(1_000), ['a', 'b'])
  t.strictSame(cooldowns.cooling(5_000), ['b'])
  t.strictSame(cooldowns.cooling(9_000), [])
  t.equal(cooldowns.shortest(['a', 'b'], 0), 5)
})

t.test('none at all where they are switched off', async t => {
  const cooldowns = createCooldowns(router, true)
  cooldowns.failed(one('a'), failed(401), 0)
  t.equal(cooldowns.isCooling('a', 0), false)
})

const forgiving: { name: string; router?: Partial<Omit<Terms, 'cooldownTime'>>; own?: Partial<Terms>; size?: number; failure: Failure; after: number | null }[] = [
  { name: 'the router’s number', router: { allowedFails: 1 }, failure: failed(429), after: 2 },
  { name: 'the router’s usual number says nothing', router: { allowedFails: 3 }, failure: failed(429), after: 1 },
  { name: 'by kind', router: { allowedFailsPolicy: { RateLimitErrorAllowedFails: 2 } }, failure: failed(429, undefined, 'RateLimitError'), after: 3 },
  { name: 'a kind that is not named', router: { allowedFailsPolicy: { TimeoutErrorAllowedFails: 0 } }, failure: failed(429, undefined, 'RateLimitError'), after: 4 },
  { name: 'the deployment’s before the router’s', router: { allowedFails: 0 }, own: { allowedFails: 1 }, failure: failed(500), after: 2 },
  { name: 'the deployment’s by kind, also for a client’s fault', own: { allowedFailsPolicy: { BadRequestErrorAllowedFails: 0 } }, size: 1, failure: failed(400, undefined, 'BadRequestError'), after: 1 },
  { name: 'never the only one', router: { allowedFails: 0 }, size: 1, failure: failed(429), after: null },
] // prettier-ignore

for (const { name, router: more, own, size, failure, after } of forgiving) {
  t.test(`forgiven: ${name}`, async t => {
    const cooldowns = createCooldowns({ ...router, ...more }, false)
    let count: number | null = null
    for (let index = 1; index <= 6 && count === null; index += 1) {
      cooldowns.failed(one('a', own, size), failure, 0)
      if (cooldowns.isCooling('a', 0)) count = index
    }
    t.equal(count, after)
  })
}

t.test('a count begins anew when its time is over', async t => {
  const cooldowns = createCooldowns({ ...router, allowedFails: 1 }, false)
  cooldowns.failed(one('a'), failed(429), 0)
  cooldowns.failed(one('a'), failed(429), 5_000)
  t.equal(cooldowns.isCooling('a', 5_000), false)
  cooldowns.failed(one('a'), failed(429), 6_000)
  t.equal(cooldowns.isCooling('a', 6_000), true)
})
