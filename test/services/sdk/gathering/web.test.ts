import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createGatherer } from '../../../../services/sdk/gathering/gatherer.ts'
import { createMediaCache } from '../../../../services/sdk/gathering/media-cache.ts'
import { fetchFromWeb, type WebRules } from '../../../../services/sdk/gathering/web.ts'
import { buildSimulator } from '../../../../services/simulator/app.ts'
import { startProvider } from '../../../support/sdk-worker.ts'

const simulator = buildSimulator()
await simulator.listen({ port: 0, host: '127.0.0.1' })
t.teardown(() => simulator.close())
const host = `127.0.0.1:${(simulator.server.address() as AddressInfo).port}`
const web = `http://${host}/web/`
const rules: WebRules = { allowedHosts: [host], guarded: true, maxMegabytes: 1, deadlineMs: 5_000 }
const never = new AbortController().signal
const nobody = () => Promise.reject(new Error('no provider is asked'))

const blocked = (address: string): RegExp =>
  new RegExp(`^URL targets a blocked address \\(${address.replaceAll('.', '\\.')}\\)`)

/** Path or address, and what comes of it. */
const rows: readonly (readonly [url: string, wanted: object])[] = [
  ['files/a.png', { kind: 'answer', status: 200, type: 'image/png', content: 'iVBORw0KGgo=' }],
  ['untyped/a.png', { kind: 'answer', status: 200, type: undefined }],
  ['zipped/a.png', { kind: 'answer', content: 'iVBORw0KGgo=' }],
  ['moved/a.png', { kind: 'answer', content: 'iVBORw0KGgo=' }],
  ['missing/a.png', { kind: 'answer', status: 404 }],
  ['gone/a.png', { kind: 'rejected', because: blocked('127.0.0.2') }],
  ['astray/a.png', { kind: 'rejected', because: 'Redirect response has no Location header' }],
  ['circling/a.png', { kind: 'rejected', because: 'Too many redirects' }],
  ['large/a.png', { kind: 'too large', megabytes: 2, most: 1 }],
  ['endless/a.png', { kind: 'too large', megabytes: 1 + 8192 / 1024 / 1024, most: 1 }],
  ['reset/a.png', { kind: 'unreachable' }],
  ['http://127.0.0.2/a.png', { kind: 'rejected', because: blocked('127.0.0.2') }],
  ['http://2130706434/a.png', { kind: 'rejected', because: blocked('127.0.0.2') }],
  ['http://[::ffff:7f00:2]/a.png', { kind: 'rejected' }],
  ['https://10.0.0.1/a.png', { kind: 'rejected', because: blocked('10.0.0.1') }],
  ['http://somebody:secret@127.0.0.2/a.png', { kind: 'rejected', because: blocked('127.0.0.2') }],
  ['http://nowhere.invalid/a.png', { kind: 'rejected', because: /^DNS resolution failed for 'nowhere\.invalid'/ }],
  ['ftp://127.0.0.1/a.png', { kind: 'rejected', because: "URL scheme 'ftp' is not allowed" }],
  ['http:///a.png', { kind: 'rejected', because: 'URL has no hostname' }],
  ['www.nowhere.invalid/a.png', { kind: 'rejected' }],
]

t.test('an address is fetched, or it is said why not', async t => {
  for (const [url, wanted] of rows) {
    const address = /^\w+\/a/.test(url) ? web + url : url
    t.match(await fetchFromWeb(address, 1, rules, never), wanted, url)
  }
})

t.test('nothing is guarded where the configuration says so', async t => {
  const open = { ...rules, allowedHosts: [], guarded: false }
  t.match(await fetchFromWeb(`${web}files/a.gif`, 1, open, never), { kind: 'answer', status: 200 })
})

t.test('a server that does not answer is left at the deadline', async t => {
  const silent = await startProvider(t, () => {})
  const allowed = [new URL(silent).host]
  t.match(await fetchFromWeb(`${silent}/a`, 3, { ...rules, allowedHosts: allowed, deadlineMs: 50 }, never), {
    kind: 'unreachable',
  })
})

t.test('nothing is fetched any more when the client has left', async t => {
  const left = AbortSignal.abort()
  const since = simulator.recorder.list().length
  t.match(await fetchFromWeb(`${web}files/late.png`, 3, rules, left), { kind: 'unreachable' })
  t.equal(simulator.recorder.list().length, since)
})

t.test('a picture is fetched once and then kept, a document each time', async t => {
  const gather = createGatherer(
    rules,
    createMediaCache(() => 0),
  )
  const media = { kind: 'media', url: `${web}files/kept.png` } as const
  const document = { kind: 'document', url: `${web}files/fresh.pdf` } as const
  for (let round = 0; round < 2; round += 1) {
    const found = await gather([media, document], never, nobody)
    t.same(
      [...found.values()].map(({ kind }) => kind),
      ['answer', 'answer'],
    )
  }
  const asked = simulator.recorder.list().map(({ url }) => url)
  t.equal(asked.filter(url => url.endsWith('kept.png')).length, 1)
  t.equal(asked.filter(url => url.endsWith('fresh.pdf')).length, 2)
})

t.test('no picture is fetched where none may be', async t => {
  const gather = createGatherer(
    { ...rules, maxMegabytes: 0 },
    createMediaCache(() => 0),
  )
  const found = await gather([{ kind: 'media', url: `${web}files/off.png` }], never, nobody)
  t.same([...found.values()], [{ kind: 'disabled' }])
})
