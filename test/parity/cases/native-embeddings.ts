/** Embeddings of providers with words of their own: watsonx, GigaChat, Triton, and Vertex AI's multimodal model. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { embeddingsOf, type ParityCase, png, type Row } from '../case.ts'

const statuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504]

const asked: readonly JsonObject[] = [
  { input: 'hi' },
  { input: ['hi', 'Grüße'] },
  { input: [] },
  { input: ['hi'], dimensions: 3 },
  { input: ['hi'], user: 'u', encoding_format: 'float' },
  { input: ['hi'], user: 'u', encoding_format: 'float', dimensions: 3, drop_params: true },
  { input: ['hi'], additional_drop_params: ['user'], user: 'u' },
  { input: ['hi'], foo: 1, bar: null },
  { input: ['hi'], extra_body: { z: 1 } },
  { input: ['hi'], extra_headers: { 'x-extra': '1' } },
  { input: ['hi'], metadata: { a: 'b' }, timeout: 3 },
]

const failing = (name: string, provider: ScriptedAnswer): Row => [name, {}, { deployment: {}, provider }]

function rowsOf(good: ScriptedAnswer, error: (status: number) => JsonObject, more: readonly Row[] = []): Row[] {
  return [
    ...asked.map((body): Row => [JSON.stringify(body), body, { provider: good }]),
    ['headers of the client', {}, { headers: { 'x-mine': '1' }, provider: good }],
    ['headers of the deployment', {}, { deployment: { extra_headers: { 'x-deployed': '1' } }, provider: good }],
    failing('no JSON', answer('not json')),
    failing('an empty answer', answer({})),
    ...statuses.map(status => failing(`${status}`, answer(error(status), status))),
    ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
    ...more,
  ]
}

/** Where the simulator has an answer of its own. */
const late: Row = ['our own timeout', { input: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }]

const watsonx = answer({
  model_id: 'ibm/slate',
  results: [{ embedding: [0.5, -1] }, { embedding: [1, 2] }],
  created_at: '2025-01-01T00:00:00Z',
  input_token_count: 7,
})
const watsonxRows = rowsOf(
  watsonx,
  status => ({ errors: [{ code: 'c', message: `said ${status}` }], status_code: status }),
  [
    late,
    ['a version', {}, { deployment: { api_version: 'v-2' }, provider: watsonx }],
    ['truncated', { truncate_input_tokens: 5 }, { provider: watsonx }],
    ['a key', {}, { deployment: { zen_api_key: null, api_key: 'a-key-for-embeddings' }, provider: watsonx }],
    ['a space', {}, { deployment: { project_id: null, space_id: 'space-1' }, provider: watsonx }],
    ['a deployment', {}, { deployment: { model: 'watsonx/deployment/abc' }, provider: watsonx }],
  ],
)

const gigachat = answer({
  object: 'list',
  data: [
    { object: 'embedding', embedding: [0.5], index: 0, usage: { prompt_tokens: 3 } },
    { object: 'embedding', embedding: [1], index: 1, usage: { prompt_tokens: 4 } },
  ],
  model: 'Embeddings',
})
const gigachatRows = rowsOf(gigachat, status => ({ status, message: `said ${status}` }), [
  late,
  // Nobody else has this key, for which LiteLLM would keep a token.
  ['a token', {}, { deployment: { gigachat_access_token: 'a-token', api_key: 'sk-alone' }, provider: gigachat }],
])

const triton = answer({
  model_name: 'my-embedder',
  model_version: '1',
  outputs: [{ name: 'embedding_output', datatype: 'FP32', shape: [2, 2], data: [1, 2, 3, 4.5] }],
})
const tritonRows = rowsOf(triton, status => ({ error: `said ${status}` }))

const oci = answer({
  id: 'e',
  embeddings: [[1, 2]],
  modelId: 'cohere.embed-v4.0',
  modelVersion: '4',
  inputTextTokenCounts: [3, 4],
})
const ociRows = rowsOf(oci, status => ({ code: 'c', message: `said ${status}` }), [
  ...[
    { input_type: 'search_query', truncate: 'NONE' },
    { input_type: 'Odd', dimensions: 256 },
    { input: Array.from({ length: 97 }, () => 'a') },
  ].map((body): Row => [JSON.stringify(body).slice(0, 60), body, { provider: oci }]),
  ['no counts', {}, { provider: answer({ embeddings: [[1]], modelId: 'm', modelVersion: '1' }) }],
  [
    'a usage',
    {},
    {
      provider: answer({
        embeddings: [[1]],
        modelId: 'm',
        modelVersion: '1',
        usage: { promptTokens: 5, totalTokens: 5 },
      }),
    },
  ],
  [
    'dedicated',
    {},
    { deployment: { oci_serving_mode: 'DEDICATED', oci_endpoint_id: 'ocid1.endpoint' }, provider: oci },
  ],
])

const predicted = (...predictions: JsonObject[]): ScriptedAnswer => answer({ predictions })
const film = { startOffsetSec: 0, endOffsetSec: 5, embedding: [3] }
const multimodal: readonly Row[] = [
  ...[
    { input: 'a text' },
    { input: png },
    { input: 'gs://bucket/a.png' },
    { input: 'gs://bucket/a.mp4' },
    { input: ['a text', png, 'another', 'more'] },
    { input: ['a', 'gs://bucket/a.mp4', png] },
    { input: [{ text: 'a', image: { gcsUri: 'gs://b/a.png' } }] },
    { input: 'a', dimensions: 128 },
    { input: 'a', instances: [{ text: 'b' }] },
    { input: 'a', user: 'u' },
    { input: 'a', user: 'u', drop_params: true },
    { input: 'a', encoding_format: 'float', foo: 1 },
  ].map((body): Row => [
    JSON.stringify(body).slice(0, 80),
    body,
    {
      provider: predicted(
        { textEmbedding: [1, 2], imageEmbedding: [2] },
        { imageEmbedding: [2] },
        { videoEmbeddings: [film, film] },
      ),
    },
  ]),
  ['no predictions', {}, { provider: answer({ odd: 1 }) }],
  failing('no JSON', answer('not json')),
  ...statuses.map(status =>
    failing(`${status}`, answer({ error: { code: status, message: `said ${status}` } }, status)),
  ),
]

export const nativeEmbeddingCases: readonly ParityCase[] = [
  ...embeddingsOf('native embeddings/watsonx', 'embedding-watsonx', watsonxRows),
  ...embeddingsOf('native embeddings/gigachat', 'embedding-gigachat', gigachatRows),
  ...embeddingsOf('native embeddings/oci', 'embedding-oci', ociRows),
  ...embeddingsOf('native embeddings/triton', 'embedding-triton', tritonRows),
  ...embeddingsOf('native embeddings/multimodal', 'embedding-multimodal', multimodal),
]
