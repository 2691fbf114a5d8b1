import t from 'tap'
import { createCooldowns, shouldCool } from '../../../../services/sdk/router/cooldown.ts'
import type { Failure } from '../../../../services/sdk/router/failure.ts'

const failed = (status: number, retryAfter?: string): Failure => ({ status, litellmClass: '', message: '', retryAfter })
const fresh = { minute: 0, ok: 0, failed: 1 }

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
    t.equal(shouldCool(failed(status), fresh, size), want)
  })
}

t.test('more than half of at least five calls of a minute', async t => {
  t.equal(shouldCool(failed(500), { minute: 0, ok: 2, failed: 3 }, 2), true)
  t.equal(shouldCool(failed(500), { minute: 0, ok: 3, failed: 3 }, 2), false)
  t.equal(shouldCool(failed(500), { minute: 0, ok: 0, failed: 4 }, 2), false)
})

t.test('out for as long as the deployment, the provider or the router says, and then back', async t => {
  const cooldowns = createCooldowns(5, false)
  const group = { size: 2, cooldownTime: undefined }
  cooldowns.failed('a', failed(429), group, 0)
  cooldowns.failed('b', failed(429, '9'), group, 0)
  cooldowns.failed('c', failed(429, '9'), { size: 2, cooldownTime: 1 }, 0)
  t.strictSame(cooldowns.cooling(0), ['a', 'b', 'c'])
  t.strictSame(cooldowns.cooling(1_000), ['a', 'b'])
  t.strictSame(cooldowns.cooling(5_000), ['b'])
  t.strictSame(cooldowns.cooling(9_000), [])
  t.equal(cooldowns.shortest(['a', 'b'], 0), 5)
})

t.test('none at all where they are switched off', async t => {
  const cooldowns = createCooldowns(5, true)
  cooldowns.failed('a', failed(401), { size: 2, cooldownTime: undefined }, 0)
  t.equal(cooldowns.isCooling('a', 0), false)
})
