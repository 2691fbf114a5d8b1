/** Embeddings of every provider that has them, and of those that have none. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, openaiError } from '../answers.ts'
import { embeddingsOf, type ParityCase, png, type Row } from '../case.ts'

const list = (vectors: JsonObject[], changes: JsonObject = {}): ScriptedAnswer =>
  answer({
    object: 'list',
    data: vectors,
    model: 'embedder-real',
    usage: { prompt_tokens: 4, total_tokens: 4 },
    ...changes,
  })
const vector = (index: number, more: JsonObject = {}): JsonObject => ({
  object: 'embedding',
  index,
  embedding: [0.1, -2, 3e-7],
  ...more,
})
/** A row that is named as its body. */
export const named = (body: JsonObject): Row => [
  JSON.stringify(body).slice(0, 80),
  body,
  { provider: list([vector(0)]) },
]

const inputs: readonly JsonObject[] = [
  { input: 'hi' },
  { input: '' },
  { input: ['hi'] },
  { input: ['hi', 'there', 'ü'] },
  { input: [] },
  { input: [''] },
]

/** Tokens in the place of texts. */
export const tokens: readonly JsonObject[] = [{ input: [1, 2, 3] }, { input: [[1, 2, 3], [4]] }]

const parameters: readonly JsonObject[] = [
  { dimensions: 3 },
  { dimensions: 3, drop_params: true },
  { dimensions: 3, allowed_openai_params: ['dimensions'] },
  { encoding_format: 'base64' },
  { encoding_format: 'float' },
  { encoding_format: null },
  { user: 'u' },
  { foo: 1, bar: null },
  { extra_body: { z: 1 } },
  { extra_headers: { 'x-extra': '1' } },
  { metadata: { a: 'b' }, tags: ['x'], timeout: 3 },
  { input_type: 'query' },
  { task_type: 'RETRIEVAL_QUERY', title: 't' },
  { taskType: 'RETRIEVAL_QUERY', outputDimensionality: 5 },
  { temperature: 0.3, max_tokens: 5 },
  { stream: true },
]

const provided = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [name, body, { provider }]
const own = { deployment: {} }
const failing = (name: string, provider: ScriptedAnswer): Row => [name, {}, { ...own, provider }]
const statuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529]

const answers: readonly Row[] = [
  ['the simulator’s', { input: ['hi', 'ü'] }],
  ['the simulator’s in base64', { encoding_format: 'base64' }],
  provided('an answer', list([vector(0)])),
  provided('two vectors', list([vector(0), vector(1)])),
  provided('unknown fields', list([vector(0, { weird: 1 })], { weird: 1, id: 'e1', created: 5 })),
  provided('no usage', list([vector(0)], { usage: undefined })),
  provided('usage null', list([vector(0)], { usage: null })),
  provided(
    'usage with details',
    list([vector(0)], {
      usage: { prompt_tokens: 4, total_tokens: 4, prompt_tokens_details: { cached_tokens: 1 }, x: 1 },
    }),
  ),
  provided('base64', list([vector(0, { embedding: 'AAAA' })]), { encoding_format: 'base64' }),
  provided('no vectors', list([])),
  provided('no data', list([], { data: undefined })),
  failing('no JSON', answer('not json')),
  failing('an empty body', answer('')),
  failing('an error with 200', answer({ error: { message: 'm', type: 't', code: 'c' } })),
]

const errors: readonly Row[] = [
  ...statuses.map(status => failing(`${status}`, openaiError(status))),
  failing('an invalid request', openaiError(400, { type: 'invalid_request_error', param: 'input' })),
  failing('too long', openaiError(400, { message: "This model's maximum context length is 5" })),
  failing('a page', answer('<html>no</html>', 403, { 'content-type': 'text/html' })),
  failing('no body', answer('', 500)),
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['a reset connection', { input: '[sim:reset]' }, own],
  ['our own timeout', { input: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }],
]

