/** Embeddings at Vertex AI. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import type { ParityCase, Row } from '../case.ts'

const own = { deployment: {} }
const named = (body: JsonObject): Row => [JSON.stringify(body), body]

const rows: readonly Row[] = [
  ...[
    {},
    { input: ['a', 'b'], dimensions: 3 },
    { input: [1, 2] },
    { user: 'u' },
    { user: 'u', drop_params: true },
    { encoding_format: 'base64' },
    { encoding_format: 'float' },
    { input_type: 'RETRIEVAL_QUERY' },
    { task_type: 'CLASSIFICATION', title: 't', auto_truncate: true, foo: 1 },
    { metadata: { a: 'b' }, labels: { c: 'd', e: 1 } },
    { extra_body: { x: 1 }, extra_headers: { 'x-mine': '1' } },
  ].map(named),
  ['headers of the client', {}, { headers: { 'x-mine': '1' } }],
  ['headers of the deployment', {}, { deployment: { extra_headers: { 'x-deployed': '1' } } }],
  ['a base with a path', {}, { deployment: { api_base: 'ORIGIN/gateway/publishers/google/models/m' } }],
  [
    'billable characters',
    {},
    {
      provider: answer({
        predictions: [{ embeddings: { values: [1, 2], statistics: { token_count: 2, truncated: false } } }],
        metadata: { billableCharacterCount: 7 },
      }),
    },
  ],
  ['an answer without predictions', {}, { provider: answer({ odd: 1 }) }],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
  ...[400, 401, 403, 404, 408, 429, 500, 502, 503].map((status): Row => [
    `${status}`,
    {},
    { ...own, provider: answer({ error: { code: status, message: `said ${status}`, status: 'S' } }, status) },
  ]),
  ['a refused account', {}, { deployment: { vertex_credentials: 'ACCOUNT/refused' } }],
]

export const vertexEmbeddingCases: readonly ParityCase[] = ['vertex-embedding', 'vertex-gemini-embedding'].flatMap(
  model =>
    rows.map(([name, body, more]) => ({
      name: `${model}/${name}`,
      path: '/v1/embeddings',
      body: { model, input: 'hi', ...body },
      ...more,
    })),
)
