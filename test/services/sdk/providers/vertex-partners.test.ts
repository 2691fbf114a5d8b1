import t from 'tap'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { llamaStream } from '../../../../services/sdk/providers/vertex/llama-stream.ts'
import { partnerOf, publisherOf, wireName } from '../../../../services/sdk/providers/vertex/models.ts'
import { partnerWire } from '../../../../services/sdk/providers/vertex/partners.ts'
import { vertexBroken } from '../../../../services/sdk/providers/vertex/errors.ts'
import { chunksOf, context, target } from './fixtures.ts'

const vertex = { project: 'p', location: 'us-east5', credentials: undefined }
const at = (model: string, more: Partial<Target> = {}): Target =>
  target('vertex_ai', model, { apiBase: '', apiKey: undefined, vertex, ...more })
const ask = { messages: [{ role: 'user', content: 'hi' }] }
const request = (model: string, chat: JsonObject = {}, more: Partial<Target> = {}) =>
  partnerWire(at(model)).request({ ...ask, ...chat }, at(model, more))
const place = '/projects/p/locations/us-east5'

void t.test('whose a model is, and by which class it is asked', async t => {
  const table: readonly [model: string, publisher: string | undefined, partner: string][] = [
    ['meta/llama-3.3-70b-instruct-maas', 'openapi', 'llama'],
    ['meta/other', undefined, 'other'],
    ['deepseek-ai/deepseek-v3.1-maas', 'openapi', 'llama'],
    ['openai/gpt-oss-20b-maas', 'openapi', 'gpt-oss'],
    ['mistral-medium-3@001', 'mistralai', 'mistral'],
    ['mistral-unknown', 'mistralai', 'other'],
    ['codestral-2', 'mistralai', 'codestral'],
    ['jamba-1.5', 'ai21', 'other'],
    ['openai/123', 'garden', 'deployed'],
    ['openai/my-gpt-oss', 'garden', 'gpt-oss'],
    ['xai/grok-4.1-fast-reasoning', 'garden', 'other'],
    ['claude-sonnet-4-5', undefined, 'other'],
    ['gemini-2.5-flash', undefined, 'other'],
  ]
  for (const [model, publisher, partner] of table) {
    t.equal(publisherOf(model), publisher, model)
    if (publisher !== undefined) t.equal(partnerOf(model), partner, model)
  }
  t.equal(wireName(at('jamba-1.5')), 'vertex_ai/other')
  t.equal(wireName(at('gemini-2.5-flash')), 'vertex_ai')
  t.equal(wireName(target('mistral', 'mistral-large')), 'mistral', 'only at Vertex AI')
})

void t.test('addresses', async t => {
  const host = 'https://us-east5-aiplatform.googleapis.com'
  const openapi = `${place}/endpoints/openapi/chat/completions`
  const table: readonly [model: string, apiBase: string, stream: boolean, url: string][] = [
    ['meta/llama-x', '', false, `${host}/v1${openapi}`],
    ['meta/llama-x', 'https://gate.example', true, `https://gate.example/v1${openapi}`],
    ['meta/llama-x', 'https://gate.example/v1beta1', true, `https://gate.example/v1beta1${openapi}`],
    ['meta/llama-x', 'https://gate.example/a', true, `https://gate.example/a/v1${openapi}`],
    ['mistral-x@1', '', false, `${host}/v1${place}/publishers/mistralai/models/mistral-x@1:rawPredict`],
    ['mistral-x@1', '', true, `${host}/v1${place}/publishers/mistralai/models/mistral-x@1:streamRawPredict`],
    ['mistral-x', 'https://gate.example/m', true, 'https://gate.example/m:streamRawPredict?alt=sse'],
    ['jamba-1.5', '', false, `${host}/v1beta1${place}/publishers/ai21/models/jamba-1.5:rawPredict`],
    [
      'jamba-1.5',
      'https://gate.example/v1',
      false,
      `https://gate.example/v1${place}/publishers/ai21/models/jamba-1.5:rawPredict`,
    ],
  ]
  const garden: typeof table = [
    ['openai/123', '', true, `${host}/v1beta1${place}/endpoints/123/chat/completions`],
    ['openai/123', 'https://mine.example/v1/e', false, 'https://mine.example/v1/e/chat/completions'],
    ['xai/grok-4', '', false, `${host}/v1${openapi}`],
  ]
  for (const [model, apiBase, stream, url] of [...table, ...garden])
    t.equal(request(model, { stream }, { apiBase }).url, url, url)
})

void t.test('requests', async t => {
  const headers = { 'x-mine': '1' }
  const llama = request('meta/llama-x', { max_completion_tokens: 5, foo: 1 }, { headers })
  t.match(llama, { headers: { 'x-mine': '1' }, saysStream: true, body: { max_tokens: 5, foo: 1, stream: false } })
  t.match(request('openai/gpt-oss-20b-maas', { reasoning_effort: 'low' }).body, { reasoning_effort: 'low' })
  t.throws(() => request('meta/llama-x', { reasoning_effort: 'low' }), {
    message: /^vertex_ai does not support parameters: \['reasoning_effort'\], for model=meta\/llama-x/,
  })
  const mistral = request('mistral-medium-3@001', { seed: 3, tool_choice: 'required', stream: true }, { headers })
  t.same(mistral.headers, { 'content-type': 'application/json' }, 'a publisher is told no headers')
  t.match(mistral.body, { model: 'mistral-medium-3', random_seed: 3, tool_choice: 'any', stream: true })
  t.match(request('codestral-2', { max_tokens: 5, seed: 1 }).body, { max_tokens: 5, random_seed: 1 })
  t.match(request('jamba-1.5-large@001').body, { model: 'jamba-1.5-large@001' })
  t.match(request('openai/123').body, { model: '' }, 'the address says which')
  t.match(request('openai/a/b').body, { model: 'a/b' })
  t.throws(() => request('openai/123', { service_tier: 'auto' }), { message: /does not support parameters/ })
})

