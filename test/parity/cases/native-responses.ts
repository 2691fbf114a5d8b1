/** The Responses API at the providers that have it, besides OpenAI and Azure. */
import { openaiError, response, responseAnswer, stream } from '../answers.ts'
import type { ParityCase, Row } from '../case.ts'
import { inputs, named, parameters, responsesOf, tools } from './responses-api.ts'
import { answers, errors, event, start, streamed, words } from './responses-answers.ts'

const provider = responseAnswer()
const asked = (name: string, body: Row[1], deployment?: NonNullable<Row[2]>['deployment']): Row => [
  name,
  body,
  { provider, ...(deployment ? { deployment } : {}) },
]

/** What stands in a conversation besides the conversation. */
const instructed: readonly Row[] = [
  [
    { role: 'system', content: 'S' },
    { role: 'developer', content: 'D' },
    { role: 'user', content: 'u' },
  ],
  [
    { role: 'user', content: 'u' },
    {
      role: 'developer',
      content: [
        { type: 'input_text', text: 'D' },
        { type: 'input_text', text: 'E' },
      ],
    },
    { role: 'system', content: 'S' },
    { role: 'assistant', content: 'a' },
    { role: 'developer', content: 'late' },
  ],
  [
    { role: 'user', content: 'u' },
    { role: 'assistant', content: 'a' },
    { role: 'developer', content: 'D' },
    { role: 'user', content: 'v' },
  ],
  [
    { role: 'developer', content: [{ type: 'input_image', image_url: 'x' }] },
    { role: 'user', content: 'u' },
  ],
  [{ role: 'developer', content: 'D' }],
].flatMap((input, index): Row[] => [
  asked(`instructions ${index}`, { input }),
  asked(`instructions ${index}, and others`, { input, instructions: 'I' }),
])

/** Windows of time, by their several names. */
const windows: readonly Row[] = [
  { service_tier: 'Balanced', metadata: { a: 'b' } },
  { service_tier: 'priority' },
  { service_tier: 'auto' },
  { service_tier: 'weird' },
  { service_tier: 'weird', drop_params: true },
  { metadata: { completion_window: 'flex' } },
  { metadata: { completion_window: 'standard' }, service_tier: 'balanced' },
  { metadata: { completion_window: 'asap' }, service_tier: 'flex' },
  { metadata: { completion_window: 'weird' } },
  { metadata: { completion_window: 'weird', a: 1 }, drop_params: true },
  { metadata: {} },
  { extra_body: { metadata: { a: 1 }, z: 2 }, service_tier: 'flex' },
  { extra_body: { metadata: { completion_window: 'flex' } } },
  { extra_body: { service_tier: 'flex' } },
  { extra_body: { service_tier: 'flex' }, drop_params: true },
].map(body => named(body))

const addresses = ['', '/v1', '/api/v3', '/api/v3/responses', '/inference/v1'].map((path, index): Row =>
  asked(`address ${index}`, {}, { api_base: `ORIGIN${path}` }),
)

const costs: readonly Row[] = [0.25, { total_cost: 0.5, currency: 'USD' }, null].map((cost, index): Row => [
  `a cost of its own ${index}`,
  {},
  { provider: responseAnswer({ usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7, cost } }) },
])

const particulars: readonly Row[] = [
  asked('an answer to go on from', { previous_response_id: 'resp_1' }),
  asked('headers of its own', { extra_headers: { 'x-own': 'y' } }, { extra_headers: { 'x-more': 'z' } }),
  asked('a session', { litellm_session_id: 's-1' }),
  asked('a session in its metadata', { litellm_metadata: { session_id: 's-2' } }),
  asked('no key', {}, { api_key: null }),
  asked('little room', { max_output_tokens: 5 }),
  asked('an effort', { reasoning: { effort: 'low' }, temperature: 0.3, top_p: 0.5 }),
  asked('thoughts in an effort', { reasoning_effort: 'high' }),
  ['the simulator', { input: 'What is new?' }],
  ['the simulator, with a tool', { input: '[sim:tool] x', tools: [{ type: 'function', name: 'f', parameters: {} }] }],
  ['a refusal', {}, { provider: openaiError(429, { message: 'slow down' }), deployment: {} }],
  [
    'a failed answer',
    {},
    { provider: responseAnswer({ status: 'failed', error: { code: 'x', message: 'boom' } }), deployment: {} },
  ],
]

const topic = (model: string): string => `native responses/${model}`
const thorough = ['fireworks', 'perplexity', 'volcengine', 'sail', 'openrouter']
const like = [
  'edenai',
  'litellm_proxy',
  'neosantara',
  'tensormesh',
  'parasail',
  'empiriolabs',
  'meta',
  'cortecs',
  'pinstripes',
  'prism',
  'vllm',
]

