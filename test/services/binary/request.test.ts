import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { once } from 'node:events'
import t from 'tap'
import { mappedModels, startBinaryWorker, startFakeLitellm, supermemoryKey } from '../../support/binary-worker.ts'

const chat = '/v1/chat/completions'

const memoryCases: {
  name: string
  body: object
  headers?: Record<string, string>
  user: string
  key?: string | undefined
}[] = [
  { name: 'nobody known', body: { model: 'plain' }, user: 'nobody' },
  { name: 'the custom header', body: { model: 'plain' }, headers: { 'x-memory-user-id': 'ann' }, user: 'ann' },
  { name: 'a pattern', body: {}, headers: { 'user-agent': 'claude-cli/2.1' }, user: 'claude-code' },
  { name: 'a forged user id', body: {}, headers: { 'X-SM-User-Id': 'victim' }, user: 'nobody' },
  { name: 'a model at Supermemory', body: { model: 'remembering' }, user: 'nobody', key: supermemoryKey },
  { name: 'an alias of it', body: { model: 'memory' }, user: 'nobody', key: supermemoryKey },
  {
    name: 'a forged key',
    body: { model: 'memory' },
    headers: { 'x-supermemory-api-key': 'forged' },
    user: 'nobody',
    key: supermemoryKey,
  },
  { name: 'a model that is no text', body: { model: ['remembering'] }, user: 'nobody' },
]

t.test('LiteLLM is told whose request it is, and gets Supermemory’s key only for its models', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin)
  for (const { name, body, headers = {}, user, key } of memoryCases) {
    await fetch(worker.base + chat, { method: 'POST', headers, body: JSON.stringify(body) })
    const sent = litellm.received.at(-1)?.headers
    t.equal(sent?.['x-sm-user-id'], user, name)
    t.equal(sent?.['x-supermemory-api-key'], key, name)
  }
})

t.test('without mappings nothing is added and nothing taken', async t => {
  const litellm = await startFakeLitellm(t)
  const { user_id_mappings: _, ...config } = mappedModels
  const worker = await startBinaryWorker(t, litellm.origin, { config })
  await fetch(worker.base + chat, { method: 'POST', headers: { 'x-sm-user-id': 'own' }, body: '{"model":"memory"}' })
  t.equal(litellm.received[0]?.headers['x-sm-user-id'], 'own')
  t.equal(litellm.received[0]?.headers['x-supermemory-api-key'], undefined)
})

const headerCases: { name: string; value: string; passes: boolean }[] = [
  { name: 'authorization', value: 'Bearer client', passes: true },
  { name: 'x-api-key', value: 'client', passes: true },
  { name: 'anthropic-beta', value: 'a,b', passes: true },
  { name: 'anthropic-version', value: '2026-10-21', passes: true },
  { name: 'x-stainless-lang', value: 'js', passes: true },
  { name: 'x-team', value: 'red', passes: true },
  { name: 'cookie', value: 'a=b', passes: true },
  { name: 'user-agent', value: 'tester/1', passes: true },
  { name: 'x-crossfade-backend', value: 'sdk', passes: false },
  { name: 'x-crossfade-request-id', value: 'r', passes: false },
  { name: 'x-crossfade-fault', value: 'arm', passes: false },
  { name: 'x-forwarded-for', value: '10.0.0.1', passes: false },
  { name: 'x-forwarded-host', value: 'evil', passes: false },
  { name: 'forwarded', value: 'for=1', passes: false },
  { name: 'via', value: '1.1 x', passes: false },
  { name: 'te', value: 'trailers', passes: false },
  { name: 'proxy-authorization', value: 'Basic x', passes: false },
  { name: 'keep-alive', value: 'timeout=5', passes: false },
]

/** Node's own client, which lets a test set any header. */
async function send(url: string, options: http.RequestOptions, body?: Buffer | string): Promise<http.IncomingMessage> {
  const request = http.request(url, options)
  request.end(body)
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer
}

t.test('headers pass, but for those of the connection, internal ones and hearsay', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin)
  for (const { name, value, passes } of headerCases) {
    await send(worker.base + chat, { method: 'POST', headers: { [name]: value } }, '{}')
    const sent = litellm.received.at(-1)?.headers[name]
    t.equal(sent, passes ? value : undefined, name)
  }
  await send(worker.base + chat, { headers: { connection: 'x-secret, close', 'x-secret': '1', 'x-kept': '2' } })
  const last = litellm.received.at(-1)?.headers
  t.equal(last?.['x-secret'], undefined, 'what Connection names belongs to the connection')
  t.equal(last?.['x-kept'], '2')
  t.equal(`http://${last?.host}`, litellm.origin, 'Host is LiteLLM’s own')
})

t.test('every method and path reaches LiteLLM as it is', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin)
  const paths = [
    '/',
    chat,
    '/v1/files/a%2Fb?x=1&y=%20',
    '/key/generate',
    '/openai/deployments/m/chat/completions',
    '/ä'.replace('ä', '%C3%A4'),
  ]
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
    for (const path of paths) {
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? 'some body' : undefined
      const answer = await send(worker.base + path, { method, headers: { 'content-type': 'text/plain' } }, body)
      t.equal(answer.statusCode, 200, `${method} ${path}`)
      const { received } = litellm
      t.match(received.at(-1), { method, url: path }, `${method} ${path}`)
      t.equal(received.at(-1)?.body.toString(), body ?? '', `${method} ${path}`)
    }
  }
})

t.test('a body arrives byte for byte, whatever it is', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin)
  const bodies: { name: string; body: Buffer; headers?: Record<string, string> }[] = [
    { name: 'binary', body: randomBytes(300_000), headers: { 'content-type': 'application/octet-stream' } },
    {
      name: 'compressed',
      body: randomBytes(100),
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    },
    { name: 'JSON with odd spacing and duplicate keys', body: Buffer.from('{ "model":"a",  "model" : "b"}\n') },
    { name: 'broken JSON', body: Buffer.from('{"model":') },
    { name: 'no content type', body: Buffer.from('x') },
    { name: 'multipart', body: randomBytes(64), headers: { 'content-type': 'multipart/form-data; boundary=b' } },
    { name: 'chunked', body: Buffer.from('in chunks'), headers: { 'transfer-encoding': 'chunked' } },
  ]
  for (const { name, body, headers = {} } of bodies) {
    await send(worker.base + chat, { method: 'POST', headers }, body)
    const last = litellm.received.at(-1)
    t.ok(last?.body.equals(body), name)
    t.equal(last?.headers['content-type'], headers['content-type'], name)
    t.equal(last?.headers['content-encoding'], headers['content-encoding'], name)
  }
  t.equal(litellm.received.length, bodies.length, 'each of them once')
})

t.test('a request that waits for 100-continue is served', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin)
  const request = http.request(worker.base + chat, { method: 'POST', headers: { expect: '100-continue' } })
  request.flushHeaders()
  await once(request, 'continue')
  request.end('{"model":"plain"}')
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.resume()
  t.equal(answer.statusCode, 200)
  t.equal(litellm.received[0]?.headers.expect, undefined)
})

t.test('a body above the limit is refused and LiteLLM is not asked', async t => {
  const litellm = await startFakeLitellm(t)
  const worker = await startBinaryWorker(t, litellm.origin, { bodyBytes: 1_024 })
  const answer = await fetch(worker.base + chat, { method: 'POST', body: 'x'.repeat(2_000) })
  t.equal(answer.status, 413)
  t.strictSame(litellm.received, [])
})
