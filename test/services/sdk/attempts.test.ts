import http from 'node:http'
import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { answerFor } from '../../../services/sdk/answers.ts'
import { faultAnswer } from '../../../services/sdk/anthropic-faults.ts'
import { type Errand, explained } from '../../../services/sdk/errand.ts'
import { RequestFault } from '../../../services/sdk/providers/translator.ts'
import { ask, dataOf, postRaw, startProvider, startSdkWorker, until } from '../../support/sdk-worker.ts'
import { failing, good, groups, type ProviderAnswer, startScripted } from '../../support/scripted-provider.ts'

const chat = '/v1/chat/completions'

const chunk = (more: object): string => `data: ${JSON.stringify({ id: 'c', model: 'm', ...more })}\n\n`

t.test('a call that failed is made again, and the answer says how often', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(500), good] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const answer = await worker.post(chat, ask('m'))
  t.equal(answer.status, 200)
  t.strictSame(calls, ['a', 'a'])
  t.equal(answer.headers.get('x-litellm-attempted-retries'), '1')
  t.equal(answer.headers.get('x-litellm-max-retries'), '2')
  const line = worker.log
    .map(entry => JSON.parse(entry) as Record<string, unknown>)
    .find(entry => entry.event === 'request')
  t.match(line, { status: 200, outcome: 'ok', calls: 2, cost: 0.0012 })
})

t.test('a request may say how often, or never', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(500)] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const answer = await worker.post(chat, ask('m', 'Hi', { num_retries: 0 }))
  t.equal(answer.status, 500)
  t.strictSame(calls, ['a'])
  await worker.post(chat, ask('m'), { headers: { 'x-litellm-num-retries': '1' } })
  t.strictSame(calls, ['a', 'a', 'a'])
})

t.test('another deployment is asked at once; one that is refused for good cools down', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(401)], b: [good] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a', 'b'] }) })
  const answer = await worker.post(chat, ask('m'))
  t.equal(answer.headers.get('x-litellm-model-id'), 'id-b')
  await worker.post(chat, ask('m'))
  t.strictSame(calls, ['a', 'b', 'b'])
})

t.test('all of them cooling down: LiteLLM’s own 429', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(401)], b: [failing(401)] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a', 'b'] }) })
  for (let index = 0; index < 2; index += 1) await worker.post(chat, ask('m', 'Hi', { num_retries: 0 }))
  const before = calls.length
  const answer = await worker.post(chat, ask('m'))
  t.equal(answer.status, 429)
  t.equal(answer.headers.get('retry-after'), '5')
  t.match(await answer.json(), {
    error: {
      type: 'all_deployments_in_cooldown',
      code: '429',
      message:
        'No deployments available for selected model, Try again in 5 seconds. All deployments for selected model are ' +
        "in cooldown. Passed model=m. pre-call-checks=False, cooldown_list=['id-a', 'id-b']",
    },
  })
  t.equal(calls.length, before)
})

t.test('the only deployment of a group is asked again', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(401)] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  for (let index = 0; index < 2; index += 1) t.equal((await worker.post(chat, ask('m'))).status, 401)
  t.strictSame(calls, ['a', 'a'])
})

t.test('a fallback answers under the model’s own name', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(400)], b: [good] })
  const router_settings = { fallbacks: [{ m: ['n'] }] }
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'], n: ['b'] }, { router_settings }) })
  const answer = await worker.post(chat, ask('m'))
  t.match(await answer.json(), { model: 'gpt-4.1-mini', choices: [{ message: { content: 'hello' } }] })
  t.equal(answer.headers.get('x-litellm-attempted-fallbacks'), '1')
  t.equal(answer.headers.get('x-litellm-model-group'), 'n')
  t.strictSame(calls, ['a', 'b'])
})

t.test('no fallback helped: the first failure, and what became of the others', async t => {
  const { origin } = await startScripted(t, { a: [failing(400)], b: [failing(404)] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'], n: ['b'] }) })
  const answer = await worker.post(chat, ask('m', 'Hi', { fallbacks: ['n'] }))
  t.equal(answer.status, 400)
  const { error } = (await answer.json()) as { error: { message: string } }
  t.equal(
    error.message,
    "litellm.BadRequestError: OpenAIException - told 400\n\nLiteLLM: model group 'm' failed with the error above. " +
      'Fallback to n also failed: litellm.NotFoundError: NotFoundError: OpenAIException - told 404',
  )
})

t.test('a provider that asks for more patience than a client has is not waited for', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(429, { 'retry-after': '30' })] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const answer = await worker.post(chat, ask('m'))
  t.equal(answer.status, 429)
  t.equal(answer.headers.get('retry-after'), '30')
  t.strictSame(calls, ['a'])
})

t.test('a client that leaves while we wait ends it', async t => {
  const { origin, calls } = await startScripted(t, { a: [failing(429, { 'retry-after': '15' })] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const request = http.request(worker.base + chat, { method: 'POST' })
  request.on('error', () => {})
  request.end(JSON.stringify(ask('m')))
  await until(() => calls.length === 1)
  request.destroy()
  await until(() => worker.log.some(line => line.includes('client_gone')))
  t.equal(worker.log.filter(line => line.includes('"event":"request"')).length, 1)
})

t.test('the cost of a stream is in its usage; its head has none yet', async t => {
  const origin = await startProvider(t, (req, res) => {
    req.resume()
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write(chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'hello' } }] }))
    res.write(chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
    res.write(chunk({ choices: [], usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 } }))
    res.end('data: [DONE]\n\n')
  })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const options = { stream: true, stream_options: { include_usage: true } }
  const answer = await postRaw(worker.base + chat, ask('m', 'Hi', options))
  t.match(dataOf(answer.text).at(-2), { usage: { cost: 0.0012 } })
  t.equal(answer.headers['x-litellm-response-cost'], undefined)
  t.equal(answer.headers['x-litellm-response-cost-original'], '0.0')
  t.match(await worker.registry.metrics(), /crossfade_cost_dollars_total\{model="m",[^}]*\} 0\.0012/)
})

