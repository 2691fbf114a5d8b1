import t from 'tap'
import { ask, clientKey, startWithSimulator, without } from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'
const bearer = { authorization: `Bearer ${clientKey}` }

const noKey = { message: 'Authentication Error, No api key passed in.', type: 'auth_error', param: 'None', code: '401' }
const malformed = {
  ...noKey,
  message: 'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
}
const wrong = { message: 'No connected db.', type: 'no_db_connection', param: null, code: '400' }

const keyCases: { name: string; headers: Record<string, string>; status: number; error?: object }[] = [
  { name: 'no key', headers: {}, status: 401, error: noKey },
  { name: 'no scheme', headers: { authorization: clientKey }, status: 401, error: malformed },
  { name: 'an unknown scheme', headers: { authorization: `Digest ${clientKey}` }, status: 401, error: malformed },
  { name: 'a wrong key', headers: { authorization: 'Bearer sk-other' }, status: 400, error: wrong },
  { name: 'the beginning of the key', headers: { authorization: `Bearer ${clientKey.slice(0, -1)}` }, status: 400 },
  { name: 'a wrong x-api-key', headers: { 'x-api-key': 'sk-other' }, status: 400, error: wrong },
  {
    name: 'a right x-api-key behind a malformed Authorization',
    headers: { authorization: 'x', 'x-api-key': clientKey },
    status: 401,
    error: malformed,
  },
  { name: 'the key with Bearer', headers: bearer, status: 200 },
  { name: 'the key with bearer', headers: { authorization: `bearer ${clientKey}` }, status: 200 },
  { name: 'the key with Basic', headers: { authorization: `Basic ${clientKey}` }, status: 200 },
  { name: 'x-litellm-api-key', headers: { 'x-litellm-api-key': clientKey, authorization: 'x' }, status: 200 },
  { name: 'api-key', headers: { 'api-key': clientKey }, status: 200 },
  { name: 'x-api-key', headers: { 'x-api-key': clientKey }, status: 200 },
  { name: 'x-goog-api-key', headers: { 'x-goog-api-key': clientKey }, status: 200 },
]

t.test('keys, in LiteLLM’s words', async t => {
  const worker = await startWithSimulator(t)
  for (const { name, headers, status, error } of keyCases) {
    for (const path of [chat, '/v1/messages']) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
      const answer = await fetch(worker.base + path, { ...init, body: JSON.stringify(ask('claude')) })
      t.equal(answer.status, status, `${name}: ${path}`)
      const body = (await answer.json()) as object
      if (error) t.strictSame(body, { error }, `${name}: OpenAI-shaped on ${path} too`)
    }
  }
  const wanted = 2 * keyCases.filter(({ status }) => status === 200).length
  t.equal(worker.simulator.recorder.list().length, wanted, 'nothing else reached a provider')
})

t.test('GET /v1/models wants the key as well', async t => {
  const worker = await startWithSimulator(t)
  t.equal((await fetch(`${worker.base}/v1/models`)).status, 401)
  t.equal((await fetch(`${worker.base}/v1/models`, { headers: bearer })).status, 200)
})

t.test('without a master key everybody may', async t => {
  const worker = await startWithSimulator(t, config => without(config, 'general_settings'))
  const answer = await fetch(worker.base + chat, { method: 'POST', body: JSON.stringify(ask('gpt')) })
  t.equal(answer.status, 200)
})

const invalidModel = (route: string, model: string): string =>
  `${route}: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`
const missing = (route: string, name: string): string => `${route}: Missing required parameter: '${name}'.`

const chatCases: { name: string; body: unknown; error: object }[] = [
  {
    name: 'an unknown model',
    body: ask('nope'),
    error: {
      message: invalidModel('/chat/completions', 'nope'),
      type: 'invalid_request_error',
      param: null,
      code: '400',
    },
  },
  {
    name: 'no model',
    body: { messages: [] },
    error: { message: invalidModel('/chat/completions', 'None'), provider_specific_fields: { error: String } },
  },
  { name: 'a model that is no text', body: { ...ask('x'), model: 5 }, error: { message: "'model' must be a string." } },
  {
    name: 'no messages',
    body: { model: 'gpt' },
    error: { message: missing('/chat/completions', 'messages'), param: 'messages', code: '400' },
  },
  {
    name: 'messages that are null',
    body: { model: 'gpt', messages: null },
    error: { message: missing('/chat/completions', 'messages') },
  },
  { name: 'an empty object', body: {}, error: { message: missing('/chat/completions', 'messages') } },
  { name: 'no body', body: '', error: { message: missing('/chat/completions', 'messages') } },
  { name: 'bad JSON', body: '{"model":', error: { message: /^Invalid JSON payload: /, param: 'request_body' } },
  { name: 'a list', body: '[1]', error: { message: /^Invalid JSON payload: /, param: 'request_body' } },
]

