import t from 'tap'
import { messagesStream } from '../../../../services/sdk/bridges/messages/chat-stream.ts'
import { messagesOverChat } from '../../../../services/sdk/bridges/messages/over-chat.ts'
import { messagesOverResponses } from '../../../../services/sdk/bridges/messages/over-responses.ts'
import { asObject, asString, objectsOf } from '../../../../services/sdk/providers/json.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, StreamTranslator, Translator } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from '../providers/fixtures.ts'

const groq = target('groq', 'llama')
const gpt = target('openai', 'gpt-4o')
const overChat = messagesOverChat(openaiTranslator)
const overResponses = messagesOverResponses(id => `told_${id}`)
const long = 'n'.repeat(80)
const asked: JsonObject = { messages: [{ role: 'user', content: 'a' }], stream: true, tools: [{ name: long }] }

/** The parsed events of frames, each of which must be one with its name. */
function eventsOf(frames: readonly string[]): JsonObject[] {
  return frames.map(frame => {
    const [, name, data = ''] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(frame) ?? []
    const event = JSON.parse(data) as JsonObject
    t.equal(event['type'], name)
    return event
  })
}

/** Everything a stream tells for some events of the provider. */
function told(stream: StreamTranslator, events: readonly JsonObject[]): JsonObject[] {
  const frames = events.flatMap(data => stream.push({ event: '', data: JSON.stringify(data) }))
  return eventsOf([...frames, ...stream.end().frames])
}

const streamOf = (wire: Translator, at = groq): StreamTranslator => wire.stream(asked, at, context)
const chunk = (delta: JsonObject, choice: JsonObject = {}): JsonObject => ({
  id: 'c',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
})
const finish = (reason: string): JsonObject => chunk({}, { finish_reason: reason })
const usage: JsonObject = {
  id: 'c',
  choices: [],
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } },
}
const call = (index: number, id: string, name: string, args: string): JsonObject => ({
  index,
  ...(id ? { id, type: 'function' } : {}),
  function: { ...(name ? { name } : {}), arguments: args },
})

const answer = (message: JsonObject, finish_reason: string): JsonObject => ({
  id: 'chatcmpl-1',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } },
})

t.test('a chat completion as a message', async t => {
  const calls = [{ id: 'a.b:1', type: 'function', function: { name: 'f', arguments: '{"x": [1' } }]
  const cases: { name: string; message: JsonObject; finish?: string; want: JsonObject }[] = [
    {
      name: 'text',
      message: { content: 'b' },
      want: { content: [{ type: 'text', text: 'b' }], stop_reason: 'end_turn' },
    },
    {
      name: 'thoughts and a call that was cut off',
      message: { content: null, reasoning_content: 'h', tool_calls: calls },
      finish: 'tool_calls',
      want: {
        content: [
          { type: 'thinking', thinking: 'h', signature: null },
          { type: 'tool_use', id: 'a_b_1', name: 'f', input: { x: [1] } },
        ],
        stop_reason: 'tool_use',
      },
    },
    { name: 'too long', message: { content: 'b' }, finish: 'length', want: { stop_reason: 'max_tokens' } },
    {
      name: 'a refusal',
      message: { content: null, refusal: 'No.' },
      want: { content: [{ text: 'No.' }], stop_reason: 'refusal', stop_details: { explanation: 'No.' } },
    },
  ]
  for (const { name, message, finish = 'stop', want } of cases) {
    const { body } = overChat.response(answer(message, finish), asked, groq, context)
    t.match(body, { id: 'chatcmpl-1', type: 'message', model: 'my-group', ...want }, name)
    t.strictSame(body['usage'], { input_tokens: 5, output_tokens: 3, cache_read_input_tokens: 4 })
  }
})

