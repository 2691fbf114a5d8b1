import t from 'tap'
import {
  covers,
  isKeepable,
  type KeptCookie,
  liveCookies,
  merge,
  nextStamp,
} from '../../../../services/sdk/sessions/kept-cookie.ts'

const now = 1_800_000_000_000
const hour = 3_600_000

/** A cookie that was set `ago` milliseconds before now. */
function cookie(name: string, value: string, ago: number, more: Partial<KeptCookie> = {}): KeptCookie {
  const base = { domain: null, path: '/', expires: null, secure: false, httpOnly: false }
  return { ...base, name, value, set: now - ago, ...more }
}

const values = (cookies: readonly KeptCookie[]): string[] => cookies.map(({ name, value }) => `${name}=${value}`)

t.test('of two copies the union is kept, and of each cookie the one set later', async t => {
  const ours = [cookie('a', 'old', 20), cookie('b', 'new', 5), cookie('c', 'ours', 30)]
  const theirs = [cookie('a', 'new', 10), cookie('b', 'old', 15), cookie('d', 'theirs', 1)]
  t.strictSame(values(merge(ours, theirs, now)), ['c=ours', 'a=new', 'b=new', 'd=theirs'])
})

t.test('domain and path tell cookies of one name apart', async t => {
  const three = [
    cookie('a', '1', 3),
    cookie('a', '2', 2, { domain: 'example.com' }),
    cookie('a', '3', 1, { path: '/v1' }),
  ]
  t.equal(merge(three, three, now).length, 3)
})

t.test('the order and number of merges make no difference', async t => {
  const copies = [
    [cookie('a', '1', 9), cookie('b', '1', 7)],
    [cookie('a', '2', 4), cookie('c', '1', 7)],
    [cookie('b', '2', 7), cookie('a', '3', 4, { expires: now - 1 })],
  ]
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [2, 2, 1, 0, 1, 2]] // prettier-ignore
  const results = orders.map(order => order.reduce<KeptCookie[]>((held, i) => merge(held, copies[i] ?? [], now), []))
  for (const result of results) t.strictSame(result, results[0])
  t.strictSame(merge(results[0] ?? [], results[0] ?? [], now), results[0])
})

t.test(
  'a deleted cookie stays deleted against an older copy, without its value, and is forgotten in the end',
  async t => {
    const alive = cookie('a', 'secret', 10)
    const deleted = cookie('a', 'secret', 5, { expires: 0 })
    const merged = merge([alive], [cookie('a', 'secret', 5, { expires: now - 1 })], now)
    t.strictSame(values(merged), ['a='])
    t.strictSame(values(merge([alive], merged, now)), ['a='], 'whoever has it alive learns of it')
    t.strictSame(liveCookies(merged, now), [])
    t.strictSame(merge(merged, [], now + hour), [], 'an hour later nobody can have it')
    t.strictSame(merge([deleted], [cookie('a', 'again', 1)], now).length, 1)
    t.strictSame(values(liveCookies(merge(merged, [cookie('a', 'again', 1)], now), now)), ['a=again'])
  },
)

t.test('a provider that sets ever new names does not fill the memory', async t => {
  const many = Array.from({ length: 500 }, (_, index) => cookie(`c${index}`, 'x', 500 - index))
  const kept = merge(many, [], now)
  t.equal(kept.length, 64)
  t.equal(kept.at(-1)?.name, 'c499', 'the newest stay')
})

t.test('what a copy covers', async t => {
  const ours = [cookie('a', '1', 5)]
  t.equal(covers(ours, []), true)
  t.equal(covers([], ours), false)
  t.equal(covers(ours, [cookie('a', '0', 6)]), true)
  t.equal(covers(ours, [cookie('a', '2', 4)]), false)
})

t.test('stamps only grow, also when the clock goes back, and differ between writers', async t => {
  const held = [cookie('a', '1', -5_000)]
  t.ok(nextStamp(held, now, 0.25) > now + 5_000)
  t.equal(nextStamp([], now, 0.25), now + 0.25)
  t.not(nextStamp([], now, 0.25), nextStamp([], now, 0.5))
})

t.test('what would spoil a Cookie header is not kept', async t => {
  for (const value of ['ü', '1;b=2', 'a\r\nb', 'a\tb', 'x'.repeat(4097)])
    t.notOk(isKeepable(cookie('a', value, 0)), value)
  t.ok(isKeepable(cookie('a', 'x=y"z,w', 0)))
})