const geminiVectors = (...values: number[][]): ScriptedAnswer =>
  answer({ embeddings: values.map(one => ({ values: one })) })
const geminiErrors: readonly Row[] = statuses.map(status =>
  failing(`${status}`, answer({ error: { code: status, message: `said ${status}`, status: 'S' } }, status)),
)
const gemini: readonly Row[] = [
  ...[...inputs, { input: [png, 'x'] }, { input: 'gs://b/a.png' }, { input: [['a', 'b'], 'c'] }, ...parameters].map(
    (body): Row => [named(body)[0], body, { provider: geminiVectors([0.1, 0.2], [0.3]) }],
  ),
  ...[
    { input: [1, 2] },
    { input: ['gs://b/a.xyz'] },
    { input: [{ type: 'weird' }] },
    { input: 'data:x/y;base64,AA' },
  ].map(named),
  ['the simulator’s', { input: ['hi', 'ü'], dimensions: 4 }],
  provided('usage', answer({ embeddings: [{ values: [1] }], usageMetadata: { promptTokenCount: 7 } })),
  provided('no embeddings', answer({})),
  failing('no JSON', answer('not json')),
  failing('an error with 200', answer({ error: { code: 500, message: 'm' } })),
  ...geminiErrors,
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
]

const cohereVectors = (changes: JsonObject = {}): ScriptedAnswer =>
  answer({
    id: 'e1',
    embeddings: {
      float: [
        [0.1, -2],
        [0.3, 1],
      ],
    },
    texts: ['a'],
    meta: { api_version: { version: '2' }, billed_units: { input_tokens: 7 } },
    ...changes,
  })
const cohere: readonly Row[] = [
  ...[
    ...inputs,
    ...parameters,
    { input: [[1, 2, 3], [4]] },
    { input: [1, 2] },
    { encoding_format: ['float', 'int8'] },
    { input_type: 'search_query', truncate: 'END', embedding_types: ['float'] },
    { user: 'u', drop_params: true },
  ].map((body): Row => [JSON.stringify(body), body, { provider: cohereVectors() }]),
  provided('kinds of vectors', cohereVectors({ embeddings: { float: [[0.1]], int8: [[1], [2]] } })),
  provided('nothing billed', cohereVectors({ meta: {} })),
  provided('no meta', cohereVectors({ meta: undefined })),
  failing('no embeddings', answer({})),
  failing('no JSON', answer('not json')),
  ...statuses.map(status => failing(`${status}`, answer({ id: 'x', message: `said ${status}` }, status))),
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['our own timeout', { input: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }],
]

const versions: readonly Row[] = [null, '2024-02-15-preview', 'v1', 'preview'].map((api_version): Row => [
  `api_version ${api_version}`,
  {},
  { deployment: { api_version } },
])

const proxy: readonly Row[] = [
  ['no input', { input: undefined }],
  ['input null', { input: null }],
  ['an unknown model', { model: 'nope' }],
  ['no model', { model: undefined }],
  ['a number', { input: 5 }],
  ['an object', { input: { a: 1 } }],
  ['an address', { api_base: 'http://x.example.com' }],
]

/** The other prefixes LiteLLM embeds with. */
const others = [
  'nim',
  'fireworks',
  'nomic',
  'nebius',
  'xinference',
  'sambanova',
  'infinity',
  'voyage',
  'jina',
  'vercel',
  'proxied',
]

/** Prefixes it does not embed with, some of which it takes for OpenAI's. */
const withoutAny = ['claude', 'groq', 'deepinfra', 'scaleway', 'cerebras', 'ollama-chat']

const settings: readonly JsonObject[] = [
  { encoding_format: 'base64' },
  { encoding_format: 'float', dimensions: 3, user: 'u' },
  { encoding_format: 'float', drop_params: true },
]

/** Parameters together. */
export const mixed: readonly JsonObject[] = [
  { drop_params: true, dimensions: 3, user: 'u', encoding_format: 'float' },
  { dimensions: 3, user: 'u', encoding_format: 'float' },
  { task: 'x', input_type: 'document', truncate: 'END', late_chunking: true },
  { additional_drop_params: ['dimensions'], dimensions: 3 },
]

