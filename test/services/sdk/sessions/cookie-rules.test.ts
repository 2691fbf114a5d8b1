import t from 'tap'
import { acceptCookie, viewOf } from '../../../../services/sdk/sessions/cookie-rules.ts'
import type { KeptCookie } from '../../../../services/sdk/sessions/kept-cookie.ts'

const now = Date.parse('2026-07-01T00:00:00Z')
const api = 'https://api.example.com/v1/messages'

const cases: { name: string; header: string; url?: string; want: Partial<KeptCookie> | null }[] = [
  { name: 'no Domain: of this host only', header: 'a=1; Path=/', want: { domain: null, path: '/' } },
  { name: 'the registrable domain', header: 'a=1; Domain=example.com', want: { domain: 'example.com' } },
  { name: 'a leading dot', header: 'a=1; Domain=.example.com', want: { domain: 'example.com' } },
  { name: 'a top-level domain', header: 'a=1; Domain=com', want: null },
  { name: 'a public suffix of two labels', header: 'a=1; Domain=co.uk', url: 'https://api.shop.co.uk/', want: null },
  { name: 'below it', header: 'a=1; Domain=shop.co.uk', url: 'https://api.shop.co.uk/', want: { domain: 'shop.co.uk' } },
  { name: 'a private suffix', header: 'a=1; Domain=workers.dev', url: 'https://me.workers.dev/', want: null },
  { name: 'another site', header: 'a=1; Domain=example.org', want: null },
  { name: 'a sibling host', header: 'a=1; Domain=www.example.com', want: null },
  { name: 'a name that ends alike', header: 'a=1; Domain=ample.com', want: null },
  { name: 'an address', header: 'a=1', url: 'http://127.0.0.1:8799/v1', want: { domain: null } },
  { name: 'Secure over plain http', header: 'a=1; Secure', url: 'http://api.example.com/', want: null },
  { name: 'Secure over https', header: 'a=1; Secure; HttpOnly', want: { secure: true, httpOnly: true } },
  { name: '__Host- with a Domain', header: '__Host-a=1; Secure; Path=/; Domain=example.com', want: null },
  { name: 'the default path', header: 'a=1', want: { path: '/v1' } },
  { name: 'Max-Age counts from now', header: 'a=1; Max-Age=60', want: { expires: now + 60_000 } },
  { name: 'Max-Age before Expires', header: 'a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', want: { expires: now + 60_000 } },
  { name: 'Max-Age=0 deletes', header: 'a=1; Max-Age=0', want: { expires: now } },
  { name: 'an Expires in the past deletes', header: 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', want: { expires: now } },
  { name: 'no end', header: 'a=1', want: { expires: null } },
  { name: 'too far an end', header: 'a=1; Max-Age=999999999', want: { expires: now + 400 * 86_400_000 } },
  { name: 'no name', header: '=1', want: null },
  { name: 'no cookie', header: 'nothing', want: null },
  { name: 'nothing', header: '', want: null },
  { name: 'beyond ASCII', header: 'a=\u00fc', want: null },
  { name: 'too large', header: `a=${'x'.repeat(5000)}`, want: null },
] // prettier-ignore

for (const { name, header, url = api, want } of cases) {
  t.test(name, async t => {
    const got = acceptCookie(header, url, now, now)
    if (want === null) t.equal(got, null)
    else t.match(got, { name: 'a', value: '1', ...want })
  })
}

t.test('a view sends what belongs to the URL, and nothing that has expired', async t => {
  const at = Date.now()
  const keep = (header: string, url = api): KeptCookie => {
    const kept = acceptCookie(header, url, at, at)
    if (kept === null) throw new Error(header)
    return kept
  }
  const view = viewOf(
    [
      keep('root=1; Path=/'),
      keep('wide=2; Domain=example.com; Path=/'),
      keep('deep=3; Path=/v1/other'),
      keep('safe=4; Path=/; Secure'),
      keep('soon=5; Path=/; Max-Age=30'),
      keep('gone=6; Path=/; Max-Age=0'),
    ],
    'https://api.example.com',
    at,
  )
  t.strictSame(view.header(api).split('; ').toSorted(), ['root=1', 'safe=4', 'soon=5', 'wide=2'])
  t.match(view.header('https://api.example.com/v1/other/x'), /deep=3/)
  t.equal(view.until, at + 30_000)
  t.strictSame(view.names, ['root', 'wide', 'deep', 'safe', 'soon'])
})

t.test('what a meddled-with file holds for another site is not sent, whatever it says', async t => {
  const at = Date.now()
  const foreign = { name: 'a', value: '1', path: '/', expires: null, secure: false, httpOnly: false, set: at }
  for (const domain of ['example.org', 'com', 'api.example.com.evil.net']) {
    const view = viewOf([{ ...foreign, domain }], 'https://api.example.com', at)
    t.equal(view.header(api), '', domain)
    t.strictSame(view.names, [])
  }
})
