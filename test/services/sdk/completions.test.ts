import OpenAI from 'openai'
import t, { type Test } from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { clientKey, dataOf, startWithSimulator } from '../../support/sdk-worker.ts'

const path = '/v1/completions'

/** A worker with a model more, `instruct`, that completes text by itself. */
const start = (t: Test) =>
  startWithSimulator(t, config => {
    const [gpt] = config.model_list
    const instruct = { model_name: 'instruct', litellm_params: { ...gpt?.litellm_params, model: 'openai/gpt-3.5-turbo-instruct' } }
    return litellmSchema.parse({ ...config, model_list: [...config.model_list, instruct] })
  }) // prettier-ignore

const models = [
  { model: 'instruct', upstream: '/v1/completions', sent: { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi' } },
  { model: 'gpt', upstream: '/v1/chat/completions', sent: { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Hi' }] } },
  { model: 'claude', upstream: '/v1/messages', sent: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }], max_tokens: 64_000 } },
] // prettier-ignore

for (const { model, upstream, sent } of models) {
  t.test(`${model}: whole, by ${upstream}`, async t => {
    const worker = await start(t)
    const answer = await worker.post(path, { model, prompt: 'Hi' })
    t.equal(answer.status, 200)
    const body = (await answer.json()) as { usage: object }
    t.match(body, {
      object: 'text_completion',
      model,
      choices: [{ text: /^Simulated answer of .* to: Hi$/, index: 0, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: Number, total_tokens: Number },
    })
    t.ok('completion_tokens_details' in body.usage && 'prompt_tokens_details' in body.usage, 'known or null')
    t.equal(worker.received().url, upstream)
    t.match(worker.received().body, sent)
    t.notOk('stream' in (worker.received().body as object))
  })

  t.test(`${model}: streamed`, async t => {
    const worker = await start(t)
    const answer = await worker.post(path, { model, prompt: 'Hi', stream: true })
    t.match(answer.headers.get('content-type'), /^text\/event-stream/)
    const chunks = dataOf(await answer.text()) as { object: string; usage: object; choices: { text?: string; finish_reason?: string }[] }[]
    t.equal(chunks.pop(), '[DONE]')
    t.match(chunks.map(({ choices }) => choices[0]?.text ?? '').join(''), /^Simulated answer of .* to: Hi$/)
    t.strictSame(chunks.at(-1)?.choices, [{ finish_reason: 'stop', index: 0 }])
    for (const { object, usage } of chunks) {
      t.equal(object, 'text_completion')
      t.strictSame(usage, { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0 })
    }
    t.notOk('stream_options' in (worker.received().body as object), 'the client has not asked for usage')
  }) // prettier-ignore

  t.test(`${model}: streamed, with the usage the client asked for`, async t => {
    const worker = await start(t)
    const answer = await worker.post(path, {
      model,
      prompt: 'Hi',
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = dataOf(await answer.text()) as { usage?: { prompt_tokens: number }; choices: object[] }[]
    t.equal(chunks.at(-2)?.usage?.prompt_tokens, 1)
    t.strictSame(chunks.at(-2)?.choices, [{ index: 0 }])
    t.ok(chunks.slice(0, -2).every(chunk => !('usage' in chunk)))
    t.match(await worker.registry.metrics(), /crossfade_tokens_total\{[^}]*output[^}]*\} [1-9]/)
  })

  t.test(`${model}: a stream that breaks ends in an error and a cut connection`, async t => {
    const worker = await start(t)
    for (const scenario of ['cut:2', 'eof:2', 'midstream-error:2']) {
      const answer = await worker.post(path, { model, prompt: `[sim:${scenario}]`, stream: true })
      await t.rejects(answer.text(), scenario)
    }
  })
}

t.test('the openai package reads both', async t => {
  const worker = await start(t)
  const client = new OpenAI({ apiKey: clientKey, baseURL: `${worker.base}/v1`, maxRetries: 0 })
  for (const model of ['instruct', 'claude']) {
    const whole = await client.completions.create({ model, prompt: 'Hi' })
    t.match(whole.choices[0]?.text, /to: Hi$/)
    let text = ''
    for await (const chunk of await client.completions.create({ model, prompt: 'Hi', stream: true })) text += chunk.choices[0]?.text ?? ''
    t.equal(text, whole.choices[0]?.text)
  }
}) // prettier-ignore

t.test('prompts of other kinds', async t => {
  const worker = await start(t)
  const sent = async (model: string, prompt: unknown): Promise<unknown> => {
    t.equal((await worker.post(path, { model, prompt })).status, 200)
    return worker.received().body
  }
  t.match(await sent('instruct', ['a']), { prompt: 'a' })
  t.match(await sent('instruct', ['a', 'b']), { prompt: ['a', 'b'] })
  t.match(await sent('instruct', [1, 2]), { prompt: [1, 2] })
  t.match(await sent('gpt', ['a', 'b']), { messages: [{ role: 'user', content: 'a' }, { role: 'user', content: 'b' }] }) // prettier-ignore
  const refused = await worker.post(path, { model: 'claude', prompt: [1, 2] })
  t.equal(refused.status, 500)
  t.match(await refused.json(), {
    error: { message: /OpenAIException - Unmapped prompt format\. .* prompt=\[1, 2\]\./ },
  })
})

t.test('errors: every provider is called OpenAI here, and most have no type', async t => {
  const worker = await start(t)
  for (const [model, scenario, status, message, type] of [
    ['instruct', 'error:400', 400, /^litellm\.BadRequestError: OpenAIException - Error code: 400 - \{'error'/, null],
    ['instruct', 'error:429', 429, /^litellm\.RateLimitError: RateLimitError: OpenAIException - Error code: 429/, 'throttling_error'],
    ['gpt', 'error:400', 400, /^litellm\.BadRequestError: OpenAIException - Invalid request\./, 'invalid_request_error'],
    ['claude', 'error:403', 403, /^litellm\.APIError: APIError: OpenAIException - \{"type":"error"/, null],
    ['claude', 'error:529', 529, /^litellm\.APIError: APIError: OpenAIException - \{"type":"error"/, null],
    ['claude', 'error:500', 500, /^litellm\.InternalServerError: InternalServerError: OpenAIException - /, 'internal_server_error'],
  ] as const) {
    const answer = await worker.post(path, { model, prompt: `[sim:${scenario}]` })
    t.equal(answer.status, status, `${model} ${scenario}`)
    t.match(await answer.json(), { error: { message, type, code: String(status) } }, `${model} ${scenario}`)
  }
}) // prettier-ignore

const unknown = (model: string): string =>
  `400: {'error': '/completions: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.'}`

t.test('what is refused', async t => {
  const worker = await start(t)
  for (const [body, error] of [
    [
      { model: 'nope', prompt: 'x' },
      { message: unknown('nope'), type: 'None', param: 'None', code: '400' },
    ],
    [{ prompt: 'x' }, { message: unknown('None') }],
    [{ model: 'gpt' }, { message: "/completions: Missing required parameter: 'prompt'.", param: 'prompt' }],
  ] as const) {
    const answer = await worker.post(path, body)
    t.equal(answer.status, 400)
    t.match(await answer.json(), { error })
  }
  for (const at of ['/completions', '/engines/gpt/completions', '/openai/deployments/gpt/completions']) {
    const answer = await worker.post(at, { prompt: 'x', ...(at === '/completions' ? { model: 'gpt' } : {}) })
    t.equal(answer.status, 200, at)
  }
})