t.test('chat: what cannot be served is refused as LiteLLM refuses it', async t => {
  const worker = await startWithSimulator(t)
  for (const { name, body, error } of chatCases) {
    const answer = await worker.post(chat, body)
    t.equal(answer.status, 400, name)
    t.equal(answer.headers.get('content-type'), 'application/json')
    t.equal(answer.headers.get('x-crossfade-fault'), 'client')
    t.match(await answer.json(), { error }, name)
  }
  t.strictSame(worker.simulator.recorder.list(), [], 'no provider has heard of any of them')
})

const messagesCases: { name: string; body: unknown; error: object }[] = [
  {
    name: 'an unknown model',
    body: ask('nope'),
    error: { type: 'invalid_request_error', message: invalidModel('anthropic_messages', 'nope') },
  },
  {
    name: 'no messages',
    body: { model: 'claude', max_tokens: 5 },
    error: { type: 'invalid_request_error', message: missing('anthropic_messages', 'messages') },
  },
  { name: 'nothing', body: {}, error: { message: missing('anthropic_messages', 'messages') } },
  {
    name: 'no max_tokens',
    body: { model: 'claude', messages: [{ role: 'user', content: 'Hi' }] },
    error: { message: missing('anthropic_messages', 'max_tokens') },
  },
]

t.test('/v1/messages: the same in Anthropic’s shape', async t => {
  const worker = await startWithSimulator(t)
  for (const { name, body, error } of messagesCases) {
    const answer = await worker.post('/v1/messages', body)
    t.equal(answer.status, 400, name)
    t.match(await answer.json(), { type: 'error', error }, name)
  }
  const invalid = await worker.post('/v1/messages', '{bad')
  t.match(await invalid.json(), { error: { param: 'request_body', code: '400' } }, 'bad JSON stays OpenAI-shaped')
})

t.test('what a translator refuses names the model group', async t => {
  const worker = await startWithSimulator(t)
  const answer = await worker.post(chat, { model: 'claude', messages: [{ role: 'system', content: 'alone' }] })
  t.equal(answer.status, 400)
  const { error } = (await answer.json()) as { error: { message: string } }
  t.match(error.message, /^litellm\.BadRequestError: .*at least one non-system message/)
  t.match(error.message, /\n\nLiteLLM: model group 'claude' failed with the error above\. No fallback was attempted\.$/)
})

t.test('what this worker does not do it hands back, and no provider hears of it', async t => {
  const worker = await startWithSimulator(t)
  const cases = [
    { name: 'a provider without a translator', path: chat, body: ask('unserved') },
    { name: 'an endpoint of the other backend', path: '/v1/audio/speech', body: { model: 'gpt', input: 'x' } },
    { name: 'embeddings of such a provider', path: '/v1/embeddings', body: { model: 'unserved', input: 'x' } },
    { name: 'completions of such a provider', path: '/v1/completions', body: { model: 'unserved', prompt: 'x' } },
    { name: 'a count of what is not counted', path: '/v1/messages/count_tokens', body: { model: 'unserved', messages: [{ role: 'user', content: [{ type: 'document' }] }] } }, // prettier-ignore
    { name: 'a path nobody knows', path: '/nothing?x=1', body: {} },
  ]
  for (const { name, path, body } of cases) {
    const answer = await worker.post(path, body)
    t.equal(answer.status, 501, name)
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability', name)
    t.match(await answer.json(), { error: { code: 'not_supported', type: 'invalid_request_error' } }, name)
  }
  t.strictSame(worker.simulator.recorder.list(), [])
})
