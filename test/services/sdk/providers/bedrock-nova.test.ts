/** Amazon's Nova by InvokeModel. */
import t from 'tap'
import { novaRequest, novaResponse, novaStream } from '../../../../services/sdk/providers/bedrock/nova.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const nova = target('bedrock', 'invoke/us.amazon.nova-pro-v1:0', {
  apiBase: 'http://aws.test',
  aws: { region: 'r', usualRegion: 'r', endpoint: undefined, identity: { kind: 'bearer', token: 'T' } },
})
const user = (content: JsonObject['content']): JsonObject => ({ role: 'user', content })
const mark = { cache_control: { type: 'ephemeral' } }
const text = (words: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: words, ...more })
const cachePoint = { type: 'default' }

const requests: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['a question', {}, { messages: [{ role: 'user', content: [{ text: 'hi' }] }], inferenceConfig: {} }],
  [
    'limits',
    { max_tokens: 5, top_k: 3 },
    { inferenceConfig: { maxTokens: 5 }, additionalModelRequestFields: undefined },
  ],
  [
    'cache points',
    { messages: [{ role: 'system', content: [text('S', mark)] }, user([text('a', mark), text('b')])] },
    {
      system: [{ text: 'S', cachePoint }],
      messages: [{ role: 'user', content: [{ text: 'a', cachePoint }, { text: 'b' }] }],
    },
  ],
  ['an extra body', { extra_body: { odd: 1 } }, { odd: 1 }],
  ['a tier', { service_tier: 'flex' }, { serviceTier: undefined }],
]

t.test('requests', async t => {
  for (const [name, chat, body] of requests) {
    const made = novaRequest({ messages: [user('hi')], ...chat }, nova)
    t.equal(made.url, 'http://aws.test/model/us.amazon.nova-pro-v1:0/invoke', name)
    t.match(made.body, body, name)
  }
})

t.test('a guardrail is told in headers, and tools are not cached', async t => {
  const chat: JsonObject = {
    messages: [user('hi')],
    stream: true,
    tools: [{ type: 'function', function: { name: 'now' } }],
    guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    cache_control_injection_points: [{ location: 'tool_config' }],
  }
  const { url, headers, body } = novaRequest(chat, nova)
  t.match(url, /\/invoke-with-response-stream$/)
  t.match(headers, { 'x-amzn-bedrock-guardrailidentifier': 'g' })
  t.match(body, { guardrailConfig: undefined, messages: [{ content: [{ text: 'hi' }] }] })
  t.notMatch(JSON.stringify(body['toolConfig']), /cachePoint/)
})

t.test('an answer that is none', async t => {
  t.throws(() => novaResponse({ odd: 1 }, { messages: [] }, nova, context), { loses: 'headers', message: /'output'/ })
})

const told = (chunks: readonly JsonObject[], given: Target = nova): string => {
  const stream = novaStream({ messages: [user('hi')], stream: true }, given, context)
  const frames = chunks.flatMap(chunk => {
    const bytes = Buffer.from(JSON.stringify(chunk)).toString('base64')
    return stream.push({ event: 'chunk', data: JSON.stringify({ bytes }) })
  })
  const { complete, frames: last } = stream.end()
  return complete ? [...frames, ...last].join('') : 'incomplete'
}

t.test('streams', async t => {
  const words = [
    { messageStart: { role: 'assistant' } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Hello' } } },
    { odd: 1 },
  ]
  t.match(
    told([...words, { messageStop: { stopReason: 'max_tokens' } }]),
    /"content":"Hello"[^]*"finish_reason":"length"/,
  )
  t.equal(told(words), 'incomplete')
})
