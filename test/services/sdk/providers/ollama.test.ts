import t from 'tap'
import { Missing } from '../../../../services/sdk/providers/materials.ts'
import { ollamaEmbeddings } from '../../../../services/sdk/providers/ollama/embeddings.ts'
import { ollamaChatTranslator, ollamaTranslator } from '../../../../services/sdk/providers/ollama/translator.ts'
import { asObject, objectsOf } from '../../../../services/sdk/providers/json.ts'
import type { Json, JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, fold, target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } }
const chatTarget = (more: Partial<Target> = {}): Target => target('ollama_chat', 'llama3.1', more)
const plainTarget = (more: Partial<Target> = {}): Target => target('ollama', 'llama3.1', more)
const asked = (chat: JsonObject, more: Partial<Target> = {}) =>
  ollamaChatTranslator.request({ messages: [user], ...chat }, chatTarget(more))
const prompted = (chat: JsonObject) => ollamaTranslator.request({ messages: [user], ...chat }, plainTarget())

t.test('parameters become options, and some stand beside them', async t => {
  const table: [string, JsonObject, JsonObject][] = [
    ['limits', { max_tokens: 3, max_completion_tokens: 4 }, { options: { num_predict: 4 } }],
    ['the older limit', { max_tokens: 3 }, { options: { num_predict: 3 } }],
    ['a penalty by its other name', { frequency_penalty: 1 }, { options: { repeat_penalty: 1 } }],
    ['its own', { num_ctx: 9, keep_alive: '5m' }, { options: { num_ctx: 9 }, keep_alive: '5m' }],
    ['beside everything', { extra_body: { raw: true } }, { options: {}, raw: true }],
    ['JSON', { response_format: { type: 'json_object' } }, { options: {}, format: 'json' }],
    [
      'a schema',
      { response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' } } } },
      { options: {}, format: { type: 'object' } },
    ],
    ['an effort', { reasoning_effort: 'medium' }, { options: {}, think: true }],
    ['no effort', { reasoning_effort: 'none' }, { options: {}, think: false }],
    ['tools, without a choice', { tools: [tool], tool_choice: 'auto' }, { options: {}, tools: [tool] }],
  ]
  for (const [name, chat, want] of table) {
    const { model, messages, stream, ...rest } = asked(chat).body
    t.strictSame(rest, want, name)
    t.match({ model, messages, stream }, { model: 'llama3.1', stream: false }, name)
  }
  const oss = ollamaChatTranslator.request(
    { messages: [user], reasoning_effort: 'low' },
    target('ollama_chat', 'gpt-oss'),
  )
  t.equal(oss.body['think'], 'low', 'only gpt-oss knows degrees')
  t.throws(() => asked({ logprobs: true }), { message: /does not support parameters: \['logprobs'\]/ })
})

t.test('where and as whom', async t => {
  const { url, headers } = asked({}, { apiBase: 'http://o.test/' })
  t.equal(url, 'http://o.test/api/chat')
  t.equal(headers['authorization'], 'Bearer key')
  const again = asked({}, { apiBase: 'http://o.test/api/chat', apiKey: undefined })
  t.equal(again.url, 'http://o.test/api/chat')
  t.notOk('authorization' in again.headers)
})

t.test('a conversation for the chat endpoint', async t => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }
  const messages = [
    { role: 'developer', content: 'D' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'x' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
      ],
    },
    { role: 'assistant', content: '<think>hm</think>Yes', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c', content: 'r' },
  ]
  t.strictSame(asked({ messages }).body['messages'], [
    { role: 'system', content: 'D', images: [] },
    { role: 'user', content: 'x', images: ['AA'] },
    {
      role: 'assistant',
      thinking: 'hm',
      content: '<think>hm</think>Yes',
      images: [],
      tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }],
    },
    { role: 'tool', content: 'r', images: [], tool_call_id: 'c' },
  ])
  const broken = [{ role: 'assistant', tool_calls: [{ ...call, function: { name: 'f', arguments: '{' } }] }]
  t.throws(() => asked({ messages: broken }), { status: 500, message: /^Expecting property name/ })
})

