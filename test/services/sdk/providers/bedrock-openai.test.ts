/** Models at Bedrock that are invoked in OpenAI's words. */
import t from 'tap'
import { importedOpenAi, moonshotOpenAi, unreadForm } from '../../../../services/sdk/providers/bedrock/openai-form.ts'
import { routeOf } from '../../../../services/sdk/providers/bedrock/route.ts'
import type { JsonObject, SseEvent, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const at = (model: string): Target =>
  target('bedrock', model, {
    apiBase: 'http://aws.test',
    aws: { region: 'r', usualRegion: 'r', endpoint: undefined, identity: { kind: 'bearer', token: 'T' } },
  })
const kimi = 'invoke/moonshot.kimi-k2-thinking'
const imported = 'openai/arn:aws:bedrock:us-east-2:1:imported-model/a1'
const messages = [{ role: 'user', content: 'hi' }]
const tool = { type: 'function', function: { name: 'now' } }

t.test('routes', async t => {
  t.equal(routeOf(kimi), 'moonshot')
  t.equal(routeOf(imported), 'imported')
})

t.test('Moonshot’s requests', async t => {
  const made = (chat: JsonObject, model = kimi): JsonObject =>
    moonshotOpenAi.request({ messages, ...chat }, at(model)).body
  t.match(made({}), { model: 'moonshot.kimi-k2-thinking', stream: false, messages })
  t.match(made({ max_completion_tokens: 5, temperature: 1.5, stream: true }), {
    max_tokens: 5,
    temperature: 1,
    stream: true,
  })
  t.equal(made({}, 'invoke/us-west-2/moonshotai.kimi-k2.5')['model'], 'moonshotai.kimi-k2.5')
  const forced = made({ tools: [tool], tool_choice: 'required' })
  t.match(forced, { tool_choice: undefined, messages: [{}, { content: /select a tool/ }] })
  t.throws(() => made({ stop: ['x'] }), /does not support parameters: \['stop'\]/)
  const { headers } = moonshotOpenAi.request(
    { messages, guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } },
    at(kimi),
  )
  t.match(headers, { 'x-amzn-bedrock-guardrailidentifier': 'g' })
})

t.test('requests to an imported model', async t => {
  const { url, body } = importedOpenAi.request(
    { messages, stream: true, max_completion_tokens: 5, top_k: 3 },
    at(imported),
  )
  t.equal(url, 'http://aws.test/model/arn:aws:bedrock:us-east-2:1:imported-model%2Fa1/invoke-with-response-stream')
  t.match(body, { model: 'arn:aws:bedrock:us-east-2:1:imported-model/a1', max_completion_tokens: 5, top_k: 3 })
  t.match(body, { stream_options: { include_usage: true } })
  t.notOk('stream' in body)
})

const answered = (message: JsonObject): JsonObject => ({ choices: [{ index: 0, message, finish_reason: 'stop' }] })
const thoughts: readonly (readonly [string, JsonObject])[] = [
  ['<reasoning>why\n</reasoning>\n\nHello\n', { content: 'Hello', reasoning_content: 'why' }],
  ['<reasoning> </reasoning>Hello', { content: '<reasoning> </reasoning>Hello' }],
  ['Hello', { content: 'Hello' }],
]

t.test('thoughts before an answer', async t => {
  for (const [content, message] of thoughts) {
    const { body } = moonshotOpenAi.response(answered({ role: 'assistant', content }), { messages }, at(kimi), context)
    t.match(body, { choices: [{ message }] }, content)
  }
})

t.test('answers that are none', async t => {
  const failing = (answer: JsonObject) => () => importedOpenAi.response(answer, { messages }, at(imported), context)
  t.throws(failing({ error: { message: 'no', code: 429 } }), /RateLimitError: BedrockException - no/)
  t.throws(failing({ error: { message: 'no' } }), /BadRequestError: BedrockException - no/)
  t.throws(failing({ error: 'no' }), /Error in response object/)
  t.throws(failing({ odd: 1 }), /no 'choices'/)
  t.match(unreadForm('<html>', at(imported)).message, /Original Response: <html>/)
})

const wrapped = (data: string): SseEvent => ({
  event: 'chunk',
  data: JSON.stringify({ bytes: Buffer.from(data).toString('base64') }),
})

t.test('streams, by AWS’s events and by plain ones', async t => {
  const chunks = [
    { id: 'c', choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello' } }] },
    { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'length' }] },
  ].map(chunk => JSON.stringify(chunk))
  for (const wrap of [wrapped, (data: string): SseEvent => ({ event: '', data })]) {
    const stream = importedOpenAi.stream({ messages, stream: true }, at(imported), context)
    const frames = chunks.flatMap(chunk => stream.push(wrap(chunk)))
    const { complete, frames: last } = stream.end()
    t.ok(complete)
    t.match([...frames, ...last].join(''), /"content":"Hello"[^]*"finish_reason":"length"/)
  }
})
