import OpenAI from 'openai'
import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { clientKey, startProvider, startSdkWorker, startWithSimulator } from '../../support/sdk-worker.ts'

const path = '/v1/embeddings'

t.test('embeddings, as LiteLLM answers them', async t => {
  const worker = await startWithSimulator(t)
  const answer = await worker.post(path, {
    model: 'gpt',
    input: ['a', 'b'],
    encoding_format: 'base64',
    user: 'u',
    foo: 1,
  })
  t.equal(answer.status, 200)
  t.equal(answer.headers.get('x-litellm-model-group'), 'gpt')
  t.match(await answer.json(), {
    model: 'gpt',
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: String }, { index: 1 }],
    usage: {
      completion_tokens: 0,
      prompt_tokens: 1,
      total_tokens: 1,
      completion_tokens_details: null,
      prompt_tokens_details: null,
    },
  })
  const { url, body } = worker.received()
  t.equal(url, path)
  t.strictSame(body, { model: 'gpt-4.1-mini', input: ['a', 'b'], encoding_format: 'base64', user: 'u', foo: 1 })
  t.match((await worker.registry.metrics()).match(/crossfade_tokens_total\{[^}]*input[^}]*\} (\d+)/)?.[1], '1')
})

t.test('the openai package reads them, base64 and all', async t => {
  const worker = await startWithSimulator(t)
  const client = new OpenAI({ apiKey: clientKey, baseURL: `${worker.base}/v1` })
  const { data } = await client.embeddings.create({ model: 'gpt', input: 'hello' })
  t.equal(data[0]?.embedding.length, 1536)
})

t.test('all four paths; a model in the path keeps the provider’s name in the answer', async t => {
  const worker = await startWithSimulator(t)
  for (const [at, model] of [
    ['/embeddings', 'gpt'],
    ['/engines/gpt/embeddings', undefined],
    ['/openai/deployments/gpt/embeddings', undefined],
  ] as const) {
    const answer = await worker.post(at, { ...(model ? { model } : {}), input: 'x' })
    t.equal(answer.status, 200, at)
    t.equal(((await answer.json()) as { model: string }).model, model ?? 'gpt-4.1-mini', at)
  }
})

const ending = (group: string): string =>
  `\n\nLiteLLM: model group '${group}' failed with the error above. No fallback was attempted.`

const refusals = [
  { name: 'no input', body: { model: 'gpt' }, message: "/embeddings: Missing required parameter: 'input'." },
  {
    name: 'an unknown model',
    body: { model: 'nope', input: 'x' },
    message:
      '/embeddings: Invalid model name passed in model=nope. Call `/v1/models` to view available models for your key.',
  },
  {
    name: 'a provider without embeddings',
    body: { model: 'claude', input: 'x' },
    message: `litellm.BadRequestError: Unmapped LLM provider for this endpoint. You passed model=claude-sonnet-4-5-20250929, custom_llm_provider=anthropic. Check supported provider and route: https://docs.litellm.ai/docs/providers${ending('claude')}`,
  },
]

t.test('what is refused, and that no provider hears of it', async t => {
  const worker = await startWithSimulator(t)
  for (const { name, body, message } of refusals) {
    const answer = await worker.post(path, body)
    t.equal(answer.status, 400, name)
    t.match(await answer.json(), { error: { message, type: 'invalid_request_error', code: '400' } }, name)
  }
  t.strictSame(worker.simulator.recorder.list(), [])
})

t.test('the provider’s errors are quoted whole', async t => {
  const worker = await startWithSimulator(t)
  for (const [scenario, status, message, type] of [
    ['error:429', 429, /^litellm\.RateLimitError: RateLimitError: OpenAIException - Error code: 429 - \{'error': \{'message': 'Rate/, 'throttling_error'],
    ['error:403', 403, /^litellm\.APIError: APIError: OpenAIException - Error code: 403 - /, 'permission_error'],
    ['error:400', 400, /^litellm\.BadRequestError: OpenAIException - Error code: 400 - /, 'invalid_request_error'],
    ['empty', 500, /^litellm\.InternalServerError: InternalServerError: OpenAIException - Expecting value: line 1/, 'internal_server_error'],
    ['reset', 500, /^litellm\.InternalServerError: InternalServerError: OpenAIException - Connection error\./, 'internal_server_error'],
  ] as const) {
    const answer = await worker.post(path, { model: 'gpt', input: `[sim:${scenario}]` })
    t.equal(answer.status, status, scenario)
    t.match(await answer.json(), { error: { message, type, param: null, code: String(status) } }, scenario)
  }
}) // prettier-ignore

t.test('dimensions where the model has none: dropped or refused', async t => {
  const bodies: unknown[] = []
  const origin = await startProvider(t, (req, res) => {
    let text = ''
    req.on('data', chunk => (text += String(chunk)))
    req.on('end', () => {
      bodies.push(JSON.parse(text))
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify({ object: 'list', data: [], model: 'm', usage: {} }))
    })
  })
  const at = (model: string, drop_params?: boolean) => ({
    model,
    api_base: `${origin}/v1`,
    api_key: 'k',
    ...(drop_params ? { drop_params } : {}),
  })
  const config = litellmSchema.parse({
    model_list: [
      { model_name: 'old', litellm_params: at('openai/text-embedding-ada-002') },
      { model_name: 'dropping', litellm_params: at('openai/text-embedding-ada-002', true) },
      { model_name: 'new', litellm_params: at('openai/text-embedding-3-large') },
      { model_name: 'vllm', litellm_params: at('hosted_vllm/e5') },
      { model_name: 'mistral', litellm_params: at('mistral/mistral-embed', true) },
      { model_name: 'strict', litellm_params: at('mistral/mistral-embed') },
    ],
  })
  const worker = await startSdkWorker(t, { config })
  const call = (model: string): Promise<Response> => worker.post(path, { model, input: 'x', dimensions: 2, user: 'u' })
  const refused = await call('old')
  t.equal(refused.status, 400)
  t.match(await refused.json(), {
    error: { message: /^litellm\.UnsupportedParamsError: Setting dimensions is not supported/ },
  })
  const message =
    /^litellm\.UnsupportedParamsError: mistral does not support parameters: \{'user': 'u', 'dimensions': 2\}/
  t.match(await (await call('strict')).json(), { error: { message } })
  for (const model of ['dropping', 'new', 'vllm', 'mistral']) t.equal((await call(model)).status, 200, model)
  t.strictSame(bodies, [
    { model: 'text-embedding-ada-002', input: 'x', user: 'u' },
    { model: 'text-embedding-3-large', input: 'x', dimensions: 2, user: 'u' },
    { model: 'e5', input: ['x'], dimensions: 2, user: 'u' },
    { model: 'mistral-embed', input: 'x' },
  ])
})
