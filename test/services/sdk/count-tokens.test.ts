import Anthropic from '@anthropic-ai/sdk'
import t from 'tap'
import { ask, clientKey, providerKey, startWithSimulator } from '../../support/sdk-worker.ts'

const path = '/v1/messages/count_tokens'

t.test('the provider counts; it is sent what counts and nothing else', async t => {
  const worker = await startWithSimulator(t)
  const tools = [{ name: 't', input_schema: { type: 'object' } }]
  const messages = [{ role: 'user', content: 'Hello there' }]
  const answer = await worker.post(`${path}?beta=true`, { model: 'claude', messages, system: 's', tools, max_tokens: 5, foo: 1 }, { headers: { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'foo' } }) // prettier-ignore
  t.equal(answer.status, 200)
  t.strictSame(await answer.json(), { input_tokens: 3, litellm_count_source: 'provider' })
  const { url, headers, body } = worker.received()
  t.equal(url, path)
  t.match(headers, { 'x-api-key': providerKey, 'anthropic-version': '2023-06-01', 'anthropic-beta': 'token-counting-2024-11-01' }) // prettier-ignore
  t.strictSame(body, { model: 'claude-sonnet-4-5-20250929', messages, system: 's', tools })
  t.notMatch(await worker.registry.metrics(), /crossfade_tokens_total\{[^}]*\} [1-9]/, 'nothing has been used')
})

t.test('OpenAI counts what its own API would be asked', async t => {
  const worker = await startWithSimulator(t)
  const body = { model: 'gpt', messages: [{ role: 'user', content: 'Hello there' }], system: 's', max_tokens: 5 }
  const answer = await worker.post(path, body)
  t.strictSame(await answer.json(), { input_tokens: 3, litellm_count_source: 'provider' })
  const input = [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello there' }] }]
  t.equal(worker.received().url, '/v1/responses/input_tokens')
  t.strictSame(worker.received().body, { model: 'gpt-4.1-mini', input, instructions: 's' })
  const foreign = [{ role: 'user', content: [{ type: 'search_result' }] }]
  const declined = await worker.post(path, { ...body, messages: foreign })
  t.equal(declined.headers.get('x-crossfade-decline'), 'capability', 'a count that would leave something out')
})

t.test('Gemini counts what it would be asked', async t => {
  const worker = await startWithSimulator(t)
  const messages = [{ role: 'user', content: 'Hello there' }]
  const contents = [{ role: 'user', parts: [{ text: 'Hello there' }] }]
  const plain = await worker.post(path, { model: 'gemini', messages })
  t.match(await plain.json(), { input_tokens: Number, litellm_count_source: 'provider' })
  t.strictSame(worker.received().body, { contents })
  await worker.post(path, { model: 'gemini', messages, system: 's', tools: [{ name: 't', input_schema: { type: 'object' } }] }) // prettier-ignore
  t.match(worker.received().body, {
    generateContentRequest: {
      model: /^models\//,
      contents,
      systemInstruction: { parts: [{ text: 's' }] },
      tools: [{ functionDeclarations: [{ name: 't' }] }],
    },
  })
})

t.test('this worker counts where nobody can be asked', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['unserved', 'nobody-knows-it']) {
    const answer = await worker.post(path, { model, messages: [{ role: 'user', content: 'Hello there' }] })
    t.strictSame(await answer.json(), { input_tokens: 9, litellm_count_source: 'local_estimate' }, model)
  }
  const odd = await worker.post(path, { model: 7, messages: [{ role: 'user', content: 'x' }] })
  t.match(await odd.json(), { type: 'error', error: { message: 'model: Input should be a valid string' } })
  t.strictSame(worker.simulator.recorder.list(), [])
})

t.test('the Anthropic package reads it', async t => {
  const worker = await startWithSimulator(t)
  const client = new Anthropic({ apiKey: clientKey, baseURL: worker.base })
  const counted = await client.messages.countTokens({
    model: 'claude',
    messages: [{ role: 'user', content: 'Hello there' }],
  })
  t.equal(counted.input_tokens, 3)
})

t.test('a provider that does not count: an estimate that says so', async t => {
  const worker = await startWithSimulator(t)
  for (const scenario of ['error:429', 'error:401', 'html', 'empty', 'reset']) {
    const answer = await worker.post(path, ask('claude', `[sim:${scenario}] ${'word '.repeat(1000)}`))
    t.equal(answer.status, 200, scenario)
    const { input_tokens: tokens, litellm_count_source: source } = (await answer.json()) as Record<string, unknown>
    t.equal(source, 'local_estimate', scenario)
    t.ok(Number(tokens) > 800 && Number(tokens) < 2_000, `${scenario}: ${String(tokens)}`)
  }
})

t.test('what is missing is named, in Anthropic’s shape', async t => {
  const worker = await startWithSimulator(t)
  for (const [body, missing] of [
    [{}, 'model'],
    [{ messages: [{ role: 'user', content: 'x' }] }, 'model'],
    [{ model: 'claude' }, 'messages'],
    [{ model: 'claude', messages: [] }, 'messages'],
  ] as const) {
    const answer = await worker.post(path, body)
    t.equal(answer.status, 400)
    const error = { type: 'invalid_request_error', message: `${missing} parameter is required` }
    t.strictSame(await answer.json(), { type: 'error', error })
  }
  t.strictSame(worker.simulator.recorder.list(), [])
})
