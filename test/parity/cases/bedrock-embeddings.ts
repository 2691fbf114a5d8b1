/** Embeddings at Bedrock: Amazon's models and Cohere's. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import { embeddingsOf, png, type Row } from '../case.ts'

const topic = 'bedrock embeddings'
const own = { deployment: {} }
const named = (body: JsonObject): Row => [JSON.stringify(body), body]

/** What every model is asked. */
const common: readonly Row[] = [
  ...[
    {},
    { input: ['a', 'b', 'üü'] },
    { input: ['one'] },
    { input: png },
    { input: ['a', png] },
    { dimensions: 256 },
    { dimensions: 256, drop_params: true },
    { encoding_format: 'float' },
    { encoding_format: 'base64' },
    { encoding_format: 'base64', drop_params: true },
    { user: 'u' },
    { user: 'u', drop_params: true },
    { input_type: 'search_query', truncate: 'END' },
    { normalize: false, embeddingPurpose: 'TEXT_RETRIEVAL' },
    { metadata: { a: 'b' }, tags: ['x'] },
    { extra_headers: { 'x-mine': '1' } },
  ].map(named),
  ['headers of the client', {}, { headers: { 'x-mine': '1' } }],
  ['headers of the deployment', {}, { deployment: { extra_headers: { 'x-deployed': '1', 'X-Amzn-Trace': 't' } } }],
  ['a bearer token', {}, { deployment: { api_key: 'bedrock-key' } }],
  [
    'a role',
    {},
    {
      deployment: {
        aws_sts_endpoint: 'ORIGIN',
        aws_role_name: 'arn:aws:iam::1:role/embedder',
        aws_session_name: 'embedding',
      },
    },
  ],
  ['a base', {}, { deployment: { api_base: 'ORIGIN/at', aws_bedrock_runtime_endpoint: 'ORIGIN/other' } }],
  ['a model’s id', {}, { deployment: { model_id: 'arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc' } }],
  ['an answer without vectors', {}, { ...own, provider: answer({ odd: 1 }) }],
  ['no JSON', {}, { ...own, provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
  ['a limit with a time', {}, { ...own, provider: answer({ message: 'slow' }, 429, { 'retry-after': '7' }) }],
  ['a connection that is cut', {}, { ...own, provider: { body: [], cut: true } }],
  ...[400, 401, 403, 404, 408, 422, 424, 429, 500, 502, 503, 504].map((status): Row => [
    `${status}`,
    { input: ['a', 'b'] },
    { ...own, provider: answer({ message: `said ${status}` }, status) },
  ]),
  [
    'words that tell',
    {},
    { ...own, provider: answer({ message: 'Malformed input request: expected maxLength: 2' }, 400) },
  ],
]

const novaOnly: readonly Row[] = [
  { input: 's3://bucket/film.mp4' },
  { input: 'data:video/mp4;base64,AAAA' },
  { input: 'data:audio/mpeg;base64,AAAA' },
  { input: 'data:application/pdf;base64,AAAA' },
  { input: 'data:image/jpg;base64,AAAA' },
  { input: 'x', image: { format: 'png', source: { bytes: 'AA' } } },
  { embedding_dimension: 384 },
  { embeddingDimension: 1024 },
].map(named)

const titanOnly: readonly Row[] = [
  ['vectors of both kinds', { embeddingTypes: ['binary', 'float'] }],
  ['an answer of the first form', {}, { provider: answer({ embedding: [1, 2], inputTextTokenCount: 3 }) }],
]

const cohereOnly: readonly Row[] = [
  ...[{ encoding_format: ['int8', 'float'] }, { encoding_format: 'int8' }, { output_dimension: 5 }].map(named),
  [
    'billed units',
    {},
    { provider: answer({ embeddings: [[1]], meta: { billed_units: { input_tokens: 4, images: 2 } } }) },
  ],
]

export const bedrockEmbeddingCases = [
  ...embeddingsOf(`${topic}/titan 2`, 'titan-v2', [...common, ...titanOnly]),
  ...embeddingsOf(`${topic}/titan 1`, 'titan-v1', common),
  ...embeddingsOf(`${topic}/titan image`, 'titan-image', common),
  ...embeddingsOf(`${topic}/cohere 3`, 'bedrock-cohere-3', [...common, ...cohereOnly]),
  ...embeddingsOf(`${topic}/cohere 4`, 'bedrock-cohere-4', common),
  ...embeddingsOf(`${topic}/nova`, 'nova-embedding', [...common, ...novaOnly]),
]
