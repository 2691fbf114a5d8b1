// Embeddings of the prefixes that have a class of their own in LiteLLM: addresses, bodies, answers and errors.
import t from 'tap'
import { embeddingsOf, embeddingsTranslator } from '../../../../services/sdk/providers/openai/embeddings.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const png = 'data:image/png;base64,iVBORw0KGgo='
const at = (provider: string, model = 'm', more: Partial<Target> = {}): Target =>
  target(provider, model, { apiBase: 'http://x.test/v1', ...more })
const ask = (to: Target, asked: JsonObject = {}) =>
  embeddingsTranslator.request({ model: 'group', input: 'x', ...asked }, to)

t.test('who has them', async t => {
  for (const provider of ['azure_ai', 'databricks', 'cometapi', 'ovhcloud', 'edenai', 'volcengine', 'qwen_ai_platform'])
    t.equal(embeddingsOf(provider), 'here', provider)
  t.equal(embeddingsOf('huggingface'), 'unknown')
  t.equal(embeddingsOf('scaleway'), 'nowhere')
})

const addresses: [to: Target, want: string][] = [
  [at('perplexity', 'm', { apiBase: 'http://x.test' }), 'http://x.test/v1/embeddings'],
  [at('perplexity', 'm', { apiBase: 'http://x.test/v1/embeddings' }), 'http://x.test/v1/embeddings'],
  [at('volcengine'), 'http://x.test/v1/api/v3/embeddings'],
  [at('volcengine', 'm', { apiBase: 'http://x.test/api/v3' }), 'http://x.test/api/v3/embeddings'],
  [at('dashscope', 'm', { apiBase: 'http://x.test/v1/embeddings' }), 'http://x.test/v1/embeddings'],
  [at('lm_studio', 'm', { apiBase: 'http://x.test/embeddings' }), 'http://x.test/embeddings/embeddings'],
  [at('azure_ai'), 'http://x.test/v1/embeddings'],
  [
    at('azure_ai', 'm', { apiBase: 'https://a.services.ai.azure.com' }),
    'https://a.services.ai.azure.com/models/embeddings',
  ],
  [at('voyage', 'voyage-context-3'), 'http://x.test/v1/contextualizedembeddings'],
  [at('voyage', 'voyage-multimodal-3'), 'http://x.test/v1/multimodalembeddings'],
]
for (const [to, want] of addresses) {
  t.test(`address: ${to.provider} ${want}`, async t => {
    t.equal(ask(to).url, want)
  })
}

const bodies: { to: Target; asked: JsonObject; want: JsonObject }[] = [
  { to: at('azure_ai'), asked: { input: [png] }, want: { input: [{ image: png }] } },
  { to: at('azure_ai'), asked: { input: [[1, 2]] }, want: { model: 'm', input: [[1, 2]] } },
  {
    to: at('jina_ai'),
    asked: { input: ['a', png] },
    want: { model: 'm', input: [{ text: 'a' }, { image: 'iVBORw0KGgo=' }] },
  },
  { to: at('jina_ai'), asked: { input: ['data:,?'] }, want: { model: 'm', input: ['data:,?'] } },
  {
    to: at('voyage', 'a-multimodal'),
    asked: { input: [{ content: [{ type: 'image_url', image_url: { url: png } }] }], dimensions: 3 },
    want: {
      model: 'a-multimodal',
      inputs: [{ content: [{ type: 'image_base64', image_base64: 'iVBORw0KGgo=' }] }],
      output_dimension: 3,
    },
  },
  {
    to: at('voyage', 'a-context'),
    asked: { input: ['a'] },
    want: {
      model: 'a-context',
      inputs: ['a'],
      enable_auto_chunking: true,
      chunk_size: 32_000,
      input_type: 'document',
    },
  },
  {
    to: at('voyage', 'a-context'),
    asked: { input: [['a', 'b']], input_type: 'query' },
    want: { model: 'a-context', inputs: [['a', 'b']], input_type: 'query' },
  },
  {
    to: at('databricks'),
    asked: { dimensions: 3, drop_params: true, extra_body: { z: 1 } },
    want: { model: 'm', input: 'x', z: 1 },
  },
]
for (const { to, asked, want } of bodies) {
  t.test(`body: ${to.provider} ${to.model} ${JSON.stringify(asked)}`, async t => {
    t.same(ask(to, asked).body, want)
  })
}

t.test('what is refused, and what is left to the other backend', async t => {
  t.throws(() => ask(at('openai_like'), { user: 'u' }), /^Setting \{'user': 'u'\} is not supported by openai_like/)
  t.throws(() => ask(at('ovhcloud'), { user: 'u' }), /^ovhcloud does not support parameters: \{'user': 'u'\}/)
  t.throws(() => ask(at('azure_ai'), { input: ['a', png] }), /does not embed nothing, or texts with pictures/)
  t.throws(() => ask(at('azure_ai'), { input: [] }), /does not embed nothing/)
  t.throws(() => ask(at('dashscope', 'm', { apiKey: undefined })), /with a key/)
  t.throws(() => ask(at('voyage', 'multimodal'), { input: [{ content: [{ type: 'image_url' }] }] }), /non-empty/)
})

const answer: JsonObject = { data: [{ embedding: 'f4EA' }], id: 'e', usage: { total_tokens: 4 } }
const read = (to: Target, body: JsonObject, headers = {}): JsonObject =>
  embeddingsTranslator.response(body, { model: 'group', input: 'x' }, to, { ...context, headers }).body

t.test('answers', async t => {
  t.match(read(at('perplexity'), answer), { data: [{ embedding: [1, -1, 0] }], usage: { prompt_tokens: 4 } })
  t.match(read(at('dashscope'), answer), { id: 'e', object: 'list', usage: { prompt_tokens: 4, total_tokens: 4 } })
  t.match(read(at('lm_studio'), {}), { data: [], object: 'list', usage: { total_tokens: 0 } })
  t.match(read(at('azure_ai'), { data: [] }, { num_tokens: '7' }), { usage: { prompt_tokens: 7, total_tokens: 0 } })
  t.throws(() => read(at('azure_ai'), {}), /returned None Embeddings/)
  const error = { error: { message: 'm' } }
  t.throws(() => read(at('dashscope'), error), /^litellm.APIError: APIError: DashscopeException - m$/)
  t.throws(() => read(at('cometapi'), error), /InternalServerError: CometapiException - m$/)
})

const errors: [provider: string, status: number, raw: string, want: string][] = [
  ['databricks', 401, 'no', 'litellm.AuthenticationError: DatabricksException - no'],
  ['openai_like', 403, 'no', 'litellm.PermissionDeniedError: Openai_likeException - no'],
  ['llamafile', 404, 'no', 'litellm.NotFoundError: NotFoundError: LlamafileException - no'],
  ['lm_studio', 200, 'x', 'litellm.InternalServerError: InternalServerError: Lm_studioException - Expecting value: '],
  ['ovhcloud', 200, 'x', 'litellm.APIConnectionError: OvhcloudException - x'],
  [
    'dashscope',
    200,
    'x',
    'litellm.APIError: APIError: DashscopeException - Failed to parse DashScope response as JSON:',
  ],
]
for (const [provider, status, raw, want] of errors) {
  t.test(`error: ${provider} ${status}`, async t => {
    t.ok(embeddingsTranslator.error(status, raw, at(provider)).message.startsWith(want))
  })
}
