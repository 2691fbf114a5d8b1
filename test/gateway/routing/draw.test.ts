import t from 'tap'
import { balancedDraws, stickyDraw } from '../../../gateway/routing/draw.ts'

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const units = Array.from({ length: 5_000 }, (_, index) => `unit-${index}`)

t.test('each block has one draw of every interval', async t => {
  const draw = balancedDraws(seeded(1))
  for (let block = 0; block < 50; block += 1) {
    const intervals = Array.from({ length: 20 }, () => Math.floor(draw() * 20))
    t.strictSame(
      intervals.toSorted((a, b) => a - b),
      Array.from({ length: 20 }, (_, index) => index),
    )
  }
})

t.test('at every position of a block each interval is as likely as the others', async t => {
  const draw = balancedDraws(seeded(2))
  const blocks = 4_000
  const counts = Array.from({ length: 20 }, () => Array.from({ length: 20 }, () => 0))
  for (let index = 0; index < blocks * 20; index += 1) {
    const row = counts[index % 20] as number[]
    const interval = Math.floor(draw() * 20)
    row[interval] = (row[interval] ?? 0) + 1
  }
  const expected = blocks / 20
  // Chi-squared of 19 degrees of freedom; 60 is beyond one in a million.
  for (const row of counts) {
    const statistic = row.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    t.ok(statistic < 60, `chi-squared ${statistic}`)
  }
})

for (const percent of [5, 25, 50]) {
  t.test(`400 draws over two processes at ${percent} % stray by less than a part of a block each`, async t => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const which = seeded(seed)
      const draws = [balancedDraws(seeded(seed * 2)), balancedDraws(seeded(seed * 2 + 1))]
      let canary = 0
      for (let request = 0; request < 400; request += 1) {
        const draw = draws[which() < 0.5 ? 0 : 1] as () => number
        if (draw() * 100 < percent) canary += 1
      }
      // The worst a started block of 20 can do is w(1-w)·20 requests; two of them are under way.
      const share = percent / 100
      const bound = 2 * 20 * share * (1 - share)
      t.ok(Math.abs(canary - 400 * share) <= bound + 1e-9, `seed ${seed}: ${canary} of 400`)
    }
  })
}

t.test('a draw is never 1, whatever the source says', async t => {
  const draw = balancedDraws(() => 1 - 2 ** -53)
  for (let index = 0; index < 40; index += 1) t.ok(draw() < 1)
})

t.test('a unit keeps its draw', async t => {
  t.equal(stickyDraw('salt', 'unit'), stickyDraw('salt', 'unit'))
  t.not(stickyDraw('salt', 'unit'), stickyDraw('other', 'unit'))
  // SHA-256("salt:unit") begins with these 52 bits; other processes and versions must agree.
  t.equal(stickyDraw('0123456789abcdef', 'session-1'), 0xf00fb21a15461 / 2 ** 52)
})

t.test('units spread evenly', async t => {
  for (const percent of [5, 25, 50]) {
    const chosen = units.filter(unit => stickyDraw('s', unit) * 100 < percent).length
    // Four standard deviations.
    const deviation = Math.sqrt(units.length * (percent / 100) * (1 - percent / 100))
    t.ok(Math.abs(chosen - (units.length * percent) / 100) < 4 * deviation, `${chosen} at ${percent} %`)
  }
})

t.test('raising the weight moves nobody back to stable', async t => {
  let before = new Set<string>()
  for (const percent of [0, 1, 5, 25, 50, 99, 100]) {
    const now = new Set(units.filter(unit => stickyDraw('s', unit) * 100 < percent))
    t.ok(before.isSubsetOf(now), `${percent} %`)
    before = now
  }
  t.equal(before.size, units.length)
})
