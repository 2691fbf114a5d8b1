import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { corsHeaders } from '../../../services/sdk/cors.ts'
import { acceptsGzip, pack } from '../../../services/sdk/send-whole.ts'
import { startWithSimulator } from '../../support/sdk-worker.ts'

const asked: [string | undefined, boolean][] = [
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['GZIP', true],
  ['x-gzip', true],
  ['*', true],
  ['gzip;q=0', false],
  ['gzip;q=x', false],
  ['gzip;q=0, *', false],
  ['identity', false],
  ['', false],
  [undefined, false],
]
for (const [header, want] of asked) t.test(`${header}: ${want}`, async t => t.equal(acceptsGzip(header), want))

t.test('small answers go as they are, larger ones as the client likes, the largest off the loop', async t => {
  const [small, large, largest] = [499, 500, (1 << 20) + 1].map(size => Buffer.alloc(size, 'a')) as [Buffer, Buffer, Buffer]
  t.strictSame(await pack(small, 'gzip'), { bytes: small, headers: {} })
  t.strictSame(await pack(large, 'identity'), { bytes: large, headers: { vary: 'Origin, Accept-Encoding' } })
  for (const body of [large, largest]) {
    const { bytes, headers } = await pack(body, 'gzip')
    t.strictSame(headers, { vary: 'Origin, Accept-Encoding', 'content-encoding': 'gzip' })
    t.ok(gunzipSync(bytes).equals(body))
  }
}) // prettier-ignore

t.test('any page may ask', async t => {
  t.strictSame(corsHeaders(undefined), { vary: 'Origin' })
  t.match(corsHeaders('http://x'), { vary: 'Origin', 'access-control-allow-origin': '*' })
})

t.test('a worker packs answers and lists, and never streams', async t => {
  const worker = await startWithSimulator(t)
  const headers = { 'accept-encoding': 'gzip', origin: 'http://x' }
  const body = { model: 'gpt', messages: [{ role: 'user', content: 'x'.repeat(600) }] }
  const answer = await worker.post('/v1/chat/completions', body, { headers })
  t.equal(answer.headers.get('content-encoding'), 'gzip')
  t.equal(answer.headers.get('vary'), 'Origin, Accept-Encoding')
  t.equal(answer.headers.get('access-control-allow-origin'), '*')
  t.match(await answer.json(), { object: 'chat.completion' })
  const listed = await worker.post('/v1/models', undefined, { method: 'GET', headers })
  t.equal(listed.headers.get('vary'), 'Origin, Accept-Encoding')
  t.match(await listed.json(), { object: 'list' })
  const stream = await worker.post('/v1/chat/completions', { ...body, stream: true }, { headers })
  t.equal(stream.headers.get('content-encoding'), null)
  t.equal(stream.headers.get('vary'), 'Origin')
  await stream.text()
})