t.test('a conversation as a prompt', async t => {
  const messages = [
    { role: 'system', content: 'S' },
    user,
    { role: 'tool', content: 'r' },
    { role: 'assistant', content: 'A' },
  ]
  t.equal(prompted({ messages }).body['prompt'], '### System:\nS\n\n### User:\nhi\nr\n\n### Assistant:\nA\n\n')
  const { prompt, format } = prompted({ messages, tools: [tool] }).body
  t.match(prompt, /^### System:\nS To call a function, .*:\n\{'type': 'function', 'function': \{'name': 'f'/)
  t.equal(format, 'json')
  const png = 'data:image/png;base64,iVBORw0KGgo='
  const images = (url: string): Json | undefined =>
    prompted({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: url }] }] }).body['images']
  t.strictSame(images(png), ['iVBORw0KGgo='])
  t.throws(() => images('https://e.test/a.png'), new Missing([{ kind: 'media', url: 'https://e.test/a.png' }]))
  t.throws(() => images('data:image/gif;base64,R0lG'), { message: /image conversion failed/ }, 'nothing is converted')
  t.strictSame(images('data:image/gif;base64,R0l'), ['R0l'], 'what is no base64 is sent as it is')
  for (const [content, told] of [
    [[{ type: 'text' }], 'has a text part with no text'],
    [[{ type: 'text', text: 5 }], 'has a int text part'],
    [[1.5], 'has a float content part'],
    [{}, 'has dict content'],
    [[{ type: 'image_url' }], 'has an image_url part with no image_url'],
    [[{ type: 'image_url', image_url: {} }], 'has an image_url object without a url string'],
  ] satisfies [Json, string][]) {
    t.throws(() => prompted({ messages: [{ role: 'user', content }] }), { message: new RegExp(told) }, told)
  }
  t.throws(() => prompted({ messages: [{ role: 'x', content: '' }] }), {
    message: "Invalid Message passed in {'role': 'x', 'content': ''}",
  })
})

const chat = (message: JsonObject, more: JsonObject = {}): JsonObject =>
  ollamaChatTranslator.response(
    { message, done_reason: 'stop', prompt_eval_count: 2, eval_count: 3, ...more },
    {},
    chatTarget(),
    context,
  ).body
const first = (body: JsonObject): JsonObject => objectsOf(body['choices'])[0] ?? {}

t.test('whole answers', async t => {
  t.strictSame(first(chat({ role: 'assistant', content: '<think>a</think>b' })), {
    finish_reason: 'stop',
    index: 0,
    message: { content: 'b', role: 'assistant', reasoning_content: 'a' },
  })
  t.strictSame(chat({ content: 'x' })['usage'], { completion_tokens: 3, prompt_tokens: 2, total_tokens: 5 })
  t.match(first(chat({ content: '', tool_calls: [{ function: { name: 'f', arguments: { a: 'ö' } } }] })), {
    finish_reason: 'tool_calls',
    message: { tool_calls: [{ id: /./, type: 'function', function: { name: 'f', arguments: '{"a": "\\u00f6"}' } }] },
  })
  t.equal(first(chat({ content: 'x' }, { done_reason: 'length' }))['finish_reason'], 'length')
  t.throws(() => ollamaChatTranslator.response({ error: 'no' }, {}, chatTarget(), context), { message: /: no$/ })
  const generated = (response: string, tools?: JsonObject[]): JsonObject =>
    first(ollamaTranslator.response({ response, eval_count: 1 }, tools ? { tools } : {}, plainTarget(), context).body)
  t.match(generated('```json\n{"name":"f","arguments":{"a":1}}\n```', [tool]), {
    finish_reason: 'tool_calls',
    message: { content: null, tool_calls: [{ function: { name: 'f', arguments: '{"a": 1}' } }] },
  })
  t.match(generated('{"a":1.0,"b":["x y", "ö"]}', [tool]), {
    message: { content: '{"a": 1.0, "b": ["x y", "\\u00f6"]}' },
  })
  t.match(generated('{"name":"f","arguments":{}}'), { message: { content: '{"name":"f","arguments":{}}' } }, 'unasked')
  t.match(generated('sorry', [tool]), { finish_reason: 'stop', message: { content: 'sorry' } })
})

const lines = (translator: typeof ollamaTranslator, at: Target, all: readonly JsonObject[]) => {
  const stream = translator.stream({}, at, context)
  const frames = all.flatMap(line => stream.push({ event: '', data: JSON.stringify(line) }))
  const { complete, frames: rest } = stream.end()
  return { complete, usage: stream.usage, chunks: chunksOf([...frames, ...rest]) }
}
const said = (message: JsonObject, more: JsonObject = {}): JsonObject => ({ message, done: false, ...more })
const wrote = (response: string, more: JsonObject = {}): JsonObject => ({ response, done: false, ...more })
const callOf = (name: string) => ({ function: { name, arguments: {} } })
const counted = { done: true, done_reason: 'stop', prompt_eval_count: 4, eval_count: 5 }