t.test('a chat’s stream as a message’s', async t => {
  const short = /^n{55}_[0-9a-f]{8}$/
  const [sent] = objectsOf(overChat.request(asked, groq).body['tools'])
  const name = asString(asObject(sent?.['function'])?.['name']) ?? ''
  t.match(name, short)
  const events = told(streamOf(overChat), [
    chunk({ role: 'assistant', content: '', reasoning_content: 'h' }),
    chunk({ content: 'Hel' }),
    chunk({ content: 'lo' }),
    chunk({ tool_calls: [call(0, 'c1', name, '')] }),
    chunk({ tool_calls: [call(0, '', '', '{}')] }),
    chunk({ tool_calls: [call(1, 'c2', 'g', '{"a":1}'), call(2, 'c3', 'g', '{}')] }),
    finish('tool_calls'),
    usage,
  ])
  t.strictSame(
    events.map(({ type, index = '', content_block: block, delta }) => [
      type,
      index,
      ...Object.values((block ?? delta ?? {}) as JsonObject),
    ]),
    [
      ['message_start', ''],
      ['content_block_start', 0, 'thinking', '', ''],
      ['content_block_delta', 0, 'thinking_delta', 'h'],
      ['content_block_stop', 0],
      ['content_block_start', 1, 'text', ''],
      ['content_block_delta', 1, 'text_delta', 'Hel'],
      ['content_block_delta', 1, 'text_delta', 'lo'],
      ['content_block_stop', 1],
      ['content_block_start', 2, 'tool_use', 'c1', long, {}],
      ['content_block_delta', 2, 'input_json_delta', '{}'],
      ['content_block_stop', 2],
      ['content_block_start', 3, 'tool_use', 'c2', 'g', {}],
      ['content_block_delta', 3, 'input_json_delta', '{"a":1}'],
      ['content_block_stop', 3],
      ['content_block_start', 4, 'tool_use', 'c3', 'g', {}],
      ['content_block_delta', 4, 'input_json_delta', '{}'],
      ['content_block_stop', 4],
      ['message_delta', '', 'tool_use'],
      ['message_stop', ''],
    ],
  )
  t.match(events.at(-2), { usage: { input_tokens: 5, output_tokens: 3, cache_read_input_tokens: 4 } })
})

t.test('how a stream ends', async t => {
  const cases: { name: string; events: JsonObject[]; want: JsonObject }[] = [
    { name: 'nothing said', events: [finish('stop'), usage], want: { stop_reason: 'end_turn' } },
    { name: 'too long', events: [chunk({ content: 'a' }), finish('length')], want: { stop_reason: 'max_tokens' } },
  ]
  for (const { name, events, want } of cases) {
    t.match(told(streamOf(overChat), events).at(-2), { delta: want }, name)
  }
  const plain: StreamTranslator = {
    push: ({ data }) => [`data: ${data}\n\n`],
    end: () => ({ complete: true, frames: [] }),
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  }
  const refused = messagesStream(plain, { id: 'msg_1', model: 'm', names: new Map() })
  const words = [chunk({ refusal: 'No' }), chunk({ provider_specific_fields: { refusal: '.' } }), finish('stop'), usage]
  t.match(told(refused, words).at(-2), { delta: { stop_reason: 'refusal', stop_details: { explanation: 'No.' } } })
  const cut = streamOf(overChat)
  cut.push({ event: '', data: JSON.stringify(chunk({ content: 'a' })) })
  t.strictSame(cut.end(), { complete: false, frames: [] }, 'a stream that lacks its end is not complete')
  const failing = streamOf(overChat)
  const failure = { event: '', data: '{"error":{"message":"boom","code":429}}' }
  t.throws(() => failing.push(failure), { message: /RateLimitError.*boom/ }, 'an error is a fault')
})

const part = (city: string): JsonObject => ({ functionCall: { name: 'f', args: { city } } })

t.test('Gemini’s two calls in one piece are two calls', async t => {
  const stream = streamOf(messagesOverChat(geminiTranslator), target('gemini', 'gemini-2.5-flash'))
  const candidate = { content: { parts: [part('B'), part('C')], role: 'model' }, finishReason: 'STOP', index: 0 }
  const events = told(stream, [{ candidates: [candidate], usageMetadata: { promptTokenCount: 1 } }])
  const pieces = events.flatMap(({ delta }) => (delta as JsonObject | undefined)?.['partial_json'] ?? [])
  t.strictSame(pieces, ['{"city": "B"}', '{"city": "C"}'])
})

