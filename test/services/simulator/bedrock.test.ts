import t from 'tap'
import { cutAwsEvents } from '../../../services/sdk/aws-events.ts'
import type { SseEvent } from '../../../services/sdk/providers/translator.ts'
import { startSimulator } from './harness.ts'

const path = '/model/anthropic.claude-x-v1%3A0'
const ask = (text: string, more: object = {}): object => ({
  messages: [{ role: 'user', content: [{ text }] }],
  inferenceConfig: {},
  ...more,
})

/** The messages of a binary stream, checked by AWS's own codec. */
async function eventsOf(answer: Response): Promise<SseEvent[]> {
  const seen: SseEvent[] = []
  const cutter = cutAwsEvents(event => seen.push(event))
  cutter.feed(Buffer.from(await answer.arrayBuffer()))
  cutter.finish()
  return seen
}

t.test('converse', async t => {
  const { post } = await startSimulator(t)
  const answer = await post(`${path}/converse`, ask('Hello'))
  t.match(answer.headers.get('x-amzn-requestid'), /^[0-9a-f-]{36}$/)
  t.match(await answer.json(), {
    output: {
      message: { role: 'assistant', content: [{ text: /^Simulated answer of anthropic\.claude-x-v1:0 to: Hello/ }] },
    },
    stopReason: 'end_turn',
    usage: { inputTokens: 2 },
  })
  const toolConfig = { tools: [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object' } } } }] }
  t.match(await (await post(`${path}/converse`, ask('[sim:tool] x', { toolConfig }))).json(), {
    output: { message: { content: [{ text: 'I will call f.' }, { toolUse: { name: 'f' } }] } },
    stopReason: 'tool_use',
  })
})

t.test('converse-stream', async t => {
  const { post } = await startSimulator(t)
  const answer = await post(`${path}/converse-stream`, ask('[sim:thinking] Hello'))
  t.equal(answer.headers.get('content-type'), 'application/vnd.amazon.eventstream')
  const events = await eventsOf(answer)
  t.same(
    [...new Set(events.map(({ event }) => event))],
    ['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata'],
  )
  const broken = await eventsOf(await post(`${path}/converse-stream`, ask('[sim:midstream-error:1] Hello')))
  t.equal(broken.at(-1)?.event, 'exception:modelStreamErrorException')
})

t.test('invoke', async t => {
  const { post } = await startSimulator(t)
  const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }
  t.match(await (await post(`${path}/invoke`, body)).json(), { type: 'message', stop_reason: 'end_turn' })
  const events = await eventsOf(await post(`${path}/invoke-with-response-stream`, body))
  t.ok(events.every(({ event }) => event === 'chunk'))
  t.match(Buffer.from(JSON.parse(events.at(-1)?.data ?? '').bytes, 'base64').toString(), '"message_stop"')
})

t.test('refusals', async t => {
  const { post } = await startSimulator(t)
  const table = [
    { name: 'no messages', path: `${path}/converse`, body: {}, status: 400, type: 'ValidationException' },
    {
      name: 'a stray key',
      path: `${path}/converse`,
      body: ask('x', { model: 'y' }),
      status: 400,
      type: 'ValidationException',
    },
    {
      name: 'a model in the body',
      path: `${path}/invoke`,
      body: { model: 'x' },
      status: 400,
      type: 'ValidationException',
    },
    { name: 'no version', path: `${path}/invoke`, body: { messages: [] }, status: 400, type: 'ValidationException' },
    {
      name: 'too many',
      path: `${path}/converse`,
      body: ask('[sim:error:429]'),
      status: 429,
      type: 'ThrottlingException',
    },
  ]
  for (const { name, path: where, body, status, type } of table) {
    const answer = await post(where, body)
    t.equal(answer.status, status, name)
    t.match(answer.headers.get('x-amzn-errortype'), type, name)
  }
  const unsigned = await post(`${path}/converse`, ask('x'), { authorization: 'AWS4-HMAC-SHA256 Credential=invalid/x' })
  t.equal(unsigned.status, 403)
})

t.test('counts', async t => {
  const { post } = await startSimulator(t)
  const counted = async (url: string, body: object): Promise<unknown> => await (await post(url, body)).json()
  const { messages } = ask('Hello there') as { messages: object[] }
  t.match(await counted(`${path}/count-tokens`, { input: { converse: { messages } } }), { inputTokens: Number })
  const claude = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 1,
    messages: [{ role: 'user', content: 'Hello' }],
  }
  const invokeModel = { body: Buffer.from(JSON.stringify(claude)).toString('base64') }
  t.match(await counted(`${path}/count-tokens`, { input: { invokeModel } }), { inputTokens: Number })
  t.match(await counted('/anthropic/v1/messages/count_tokens', { model: 'x', ...claude }), { input_tokens: Number })
  t.equal((await post(`${path}/count-tokens`, { input: {} })).status, 400)
})