/** A model of each of which the table knows that it streams; of the others LiteLLM thinks not. */
const streaming: Readonly<Record<string, string>> = {
  fireworks: 'fireworks_ai/kimi-k2p6',
  edenai: 'edenai/some-model',
  meta: 'meta/muse-spark-1.3',
  perplexity: 'perplexity/openai/gpt-5.2',
  pinstripes: 'pinstripes/ps/glm-4.5-air',
  prism: 'prism/deepseek-v4-flash',
  sail: 'sail/moonshotai/Kimi-K3',
  tensormesh: 'tensormesh/deepseek-ai/DeepSeek-V4-Flash',
  volcengine: 'volcengine/some-model',
}

/** A stream that tells its cost, and a whole answer, of models that have prices. */
const priced: readonly Row[] = [
  asked('a price', {}),
  ...[0.25, { total_cost: 0.5 }, undefined].map((cost, index): Row => [
    `a stream with a cost ${index}`,
    { stream: true },
    {
      provider: stream([
        ...start,
        ...words,
        event({
          type: 'response.completed',
          sequence_number: 9,
          response: response({ usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7, cost } }),
        }),
      ]),
    },
  ]),
]

const atModel = (model: string, all: readonly Row[]): Row[] =>
  all.map(([name, body, more]): Row => [name, body, { ...more, deployment: { ...more?.deployment, model } }])

// LiteLLM searches files in Fireworks' place, which the worker leaves to it.
const searchable =
  (model: string) =>
  ([name]: Row): boolean =>
    model !== 'fireworks' || !name.includes('file_search')

const renamed = (text: string): string => text.replaceAll('gpt-real', 'accounts/fireworks/models/kimi-k2p6')

/** Rows with answers that name a model as Fireworks does. */
const asFireworks = (all: readonly Row[]): Row[] =>
  all.map(([name, body, more]): Row => {
    const answer = more?.provider
    if (!answer) return [name, body, more ?? {}]
    const told =
      typeof answer.body === 'string'
        ? renamed(answer.body)
        : answer.body.map(piece => (typeof piece === 'string' ? renamed(piece) : piece))
    return [name, body, { ...more, provider: { ...answer, body: told } }]
  })

const about = (topic: string, model: string, all: readonly Row[]): ParityCase[] =>
  responsesOf(topic, model, model === 'fireworks' ? asFireworks(all) : all)

const gpt = 'databricks/databricks-gpt-5-5'

/** What LiteLLM's HTTP library says has cases of its own. */
const told = errors.filter(([name]) => !name.startsWith('nobody'))
const someErrors = told.filter(([name]) => /^(?:401|429|500|503)|page|long|timeout/.test(name))
const someStreams = streamed.filter(([name]) => /^(?:text|incomplete|failed|an error|a cut|nothing)/.test(name))

export const nativeResponsesCases: readonly ParityCase[] = [
  ...thorough.flatMap(model => [
    ...about(topic(model), model, [...inputs, ...tools.filter(searchable(model)), ...parameters.map(named)]),
    ...about(`${topic(model)}/addresses`, model, addresses),
    ...about(`${topic(model)}/errors`, model, told),
  ]),
  ...['fireworks', 'volcengine'].flatMap(model => about(`${topic(model)}/answers`, model, answers)),
  ...[...thorough, ...like].flatMap(model => about(`${topic(model)}/own`, model, [...particulars, ...costs])),
  ...like.flatMap(model => about(`${topic(model)}/errors`, model, someErrors)),
  ...about(topic('fireworks'), 'fireworks', [
    ...instructed,
    ['a name nobody knows', {}, { provider: responseAnswer({ model: 'nobody-knows-it' }) }],
  ]),
  ...about(topic('sail'), 'sail', windows),
  ...about(
    topic('databricks'),
    'databricks',
    atModel(gpt, [...particulars.filter(([name]) => name !== 'no key'), ...costs, ...addresses, ...someErrors]),
  ),
  ...about(topic('vllm'), 'vllm', [...addresses, ...tools]),
  ...about(topic('perplexity'), 'perplexity', [
    asked('a preset', {}, { model: 'perplexity/preset/pro-search' }),
    asked('models', { models: ['a'], store: true, drop_params: true }),
  ]),
  ...Object.entries(streaming).flatMap(([model, name]) =>
    about(
      `${topic(model)}/streams`,
      model,
      atModel(name, [...(model === 'volcengine' ? streamed : someStreams), ...priced]),
    ),
  ),
]