const response = (changes: JsonObject): JsonObject => ({
  id: 'resp_1',
  status: 'completed',
  usage: { input_tokens: 9, input_tokens_details: { cached_tokens: 4 }, output_tokens: 3 },
  ...changes,
})
const message = (part: JsonObject): JsonObject => ({ type: 'message', id: 'm', content: [part] })
const reasoning = (texts: string[], more: JsonObject = {}): JsonObject => ({
  type: 'reasoning',
  id: 'r',
  summary: texts.map(text => ({ type: 'summary_text', text })),
  ...more,
})

t.test('a response as a message', async t => {
  const cases: { name: string; changes: JsonObject; want: JsonObject }[] = [
    {
      name: 'sealed thoughts and text',
      changes: {
        output: [reasoning(['a', 'b'], { encrypted_content: 'x' }), message({ type: 'output_text', text: 'c' })],
      },
      want: {
        content: [
          { type: 'thinking', thinking: 'a\n\nb', signature: 'litellm_encrypted_reasoning:x' },
          { type: 'text', text: 'c' },
        ],
        stop_reason: 'end_turn',
      },
    },
    {
      name: 'a call',
      changes: { output: [{ type: 'function_call', id: 'fc', call_id: 'c', name: 'f', arguments: '{"x":1}' }] },
      want: { content: [{ type: 'tool_use', id: 'c', name: 'f', input: { x: 1 } }], stop_reason: 'tool_use' },
    },
    { name: 'incomplete', changes: { status: 'incomplete', output: [] }, want: { stop_reason: 'max_tokens' } },
    {
      name: 'a refusal',
      changes: { output: [message({ type: 'refusal', refusal: 'No.' })] },
      want: { stop_reason: 'refusal', stop_details: { explanation: 'No.' } },
    },
  ]
  for (const { name, changes, want } of cases) {
    const { body } = overResponses.response(response(changes), asked, gpt, context)
    t.match(body, { id: 'told_resp_1', model: 'my-group', usage: { input_tokens: 5, output_tokens: 3 }, ...want }, name)
  }
})

const item = (type: string, value: JsonObject): JsonObject => ({ type: `response.output_item.${type}`, item: value })

const delta = (type: string, item_id: string, text: string): JsonObject => ({
  type: `response.${type}.delta`,
  item_id,
  delta: text,
})

t.test('a response’s stream as a message’s', async t => {
  const done = { type: 'response.completed', response: response({ output: [{ type: 'function_call' }] }) }
  const events = told(streamOf(overResponses, gpt), [
    { type: 'response.created', response: {} },
    item('added', reasoning([])),
    delta('reasoning_summary_text', 'r', 'h'),
    { type: 'response.reasoning_summary_part.added', item_id: 'r', summary_index: 1 },
    item('done', reasoning(['h'], { encrypted_content: 'x' })),
    item('added', { type: 'function_call', id: 'fc', call_id: 'c', name: 'f' }),
    delta('function_call_arguments', 'fc', '{}'),
    item('done', { type: 'function_call', id: 'fc' }),
    done,
  ])
  t.strictSame(
    events.map(({ type, content_block: block, delta: piece }) => [
      type,
      ...Object.values((block ?? piece ?? {}) as JsonObject),
    ]),
    [
      ['message_start'],
      ['content_block_start', 'thinking', '', ''],
      ['content_block_delta', 'thinking_delta', 'h'],
      ['content_block_delta', 'thinking_delta', '\n\n'],
      ['content_block_delta', 'signature_delta', 'litellm_encrypted_reasoning:x'],
      ['content_block_stop'],
      ['content_block_start', 'tool_use', 'c', 'f', {}],
      ['content_block_delta', 'input_json_delta', '{}'],
      ['content_block_stop'],
      ['message_delta', 'tool_use', null],
      ['message_stop'],
    ],
  )
  const failing = (data: JsonObject) => () =>
    streamOf(overResponses, gpt).push({ event: '', data: JSON.stringify(data) })
  const error = { code: 'rate_limit_exceeded', message: 'slow' }
  t.throws(failing({ type: 'error', ...error }), { message: /RateLimitError.*slow/ })
  t.throws(failing({ type: 'response.failed', response: { error } }), { message: /RateLimitError.*slow/ })
  t.throws(failing({ type: 'error', code: 'invalid_prompt', message: 'm' }), { message: /BadRequestError.* m$/ })
})