t.test('the headers of a good answer', async t => {
  const { origin } = await startScripted(t, { a: [good] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
  const { headers } = await worker.post(chat, ask('m'))
  const wanted = {
    'x-litellm-model-id': 'id-a',
    'x-litellm-model-name': 'openai/gpt-4.1-mini',
    'x-litellm-model-api-base': `${origin}/a`,
    'x-litellm-response-cost': '0.0012',
    'x-litellm-response-cost-input': '0.00039999999999999996',
    'x-litellm-response-cost-output': '0.0007999999999999999',
    'x-litellm-response-cost-tool-usage': '0.0',
    'x-litellm-key-spend': '0.0012',
    'x-ratelimit-limit-requests': '9',
    'request-id': 'r-1',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
  for (const [name, value] of Object.entries(wanted)) t.equal(headers.get(name), value, name)
})

const refused: { name: string; more: object; status: number; message: RegExp }[] = [
  {
    name: 'api_base',
    more: { api_base: 'http://h' },
    status: 401,
    message: /^Authentication Error, Rejected Request: api_base /,
  },
  { name: 'user_config', more: { user_config: {} }, status: 401, message: /Rejected Request: user_config / },
  {
    name: 'a price',
    more: { input_cost_per_token: 0 },
    status: 401,
    message: /Rejected Request: input_cost_per_token /,
  },
  { name: 'in a fallback', more: { fallbacks: [{ model: 'm', base_url: 'x' }] }, status: 401, message: /base_url/ },
  { name: 'api_key', more: { api_key: 'k' }, status: 400, message: /^api_key is not allowed/ },
  {
    name: 'a credential header',
    more: { extra_headers: { Authorization: 'x' } },
    status: 400,
    message: /^extra_headers/,
  },
  {
    name: 'mock testing',
    more: { mock_testing_fallbacks: true },
    status: 400,
    message: /^Mock testing request params/,
  },
]

for (const { name, more, status, message } of refused) {
  t.test(`refused: ${name}`, async t => {
    const { origin, calls } = await startScripted(t, { a: [good] })
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
    for (const path of [chat, '/v1/messages']) {
      const answer = await worker.post(path, ask('m', 'Hi', more))
      t.equal(answer.status, status)
      t.match(((await answer.json()) as { error: { message: string } }).error.message, message)
    }
    t.strictSame(calls, [])
  })
}

t.test('a deployment without an address is the other backend’s to ask', async t => {
  const deployment = { model_name: 'm', litellm_params: { model: 'hosted_vllm/m' } }
  const worker = await startSdkWorker(t, { config: litellmSchema.parse({ model_list: [deployment] }) })
  const answers = [
    await worker.post(chat, ask('m')),
    await worker.post('/v1/messages', ask('m', 'Hi', { max_tokens: 5 })),
    await worker.post('/v1/embeddings', { model: 'm', input: 'x' }),
  ]
  for (const answer of answers) t.equal(answer.headers.get('x-crossfade-decline'), 'capability')
})

for (const [dialect, explain] of [
  ['OpenAI', answerFor],
  ['Anthropic', faultAnswer],
] as const) {
  t.test(`a bug met before a call is an answer in ${dialect}’s dialect, told and blamed on the arm`, async t => {
    const bug = new TypeError('a bug of ours')
    const told: unknown[] = []
    const tell = { countTokens: () => {}, ownFault: (fault: unknown) => void told.push(fault) }
    const answer = explained(bug, { explain } as Errand, tell)
    t.match(answer, { status: 500, fault: 'arm', final: true, body: { error: { message: /its log says why/ } } })
    t.strictSame(told, [bug])
    const refused = explained(new RequestFault('no'), { explain } as Errand, tell)
    t.equal(refused.status, 400)
    t.equal(told.length, 1, 'what is no bug is not told')
  })
}

const events =
  (...parts: string[]): ProviderAnswer =>
  res => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.end(parts.join(''))
  }

t.test('a stream that fails before its first words is another group’s to answer, and not asked for again', async t => {
  const boom = events('data: {"error":{"message":"boom","code":500}}\n\n')
  const told = [{ index: 0, delta: { role: 'assistant', content: 'b' }, finish_reason: 'stop' }]
  const { origin, calls } = await startScripted(t, {
    a: [boom],
    b: [events(chunk({ choices: told }), 'data: [DONE]\n\n')],
    c: [boom],
  })
  const settings = { router_settings: { fallbacks: [{ m: ['n'] }, { o: ['p'] }] } }
  const worker = await startSdkWorker(t, {
    config: groups(origin, { m: ['a'], n: ['b'], o: ['a'], p: ['c'] }, settings),
  })
  const answer = await worker.post(chat, ask('m', 'Hi', { stream: true }))
  t.strictSame(calls.splice(0), ['a', 'b'])
  t.match(await answer.text(), '"content":"b"')
  const failed = await worker.post(chat, ask('o', 'Hi', { stream: true }))
  t.strictSame(calls, ['a', 'c'])
  t.equal(failed.headers.get('x-litellm-model-group'), 'p')
  t.match(await failed.json(), { error: { message: /boom$/ } })
})

t.test('several models at once are the other backend’s', async t => {
  const { origin, calls } = await startScripted(t, { a: [good] })
  const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'], n: ['a'] }) })
  t.equal((await worker.post(chat, ask('m,n'))).status, 501)
  t.equal((await worker.post(chat, ask('m,nobody'))).status, 400)
  t.strictSame(calls, [])
})
