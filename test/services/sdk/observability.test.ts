import t from 'tap'
import {
  ask,
  clientKey,
  postRaw,
  providerKey,
  type SdkWorker,
  startWithSimulator,
  supermemoryKey,
  until,
} from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

type Line = Record<string, unknown> & { tokens: { input: number; output: number } | null }

function requestLines(worker: SdkWorker): Line[] {
  return worker.log.map(line => JSON.parse(line) as Line).filter(line => line.event === 'request')
}

async function metric(worker: SdkWorker, name: string, ...labels: string[]): Promise<number> {
  const lines = (await worker.registry.metrics()).split('\n').filter(line => line.startsWith(`${name}{`))
  return lines
    .filter(line => labels.every(label => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

t.test('one line a request, with everything that is known and nothing that is secret', async t => {
  const worker = await startWithSimulator(t)
  const headers = {
    'x-crossfade-request-id': 'req-1',
    'user-agent': 'claude-cli/2.1 (external)',
    'x-supermemory-api-key': 'client-secret',
    cookie: 'session=client-cookie',
  }
  await worker.post(`${chat}?trace=query-secret`, ask('claude', '[sim:cookie] prompt-secret'), { headers })
  const [line, ...others] = requestLines(worker)
  t.strictSame(others, [])
  t.match(line, {
    level: 'info',
    component: 'worker-sdk-test',
    event: 'request',
    request_id: 'req-1',
    client: 'claude-cli/2.1',
    user_id: 'claude-code',
    model: 'claude',
    backend: 'sdk',
    status: 200,
    outcome: 'ok',
    method: 'POST',
    route: 'chat_completions',
    tokens: { input: Number, output: Number },
  })
  t.match(line?.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  t.ok(Number(line?.duration_ms) >= Number(line?.ttft_ms))
})

t.test('no key, cookie or prompt is ever logged or counted, whatever happens', async t => {
  const worker = await startWithSimulator(t)
  const secrets = [clientKey, providerKey, supermemoryKey, 'prompt-secret', 'client-cookie', 'wrong-key', '__cf_bm=']
  const headers = { cookie: 'a=client-cookie' }
  const scenarios = ['cookie', 'gate', 'error:401', 'error:500', 'html', 'reset', 'cut', 'midstream-error', 'thinking']
  for (const scenario of scenarios) {
    for (const stream of [false, true]) {
      for (const model of ['gpt', 'remembering']) {
        await postRaw(worker.base + chat, ask(model, `[sim:${scenario}] prompt-secret`, { stream }), headers)
      }
    }
  }
  await worker.post(chat, ask('prompt-secret'))
  await worker.post(chat, '{"prompt-secret')
  await worker.post(chat, ask('gpt'), { headers: { authorization: 'Bearer wrong-key' } })
  const told = worker.log.join('') + (await worker.registry.metrics())
  for (const secret of secrets) t.notOk(told.includes(secret), secret)
  t.equal(requestLines(worker).length, scenarios.length * 4 + 3, 'and every one has its line')
})

const endings: { name: string; scenario: string; stream: boolean; outcome: string; code: number; level: string }[] = [
  { name: 'whole', scenario: 'cookie', stream: false, outcome: 'ok', code: 200, level: 'info' },
  { name: 'streamed', scenario: 'cookie', stream: true, outcome: 'ok', code: 200, level: 'info' },
  { name: 'bad request', scenario: 'error:400', stream: false, outcome: 'client_error', code: 400, level: 'info' },
  { name: 'rate limit', scenario: 'error:429', stream: false, outcome: 'provider_error', code: 429, level: 'warn' },
  { name: 'provider down', scenario: 'error:503', stream: true, outcome: 'provider_error', code: 503, level: 'warn' },
  { name: 'reset', scenario: 'reset', stream: true, outcome: 'provider_error', code: 0, level: 'warn' },
  { name: 'broken', scenario: 'cut', stream: true, outcome: 'broken', code: 200, level: 'warn' },
]

for (const { name, scenario, stream, outcome, code, level } of endings) {
  t.test(`ending: ${name}`, async t => {
    const worker = await startWithSimulator(t)
    await postRaw(worker.base + chat, ask('gpt', `[sim:${scenario}] Hi`, { stream }))
    t.match(requestLines(worker), [{ outcome, status: code, level, model: 'gpt' }])
    t.equal(requestLines(worker).length, 1)
    const labels = ['backend="sdk"', 'upstream="openai"', `code="${code}"`, `outcome="${outcome}"`]
    t.equal(await metric(worker, 'crossfade_upstream_requests_total', ...labels), 1)
    t.equal(await metric(worker, 'crossfade_upstream_request_duration_seconds_count', ...labels.slice(0, 2)), 1)
    t.equal(await metric(worker, 'crossfade_upstream_requests_in_flight'), 0)
  })
}

t.test('tokens are counted once, as the provider counted them, also of a stream that breaks', async t => {
  const worker = await startWithSimulator(t)
  const whole = await worker.post(chat, ask('claude'))
  const { usage } = (await whole.json()) as { usage: { prompt_tokens: number; completion_tokens: number } }
  const tokens = (direction: string): Promise<number> =>
    metric(worker, 'crossfade_tokens_total', 'model="claude"', `direction="${direction}"`)
  t.equal(await tokens('input'), usage.prompt_tokens)
  t.equal(await tokens('output'), usage.completion_tokens)

  await postRaw(worker.base + chat, ask('claude', 'Hi', { stream: true }))
  t.equal(await tokens('input'), 2 * usage.prompt_tokens)
  t.equal(await tokens('output'), 2 * usage.completion_tokens)

  await postRaw(worker.base + chat, ask('claude', '[sim:cut:3] Hi', { stream: true }))
  await until(() => requestLines(worker).length === 3)
  // Its connection is closed once more after the error frame: nothing may be counted then.
  await worker.post(chat, ask('nope'))
  t.equal(await tokens('input'), 2 * usage.prompt_tokens + (requestLines(worker)[2]?.tokens?.input ?? -1))
})

t.test('labels come from the configuration only', async t => {
  const worker = await startWithSimulator(t)
  await worker.post(chat, ask('gpt'))
  const series = async (): Promise<number> => (await worker.registry.metrics()).match(/^crossfade_/gm)?.length ?? 0
  await worker.post(chat, ask('nobody-1'))
  const before = await series()
  for (let index = 2; index < 40; index += 1) {
    await worker.post(chat, ask(`nobody-${index}`), { headers: { 'user-agent': `agent-${index}` } })
  }
  t.equal(await series(), before)
})
