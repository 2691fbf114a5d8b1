/** Embeddings at Bedrock, by family of models. */
import t from 'tap'
import { bedrockEmbeddings } from '../../../../services/sdk/providers/bedrock/embeddings.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const at = (model: string): Target =>
  target('bedrock', model, {
    apiBase: 'http://aws.test',
    aws: {
      region: 'us-east-1',
      usualRegion: 'us-west-2',
      endpoint: undefined,
      identity: { kind: 'bearer', token: 'T' },
    },
  })
const [first, second, multimodal] = ['text-v1', 'text-v2:0', 'image-v1'].map(name => `amazon.titan-embed-${name}`)
const nova = 'amazon.nova-2-multimodal-embeddings-v1:0'
const cohere = 'cohere.embed-english-v3'
const picture = 'data:image/jpg;base64,AAAA'
const novaBody = (params: JsonObject): JsonObject => ({
  schemaVersion: 'nova-multimodal-embed-v1',
  taskType: 'SINGLE_EMBEDDING',
  singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', embeddingDimension: 3072, ...params },
})

const asked: { name: string; model: string | undefined; asked: JsonObject; want: JsonObject[] }[] = [
  {
    name: 'a body an input',
    model: first,
    asked: { input: ['a', 'b'] },
    want: [{ inputText: 'a' }, { inputText: 'b' }],
  },
  {
    name: "OpenAI's parameters in Titan's words",
    model: second,
    asked: { input: 'a', dimensions: 2, encoding_format: 'base64', normalize: true },
    want: [{ inputText: 'a', dimensions: 2, embeddingTypes: ['binary'], normalize: true }],
  },
  {
    name: 'a picture',
    model: multimodal,
    asked: { input: picture, dimensions: 256 },
    want: [{ inputImage: 'AAAA', embeddingConfig: { outputEmbeddingLength: 256 } }],
  },
  {
    name: 'a text for Nova',
    model: nova,
    asked: { input: 'a', dimensions: 5 },
    want: [novaBody({ embeddingDimension: 5, text: { value: 'a', truncationMode: 'END' } })],
  },
  {
    name: 'a picture for Nova',
    model: nova,
    asked: { input: picture },
    want: [novaBody({ image: { format: 'jpeg', source: { bytes: 'AAAA' } } })],
  },
]

t.test('what is asked, one call an input', async t => {
  for (const { name, model = '', asked: body, want } of asked) {
    const made = bedrockEmbeddings.request({ model: 'm', ...body }, at(model))
    t.same(made.series, want, name)
    t.equal(made.url, `http://aws.test/model/${encodeURIComponent(model)}/invoke`)
  }
})

t.test('Cohere is asked once for all', async t => {
  const chat = { model: 'm', input: ['a', 'b'], encoding_format: 'base64', dimensions: 4, user_extra: 1 }
  const { body, series } = bedrockEmbeddings.request(chat, at(cohere))
  t.equal(series, undefined)
  t.same(body, { texts: ['a', 'b'], input_type: 'search_document', embedding_types: ['float'], output_dimension: 4 })
})

t.test('what is not taken is refused, or dropped', async t => {
  const chat = { model: 'm', input: 'a', dimensions: 4 }
  t.throws(() => bedrockEmbeddings.request(chat, at(first ?? '')), /does not support parameters: \{'dimensions': 4\}/)
  t.same(bedrockEmbeddings.request({ ...chat, drop_params: true }, at(first ?? '')).series, [{ inputText: 'a' }])
})

const request = (model: string, input: JsonObject[string]) => () =>
  bedrockEmbeddings.request({ model: 'm', input }, at(model))

t.test('other models and lists of tokens are the other backend’s', async t => {
  for (const model of ['twelvelabs.marengo-embed-2-7-v1:0', `async_invoke/${nova}`, `us.${first}`]) {
    t.throws(request(model, 'a'), /has no embeddings of/)
  }
  for (const input of [[1, 2], [], [[1]]]) t.throws(request(second ?? '', input), /makes no text of tokens/)
})

const told: { name: string; model: string | undefined; input?: string; answer: JsonObject; want: JsonObject }[] = [
  {
    name: 'vectors and their tokens',
    model: first,
    answer: {
      answers: [
        { embedding: [1], inputTextTokenCount: 2 },
        { embedding: [2], inputTextTokenCount: 3 },
      ],
    },
    want: {
      data: [
        { index: 0, embedding: [1] },
        { index: 1, embedding: [2] },
      ],
      usage: { prompt_tokens: 5 },
    },
  },
  {
    name: 'binary vectors before others',
    model: second,
    answer: { answers: [{ embeddingsByType: { binary: [1], float: [0.5] }, inputTextTokenCount: 2 }] },
    want: { data: [{ embedding: [1] }] },
  },
  {
    name: 'pictures are counted',
    model: multimodal,
    input: picture,
    answer: { answers: [{ embedding: [1], inputTextTokenCount: 0 }] },
    want: { usage: { prompt_tokens_details: { image_count: 1 } } },
  },
  {
    name: "tokens are guessed of Nova's letters",
    model: nova,
    answer: { answers: [{ embeddings: [{ embedding: [1], truncatedCharLength: 9 }] }] },
    want: { usage: { prompt_tokens: 2 } },
  },
  {
    name: "Cohere's kinds of vectors",
    model: cohere,
    answer: { embeddings: { float: [[1]], int8: [[2]] }, meta: { billed_units: { input_tokens: 4 } } },
    want: {
      data: [
        { embedding: [1], type: 'float' },
        { embedding: [2], type: 'int8' },
      ],
      usage: { prompt_tokens: 4 },
    },
  },
]

const nothing = (model: string, answer: JsonObject) => () =>
  bedrockEmbeddings.response(answer, { model: 'm', input: 'a' }, at(model), context)

t.test('what is told', async t => {
  for (const { name, model = '', input = 'a', answer, want } of told) {
    t.match(bedrockEmbeddings.response(answer, { model: 'm', input }, at(model), context).body, want, name)
  }
  t.throws(nothing(first ?? '', { answers: [{}] }), /^'embedding'$/)
  t.throws(nothing(second ?? '', { answers: [{ a: 1 }] }), /No embedding data found in response: \{'a': 1\}/)
  t.throws(nothing(cohere, {}), /^'embeddings'$/)
})
