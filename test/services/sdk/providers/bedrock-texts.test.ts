/** Models at Bedrock that continue a text. */
import t from 'tap'
import { textFamilyOf } from '../../../../services/sdk/providers/bedrock/text-families.ts'
import { text, unreadText } from '../../../../services/sdk/providers/bedrock/text.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const at = (model: string): Target =>
  target('bedrock', model, {
    apiBase: 'http://aws.test',
    aws: { region: 'r', usualRegion: 'r', endpoint: undefined, identity: { kind: 'bearer', token: 'T' } },
  })
const titan = 'amazon.titan-text-express-v1'
const mistral = 'mistral.mistral-7b-instruct-v0:2'
const llama2 = 'meta.llama2-13b-chat-v1'
const llama3 = 'invoke/meta.llama3-8b-instruct-v1:0'
const messages = [
  { role: 'system', content: 'S' },
  { role: 'user', content: 'a' },
  { role: 'assistant', content: 'b' },
  { role: 'user', content: ' c ' },
]
const head = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`

const prompts: readonly (readonly [string, string])[] = [
  [titan, '\n\nUser: <admin>S</admin>\n\nUser: a\n\nBot: b\n\nUser:  c \n\nBot: '],
  [mistral, '<s>[INST] \nS [/INST]\n[INST] a [/INST]\n b</s> [INST]  c  [/INST]\n'],
  [llama2, '<s>[INST] <<SYS>>\nS\n<</SYS>>\n [/INST]\n[INST] a [/INST]\nb\n</s>[INST]  c  [/INST]\n'],
  [
    llama3,
    `<|begin_of_text|>${head('system')}S<|eot_id|>${head('user')}a<|eot_id|>${head('assistant')}b<|eot_id|>` +
      `${head('user')}c<|eot_id|>${head('assistant')}`,
  ],
]

t.test('prompts', async t => {
  for (const [model, want] of prompts) t.equal(textFamilyOf(model)?.prompt(messages, model), want, model)
})

t.test('models of other kinds', async t => {
  for (const model of [
    'us.amazon.nova-pro-v1:0',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'cohere.command-r-other-v1:0',
    'acme.model-v1:0',
  ]) {
    t.equal(textFamilyOf(model), undefined, model)
  }
})

t.test('parameters in a model’s own words', async t => {
  const chat = { messages, max_tokens: 5, top_p: 0.5, top_k: 2 }
  const made = (model: string, more: JsonObject = {}) => text.request({ ...chat, ...more }, at(model))
  t.match(made(titan).body, { textGenerationConfig: { maxTokenCount: 5, topP: 0.5, top_k: 2 } })
  t.match(made(llama3).body, { max_gen_len: 5, top_p: 0.5 })
  t.match(made(mistral), {
    url: `http://aws.test/model/${mistral}/invoke`,
    hidesHeaders: true,
    body: { max_tokens: 5 },
  })
  t.throws(() => made(llama3, { tools: [{}] }), /does not support parameters: \['tools'\]/)
  t.equal(made(mistral, { stream: true }).url, `http://aws.test/model/${mistral}/invoke-with-response-stream`)
})

t.test('answers', async t => {
  const said = (model: string, answer: JsonObject): JsonObject =>
    text.response(answer, { messages }, at(model), {
      ...context,
      headers: { 'x-amzn-bedrock-input-token-count': '3', 'x-amzn-bedrock-output-token-count': '2' },
    }).body
  t.match(said(titan, { results: [{ outputText: 'x' }] }), {
    choices: [{ finish_reason: 'stop', message: { content: 'x' } }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  })
  t.match(said(mistral, { outputs: [{ text: 'x', stop_reason: 'length' }] }), {
    choices: [{ finish_reason: 'length' }],
  })
  t.match(said(mistral, { choices: [{ message: { content: 'y' }, finish_reason: 'stop' }] }), {
    choices: [{ message: { content: 'y' } }],
  })
  t.throws(() => said(llama2, {}), { status: 422, message: /Received error='generation'/ })
  t.throws(() => said(mistral, {}), { status: 422, message: /Unexpected mistral completion response/ })
  t.throws(() => said(titan, { results: [] }), { status: 422, message: /list index out of range/ })
  t.throws(() => said(llama2, { generation: '' }), { status: 500, message: /Error parsing received text=\./ })
  t.match(unreadText('<html>', at(titan)), { status: 500, message: /BedrockException - <html>/ })
})

const metrics = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 3, outputTokenCount: 2 } }
const llamaEnd = { generation: '', stop_reason: 'length' }

const streams: readonly (readonly [string, string, JsonObject[], string | null])[] = [
  ['titan', titan, [{ outputText: 'a' }, { outputText: 'b', completionReason: 'LENGTH' }], 'ab'],
  ['mistral', mistral, [{ outputs: [{ text: 'a' }] }, { outputs: [{ text: 'b', stop_reason: 'stop' }] }], 'ab'],
  ['llama', llama3, [{ generation: 'a' }, { odd: 1 }, { generation: 'b' }, llamaEnd], 'ab'],
  ['what AWS counts', llama3, [{ generation: 'a' }, { generation: '', ...metrics }], 'a'],
  ['no end', llama3, [{ generation: 'a' }, { generation: 'b' }], null],
  ['nothing', titan, [], null],
]

t.test('streams', async t => {
  for (const [name, model, chunks, want] of streams) {
    const stream = text.stream({ messages }, at(model), { ...context, includeUsage: false })
    const frames = chunks.flatMap(chunk => {
      const bytes = Buffer.from(JSON.stringify(chunk)).toString('base64')
      return stream.push({ event: 'chunk', data: JSON.stringify({ bytes }) })
    })
    const { complete, frames: last } = stream.end()
    t.equal(complete, want !== null, name)
    const told = [...frames, ...last].flatMap(frame => (frame.includes('[DONE]') ? [] : [frame.slice(6)]))
    const parsed = told.map(frame => JSON.parse(frame) as { choices: [{ delta: { content?: string } }] })
    const said = parsed.map(({ choices: [{ delta }] }) => delta.content ?? '').join('')
    if (want !== null) t.match([said, told.at(-1)], [want, /"finish_reason":"stop"/], name)
  }
})

t.test('an exception in a stream', async t => {
  const stream = text.stream({ messages }, at(titan), context)
  t.throws(() => stream.push({ event: 'exception:throttlingException', data: '{"message":"slow"}' }), /slow/)
})
