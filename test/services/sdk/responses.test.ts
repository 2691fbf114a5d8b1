// OpenAI's Responses API through the whole worker, with the simulator or a provider of our own behind it.
import OpenAI from 'openai'
import t from 'tap'
import { decodedId, encodedId } from '../../../services/sdk/bridges/response-id.ts'
import { responsesError } from '../../../services/sdk/providers/openai/errors.ts'
import { responsesRequest } from '../../../services/sdk/providers/openai/responses-request.ts'
import type { JsonObject } from '../../../services/sdk/providers/translator.ts'
import {
  clientKey,
  dataOf,
  modelsAt,
  postRaw,
  providerKey,
  startProvider,
  startSdkWorker,
  startWithSimulator,
} from '../../support/sdk-worker.ts'
import { target } from './providers/fixtures.ts'

const path = '/v1/responses'

t.test('OpenAI’s library creates and streams, and continues by the provider’s id', async t => {
  const worker = await startWithSimulator(t)
  const client = new OpenAI({ baseURL: `${worker.base}/v1`, apiKey: clientKey, maxRetries: 0 })
  const first = await client.responses.create({ model: 'gpt', input: 'Hello there' })
  t.match(first.output_text, /Hello there/)
  t.equal(first.model, 'gpt')
  t.equal(worker.received().headers['authorization'], `Bearer ${providerKey}`)
  await client.responses.create({ model: 'gpt', input: 'And?', previous_response_id: first.id })
  t.not(decodedId(first.id), first.id, 'the deployment is told with it')
  t.match(worker.received().body, { model: 'gpt-4.1-mini', previous_response_id: decodedId(first.id) })

  const stream = client.responses.stream({ model: 'gpt', input: 'Hello again' })
  const final = await stream.finalResponse()
  t.match(final.output_text, /Hello again/)
  t.match(worker.log.join(''), /"input":\d+,"output":\d+/, 'its tokens are counted')
})

t.test('events are data lines with the model’s name, and [DONE] ends them', async t => {
  const worker = await startWithSimulator(t)
  for (const address of [path, '/responses']) {
    const answer = await postRaw(worker.base + address, { model: 'gpt', input: 'Hi', stream: true })
    t.ok(answer.clean)
    t.notMatch(answer.text, /^event:/m)
    const data = dataOf(answer.text)
    t.equal(data.pop(), '[DONE]')
    t.match(data.at(-1), { type: 'response.completed' })
    for (const event of data) t.match(event, { model: 'gpt' })
  }
})

t.test('a stream that breaks off ends with response.failed, an error event and a cut', async t => {
  const worker = await startWithSimulator(t)
  for (const scenario of ['cut:2', 'eof:2', 'midstream-error:2', 'badjson:2']) {
    const answer = await postRaw(worker.base + path, { model: 'gpt', input: `Hi [sim:${scenario}]`, stream: true })
    t.notOk(answer.clean, scenario)
    const [failed, error] = dataOf(answer.text).slice(-2)
    t.match(
      failed,
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error' } } },
      scenario,
    )
    t.match(error, { type: 'error', code: 'server_error', error: { message: String } }, scenario)
    t.match(answer.text, /event: response\.failed\n[^]*event: error\n/, scenario)
  }
  const client = new OpenAI({ baseURL: `${worker.base}/v1`, apiKey: clientKey, maxRetries: 0 })
  const stream = await client.responses.create({ model: 'gpt', input: 'Hi [sim:cut:2]', stream: true })
  await t.rejects(async () => {
    for await (const event of stream) t.ok(event.type)
  }, 'OpenAI’s library raises it')
})

