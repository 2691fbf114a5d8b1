import t from 'tap'
import { createMediaCache } from '../../../../services/sdk/gathering/media-cache.ts'
import type { Fetched } from '../../../../services/sdk/providers/materials.ts'

const file = (content = 'AAAA', status = 200): Fetched => ({ kind: 'answer', status, type: 'image/png', content })

t.test('keeps what was fetched for ten minutes', async t => {
  let now = 0
  const cache = createMediaCache(() => now)
  cache.add('a', file())
  now = 600_000
  t.same(cache.get('a'), file())
  now += 1
  t.equal(cache.get('a'), undefined)
})

t.test('keeps ten, and lets the oldest go', async t => {
  const cache = createMediaCache(() => 0)
  for (let index = 0; index < 11; index += 1) cache.add(String(index), file())
  t.equal(cache.get('0'), undefined)
  t.ok(cache.get('1'))
  t.ok(cache.get('10'))
})

t.test('keeps no failures and nothing large', async t => {
  const cache = createMediaCache(() => 0)
  const others: Record<string, Fetched> = {
    missing: file('', 404),
    large: file('A'.repeat(1024 * 1024)),
    rejected: { kind: 'rejected', because: 'x' },
    unreachable: { kind: 'unreachable', because: 'x' },
  }
  for (const [name, fetched] of Object.entries(others)) {
    cache.add(name, fetched)
    t.equal(cache.get(name), undefined, name)
  }
})
