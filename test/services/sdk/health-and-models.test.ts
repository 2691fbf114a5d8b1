import OpenAI from 'openai'
import t from 'tap'
import { sdkRoutes } from '../../../services/shared/capabilities.ts'
import { ask, clientKey, startWithSimulator } from '../../support/sdk-worker.ts'

const bearer = { headers: { authorization: `Bearer ${clientKey}` } }

t.test('GET /v1/models and /models list the names as LiteLLM does', async t => {
  const worker = await startWithSimulator(t)
  const claude = { mode: 'chat', max_input_tokens: 200_000, max_output_tokens: 64_000 }
  const gpt = { mode: 'chat', max_input_tokens: 1_047_576, max_output_tokens: 32_768 }
  const gemini = { mode: 'chat', max_input_tokens: 1_048_576, max_output_tokens: 65_536 }
  const known: Record<string, object> = { fable: claude, gpt, claude, remembering: claude, gemini }
  const wanted = ['fable', 'gpt', 'claude', 'remembering', 'gemini', 'unserved'].map(id => ({
    id,
    object: 'model',
    created: 1_677_610_602,
    owned_by: 'openai',
    ...known[id],
  }))
  for (const path of ['/v1/models', '/models']) {
    const answer = await fetch(worker.base + path, bearer)
    t.strictSame(await answer.json(), { data: wanted, object: 'list' })
  }
  const client = new OpenAI({ apiKey: clientKey, baseURL: `${worker.base}/v1` })
  t.equal((await client.models.list()).data[0]?.id, 'fable')
})

t.test('liveliness and readiness are LiteLLM’s, word for word, and need no key', async t => {
  const worker = await startWithSimulator(t)
  const cases = [
    { path: '/health/liveliness', body: '"I\'m alive!"' },
    { path: '/health/readiness', body: '{"status":"healthy","db":"Not connected"}' },
  ]
  for (const { path, body } of cases) {
    const answer = await fetch(worker.base + path)
    t.equal(answer.status, 200)
    t.match(answer.headers.get('content-type'), /^application\/json/)
    t.equal(await answer.text(), body)
  }
})

t.test('/health tells little without the key, and never a cookie’s value', async t => {
  const worker = await startWithSimulator(t)
  await worker.post('/v1/chat/completions', ask('gpt', '[sim:cookie] Hi'))
  const open = await fetch(`${worker.base}/health`)
  t.strictSame(Object.keys((await open.json()) as object).toSorted(), ['backend', 'litellm', 'status'])

  const wrong = await fetch(`${worker.base}/health`, { headers: { authorization: 'Bearer wrong' } })
  t.notOk((await wrong.text()).includes('sessions'))

  const full = await fetch(`${worker.base}/health`, bearer)
  const text = await full.text()
  t.match(JSON.parse(text), {
    status: 'healthy',
    backend: 'sdk',
    litellm: { kind: 'pinned', version: '1.106.2' },
    node: process.version,
    models: ['fable', 'gpt', 'claude', 'remembering', 'gemini', 'unserved'],
    sessions: [{ origin: worker.origin, cookies: ['__cf_bm', '_cfuvid'] }],
  })
  const [, cookie = ''] = /__cf_bm=([^;]+)/.exec(String(worker.sessions.all()[0]?.cookieHeader(worker.origin))) ?? []
  t.ok(cookie.length > 20, 'there is a value to look for')
  t.notOk(text.includes(cookie))
  t.notOk(text.includes(clientKey))
})

t.test('the worker serves exactly the routes the gateway believes it does', async t => {
  const worker = await startWithSimulator(t)
  for (const route of sdkRoutes) {
    const [method = '', path = ''] = route.split(' ')
    const answer = await fetch(worker.base + path, { method, ...bearer, ...(method === 'POST' ? { body: '{}' } : {}) })
    t.equal(answer.headers.get('x-crossfade-decline'), null, route)
    t.ok(answer.status < 500, route)
  }
  for (const [method, path] of [
    ['POST', '/engines/a/b/embeddings'],
    ['GET', '/v1/models/openai/gpt'],
    ['POST', '/v1/audio/speech'],
    ['GET', '/openai/deployments/gpt/embeddings'],
  ] as const) {
    const answer = await fetch(worker.base + path, { method, ...bearer })
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability', `${method} ${path}`)
  }
  for (const [method, path, allow] of [
    ['GET', '/v1/chat/completions', 'POST'],
    ['POST', '/v1/models', 'GET'],
    ['HEAD', '/v1/models', 'GET'],
    ['DELETE', '/health', 'GET'],
  ] as const) {
    const answer = await fetch(worker.base + path, { method, ...bearer })
    t.equal(answer.status, 405, `${method} ${path}`)
    t.equal(answer.headers.get('allow'), allow, `${method} ${path}`)
  }
})
