// Amazon Bedrock through the whole worker, the simulator in AWS's place.
import t, { type Test } from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { message } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import {
  ask,
  clientKey,
  dataOf,
  postRaw,
  type SdkWorker,
  startProvider,
  startSdkWorker,
  startWithSimulator,
} from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'
const messages = '/v1/messages'
const keys = { aws_access_key_id: 'AKIDTEST', aws_secret_access_key: 'secret', aws_region_name: 'eu-west-1' }
const claude = 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'

const params: Record<string, object> = {
  claude: { model: claude, ...keys },
  invoked: { model: claude.replace('bedrock/', 'bedrock/invoke/'), ...keys },
  token: { model: claude, api_key: 'a-bearer-token' },
  role: { model: claude, aws_role_name: 'arn:aws:iam::123456789012:role/r', ...keys },
  nova: { model: 'bedrock/us.amazon.nova-pro-v1:0', ...keys },
  pegasus: { model: 'bedrock/twelvelabs.pegasus-1-2-v1:0', ...keys },
  agent: { model: 'bedrock/agent/x/y', ...keys },
}

async function start(t: Test): Promise<Awaited<ReturnType<typeof startWithSimulator>>> {
  return await startWithSimulator(t, config => {
    const { origin } = new URL(String(config.model_list[0]?.litellm_params.api_base))
    const models = Object.entries(params).map(([model_name, own]) => ({
      model_name,
      litellm_params: { aws_bedrock_runtime_endpoint: origin, aws_sts_endpoint: origin, ...own },
    }))
    return litellmSchema.parse({ ...config, model_list: models })
  })
}

t.test('an answer, signed', async t => {
  const worker = await start(t)
  const answer = await worker.post(chat, ask('claude', 'Hello there'))
  t.equal(answer.status, 200)
  t.match(await answer.json(), { model: 'claude', choices: [{ message: { content: /Hello there/ } }] })
  const { url, headers } = worker.received()
  t.equal(url, '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse')
  t.match(headers['authorization'], /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/\d{8}\/eu-west-1\/bedrock\/aws4_request, /)
  t.notMatch(JSON.stringify(headers), clientKey)
})

t.test('a bearer token is sent as it is', async t => {
  const worker = await start(t)
  await worker.post(chat, ask('token'))
  t.equal(worker.received().headers['authorization'], 'Bearer a-bearer-token')
})

t.test('streams', async t => {
  const worker = await start(t)
  for (const model of ['claude', 'invoked']) {
    const body = ask(model, '[sim:thinking] Hello', { stream: true, stream_options: { include_usage: true } })
    const answer = await postRaw(worker.base + chat, body)
    t.ok(answer.clean, model)
    const data = dataOf(answer.text)
    t.equal(data.at(-1), '[DONE]', model)
    t.match(data.at(-2), { usage: { completion_tokens: Number } }, model)
    t.match(JSON.stringify(data), /reasoning_content/, model)
  }
})

t.test('a stream that breaks off ends with an error and a cut', async t => {
  const worker = await start(t)
  for (const model of ['claude', 'invoked']) {
    for (const scenario of ['cut:2', 'eof:2', 'midstream-error:2', 'badjson:2']) {
      const answer = await postRaw(worker.base + chat, ask(model, `Hi [sim:${scenario}]`, { stream: true }))
      t.notOk(answer.clean, `${model}, ${scenario}`)
      t.match(dataOf(answer.text).at(-1), { error: { message: /BedrockException/ } }, `${model}, ${scenario}`)
    }
  }
})

t.test("Anthropic's own API", async t => {
  const worker = await start(t)
  const whole = await worker.post(messages, ask('claude', 'Hello'))
  t.match(await whole.json(), { type: 'message', model: 'claude' })
  t.match(worker.received().body, { anthropic_version: 'bedrock-2023-05-31', max_tokens: 500 })
  const streamed = await postRaw(worker.base + messages, ask('claude', 'Hello', { stream: true }))
  t.ok(streamed.clean)
  t.match(streamed.text, /event: message_start\n[^]*event: message_stop\n/)
  const broken = await postRaw(worker.base + messages, ask('claude', 'Hi [sim:midstream-error:2]', { stream: true }))
  t.notOk(broken.clean)
  t.match(broken.text, /event: error\ndata: .*modelStreamErrorException/)
})

t.test('the APIs of others, over a bridge', async t => {
  const worker = await start(t)
  const whole = await worker.post(messages, ask('nova'))
  t.match(await whole.json(), { type: 'message', model: 'nova', content: [{ type: 'text' }] })
  t.match(worker.received(), { url: /\/converse$/, headers: { authorization: /^AWS4-HMAC-SHA256 / } })
  t.match(await (await worker.post(messages, ask('nova', 'Hi', { stream: true }))).text(), /event: message_stop/)
  for (const model of ['nova', 'claude']) {
    const response = await worker.post('/v1/responses', { model, input: 'Hi' })
    t.match(await response.json(), { object: 'response', status: 'completed' }, model)
    const events = await worker.post('/v1/responses', { model, input: 'Hi', stream: true })
    t.match(await events.text(), /"type":"response.completed"/, model)
    const text = await worker.post('/v1/completions', { model, prompt: 'Hi' })
    t.match(await text.json(), { object: 'text_completion', choices: [{ finish_reason: 'stop' }] }, model)
    const pieces = await worker.post('/v1/completions', { model, prompt: 'Hi', stream: true })
    t.match(await pieces.text(), /\[DONE\]/, model)
  }
})

