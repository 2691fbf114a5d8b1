import t from 'tap'
import { endToEndHeaders, internal, isHearsay } from '../../../services/shared/internal-headers.ts'

const cases: { name: string; headers: Record<string, string>; want: string[] }[] = [
  { name: 'ordinary headers stay', headers: { a: '1', 'x-b': '2', cookie: 'c' }, want: ['a', 'x-b', 'cookie'] },
  {
    name: 'those of the connection go',
    headers: {
      connection: 'keep-alive',
      'keep-alive': 'timeout=5',
      'proxy-authenticate': 'x',
      'proxy-authorization': 'x',
      'proxy-connection': 'x',
      te: 'trailers',
      trailer: 'x',
      'transfer-encoding': 'chunked',
      upgrade: 'h2c',
      kept: 'yes',
    },
    want: ['kept'],
  },
  { name: 'one that Connection names', headers: { connection: 'close, X-A', 'x-a': '1', 'x-b': '2' }, want: ['x-b'] },
  { name: 'several', headers: { connection: ' x-a ,X-B', 'x-a': '1', 'x-b': '2', 'x-c': '3' }, want: ['x-c'] },
  { name: 'an empty Connection', headers: { connection: '', 'x-a': '1' }, want: ['x-a'] },
]

for (const { name, headers, want } of cases) {
  t.test(name, async t => t.strictSame(Object.keys(endToEndHeaders(headers)), want))
}

t.test('hearsay', async t => {
  const names = ['x-forwarded-for', 'x-forwarded-anything', 'forwarded', 'via', ...Object.values(internal)]
  for (const name of names) t.equal(isHearsay(name), true, name)
  for (const name of ['x-forward', 'forwarded-for', 'viable', 'x-crossfade', 'authorization']) {
    t.equal(isHearsay(name), false, name)
  }
})
