/** Every endpoint goes through the router: retries, cooldowns, fallbacks and headers are not chat's alone. */
import t from 'tap'
import type { ProviderAnswer } from '../../support/scripted-provider.ts'
import { failing, groups, startScripted } from '../../support/scripted-provider.ts'
import { startProvider, startSdkWorker } from '../../support/sdk-worker.ts'

const saying =
  (body: object): ProviderAnswer =>
  res => {
    res.writeHead(200, {
      'content-type': 'application/json',
      'x-request-id': 'r-1',
      'x-ratelimit-reset-requests': '1s',
    })
    res.end(JSON.stringify(body))
  }

const message = { role: 'assistant', content: 'hello' }
const usage = { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 }
const chat = saying({ id: 'c', model: 'real', choices: [{ index: 0, message, finish_reason: 'stop' }], usage })
const vectors = saying({ data: [{ embedding: [1], index: 0 }], model: 'real', usage })
const response = saying({ id: 'r', model: 'real', output: [], usage: { input_tokens: 1000, output_tokens: 500 } })

const endpoints: {
  path: string
  ask: object
  good: ProviderAnswer
  /** What success and error tell besides what all of them do, and what they do not. */
  shows: Record<string, string | null>
  fails: Record<string, string | null>
}[] = [
  {
    path: '/v1/embeddings',
    ask: { input: 'Hi' },
    good: vectors,
    shows: { 'x-litellm-response-cost': '0.0012', 'request-id': 'r-1', 'x-ratelimit-reset-requests': null },
    fails: { 'x-litellm-timeout': '6000.0', 'x-litellm-version': '1.106.2', 'x-litellm-model-id': null },
  },
  {
    path: '/v1/completions',
    ask: { prompt: 'Hi' },
    good: chat,
    shows: { 'x-litellm-response-cost': '0.0012', 'request-id': 'r-1', 'x-ratelimit-reset-requests': null },
    fails: { 'x-litellm-timeout': null, 'x-litellm-version': null, 'x-litellm-response-cost': null, 'retry-after': '0' },
  },
  {
    path: '/v1/responses',
    ask: { input: 'Hi' },
    good: response,
    shows: { 'x-litellm-response-cost': '0.0012', 'request-id': 'r-1', 'x-ratelimit-reset-requests': '1s' },
    fails: { 'x-litellm-timeout': '600.0', 'x-litellm-version': '1.106.2', 'x-litellm-model-id': 'id-a' },
  },
] // prettier-ignore

const headersOf = (answer: Response, names: object): Record<string, string | null> =>
  Object.fromEntries(Object.keys(names).map(name => [name, answer.headers.get(name)]))

for (const { path, ask, good, shows, fails } of endpoints) {
  t.test(`${path}: a failed call is made again, and the answer tells of it`, async t => {
    const { origin, calls } = await startScripted(t, { a: [failing(500), good] })
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
    const answer = await worker.post(path, { model: 'm', ...ask })
    t.equal(answer.status, 200)
    t.match(await answer.json(), { model: 'm' })
    t.strictSame(calls, ['a', 'a'])
    t.strictSame(headersOf(answer, shows), shows)
    const told = { 'x-litellm-model-id': 'id-a', 'x-litellm-attempted-retries': '1', 'x-litellm-model-group': 'm' }
    t.strictSame(headersOf(answer, told), told)
  })

  t.test(`${path}: a fallback answers, under the name of its model`, async t => {
    const { origin, calls } = await startScripted(t, { a: [failing(400)], b: [good] })
    const router_settings = { fallbacks: [{ m: ['n'] }] }
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'], n: ['b'] }, { router_settings }) })
    const answer = await worker.post(path, { model: 'm', ...ask })
    t.match(await answer.json(), { model: 'real' })
    t.equal(answer.headers.get('x-litellm-attempted-fallbacks'), '1')
    t.strictSame(calls, ['a', 'b'])
  })

  t.test(`${path}: all of them cooling down`, async t => {
    const { origin, calls } = await startScripted(t, { a: [failing(401)], b: [failing(401)] })
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a', 'b'] }) })
    for (let index = 0; index < 2; index += 1) await worker.post(path, { model: 'm', ...ask, num_retries: 0 })
    const answer = await worker.post(path, { model: 'm', ...ask })
    t.equal(answer.status, 429)
    t.match(await answer.json(), { error: { type: 'all_deployments_in_cooldown' } })
    t.equal(calls.length, 2)
  })

  t.test(`${path}: an error has the headers of its endpoint`, async t => {
    const { origin } = await startScripted(t, { a: [failing(429, { 'retry-after': '0' })] })
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
    const answer = await worker.post(path, { model: 'm', ...ask, num_retries: 0 })
    t.equal(answer.status, 429)
    t.match(await answer.json(), { error: { message: /model group 'm' failed with the error above/ } })
    t.strictSame(headersOf(answer, fails), fails)
  })

  t.test(`${path}: our own timeout`, async t => {
    const origin = await startProvider(t, req => void req.resume())
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
    const answer = await worker.post(path, { model: 'm', ...ask, num_retries: 0, timeout: 0.05 })
    t.equal(answer.status, 408)
    const { error } = (await answer.json()) as { error: { message: string } }
    t.match(error.message, /^litellm\.Timeout: .*(?:timed out|Timeout)/)
    t.notMatch(error.message, /Deployment Info/, 'only chats tell of the deployment')
  })

  t.test(`${path}: what LiteLLM refuses before it looks at a deployment`, async t => {
    const { origin, calls } = await startScripted(t, { a: [good] })
    const worker = await startSdkWorker(t, { config: groups(origin, { m: ['a'] }) })
    for (const [more, message] of [
      [{ model: 7 }, /^'model' must be a string\.$/],
      [{ model: 'm', mock_timeout: true }, /Mock testing request params are disabled/],
      [{ model: 'nope' }, /Invalid model name passed in model=nope/],
    ] as const) {
      const answer = await worker.post(path, { ...ask, ...more })
      t.equal(answer.status, 400)
      t.match(await answer.json(), { error: { message } })
    }
    t.strictSame(calls, [])
  })
}