t.test('a role is asked for, and signs', async t => {
  const worker = await start(t)
  for (const text of ['one', 'two']) t.equal((await worker.post(chat, ask('role', text))).status, 200)
  const [granted, ...calls] = worker.simulator.recorder.list()
  t.match(granted, { wire: 'aws-sts', url: '/' })
  t.match(calls, [{ wire: 'bedrock' }, { wire: 'bedrock' }])
  for (const { headers } of calls) t.match(headers['authorization'], /Credential=ASIA/)
})

t.test('what the other backend has to do', async t => {
  const worker = await start(t)
  const table = [
    { name: 'another vendor’s model', path: chat, body: ask('pegasus') },
    { name: 'an agent', path: chat, body: ask('agent') },
    { name: 'messages to another vendor’s model', path: messages, body: ask('pegasus') },
    { name: 'embeddings', path: '/v1/embeddings', body: { model: 'pegasus', input: 'x' } },
  ]
  for (const { name, path, body } of table) {
    const answer = await worker.post(path, body)
    t.equal(answer.headers.get('x-crossfade-decline'), 'capability', name)
  }
  t.equal(worker.simulator.recorder.list().length, 0, 'AWS has heard of none')
})

t.test('a text to complete is a chat', async t => {
  const worker = await start(t)
  const completions = '/v1/completions'
  const whole = await worker.post(completions, { model: 'claude', prompt: 'Hello there', stream: false })
  t.match(await whole.json(), { object: 'text_completion', choices: [{ text: /Hello there/ }] })
  t.notOk('stream' in (worker.received().body as object))
  const { text } = await postRaw(worker.base + completions, { model: 'invoked', prompt: 'Hello', stream: true })
  t.match(text, /"object":"text_completion"[^]*"finish_reason":"stop"[^]*\[DONE\]/)
  const refused = await worker.post(completions, { model: 'pegasus', prompt: 'x' })
  t.equal(refused.headers.get('x-crossfade-decline'), 'capability')
})

t.test('a request names no keys, no role and no region', async t => {
  const worker = await start(t)
  for (const more of [
    { aws_access_key_id: 'x' },
    { aws_region_name: 'x' },
    { region_name: 'x' },
    { extra_body: { aws_session_token: 'x' } },
  ]) {
    t.equal((await worker.post(chat, ask('claude', 'Hi', more))).status, 400, JSON.stringify(more))
  }
  t.equal((await worker.post(chat, ask('claude', 'Hi', { aws_role_name: 'x' }))).status, 401)
  t.equal(worker.simulator.recorder.list().length, 0)
})

t.test('two keys have two sessions', async t => {
  const worker = await start(t)
  for (const model of ['claude', 'invoked', 'token']) await worker.post(chat, ask(model))
  t.equal(worker.sessions.all().length, 2)
})

const event = (type: string, payload: object): Buffer =>
  message({ ':event-type': type, ':message-type': 'event' }, JSON.stringify(payload))

const stream = Buffer.concat([
  event('messageStart', { role: 'assistant' }),
  event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'é' } }),
  event('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { name: 'f', toolUseId: 't1' } } }),
  event('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":1}' } } }),
  event('contentBlockStop', { contentBlockIndex: 1 }),
  event('messageStop', { stopReason: 'tool_use' }),
  event('metadata', { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } }),
])

async function answerCutAt(t: Test, cut: number): Promise<string> {
  const origin = await startProvider(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
    response.write(stream.subarray(0, cut), () => response.end(stream.subarray(cut)))
  })
  const worker: SdkWorker = await startSdkWorker(t, {
    config: litellmSchema.parse({
      model_list: [
        { model_name: 'c', litellm_params: { model: claude, aws_bedrock_runtime_endpoint: origin, ...keys } },
      ],
    }),
  })
  const { text } = await postRaw(worker.base + chat, ask('c', 'Hi', { stream: true }))
  return text.replaceAll(/"id":"chatcmpl-[^"]+"|"created":\d+/g, '')
}

t.test('the same events, wherever the chunks begin and end', async t => {
  const whole = await answerCutAt(t, stream.length)
  t.match(whole, '[DONE]')
  for (const cut of [1, 11, 12, 13, 100, 101, 250, 400, stream.length - 1])
    t.equal(await answerCutAt(t, cut), whole, `cut at ${cut}`)
})
