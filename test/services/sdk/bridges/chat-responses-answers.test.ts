// Answers of the Responses API as a chat's.
import t from 'tap'
import { chatOverResponses } from '../../../../services/sdk/bridges/chat/over-responses.ts'
import type { Framing, JsonObject, StreamTranslator } from '../../../../services/sdk/providers/translator.ts'
import { target } from '../providers/fixtures.ts'

const codex = target('openai', 'gpt-5.3-codex')
const context = { id: 'chatcmpl-1', created: 1, includeUsage: true }
const text = (value: string, annotations: JsonObject[] = []): JsonObject => ({
  type: 'output_text',
  text: value,
  annotations,
})
const message = (...content: JsonObject[]): JsonObject => ({ id: 'm', type: 'message', role: 'assistant', content })
const reasoning = {
  id: 'rs',
  type: 'reasoning',
  encrypted_content: 'e',
  summary: [{ type: 'summary_text', text: 's' }],
}
const kept = { id: 'rs', type: 'reasoning', encrypted_content: 'e', summary: [{ type: 'summary_text', text: 's' }] }
const call: JsonObject = { id: 'fc_1', type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' }
const usage = {
  input_tokens: 3,
  input_tokens_details: { cached_tokens: 1 },
  output_tokens: 2,
  output_tokens_details: { reasoning_tokens: 1 },
}
const response = (output: JsonObject[], more: JsonObject = {}): JsonObject => ({
  id: 'resp_1',
  object: 'response',
  created_at: 5,
  model: 'gpt-real',
  status: 'completed',
  output,
  usage,
  ...more,
})
const whole = (output: JsonObject[], more: JsonObject = {}, at = codex): { body: JsonObject; usage: object } =>
  chatOverResponses.response(response(output, more), {}, at, context)
const choiceOf = (body: JsonObject): unknown => (body['choices'] as JsonObject[])[0]

t.test('what was said', async t => {
  const toolCall = { index: 0, function: { arguments: '{}', name: 'f' }, id: 'c1', type: 'function' }
  const cases: [string, JsonObject[], JsonObject, string?, JsonObject?][] = [
    ['a text', [message(text('x'))], { content: 'x', role: 'assistant' }],
    ['parts', [message(text('x'), text('y')), message(text('z'))], { content: 'xyz', role: 'assistant' }],
    ['a call', [call], { content: null, role: 'assistant', tool_calls: [toolCall] }, 'tool_calls'],
    [
      'a numbered call',
      [{ ...call, call_id: 'call_0' }],
      { content: null, role: 'assistant', tool_calls: [{ ...toolCall, id: 'fc_1' }] },
      'tool_calls',
    ],
    [
      'a custom call',
      [{ type: 'custom_tool_call', call_id: 'c1', input: 'x' }],
      {
        content: null,
        role: 'assistant',
        tool_calls: [{ ...toolCall, function: { arguments: 'x', name: 'custom_tool' } }],
      },
      'tool_calls',
    ],
    [
      'reasoning',
      [reasoning, message(text('x'))],
      { content: 'x', role: 'assistant', reasoning_content: 's', reasoning_items: [kept] },
    ],
    [
      'annotations count from the start of all',
      [message(text('ab'), text('c', [{ type: 'url_citation', url: 'u', start_index: 0, end_index: 1, title: null }]))],
      {
        content: 'abc',
        role: 'assistant',
        annotations: [{ type: 'url_citation', url: 'u', start_index: 2, end_index: 3 }],
      },
    ],
    ['cut', [message(text('x'))], { content: 'x', role: 'assistant' }, 'length', { status: 'incomplete' }],
    [
      'cut before the first word',
      [reasoning],
      { content: '', role: 'assistant', reasoning_content: 's', reasoning_items: [kept] },
      'content_filter',
      { incomplete_details: { reason: 'content_filter' } },
    ],
  ]
  for (const [name, output, want, finish_reason = 'stop', more = {}] of cases) {
    t.strictSame(choiceOf(whole(output, more).body), { finish_reason, index: 0, message: want }, name)
  }
})

t.test('what goes with it', async t => {
  const { body, usage: counted } = whole([message(text('x'))], { service_tier: 'flex', x_own: 1, store: true })
  t.match(body, { id: 'resp_1', created: 1, object: 'chat.completion', service_tier: 'flex', x_own: 1 })
  t.notOk('store' in body, 'the API’s own fields are not a chat’s')
  t.strictSame(body['usage'], {
    completion_tokens: 2,
    prompt_tokens: 3,
    total_tokens: 5,
    completion_tokens_details: { reasoning_tokens: 1 },
    prompt_tokens_details: { cached_tokens: 1 },
  })
  t.match(counted, { input: 2, output: 2, cacheRead: 1, reasoning: 1 })
})

t.test('what xAI says it costs', async t => {
  const xai = whole(
    [message(text('x'))],
    { usage: { ...usage, cost_in_usd_ticks: 10_000_000_000 } },
    target('xai', 'grok-4'),
  )
  t.match(xai.usage, { toldCost: 1 })
  t.match(xai.body['usage'], { cost: 1 })
})

t.test('answers that are none', async t => {
  t.throws(() => whole([]), { message: /Unknown items in responses API response: \[\]/, status: 500 })
  t.throws(() => whole([], { error: { code: 'x', message: 'boom' } }), { message: /Error in response: .*boom/ })
  t.throws(() => chatOverResponses.response({ error: { message: 'm' } }, {}, codex, context), { message: /APIError/ })
  t.equal(chatOverResponses.error(429, 'slow', codex).litellmClass, 'RateLimitError')
})

const streaming = (framing?: Framing): StreamTranslator =>
  chatOverResponses.stream({ messages: [] }, codex, context, framing)
const push = (stream: StreamTranslator, ...events: JsonObject[]): JsonObject[] =>
  events
    .flatMap(data => stream.push({ event: '', data: JSON.stringify(data) }))
    .map(frame => JSON.parse(frame.slice('data: '.length)) as JsonObject)
const deltas = (chunks: JsonObject[]): unknown[] => chunks.map(chunk => (choiceOf(chunk) as JsonObject)['delta'])
const created = { type: 'response.created', response: response([], { service_tier: 'flex' }) }
const delta = (type: string, value: string, more: JsonObject = {}): JsonObject => ({
  type: `response.${type}.delta`,
  delta: value,
  ...more,
})
const ended = (output: JsonObject[], type = 'completed'): JsonObject => ({
  type: `response.${type}`,
  response: response(output, { status: type }),
})

t.test('a stream', async t => {
  const stream = streaming()
  const chunks = push(
    stream,
    created,
    delta('reasoning_summary_text', 's', { summary_index: 0 }),
    delta('output_text', 'x'),
    { type: 'response.output_item.added', output_index: 3, item: { ...call, arguments: '' } },
    delta('function_call_arguments', '{}', { output_index: 3 }),
    { type: 'response.weird' },
    ended([reasoning, call]),
  )
  t.strictSame(deltas(chunks), [
    { reasoning_content: 's', role: 'assistant' },
    { content: 'x' },
    { tool_calls: [{ index: 0, function: { arguments: '', name: 'f' }, id: 'c1', type: 'function' }] },
    { tool_calls: [{ index: 0, type: 'function', function: { arguments: '{}' } }] },
    { reasoning_items: [kept], content: '' },
  ])
  t.ok(chunks.every(chunk => chunk['id'] === 'resp_1' && chunk['service_tier'] === 'flex'))
  const { complete, frames } = stream.end()
  t.ok(complete)
  t.match(frames[0], /"finish_reason":"tool_calls"/)
  t.match(frames[1], /"usage":\{"completion_tokens":2,/)
  t.equal(frames[2], 'data: [DONE]\n\n')
  t.match(stream.usage, { input: 2, output: 2 })
})

t.test('a whole answer as a stream', async t => {
  const stream = streaming('whole')
  const chunks = push(stream, response([message(text('abcdefg')), call]))
  t.strictSame(deltas(chunks).slice(0, 2), [{ content: 'abcde', role: 'assistant' }, { content: 'fg' }])
  const told = JSON.stringify(chunks)
  t.equal(told.split('{}').length - 1, 2, 'the arguments once, and an empty delta at the end')
  t.ok(stream.end().complete)
})

t.test('streams that go wrong', async t => {
  const cut = streaming()
  push(cut, created, delta('output_text', 'x'))
  t.notOk(cut.end().complete, 'no end')
  const fails = (name: string, wanted: RegExp, ...events: JsonObject[]): unknown =>
    t.throws(() => push(streaming(), created, ...events), { message: wanted }, name)
  fails('an error', /boom/, { type: 'error', error: { message: 'boom', code: 'server_error' } })
  fails('a flat one', /boom/, { type: 'error', message: 'boom', code: 'server_error' })
  fails('a bare one', /boom/, { error: { message: 'boom' } })
  fails('a failure', /boom/, { type: 'response.failed', response: { error: { message: 'boom' } } })
  const torn = streaming()
  push(torn, created)
  torn.push({ event: '', data: '{oops' })
  t.equal(push(torn, delta('output_text', 'x')).length, 1, 'what follows an event that cannot be read is told')
  t.throws(() => push(torn, ended([])), { message: /Unable to parse stream event: \{oops/ }, 'but it was not all')
})
