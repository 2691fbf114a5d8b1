import t from 'tap'
import { bytezTranslator } from '../../../../services/sdk/providers/texts/bytez.ts'
import { replicateTranslator } from '../../../../services/sdk/providers/texts/replicate.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const system = { role: 'system', content: 'S' }
const base = 'https://api.replicate.com/v1'
const replicate = (model = 'acme/m', apiBase = base) => ({ ...target('replicate', model), apiBase })
const asked = (model: string, chat: JsonObject = {}, apiBase = base) =>
  replicateTranslator.request({ messages: [user], ...chat }, replicate(model, apiBase))

t.test('where a prediction is asked for', async t => {
  const table: [model: string, path: string, version?: string][] = [
    ['meta/llama', 'models/meta/llama/predictions'],
    ['deployments/acme/mine', 'deployments/acme/mine/predictions'],
    ['meta/llama:abc', 'predictions', 'abc'],
  ]
  for (const [model, path, version] of table) {
    t.equal(asked(model).url, `${base}/${path}`, model)
    t.equal(asked(model).body['version'], version, model)
  }
  t.equal(asked('meta/llama').headers['authorization'], 'Token key')
})

t.test('what is asked', async t => {
  const all = {
    temperature: 0.2,
    top_p: 0.5,
    stop: ['x'],
    max_tokens: 7,
    seed: 1,
    top_k: 3,
    tools: [{ type: 'function' }],
  }
  t.strictSame(asked('acme/m', all).body['input'], {
    prompt: 'hi',
    stream: false,
    temperature: 0.2,
    top_p: 0.5,
    stop_sequences: ['x'],
    max_new_tokens: 7,
    top_k: 3,
  })
  const limits = [
    ['replicate/vicuna-13b', 'max_length'],
    ['meta/codellama-13b', 'max_tokens'],
  ] as const
  for (const [model, name] of limits) t.match(asked(model, { max_tokens: 7 }).body['input'], { [name]: 7 })
  const apart = asked('acme/m', { messages: [system, user], supports_system_prompt: true })
  t.match(apart.body['input'], { prompt: 'hi', system_prompt: 'S' })
  t.throws(() => asked('acme/m', { n: 2 }), { message: /does not support parameters/ })
})

t.test('where an answer is looked for, and when', async t => {
  const place = (get: unknown, apiBase?: string) =>
    asked('acme/m', {}, apiBase).polling?.place(JSON.stringify({ urls: { get } }))
  t.equal(place(`${base}/predictions/1`), `${base}/predictions/1`)
  t.equal(place(`${base}/predictions/1`, 'http://mine/r/'), 'http://mine/r/predictions/1', 'behind one’s own address')
  t.equal(place('http://mine/x', 'http://mine/r'), 'http://mine/x')
  t.throws(() => place('https://elsewhere/predictions/1'), { message: /prediction url/ }, 'the key goes nowhere else')
  t.throws(() => place(undefined), { message: /prediction url is None/ })
  t.throws(() => asked('acme/m').polling?.place('<html>'), { message: /Expecting value/ })
  const { polling: whole } = asked('acme/m')
  const { polling: streamed } = asked('acme/m', { stream: true })
  t.strictSame(
    [0, 1, 2].map(round => whole?.pauseMs(round)),
    [1000, 3000, 5000],
  )
  t.equal(streamed?.pauseMs(4), 500)
  const isLast = (status: string, code = 200) =>
    [whole, streamed].map(polling => polling?.isLast(code, JSON.stringify({ status })))
  t.strictSame(isLast('starting'), [false, false])
  t.strictSame(isLast('processing'), [false, false])
  t.strictSame(isLast('succeeded'), [true, true])
  t.strictSame(isLast('queued'), [true, false])
  t.strictSame(isLast('processing', 500), [true, false])
  t.match(whole?.givenUp(), { message: /after max retries/ })
})

const told = (body: JsonObject) => replicateTranslator.response(body, { messages: [user] }, replicate(), context)

