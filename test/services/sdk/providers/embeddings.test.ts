// Embeddings beyond OpenAI: what Azure and Gemini are sent, and what is read of their answers.
import t from 'tap'
import { embeddingsOf, embeddingsTranslator } from '../../../../services/sdk/providers/openai/embeddings.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const azure = target('azure', 'text-embedding-3-large', { apiBase: 'http://azure.test' })
const gemini = target('gemini', 'gemini-embedding-001')

t.test('who has them', async t => {
  for (const provider of ['openai', 'azure', 'gemini', 'mistral', 'together_ai', 'bedrock'])
    t.equal(embeddingsOf(provider), 'here')
  t.equal(embeddingsOf('anthropic'), 'nowhere')
  t.equal(embeddingsOf('acme'), 'unknown')
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
