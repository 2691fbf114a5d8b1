import t, { type Test } from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { buildSimulator } from '../../../services/simulator/app.ts'
import type { RecordedRequest } from '../../../services/simulator/recorder.ts'
import { serviceAccount } from '../../support/google-account.ts'
import { ask, clientKey, dataOf, type SdkWorker, startSdkWorker } from '../../support/sdk-worker.ts'

const json = { 'content-type': 'application/json' }

/** A worker whose models are at the simulator's Vertex AI. */
async function startVertex(t: Test): Promise<SdkWorker & { calls(): RecordedRequest[] }> {
  const simulator = buildSimulator({ pauseMs: 0 })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const model = (name: string, model: string, more: object = {}): object => ({
    model_name: name,
    litellm_params: {
      model: `vertex_ai/${model}`,
      api_base: origin,
      vertex_location: 'europe-west1',
      vertex_credentials: JSON.stringify(serviceAccount(origin)),
      ...more,
    },
  })
  const config = litellmSchema.parse({
    model_list: [
      model('gemini', 'gemini-2.5-flash', { vertex_project: 'mine' }),
      model('homeless', 'gemini-2.5-flash'),
      model('claude', 'claude-sonnet-4-5'),
      model('embedding', 'text-embedding-005'),
      model('multimodal', 'gemini-embedding-2'),
      model('mistral', 'mistral-large-2411'),
      model('llama', 'meta/llama-4-maverick-17b-128e-instruct-maas'),
      model('codestral', 'codestral-2'),
      model('gemma', 'gemma/gemma-3-12b-it'),
      model('refused', 'claude-sonnet-4-5', { vertex_credentials: serviceAccount(origin, '/refused') }),
    ],
    general_settings: { master_key: clientKey },
    router_settings: { num_retries: 0 },
  })
  const worker = await startSdkWorker(t, { config })
  return { ...worker, calls: () => simulator.recorder.list() }
}

void t.test('calls carry the account’s token, which is asked for once', async t => {
  const { post, calls } = await startVertex(t)
  const answers = await Promise.all([1, 2, 3].map(() => post('/v1/chat/completions', ask('gemini'))))
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  await post('/v1/chat/completions', ask('claude'))
  const [token, first] = calls()
  t.match(token, { url: '/token', wire: 'google-token' })
  t.equal(calls().filter(({ wire }) => wire === 'google-token').length, 1)
  t.match(first, {
    url: '/v1/projects/mine/locations/europe-west1/publishers/google/models/gemini-2.5-flash:generateContent',
    headers: { authorization: /^Bearer ya29\.c\.simulated-/ },
  })
  t.match(calls().at(-1), {
    url: '/v1/projects/account-project/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4-5:rawPredict',
    body: { anthropic_version: 'vertex-2023-10-16', max_tokens: 500 },
  })
  t.notOk(JSON.stringify(calls()).includes(clientKey), 'the client’s key stays here')
})

void t.test('streams, Anthropic’s own API and embeddings', async t => {
  const { post, calls } = await startVertex(t)
  for (const model of ['gemini', 'claude']) {
    const chunks = dataOf(await (await post('/v1/chat/completions', ask(model, 'Hi', { stream: true }))).text())
    t.equal(chunks.at(-1), '[DONE]', model)
  }
  const message = await post('/v1/messages', ask('claude'))
  t.match(await message.json(), { type: 'message', model: 'claude' })
  t.notHas(calls().at(-1)?.body, { model: /./ })
  const stream = await post('/v1/messages', ask('claude', 'Hi', { stream: true }))
  t.match(await stream.text(), /event: message_stop/)
  const vectors = await post('/v1/embeddings', { model: 'embedding', input: ['a', 'b'], dimensions: 2 })
  t.match(await vectors.json(), { data: [{ embedding: { length: 2 } }, { index: 1 }], usage: { prompt_tokens: 2 } })
})

void t.test('the APIs of others, over a bridge', async t => {
  const { post, calls } = await startVertex(t)
  const message = await post('/v1/messages', ask('gemini'))
  t.match(await message.json(), { type: 'message', model: 'gemini', content: [{ type: 'text' }] })
  t.match(calls().at(-1), { url: /gemini-2\.5-flash:generateContent$/, headers: { authorization: /^Bearer ya29/ } })
  const stream = await post('/v1/messages', ask('gemini', 'Hi', { stream: true }))
  t.match(await stream.text(), /event: message_stop/)
  for (const model of ['gemini', 'claude']) {
    const response = await post('/v1/responses', { model, input: 'Hi' })
    t.match(await response.json(), { object: 'response', status: 'completed' }, model)
    const events = await post('/v1/responses', { model, input: 'Hi', stream: true })
    t.match(await events.text(), /"type":"response.completed"/, model)
  }
})

