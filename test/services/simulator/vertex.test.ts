import t from 'tap'
import { startSimulator } from './harness.ts'

const place = '/v1/projects/p/locations/l'
const gemini = `${place}/publishers/google/models/gemini-2.5-flash`
const claude = `${place}/publishers/anthropic/models/claude-sonnet-4-5`
const asked = { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] }
const message = {
  anthropic_version: 'vertex-2023-10-16',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
}

void t.test('Gemini under a project', async t => {
  const { post, app } = await startSimulator(t)
  t.match(await (await post(`${gemini}:generateContent`, asked)).json(), {
    candidates: [{ content: { parts: [{ text: 'Simulated answer of gemini-2.5-flash to: Hello' }] } }],
    usageMetadata: { trafficType: 'ON_DEMAND' },
  })
  t.equal(app.recorder.list().at(-1)?.wire, 'vertex')
  const stream = await post(`${gemini}:streamGenerateContent?alt=sse`, asked)
  t.match(await stream.text(), /^data: \{"candidates"/)
  const tuned = await post(`${place}/endpoints/1234:generateContent`, asked)
  t.match(await tuned.json(), { modelVersion: '1234' })
})

void t.test('embeddings', async t => {
  const { post } = await startSimulator(t)
  const model = `${place}/publishers/google/models/text-embedding-005`
  const predicted = await post(`${model}:predict`, {
    instances: [{ content: 'one' }, { content: 'two' }],
    parameters: { outputDimensionality: 3 },
  })
  t.match(await predicted.json(), {
    predictions: [{ embeddings: { statistics: { token_count: 1 }, values: { length: 3 } } }, { embeddings: {} }],
  })
  t.equal((await post(`${model}:predict`, {})).status, 400)
  const embedded = await post(`${model}:embedContent`, {
    content: { parts: [{ text: 'one' }] },
    outputDimensionality: 2,
  })
  t.match(await embedded.json(), { embedding: { values: { length: 2 } }, usageMetadata: { promptTokenCount: 1 } })
})

void t.test('Claude under a project', async t => {
  const { post } = await startSimulator(t)
  t.match(await (await post(`${claude}:rawPredict`, message)).json(), {
    type: 'message',
    model: 'claude-sonnet-4-5',
    content: [{ text: 'Simulated answer of claude-sonnet-4-5 to: Hello' }],
  })
  const stream = await post(`${claude}:streamRawPredict`, { ...message, stream: true })
  t.match(await stream.text(), /^event: message_start/)
  const { anthropic_version: _, ...versionless } = message
  t.match(await (await post(`${claude}:rawPredict`, versionless)).json(), {
    error: { type: 'invalid_request_error', message: /anthropic_version/ },
    request_id: /^req_vrtx_/,
  })
  t.equal((await post(`${claude}:rawPredict`, { ...message, model: 'x' })).status, 400)
  t.equal((await post(`${claude}:fly`, message)).status, 404)
  const counted = await post(`${place}/publishers/anthropic/models/count-tokens:rawPredict`, {
    ...message,
    model: 'claude-sonnet-4-5',
  })
  t.match(await counted.json(), { input_tokens: 2 })
})

void t.test('partners’ models', async t => {
  const { post } = await startSimulator(t)
  const ask = { model: 'meta/llama-x', messages: [{ role: 'user', content: 'Hello' }] }
  const openapi = `${place}/endpoints/openapi/chat/completions`
  t.match(await (await post(openapi, ask)).json(), { model: 'meta/llama-x', object: 'chat.completion' })
  t.match(await (await post(openapi, { ...ask, model: 'llama' })).json(), {
    error: { code: 400, message: /^Malformed publisher model/ },
  })
  const own = (model: string): string => `${place}/publishers/mistralai/models/${model}`
  t.match(await (await post(own('mistral-x@1:rawPredict'), ask)).json(), { object: 'chat.completion' })
  const streamed = await post(own('mistral-x@1:streamRawPredict?alt=sse'), { ...ask, stream: true })
  t.match(await streamed.text(), /^data: /)
  for (const method of ['mistral-x:streamRawPredict', 'a/mistral-x:rawPredict', 'count-tokens:rawPredict'])
    t.equal((await post(own(method), ask)).status, 404, method)
})

void t.test('whoever has no token is told so by Google', async t => {
  const { post } = await startSimulator(t)
  for (const path of [`${gemini}:generateContent`, `${claude}:rawPredict`]) {
    const answer = await post(path, message, { authorization: '' })
    t.equal(answer.status, 401, path)
    t.match(await answer.json(), { error: { code: 401, status: 'UNAUTHENTICATED' } })
  }
})

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

void t.test('the token endpoint', async t => {
  const { base } = await startSimulator(t)
  const claims = {
    iss: 'r@p',
    aud: 'https://oauth2.googleapis.com/token',
    scope: 'x/cloud-platform',
    iat: 0,
    exp: 3600,
  }
  const ask = async (path: string, changes: object = {}, form: object = {}): Promise<unknown> => {
    const assertion = `${encode({ alg: 'RS256' })}.${encode({ ...claims, ...changes })}.signed`
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    const body = new URLSearchParams({ grant_type, assertion, ...form })
    return await (await fetch(base + path, { method: 'POST', body })).json()
  }
  t.match(await ask('/token'), { access_token: /^ya29\.c\.simulated-/, expires_in: 3599, token_type: 'Bearer' })
  t.same(await ask('/token'), await ask('/token'), 'the same account has the same token')
  t.match(await ask('/token/brief'), { expires_in: 60 })
  t.match(await ask('/token/refused'), { error: 'invalid_grant', error_description: /account not found/ })
  const wrong = [{ iss: 'nobody' }, { aud: 'elsewhere' }, { scope: 'mail' }, { exp: 7200 }]
  for (const changes of wrong)
    t.match(await ask('/token', changes), { error: 'invalid_grant' }, JSON.stringify(changes))
  t.match(await ask('/token', {}, { grant_type: 'password' }), { error_description: 'unsupported grant type' })
  t.match(await ask('/token', {}, { assertion: 'a.b.c' }), { error_description: 'Invalid JWT Signature.' })
})