/** Fireworks' prices go by the model that an answer names. */
const namingNomic = (parityCase: ParityCase): ParityCase => {
  const { provider } = parityCase
  if (typeof provider?.body !== 'string') return parityCase
  return {
    ...parityCase,
    provider: { ...provider, body: provider.body.replace('embedder-real', 'nomic-ai/nomic-embed-text-v1.5') },
  }
}

/** Every input, parameter, answer and error of OpenAI's wire. */
export const ofAll = (topic: string, model: string): ParityCase[] =>
  embeddingsOf(topic, model, [...[...inputs, ...parameters].map(named), ...answers, ...errors])

const byTopic = (parityCase: ParityCase): ParityCase =>
  parityCase.name.startsWith('embeddings/nomic/') ? namingNomic(parityCase) : parityCase

/** "Hello", "Grüße 🙂", the last with a piece missing, and control tokens. */
const written: JsonObject = { input: [[9906], [6600, 2448, 8047, 86263], [15339, 9468], [100257, 1917], []] }

const tokenCases: readonly ParityCase[] = [
  ...['mistral', 'together', 'vllm', 'openrouter'].flatMap(name =>
    embeddingsOf(`embeddings/${name}`, `embedding-${name}`, [
      ['tokens', written, { provider: list([vector(0)]) }],
      ['tokens of a deployment', { input: [[9906]] }, { provider: list([vector(0)]), deployment: {} }],
    ]),
  ),
  ...embeddingsOf('embeddings/gemini', 'embedding-gemini', [
    ['tokens', { input: [[9906], [1917]] }, { provider: geminiVectors([0.1, 0.2], [0.3]) }],
  ]),
  ...embeddingsOf('embeddings/vertex', 'vertex-embedding', [
    [
      'tokens',
      { input: [[9906], [1917]] },
      {
        provider: answer({
          predictions: [{ embeddings: { values: [1, 2], statistics: { token_count: 2, truncated: false } } }],
        }),
      },
    ],
  ]),
]

export const embeddingCases = [
  ...tokenCases,
  ...ofAll('embeddings', 'embedding'),
  ...ofAll('embeddings/azure', 'embedding-azure'),
  ...ofAll('embeddings/mistral', 'embedding-mistral'),
  ...ofAll('embeddings/together', 'embedding-together'),
  ...ofAll('embeddings/vllm', 'embedding-vllm'),
  ...ofAll('embeddings/openrouter', 'embedding-openrouter'),
  ...others.flatMap(name => ofAll(`embeddings/${name}`, `embedding-${name}`)),
  ...others.flatMap(name => embeddingsOf(`embeddings/${name}`, `embedding-${name}`, [...tokens, ...mixed].map(named))),
  ...withoutAny.flatMap(model =>
    embeddingsOf(`embeddings/${model}`, model, [...inputs.slice(2, 3), ...settings].map(named)),
  ),
  ...embeddingsOf('embeddings/azure', 'embedding-azure', [...versions, ...tokens.map(named)]),
  ...embeddingsOf('embeddings', 'embedding', tokens.map(named)),
  ...embeddingsOf('embeddings/ada', 'embedding-ada', [...inputs, ...parameters].map(named)),
  ...embeddingsOf('embeddings/unknown', 'embedding-unknown', [...inputs, ...tokens, ...parameters].map(named)),
  ...embeddingsOf('embeddings/gemini', 'embedding-gemini', gemini),
  ...embeddingsOf('embeddings/cohere', 'embedding-cohere', cohere),
  ...['claude', 'groq', 'deepseek', 'xai'].flatMap(model =>
    embeddingsOf(`embeddings/${model}`, model, inputs.slice(0, 2).map(named)),
  ),
  ...embeddingsOf('embeddings/proxy', 'embedding', proxy),
].map(byTopic)