void t.test('partners’ models', async t => {
  const { post, calls } = await startVertex(t)
  for (const model of ['llama', 'mistral', 'codestral']) {
    const chat = await post('/v1/chat/completions', ask(model))
    t.match(await chat.json(), { model, choices: [{ message: { content: /^Simulated answer/ } }] }, model)
    t.match(calls().at(-1), { wire: 'vertex', headers: { authorization: /^Bearer ya29/ }, body: { stream: false } })
    const chunks = dataOf(await (await post('/v1/chat/completions', ask(model, 'Hi', { stream: true }))).text())
    t.equal(chunks.at(-1), '[DONE]', model)
    const message = await post('/v1/messages', ask(model))
    t.match(await message.json(), { type: 'message', model }, model)
    const response = await post('/v1/responses', { model, input: 'Hi' })
    t.match(await response.json(), { object: 'response', status: 'completed' }, model)
    t.match(calls().at(-1), { body: { stream: false } }, 'they are told so whatever the API')
  }
  const text = await post('/v1/completions', { model: 'llama', prompt: 'Hi' })
  t.match(await text.json(), { object: 'text_completion', choices: [{ text: /^Simulated answer/ }] })
  const count = await post('/v1/messages/count_tokens', ask('mistral'))
  t.match(await count.json(), { litellm_count_source: 'local_estimate' })
  t.match(calls().at(-1), { url: /publishers\/mistralai\/models\/count-tokens:rawPredict$/ })
})

void t.test('what is cached for a project that only the account tells', async t => {
  const { post, calls } = await startVertex(t)
  const own = '"model":"projects/{project}/"'
  const text = `${own} ${'many words '.repeat(1200)}`
  const system = { role: 'system', content: [{ type: 'text', text, cache_control: { type: 'ephemeral' } }] }
  const messages = [system, { role: 'user', content: 'What then?' }]
  t.equal((await post('/v1/chat/completions', { model: 'homeless', messages })).status, 200)
  const place = 'projects/account-project/locations/europe-west1'
  const kept = calls().find(({ method, wire }) => method === 'POST' && wire === 'cached-contents')
  t.match(kept, {
    url: `/v1/${place}/cachedContents`,
    body: { model: `${place}/publishers/google/models/gemini-2.5-flash`, system_instruction: { parts: [{ text }] } },
  })
})

void t.test('an account that is refused', async t => {
  const { post } = await startVertex(t)
  const chat = await post('/v1/chat/completions', ask('refused', 'Hi', { stream: true }))
  t.equal(chat.status, 500)
  t.match(await chat.json(), { error: { message: /Vertex_aiException InternalServerError - \('invalid_grant: / } })
  const message = await post('/v1/messages', ask('refused'))
  t.match(await message.json(), { type: 'error', error: { type: 'api_error', message: /^\('invalid_grant: / } })
})

void t.test('a client chooses neither account nor place', async t => {
  const { post, calls } = await startVertex(t)
  const names = ['vertex_project', 'vertex_ai_project', 'vertex_location', 'vertex_ai_location']
  for (const name of names) {
    t.equal((await post('/v1/chat/completions', ask('gemini', 'Hi', { [name]: 'x' }))).status, 400, name)
    t.equal((await post('/v1/messages', ask('claude', 'Hi', { extra_body: { [name]: 'x' } }))).status, 400, name)
  }
  const fallbacks = [{ model: 'gemini', vertex_project: 'x' }]
  t.equal((await post('/v1/chat/completions', ask('gemini', 'Hi', { fallbacks }))).status, 400, 'in a fallback')
  t.equal((await post('/v1/chat/completions', ask('gemini', 'Hi', { vertex_credentials: '{}' }))).status, 401)
  t.equal(calls().length, 0)
})

void t.test('what only the other backend does is declined', async t => {
  const { post, calls } = await startVertex(t)
  const declined: readonly [path: string, body: object][] = [
    ['/v1/chat/completions', ask('gemma')],
    ['/v1/completions', { model: 'codestral', prompt: 'Hi' }],
    ['/v1/embeddings', { model: 'multimodal', input: 'a' }],
    ['/v1/embeddings', { model: 'embedding', input: [[-1, 2]] }],
  ]
  for (const [path, body] of declined) {
    const answer = await post(path, body, { headers: json })
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability', `${path} ${JSON.stringify(body)}`)
  }
  t.equal(calls().length, 0)
})
