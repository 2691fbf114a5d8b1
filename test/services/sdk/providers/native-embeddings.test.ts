// Embeddings of providers with words of their own: what they are asked, and what is told of their answers.
import t from 'tap'
import { gigachatEmbeddings } from '../../../../services/sdk/providers/gigachat/embeddings.ts'
import { ociEmbeddings } from '../../../../services/sdk/providers/oci/embeddings.ts'
import { embeddingsOf } from '../../../../services/sdk/providers/openai/embeddings.ts'
import { tritonEmbeddings } from '../../../../services/sdk/providers/texts/triton-embeddings.ts'
import type { JsonObject, Target, Translator } from '../../../../services/sdk/providers/translator.ts'
import { isMultimodal, multimodalAnswer, multimodalBody } from '../../../../services/sdk/providers/vertex/multimodal.ts'
import { watsonxEmbeddings } from '../../../../services/sdk/providers/watsonx/embeddings.ts'
import { context, target } from './fixtures.ts'

const png = 'data:image/png;base64,iVBORw0KGgo='
const watsonx = (model: string, defaults: JsonObject = {}): Target =>
  target('watsonx', model, { apiBase: 'http://w.test', defaults: { project_id: 'p', zen_api_key: 'z', ...defaults } })
const oci = (defaults: JsonObject = {}): Target =>
  target('oci', 'cohere.embed', {
    apiBase: 'http://o.test',
    defaults: {
      oci_tenancy: 't',
      oci_user: 'u',
      oci_fingerprint: 'f',
      oci_compartment_id: 'c',
      oci_key: 'k',
      ...defaults,
    },
  })
const gigachat = target('gigachat', 'Embeddings', { apiBase: 'http://g.test/api/v1' })
const triton = target('triton', 'm', { apiBase: 'http://t.test/v2/models/m/infer' })

interface Asked {
  name: string
  wire: Translator
  to: Target
  asked?: JsonObject
  url: string
  body: JsonObject
}

const asked: readonly Asked[] = [
  {
    name: 'watsonx, without a token among the parameters',
    wire: watsonxEmbeddings,
    to: watsonx('ibm/slate', { token: 'secret' }),
    asked: { truncate_input_tokens: 5, token: 'mine' },
    url: 'http://w.test/ml/v1/text/embeddings?version=2024-03-13',
    body: { inputs: ['x'], parameters: { truncate_input_tokens: 5 }, model_id: 'ibm/slate', project_id: 'p' },
  },
  {
    name: 'a deployment at watsonx',
    wire: watsonxEmbeddings,
    to: watsonx('deployment/abc'),
    url: 'http://w.test/ml/v1/text/embeddings?version=2024-03-13',
    body: { inputs: ['x'], parameters: {} },
  },
  {
    name: 'GigaChat',
    wire: gigachatEmbeddings,
    to: gigachat,
    asked: { user: 'u', drop_params: true },
    url: 'http://g.test/api/v1/embeddings',
    body: { model: 'Embeddings', input: ['x'] },
  },
  {
    name: 'Triton',
    wire: tritonEmbeddings,
    to: triton,
    asked: { input: ['a', 'b'], extra_body: { id: '1' } },
    url: 'http://t.test/v2/models/m/infer',
    body: { inputs: [{ name: 'input_text', shape: [2], datatype: 'BYTES', data: ['a', 'b'] }], id: '1' },
  },
  {
    name: 'Oracle',
    wire: ociEmbeddings,
    to: oci(),
    asked: { dimensions: 3, input_type: 'search_query' },
    url: 'http://o.test/20231130/actions/embedText',
    body: {
      compartmentId: 'c',
      servingMode: { servingType: 'ON_DEMAND', modelId: 'cohere.embed' },
      inputs: ['x'],
      inputType: 'SEARCH_QUERY',
      truncate: 'END',
      outputDimensions: 3,
    },
  },
]
for (const { name, wire, to, asked: body, url, body: want } of asked) {
  t.test(`asked: ${name}`, async t => {
    const made = wire.request({ model: 'group', input: 'x', ...body }, to)
    t.equal(made.url, url)
    t.same(made.body, want)
  })
}

t.test('who has them', async t => {
  for (const provider of ['watsonx', 'gigachat', 'triton', 'oci']) t.equal(embeddingsOf(provider), 'here', provider)
})

const ask = (wire: Translator, to: Target, body: JsonObject) => () => wire.request({ input: 'x', ...body }, to)

