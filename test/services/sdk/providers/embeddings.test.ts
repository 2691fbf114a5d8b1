// Embeddings beyond OpenAI: what Azure and Gemini are sent, and what is read of their answers.
import t from 'tap'
import { cohereEmbeddings } from '../../../../services/sdk/providers/cohere/embeddings.ts'
import {
  embeddingsOf,
  embeddingsTranslator,
  noEmbeddings,
} from '../../../../services/sdk/providers/openai/embeddings.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const azure = target('azure', 'text-embedding-3-large', { apiBase: 'http://azure.test' })
const gemini = target('gemini', 'gemini-embedding-001')

t.test('who has them', async t => {
  for (const provider of [
    'openai',
    'azure',
    'gemini',
    'mistral',
    'together_ai',
    'voyage',
    'jina_ai',
    'cohere',
    'bedrock',
  ])
    t.equal(embeddingsOf(provider), 'here')
  for (const provider of ['anthropic', 'groq', 'deepinfra', 'ollama_chat']) t.equal(embeddingsOf(provider), 'nowhere')
  for (const provider of ['sap', 'github_copilot']) t.equal(embeddingsOf(provider), 'unknown')
})

const sent: { name: string; to: [provider: string, model: string]; asked: JsonObject; want: JsonObject }[] = [
  {
    name: 'Voyage names dimensions otherwise',
    to: ['voyage', 'v'],
    asked: { dimensions: 3 },
    want: { model: 'v', input: 'x', output_dimension: 3 },
  },
  {
    name: 'Jina gets lists',
    to: ['jina_ai', 'j'],
    asked: { task: 't' },
    want: { model: 'j', input: ['x'], task: 't' },
  },
  {
    name: 'Vercel gets lists',
    to: ['vercel_ai_gateway', 'v'],
    asked: { user: 'u' },
    want: { model: 'v', input: ['x'], user: 'u' },
  },
  { name: 'Infinity gets the input as it is', to: ['infinity', 'i'], asked: {}, want: { model: 'i', input: 'x' } },
  {
    name: 'what is refused is dropped',
    to: ['sambanova', 's'],
    asked: { user: 'u', dimensions: 3, drop_params: true },
    want: { model: 's', input: 'x' },
  },
  {
    name: 'Fireworks shortens some',
    to: ['fireworks_ai', 'nomic-ai/n'],
    asked: { dimensions: 3 },
    want: { model: 'nomic-ai/n', input: 'x', dimensions: 3 },
  },
]
for (const { name, to, asked, want } of sent) {
  t.test(name, async t => {
    t.same(embeddingsTranslator.request({ model: 'm', input: 'x', ...asked }, target(...to)).body, want)
  })
}

const ask =
  (provider: string, model: string, input: string, more: JsonObject = {}) =>
  () =>
    embeddingsTranslator.request({ model: 'm', input, ...more }, target(provider, model))
const read = (provider: string, body: JsonObject): JsonObject =>
  embeddingsTranslator.response(body, { model: 'm', input: 'x' }, target(provider, 'x'), context).body

t.test('what a provider has not is refused in LiteLLM’s words', async t => {
  const settings = { user: 'u', dimensions: 3 }
  t.throws(
    ask('sambanova', 'x', 'x', settings),
    /^sambanova does not support parameters: \{'user': 'u', 'dimensions': 3\}, for model=x/,
  )
  t.throws(ask('jina_ai', 'x', 'x', settings), /^jina_ai does not support parameters: \{'user': 'u'\}/)
  const claude = target('anthropic', 'claude-x')
  t.match(noEmbeddings({ encoding_format: 'base64', drop_params: true }, claude), { message: /^Unmapped LLM provider/ })
  t.throws(() => noEmbeddings({ encoding_format: 'base64' }, claude), /^Setting \{'encoding_format': 'base64'\} is not/)
  t.match(noEmbeddings({ encoding_format: 'base64' }, target('groq', 'g')), { message: /^Unmapped LLM provider/ })
})

t.test('answers LiteLLM does not look into', async t => {
  const usage = { prompt_tokens: 2, total_tokens: 3 }
  t.match(read('infinity', { usage }), { data: null, object: null, usage: { prompt_tokens: 2, total_tokens: 3 } })
  t.match(read('voyage', { usage }), { usage: { prompt_tokens: 3, total_tokens: 3 } })
  t.match(read('jina_ai', { usage }), { data: [], object: 'list', usage: { prompt_tokens: 2 } })
  t.throws(() => read('voyage', { error: { message: 'm' } }), /VoyageException - m/)
})

t.test('Cohere', async t => {
  const cohere = target('cohere', 'embed-x', { apiBase: 'https://api.cohere.com/v2/chat' })
  const { url, body } = cohereEmbeddings.request(
    { model: 'm', input: 'x', dimensions: 3, encoding_format: 'float', truncate: 'END' },
    cohere,
  )
  t.equal(url, 'https://api.cohere.ai/v2/embed')
  t.same(body, {
    model: 'embed-x',
    texts: ['x'],
    input_type: 'search_document',
    embedding_types: ['float'],
    output_dimension: 3,
    truncate: 'END',
  })
  const answer = { embeddings: { float: [[1]], int8: [[2]] }, meta: { billed_units: { input_tokens: 4 } } }
  t.match(cohereEmbeddings.response(answer, { model: 'm', input: 'x' }, cohere, context).body, {
    data: [{ embedding: [1] }, { embedding: [2] }],
    usage: { prompt_tokens: 4, prompt_tokens_details: { text_tokens: 4, image_tokens: null } },
  })
  t.throws(() => cohereEmbeddings.request({ input: [1] }, cohere), /list of strings/)
  t.throws(() => cohereEmbeddings.request({ input: [] }, cohere), /not be empty/)
  t.match(cohereEmbeddings.request({ input: ['data:image/png;base64,AAAA'] }, cohere).body, {
    images: ['data:image/png;base64,AAAA'],
    input_type: 'image',
    texts: undefined,
  })
  t.match(cohereEmbeddings.error(422, 'no', cohere), { status: 422, message: /CohereException - no/ })
  t.match(cohereEmbeddings.error(403, 'no', cohere), { status: 403, message: /CohereException - no/ })
})

