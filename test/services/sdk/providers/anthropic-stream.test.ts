import t from 'tap'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { asString } from '../../../../services/sdk/providers/json.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, fold, target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }
const model = target('anthropic', 'claude-sonnet-4-5')
const schema = { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } }
const haiku = target('anthropic', 'claude-3-haiku-20240307')

const start = { type: 'message_start', message: { usage: { input_tokens: 10, output_tokens: 1 } } }
const end = [
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } },
  { type: 'message_stop' },
]
const block = (index: number, content: JsonObject, ...deltas: JsonObject[]): JsonObject[] => [
  { type: 'content_block_start', index, content_block: content },
  ...deltas.map(delta => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
]
const textBlock = block(
  0,
  { type: 'text', text: '' },
  { type: 'text_delta', text: 'Hel' },
  { type: 'text_delta', text: 'lo ü' },
)

function streamed(events: JsonObject[], request: JsonObject = chat, at = model, includeUsage = false) {
  const stream = anthropicTranslator.stream(request, at, { ...context, includeUsage })
  const frames = events.flatMap(data =>
    stream.push({ event: asString(data['type']) ?? '', data: JSON.stringify(data) }),
  )
  const ended = stream.end()
  return { frames: [...frames, ...ended.frames], complete: ended.complete, usage: stream.usage }
}

t.test('a text stream, byte for byte', async t => {
  const head = 'data: {"id":"chatcmpl-test","created":1700000000,"model":"my-group","object":"chat.completion.chunk",'
  t.strictSame(streamed([start, { type: 'ping' }, ...textBlock, ...end]).frames, [
    `${head}"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}\n\n`,
    `${head}"choices":[{"index":0,"delta":{"content":"lo ü"}}]}\n\n`,
    `${head}"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`,
    'data: [DONE]\n\n',
  ])
})

t.test('streams', async t => {
  const tools = streamed([
    start,
    ...block(0, { type: 'tool_use', id: 'a', name: 'f', input: {} }, json(''), json('{"x"'), json(':1}')),
    ...block(1, { type: 'tool_use', id: 'b', name: 'g', input: {} }, json('')),
    { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
    { type: 'message_stop' },
  ])
  t.match(fold(chunksOf(tools.frames)), {
    finish: 'tool_calls',
    tools: [
      { id: 'a', name: 'f', arguments: '{"x":1}' },
      { id: 'b', name: 'g', arguments: '{}' },
    ],
  })
  const thought = streamed([
    start,
    ...block(
      0,
      { type: 'thinking', thinking: '' },
      { type: 'thinking_delta', thinking: 'let me' },
      { type: 'signature_delta', signature: 'SIG' },
    ),
    ...block(1, { type: 'redacted_thinking', data: 'RR' }),
    ...end,
  ])
  t.match(chunksOf(thought.frames), [
    { choices: [{ delta: { role: 'assistant', content: '', reasoning_content: 'let me' } }] },
    { choices: [{ delta: { reasoning_content: '', thinking_blocks: [{ thinking: '', signature: 'SIG' }] } }] },
    { choices: [{ delta: { thinking_blocks: [{ type: 'redacted_thinking', data: 'RR' }] } }] },
    {},
    '[DONE]',
  ])
  const counted = streamed([start, ...textBlock, ...end], chat, model, true)
  t.match(chunksOf(counted.frames).at(-2), { usage: { prompt_tokens: 10, completion_tokens: 7, total_tokens: 17 } })
  t.strictSame(counted.usage, { input: 10, output: 7, cacheRead: 0, cacheWrite: 0 })
  const asJson = streamed(
    [start, ...block(0, { type: 'tool_use', id: 'a', name: 'json_tool_call' }, json('{"a": '), json('1}')), ...end],
    { ...chat, response_format: schema },
    haiku,
  )
  t.match(fold(chunksOf(asJson.frames)), { text: '{"a": 1}', tools: [], finish: 'stop' })
})

function json(partial: string): JsonObject {
  return { type: 'input_json_delta', partial_json: partial }
}

t.test('ends that are none', async t => {
  const cut = streamed([start, ...textBlock])
  t.notOk(cut.complete)
  t.equal(cut.frames.length, 2, 'nothing is added to what came')
  const broken = anthropicTranslator.stream(chat, model, context)
  t.throws(() => broken.push({ event: 'content_block_delta', data: '{oops' }), {
    message: /^litellm.APIConnectionError: AnthropicException - /,
  })
  const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  t.throws(() => streamed([start, overloaded]), {
    message: 'litellm.InternalServerError: AnthropicError - Overloaded',
  })
})

const errors: { status: number; raw: string; want: [number, string, string]; streamed?: boolean }[] = [
  { status: 400, raw: 'r', want: [400, 'invalid_request_error', 'BadRequestError: AnthropicException - r'] },
  { status: 401, raw: 'r', want: [401, 'authentication_error', 'AuthenticationError: AnthropicException - r'] },
  { status: 403, raw: 'r', want: [403, 'permission_error', 'PermissionDeniedError: AnthropicException - r'] },
  { status: 404, raw: 'r', want: [404, 'invalid_request_error', 'NotFoundError: AnthropicException - r'] },
  {
    status: 408,
    raw: 'r',
    want: [
      408,
      'invalid_request_error',
      'Timeout: AnthropicException - r\n\nDeployment Info: request_timeout: None\ntimeout: None',
    ],
  },
  { status: 413, raw: 'r', want: [400, 'invalid_request_error', 'BadRequestError: AnthropicException - r'] },
  { status: 422, raw: 'r', want: [422, 'invalid_request_error', 'BadRequestError: AnthropicException - r'] },
  { status: 429, raw: 'r', want: [429, 'throttling_error', 'RateLimitError: AnthropicException - r'] },
  {
    status: 500,
    raw: 'r',
    want: [
      500,
      'internal_server_error',
      'InternalServerError: AnthropicException - r. Handle with `litellm.InternalServerError`.',
    ],
  },
  {
    status: 502,
    raw: 'r',
    want: [502, 'internal_server_error', 'BadGatewayError: AnthropicException BadGatewayError - r'],
  },
  {
    status: 503,
    raw: 'r',
    want: [
      503,
      'internal_server_error',
      'ServiceUnavailableError: AnthropicException - r. Handle with `litellm.ServiceUnavailableError`.',
    ],
  },
  {
    status: 504,
    raw: 'r',
    want: [
      504,
      'internal_server_error',
      'Timeout: AnthropicException Timeout - r\n\nDeployment Info: request_timeout: None\ntimeout: None',
    ],
  },
  {
    status: 529,
    raw: 'overloaded_error',
    want: [500, 'internal_server_error', 'InternalServerError: AnthropicError - overloaded_error'],
  },
  {
    status: 400,
    raw: '{"a":"ü"}',
    streamed: true,
    want: [400, 'invalid_request_error', 'BadRequestError: AnthropicException - b\'{"a":"\\xc3\\xbc"}\''],
  },
  {
    status: 400,
    raw: 'prompt is too long',
    want: [
      400,
      'invalid_request_error',
      'ContextWindowExceededError: litellm.BadRequestError: AnthropicError - prompt is too long',
    ],
  },
]

t.test('errors', async t => {
  for (const { status, raw, want, streamed: isStreamed = false } of errors) {
    const fault = anthropicTranslator.error(status, raw, model, isStreamed)
    t.strictSame(
      [fault.status, fault.type, fault.message],
      [want[0], want[1], `litellm.${want[2]}`],
      `${status} ${raw}`,
    )
  }
})