t.test('chat streams', async t => {
  const { complete, usage, chunks } = lines(ollamaChatTranslator, chatTarget(), [
    said({ thinking: 'hm', content: '' }),
    said({ content: 'Yes' }),
    said({ content: '', tool_calls: [callOf('f')] }),
    said({ content: '', tool_calls: [callOf('g')] }),
    said({ content: '' }, counted),
  ])
  t.ok(complete)
  t.match(usage, { input: 4, output: 5 })
  const folded = fold(chunks)
  t.match(folded, { text: 'Yes', thinking: 'hm', finish: 'tool_calls' })
  t.strictSame(
    folded.tools.map(({ name, arguments: args }) => [name, args]),
    [
      ['f', '{}'],
      ['g', '{}'],
    ],
  )
  const ids = chunks.flatMap(chunk => asObject(chunk)?.['id'] ?? [])
  t.equal(new Set(ids).size, 5, 'every line has a name of its own, and the end keeps the last')
  t.notOk(lines(ollamaChatTranslator, chatTarget(), [said({ content: 'x' })]).complete)
  const bad = ollamaChatTranslator.stream({}, chatTarget(), context)
  t.throws(() => bad.push({ event: '', data: '{"error":"oom"}' }), { status: 400, message: /KeyError: 'message'/ })
  t.throws(() => bad.push({ event: '', data: '{oops' }), { message: /Unable to parse stream event: \{oops$/ })
})

t.test('prompt streams hold back what may be a call', async t => {
  const table: [string, string[], { text: string; tools: number }][] = [
    ['text flows', ['Hel', 'lo'], { text: 'Hello', tools: 0 }],
    ['a call', ['{"name":"f",', '"arguments":{}}'], { text: '', tools: 1 }],
    ['a fenced call', ['``', '`json\n{"name":"f","arguments":{}}', '\n```'], { text: '', tools: 1 }],
    ['other JSON', ['{"a"', ':1}'], { text: '{"a":1}', tools: 0 }],
    ['JSON without an end', ['{"a"'], { text: '{"a"', tools: 0 }],
    ['another fence', ['```', 'py'], { text: '```py', tools: 0 }],
  ]
  for (const [name, pieces, want] of table) {
    const { chunks, complete } = lines(ollamaTranslator, plainTarget(), [
      ...pieces.map(text => wrote(text)),
      { response: '', ...counted },
    ])
    const { text, tools } = fold(chunks)
    t.strictSame({ text, tools: tools.length, complete }, { ...want, complete: true }, name)
  }
  const { chunks } = lines(ollamaTranslator, plainTarget(), [
    wrote('', { thinking: 'a' }),
    wrote('<think>'),
    wrote('b'),
    wrote('</think>'),
    wrote('c'),
    { response: '', ...counted },
  ])
  t.match(fold(chunks), { thinking: 'ab', text: 'c' })
  t.equal(new Set(chunks.flatMap(chunk => asObject(chunk)?.['id'] ?? [])).size, 1)
})

t.test('errors go by status', async t => {
  for (const [status, litellmClass, told] of [
    [404, 'NotFoundError', 404],
    [403, 'PermissionDeniedError', 403],
    [418, 'BadRequestError', 418],
    [529, 'APIError', 529],
    [200, 'APIConnectionError', 500],
  ] as const) {
    t.match(
      ollamaChatTranslator.error(status, '{"error":"x"}', chatTarget()),
      { litellmClass, status: told },
      String(status),
    )
  }
})

t.test('embeddings', async t => {
  const request = (body: JsonObject, more: Partial<Target> = {}) => ollamaEmbeddings.request(body, plainTarget(more))
  t.match(request({ input: 'a' }), { url: 'http://provider.test/api/embed', body: { model: 'llama3.1', input: ['a'] } })
  t.strictSame(request({ input: ['a'], num_ctx: 9, truncate: true }).body, {
    model: 'llama3.1',
    input: ['a'],
    truncate: true,
    options: { num_ctx: 9 },
  })
  t.throws(() => request({ input: 'a', user: 'u' }), { message: /^Setting \{'user': 'u'\} is not supported by ollama/ })
  t.strictSame(request({ input: 'a', user: 'u' }, { dropParams: true }).body, { model: 'llama3.1', input: ['a'] })
  t.throws(() => request({ input: [1, 2] }), { message: /makes no text of tokens/ })
  t.throws(() => ollamaEmbeddings.stream({}, plainTarget(), context), { message: /not streamed/ })
  const { body, usage } = ollamaEmbeddings.response(
    { embeddings: [[1]], prompt_eval_count: 3 },
    { input: 'a' },
    plainTarget(),
    context,
  )
  t.match(body, { data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 3 } })
  t.match(usage, { input: 3, output: 0 })
})