t.test('Azure is asked for base64, and the client gets numbers', async t => {
  const { url, body } = embeddingsTranslator.request({ model: 'm', input: 'x' }, azure)
  t.equal(url, 'http://azure.test/openai/deployments/text-embedding-3-large/embeddings?api-version=2025-02-01-preview')
  t.same(body, { model: 'text-embedding-3-large', input: 'x', encoding_format: 'base64' })
  const text = Buffer.from(new Float32Array([0.5, -2]).buffer).toString('base64')
  const answer = {
    data: [{ object: 'embedding', index: 0, embedding: text }],
    usage: { prompt_tokens: 3, total_tokens: 3 },
  }
  const read = embeddingsTranslator.response(answer, { model: 'm', input: 'x' }, azure, context)
  t.match(read.body, { data: [{ embedding: [0.5, -2] }], usage: { prompt_tokens: 3 } })
  const asked = { model: 'm', input: 'x', encoding_format: 'base64' }
  t.match(embeddingsTranslator.response(answer, asked, azure, context).body, { data: [{ embedding: text }] })
  t.throws(() => embeddingsTranslator.response({ data: [] }, asked, azure, context), /No embedding data received/)
})

const contents: readonly (readonly [string, JsonObject, unknown])[] = [
  ['a text', { input: 'x' }, [{ content: { parts: [{ text: 'x' }] } }]],
  ['texts', { input: ['x', 'y'] }, [{ content: { parts: [{ text: 'x' }] } }, { content: { parts: [{ text: 'y' }] } }]],
  ['texts as one', { input: [['x', 'y']] }, [{ content: { parts: [{ text: 'x' }, { text: 'y' }] } }]],
  [
    'a picture',
    { input: 'data:image/png;base64,AA' },
    [{ content: { parts: [{ inline_data: { mime_type: 'image/png', data: 'AA' } }] } }],
  ],
  [
    'a film of a bucket',
    { input: [{ type: 'file', file: { file_id: 'gs://b/a', format: 'video/mp4', video_metadata: { fps: 2 } } }] },
    [
      {
        content: {
          parts: [{ file_data: { mime_type: 'video/mp4', file_uri: 'gs://b/a' }, video_metadata: { fps: 2 } }],
        },
      },
    ],
  ],
  [
    'settings',
    { input: 'x', dimensions: 5, task_type: 'T', title: 'U', foo: 1 },
    [{ content: {}, outputDimensionality: 5, taskType: 'T', title: 'U', foo: undefined }],
  ],
]
for (const [name, asked, requests] of contents) {
  t.test(`Gemini is sent ${name}`, async t => {
    const { url, body } = embeddingsTranslator.request({ model: 'm', ...asked }, gemini)
    t.match(url, /models\/gemini-embedding-001:batchEmbedContents$/)
    t.match(body, { requests })
  })
}

const refused: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['tokens', { input: [1] }, /got int/],
  ['lists of tokens, which become text elsewhere', { input: [[1]] }, /does not turn tokens back/],
  ['a user', { input: 'x', user: 'u' }, /does not support parameters: \{'user': 'u'\}/],
  ['base64', { input: 'x', encoding_format: 'base64' }, /encoding_format/],
  ['another part', { input: [{ type: 'x' }] }, /type: Input should be 'file'; file: Field required/],
  ['a file of nothing', { input: [{ type: 'file', file: {} }] }, /needs file.file_id or file.file_data/],
  ['an address that is none', { input: [{ type: 'file', file: { file_id: 'x' } }] }, /got 'x'/],
  ['a file at Google', { input: 'files/abc' }, /does not look files up/],
  ['a type nobody embeds', { input: 'data:x/y;base64,AA' }, /Unsupported MIME type for embedding: x\/y/],
  ['an extension nobody knows', { input: 'gs://b/a.xyz' }, /Unable to infer MIME type/],
]
for (const [name, asked, message] of refused) {
  t.test(`Gemini is not sent ${name}`, async t => {
    t.throws(() => embeddingsTranslator.request({ model: 'm', ...asked }, gemini), { message })
  })
}

t.test('Gemini’s vectors and errors', async t => {
  const answer = { embeddings: [{ values: [1, 2] }, { values: [3] }], usageMetadata: { promptTokenCount: 4 } }
  const { body, usage } = embeddingsTranslator.response(answer, { model: 'm', input: 'x' }, gemini, context)
  t.match(body, {
    model: 'my-group',
    data: [
      { embedding: [1, 2], index: 0 },
      { embedding: [3], index: 1 },
    ],
  })
  t.equal(usage.input, 4)
  t.throws(() => embeddingsTranslator.response({}, { input: 'x' }, gemini, context), { message: "'embeddings'" })
  t.match(embeddingsTranslator.error(429, 'much', gemini), { status: 429, litellmClass: 'RateLimitError' })
  t.match(embeddingsTranslator.error(200, 'oops', gemini), { status: 500, message: /Expecting value/ })
})