t.test('what ends without being complete is complete', async t => {
  for (const type of ['response.incomplete', 'response.failed']) {
    const event = { type, sequence_number: 1, response: { id: 'resp_1', usage: { input_tokens: 3, output_tokens: 2 } } }
    const origin = await startProvider(t, (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.end(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`)
    })
    const worker = await startSdkWorker(t, { config: modelsAt(origin) })
    const answer = await postRaw(worker.base + path, { model: 'gpt', input: 'Hi', stream: true })
    t.ok(answer.clean, type)
    const usage = { ...event.response.usage, cost: 2.2e-5 }
    const [told, last] = dataOf(answer.text) as [{ response: { id: string } }, string]
    t.strictSame(
      { ...told, response: { ...told.response, id: decodedId(told.response.id) } },
      { ...event, response: { ...event.response, usage }, model: 'gpt' },
      type,
    )
    t.equal(last, '[DONE]')
  }
})

t.test('refusals, before a call and by the provider', async t => {
  const worker = await startWithSimulator(t)
  const table = [
    { body: { model: 'gpt' }, status: 400, message: /Missing required parameter: 'input'/ },
    { body: { model: 'nobody', input: 'x' }, status: 400, message: /Invalid model name passed in model=nobody/ },
    { body: '{', status: 400, message: /Invalid JSON payload/ },
    {
      body: { model: 'gpt', input: '[sim:error:500]' },
      status: 500,
      message: /InternalServerError: OpenAIException - /,
    },
    { body: { model: 'gpt', input: '[sim:ratelimit:7]' }, status: 429, message: /RateLimitError: OpenAIException - / },
    { body: { model: 'gpt', input: '[sim:html]' }, status: 500, message: /APIError: OpenAIException - </ },
  ]
  for (const { body, status, message } of table) {
    const answer = await worker.post(path, body)
    t.equal(answer.status, status)
    t.match(await answer.json(), { error: { message, code: String(status) } })
  }
  const body = { model: 'claude', input: 'x', prompt: { id: 'p' } }
  for (const asked of [body, { model: 'unserved', input: 'x' }]) {
    const declined = await worker.post(path, asked)
    t.equal(declined.headers.get('x-crossfade-decline'), 'capability', asked.model)
  }
})

t.test('models without the API answer OpenAI’s library', async t => {
  const worker = await startWithSimulator(t)
  const client = new OpenAI({ apiKey: clientKey, baseURL: `${worker.base}/v1`, maxRetries: 0 })
  const parameters = { type: 'object', properties: { location: { type: 'string' } } }
  const tools = [{ type: 'function' as const, name: 'get_weather', parameters, strict: false }]
  for (const model of ['claude', 'gemini']) {
    const body = { model, input: '[sim:tool]', tools, max_output_tokens: 400 }
    const whole = await client.responses.create(body)
    const streamed = await client.responses.stream(body).finalResponse()
    for (const answer of [whole, streamed]) {
      t.match(answer, { object: 'response', status: 'completed' }, model)
      t.match(answer.output.at(-1), { type: 'function_call', name: 'get_weather', arguments: /location/ })
      t.match(answer.usage, { input_tokens: Number, output_tokens: Number, total_tokens: Number })
    }
    t.match((await client.responses.create({ model, input: 'Hi' })).output_text, /^Simulated answer of /)
    const call = client.responses.create({ model, input: '[sim:ratelimit:7]' })
    await t.rejects(call, { message: /^429 .*RateLimitError/s }, `${model}, a rate limit`)
    await t.rejects(client.responses.stream({ model, input: '[sim:long:20] [sim:cut:5]' }).finalResponse(), {
      message: /Connection reset by peer/,
    })
  }
})

const gpt = target('openai', 'gpt-4o')
const requests: { name: string; model?: string; body: JsonObject; want: JsonObject }[] = [
  {
    name: 'unknown keys are left out, extra_body is not',
    body: { input: 'x', weird: 1, client_metadata: {}, store: null, extra_body: { a: 1 } },
    want: { model: 'gpt-4o', input: 'x', a: 1 },
  },
  {
    name: 'the least output OpenAI takes',
    body: { input: 'x', max_output_tokens: 5 },
    want: { model: 'gpt-4o', input: 'x', max_output_tokens: 16 },
  },
  {
    name: 'marks of prompt caching go',
    body: {
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'x', cache_control: {} }] }],
      tools: [{ type: 'custom', name: 't', cache_control: {} }],
    },
    want: {
      model: 'gpt-4o',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }],
      tools: [{ type: 'custom', name: 't' }],
    },
  },
  {
    name: 'no reasoning for models that do not',
    body: { input: 'x', reasoning: { effort: 'low' }, drop_params: true },
    want: { model: 'gpt-4o', input: 'x' },
  },
  {
    name: 'no sampling while a model reasons',
    model: 'gpt-5',
    body: { input: 'x', temperature: 0.5, top_p: 0.5, reasoning: { effort: 'low' }, drop_params: true },
    want: { model: 'gpt-5', input: 'x', reasoning: { effort: 'low' } },
  },
  {
    name: 'sampling while it does not',
    model: 'gpt-5.2',
    body: { input: 'x', temperature: 0.5, top_p: 0.5 },
    want: { model: 'gpt-5.2', input: 'x', temperature: 0.5, top_p: 0.5 },
  },
]

t.test('requests', async t => {
  for (const { name, model = 'gpt-4o', body, want } of requests) {
    t.strictSame(responsesRequest(body, target('openai', model)).body, want, name)
  }
  const refused: [string, JsonObject, RegExp][] = [
    ['gpt-4o', { reasoning: { effort: 'low' } }, /gpt-4o doesn't support `reasoning.effort`/],
    ['gpt-5', { temperature: 0.5 }, /gpt-5 doesn't support temperature=0.5 while reasoning is active/],
    ['gpt-5', { top_p: 0.5 }, /gpt-5 only supports top_p when reasoning.effort resolves to 'none'/],
  ]
  for (const [model, body, message] of refused) {
    t.throws(() => responsesRequest({ input: 'x', ...body }, target('openai', model)), { message })
  }
})

t.test('addresses and keys', async t => {
  t.equal(responsesRequest({ input: 'x' }, gpt).url, 'http://provider.test/responses')
  const azure: [string | undefined, string][] = [
    ['2024-10-21', '/openai/responses?api-version=2024-10-21'],
    ['preview', '/openai/v1/responses?api-version=preview'],
    [undefined, '/openai/v1/responses?api-version=preview'],
  ]
  for (const [apiVersion, want] of azure) {
    const { url, headers, body } = responsesRequest({ input: 'x' }, target('azure', 'mine', { apiVersion }))
    t.equal(url, `http://provider.test${want}`)
    t.equal(headers['api-key'], 'key')
    t.equal(body['model'], 'mine')
  }
})

t.test('errors quote the whole answer', async t => {
  const raw = '{"error":{"message":"boom","code":"x"}}'
  t.equal(
    responsesError(401, raw, gpt).message,
    `litellm.AuthenticationError: AuthenticationError: OpenAIException - ${raw}`,
  )
  t.equal(responsesError(400, raw, gpt).message, `litellm.BadRequestError: OpenAIException - ${raw}`)
  t.equal(
    responsesError(401, raw, target('azure', 'gpt-4o')).message,
    `litellm.AuthenticationError: AzureException AuthenticationError - ${raw}`,
  )
})

const at = (provider: string, apiBase: string, apiKey: string | undefined): unknown =>
  responsesRequest({ input: 'a' }, target(provider, 'm', { apiBase, apiKey }))
const bearer = (key: string): object => ({ authorization: `Bearer ${key}` })

t.test('who else has the API', async t => {
  const vllm = 'http://vllm.test'
  t.match(at('hosted_vllm', vllm, undefined), { url: `${vllm}/v1/responses`, headers: bearer('fake-api-key') })
  t.match(at('hosted_vllm', `${vllm}/v1`, 'k'), { url: `${vllm}/v1/responses`, headers: bearer('k') })
  t.match(at('openrouter', 'http://or.test/api/v1', 'k'), { url: 'http://or.test/api/v1/responses' })
})

t.test('ids, and what is in them', async t => {
  const told = encodedId('resp_1', 'openai', 'deployment-1')
  t.equal(
    told,
    'resp_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDpkZXBsb3ltZW50LTE7cmVzcG9uc2VfaWQ6cmVzcF8x',
  )
  t.equal(decodedId(told), 'resp_1')
  t.equal(encodedId(told, 'openai', 'deployment-2'), told, 'it is told once')
  for (const id of ['resp_1', 'resp_68b1', '', 'chatcmpl-1']) t.equal(decodedId(id), id)
})