t.test('what is not taken, not given or too much', async t => {
  t.throws(ask(watsonxEmbeddings, watsonx('m'), { dimensions: 3 }), /^watsonx does not support parameters/)
  t.throws(ask(gigachatEmbeddings, gigachat, { user: 'u' }), /^gigachat does not support parameters/)
  t.throws(ask(watsonxEmbeddings, watsonx('m'), { input: [[1, 2]] }), /no text of these tokens/)
  t.throws(ask(ociEmbeddings, oci(), { input: Array.from({ length: 97 }, () => 'a') }), /at most 96 inputs/)
  t.throws(ask(ociEmbeddings, oci({ oci_key: null }), {}), /Missing required parameters/)
})

const told: [name: string, wire: Translator, to: Target, body: JsonObject, vectors: unknown, tokens: number][] = [
  ['watsonx', watsonxEmbeddings, watsonx('m'), { results: [{ embedding: [1] }], input_token_count: 7 }, [[1]], 7],
  [
    'GigaChat',
    gigachatEmbeddings,
    gigachat,
    {
      data: [
        { embedding: [1], usage: { prompt_tokens: 3 } },
        { embedding: [2], usage: { prompt_tokens: 4 } },
      ],
    },
    [[1], [2]],
    7,
  ],
  ['Oracle', ociEmbeddings, oci(), { embeddings: [[1]], inputTextTokenCounts: [3, 4] }, [[1]], 7],
  ['Oracle’s usage', ociEmbeddings, oci(), { embeddings: [[1]], usage: { promptTokens: 5 } }, [[1]], 5],
  ['Triton', tritonEmbeddings, triton, { outputs: [{ shape: [2, 1], data: [1, 2] }] }, [[1], [2]], 1],
]
for (const [name, wire, to, body, vectors, tokens] of told) {
  t.test(`told: ${name}`, async t => {
    const answer = wire.response(body, { model: 'g', input: 'x' }, to, context)
    t.match(answer.body, { object: 'list', usage: { prompt_tokens: tokens, total_tokens: tokens } })
    t.same(
      (answer.body['data'] as JsonObject[]).map(({ embedding }) => embedding),
      vectors,
    )
    t.notOk(JSON.stringify(answer.body['data']).includes('usage'))
    t.equal(answer.usage.input, tokens)
  })
}

const read = (wire: Translator, to: Target) => () => wire.response({}, { input: 'x' }, to, context)

t.test('answers without vectors', async t => {
  t.throws(read(tritonEmbeddings, triton), /'outputs'/)
  t.throws(read(ociEmbeddings, oci()), /does not match expected schema/)
  t.equal(watsonxEmbeddings.error(422, 'no', watsonx('m')).status, 400)
  t.equal(gigachatEmbeddings.error(500, 'no', gigachat).loses, 'headers')
})

const vertex = target('vertex_ai', 'multimodalembedding@001')
const image = { bytesBase64Encoded: 'iVBORw0KGgo=' }
const instances: [name: string, input: unknown, want: JsonObject[]][] = [
  ['a text', 'a', [{ text: 'a' }]],
  ['a picture', png, [{ image }]],
  ['a film', 'gs://b/a.mp4', [{ video: { gcsUri: 'gs://b/a.mp4' } }]],
  ['a text before a picture', ['a', png, 'b'], [{ text: 'a', image }, { text: 'b' }]],
  ['a picture before a text', [png, 'a'], [{ image }, { text: 'a' }]],
  ['an instance', [{ text: 'a', z: 1 }], [{ text: 'a', z: 1 }]],
]
for (const [name, input, want] of instances) {
  t.test(`multimodal: ${name}`, async t => {
    t.same(multimodalBody({ input } as JsonObject, vertex), { instances: want })
  })
}

t.test('what the multimodal model is told and costs', async t => {
  t.same([isMultimodal('multimodalembedding'), isMultimodal('text-embedding-005')], [true, false])
  t.same(multimodalBody({ input: 'a', dimensions: 128 }, vertex)['parameters'], { dimension: 128 })
  const film = { startOffsetSec: 1, endOffsetSec: 6, embedding: [3] }
  const predictions = [{ textEmbedding: [1] }, { imageEmbedding: [2] }, { videoEmbeddings: [film] }]
  const { body, usage } = multimodalAnswer({ predictions }, { input: ['a b', png] }, vertex)
  t.match(body['data'], [{ embedding: [1] }, { embedding: [2] }, { embedding: [3], index: 2 }])
  t.match(usage, { input: 0, characters: 2, images: 1, videoSeconds: 5 })
  t.throws(() => multimodalAnswer({ odd: 1 }, { input: 'a' }, vertex), /does not contain 'predictions', got/)
})