t.test('answers', async t => {
  const answer = told({ status: 'succeeded', output: ['Hel', 'lo'] })
  t.match(answer.body['choices'], [{ message: { content: 'Hello' }, finish_reason: 'stop' }])
  t.ok(answer.usage.output > 0)
  t.match(told({ status: 'succeeded', output: 'Hi' }).body['choices'], [{ message: { content: 'Hi' } }])
  t.match(told({ status: 'succeeded', output: [] }).body['choices'], [{ message: { content: ' ' } }])
  t.throws(() => told({ status: 'failed', error: 'boom' }), { message: /UnprocessableEntityError: .*not succeeded/ })
})

t.test('streams', async t => {
  const stream = replicateTranslator.stream({ messages: [user] }, replicate(), context)
  const push = (data: JsonObject) => stream.push({ event: '', data: JSON.stringify(data) })
  const frames = [
    ...push({ status: 'starting' }),
    ...push({ status: 'processing', output: ['Hel'] }),
    ...push({ status: 'succeeded', output: ['Hel', 'lo'] }),
  ]
  t.match(chunksOf(frames), [{ choices: [{ delta: { content: 'Hel' } }] }, { choices: [{ delta: { content: 'lo' } }] }])
  t.ok(stream.end().complete)
  const broken = replicateTranslator.stream({ messages: [user] }, replicate(), context)
  t.throws(() => broken.push({ event: '', data: '{"status":"failed","error":"boom"}' }), {
    message: /BadRequestError: .*boom/,
  })
  t.notOk(broken.end().complete)
})

t.test('failures', async t => {
  const table: [status: number, raw: string, code: number, litellmClass: string][] = [
    [400, 'no', 400, 'BadRequestError'],
    [401, 'no', 401, 'AuthenticationError'],
    [408, 'no', 408, 'Timeout'],
    [413, 'no', 413, 'BadRequestError'],
    [422, 'no', 422, 'UnprocessableEntityError'],
    [429, 'no', 429, 'RateLimitError'],
    [500, 'no', 503, 'ServiceUnavailableError'],
    [404, 'no', 500, 'APIError'],
    [418, 'Incorrect authentication token', 401, 'AuthenticationError'],
    [418, 'the input is too long', 400, 'ContextWindowExceededError'],
    [418, 'Request was throttled', 429, 'RateLimitError'],
  ]
  for (const [status, raw, code, litellmClass] of table) {
    t.match(replicateTranslator.error(status, raw, replicate()), { status: code, litellmClass }, `${status} ${raw}`)
  }
  t.match(replicateTranslator.error(200, '<html>', replicate()), { status: 500 })
})

t.test('Bytez', async t => {
  const here = target('bytez', 'google/gemma 2')
  const parts = [{ type: 'text', text: 'hi' }]
  const { url, headers, body } = bytezTranslator.request({ messages: [user], max_tokens: 7, n: 2, top_k: 3 }, here)
  t.equal(url, 'http://provider.test/google/gemma%202')
  t.equal(headers['authorization'], 'Key key')
  const params = { stream: false, num_return_sequences: 2, max_new_tokens: 7, top_k: 3 }
  t.strictSame(body, { messages: [{ role: 'user', content: parts }], stream: false, params })
  const picture = [{ type: 'image_url', image_url: { url: 'http://i' } }]
  t.throws(() => bytezTranslator.request({ messages: [{ role: 'user', content: picture }] }, here), /media/)
  t.throws(() => bytezTranslator.request({ messages: [{ role: 'assistant' }] }, here), /without content/)
  const output = { role: 'assistant', content: [{ type: 'text', text: 'Hello you' }] }
  const answered = { ...context, headers: { 'ratelimit-limit': '5' } }
  const answer = bytezTranslator.response({ error: null, output }, { messages: [user] }, here, answered)
  t.match(answer.body, {
    choices: [{ message: { content: 'Hello you', provider_specific_fields: { 'ratelimit-limit': '5' } } }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  })
  t.throws(() => bytezTranslator.response({ error: 'no' }, {}, here, context), { message: /BytezException - no/ })
  t.throws(() => bytezTranslator.response({ output: {} }, {}, here, context), { message: /no content/ })
  const stream = bytezTranslator.stream({ messages: [user] }, here, context, 'text')
  t.match(chunksOf(stream.push({ event: '', data: '{"text":"Hel"}' })), [{ choices: [{ delta: { content: 'Hel' } }] }])
  t.ok(stream.end().complete)
})