const answered = (model: string, message: JsonObject, changes: JsonObject = {}): JsonObject =>
  partnerWire(at(model)).response(
    {
      id: 'a',
      created: 1,
      model: 'real',
      service_tier: 'default',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
      ...changes,
    },
    ask,
    at(model),
    context,
  ).body

const parallel = {
  tool_uses: [
    { recipient_name: 'functions.a', parameters: { b: 1 } },
    { recipient_name: 'c', parameters: {} },
  ],
}

void t.test('answers', async t => {
  const call = { id: 't', function: { name: 'multi_tool_use.parallel', arguments: JSON.stringify(parallel) } }
  const llama = answered('meta/llama-x', { content: 'x', reasoning: 'r', refusal: null, tool_calls: [call] })
  t.notHas(llama, { service_tier: 'default' })
  t.same(llama['choices'], [
    {
      finish_reason: 'tool_calls',
      index: 0,
      message: {
        role: 'assistant',
        content: 'x',
        reasoning_content: 'r',
        tool_calls: [
          { id: 't_0', type: 'function', function: { name: 'a', arguments: '{"b": 1}' } },
          { id: 't_1', type: 'function', function: { name: 'c', arguments: '{}' } },
        ],
      },
    },
  ])
  t.match(answered('meta/llama-x', { content: 'x' }, { id: null, created: undefined, usage: null }), {
    id: '',
    created: 0,
    usage: { total_tokens: 0 },
  })
  t.match(answered('openai/gpt-oss-20b-maas', { content: 'x' }), { service_tier: 'default' })
  t.match(answered('jamba-1.5', { content: 'x', tool_calls: [] }), {
    service_tier: 'default',
    choices: [{ finish_reason: 'stop', message: { content: 'x', tool_calls: undefined } }],
  })
  t.throws(() => answered('meta/llama-x', {}, { choices: null }), { message: "litellm.APIConnectionError: 'choices'" })
})

const chunk = (delta: JsonObject, finish: string | null = null): { event: string; data: string } => ({
  event: '',
  data: JSON.stringify({ id: 'a', choices: [{ index: 0, delta, finish_reason: finish }] }),
})

void t.test('the first chunk of Llama’s names the role and does not end', async t => {
  const seen: JsonObject[] = []
  const stream = llamaStream({
    push: ({ data }) => {
      seen.push(JSON.parse(data) as JsonObject)
      return []
    },
    end: () => ({ complete: true, frames: [] }),
    usage: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
  })
  stream.push({ event: '', data: '{"choices":[]}' })
  stream.push(chunk({}, 'stop'))
  stream.push(chunk({ content: 'late' }))
  t.match(seen, [
    { choices: [] },
    { choices: [{ finish_reason: null, delta: { role: 'assistant', content: '', provider_specific_fields: {} } }] },
    { choices: [{ finish_reason: 'stop', delta: {} }] },
    { choices: [{ delta: { content: 'late' } }] },
  ])
  t.equal(stream.usage.output, 2)
  t.same(stream.end(), { complete: true, frames: [] })
})

void t.test('streams', async t => {
  for (const model of ['meta/llama-x', 'openai/gpt-oss-20b-maas', 'mistral-x']) {
    const stream = partnerWire(at(model)).stream({ ...ask, stream: true }, at(model), context)
    const frames = [chunk({ role: 'assistant', content: 'a' }), chunk({}, 'stop')].flatMap(one => stream.push(one))
    t.match(chunksOf(frames), [
      { choices: [{ delta: { role: 'assistant', content: 'a' } }] },
      { choices: [{ finish_reason: 'stop' }] },
    ])
    const failing = partnerWire(at(model)).stream({ ...ask, stream: true }, at(model), context)
    t.throws(() => failing.push({ event: '', data: '{"error":{"message":"boom"}}' }), {
      message: /Vertex_aiException.* - boom/,
    })
  }
})

const failed = (model: string, status: number, streamed = false) =>
  partnerWire(at(model)).error(status, 'no', at(model), streamed)
const broken = (model: string, words: string | null, begun: boolean, streams: boolean): string =>
  vertexBroken(words, at(model), { begun, streams, timeout: 1, route: 'chat' }).message

void t.test('failures', async t => {
  t.match(failed('meta/llama-x', 400), {
    status: 400,
    loses: 'nothing',
    message: 'litellm.BadRequestError: Vertex_aiException BadRequestError - no',
  })
  t.match(failed('meta/llama-x', 200), { status: 500, message: /Unable to get json response/ })
  t.match(failed('mistral-x', 429), { status: 429, loses: 'headers' })
  t.match(failed('mistral-x', 429, true), { loses: 'nothing', message: /- b'no'$/ })
  t.match(failed('mistral-x', 200), { status: 500, outside: true })
  t.match(broken('meta/llama-x', 'reset', false, true), 'litellm.InternalServerError: Vertex_aiException')
  t.match(broken('mistral-x', 'reset', false, false), 'litellm.InternalServerError: Vertex_aiException')
  t.match(broken('mistral-x', 'reset', false, true), 'litellm.APIConnectionError: Vertex_aiException - reset')
  t.match(broken('mistral-x', 'reset', true, true), 'litellm.APIConnectionError: Vertex_aiException - reset')
  t.match(broken('mistral-x', null, false, true), 'litellm.Timeout: Vertex_aiException - litellm.Timeout: ')
})
