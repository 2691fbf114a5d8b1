import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { responsesWire } from '../../../../services/sdk/bridges/responses/exchange.ts'
import { ToldCalls } from '../../../../services/sdk/bridges/responses/told-calls.ts'
import { createCatalogue } from '../../../../services/sdk/deployments.ts'
import { costOf } from '../../../../services/sdk/models/cost.ts'
import { responsesAnswer, responsesStream } from '../../../../services/sdk/providers/openai/responses-answer.ts'
import { hasResponses, responsesRequest } from '../../../../services/sdk/providers/openai/responses-request.ts'
import { sailWindow } from '../../../../services/sdk/providers/openai/sail.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const at = (provider: string, base = 'https://x.test', more: Partial<Target> = {}): Target => ({
  ...target(provider, 'm'),
  apiBase: base,
  ...more,
})
const sent = (provider: string, body: JsonObject, more: Partial<Target> = {}): JsonObject =>
  responsesRequest({ input: 'x', ...body }, at(provider, undefined, more)).body

t.test('addresses', async t => {
  for (const [provider, base, url] of [
    ['fireworks_ai', 'https://x.test/v1', 'https://x.test/v1/responses'],
    ['hosted_vllm', 'https://x.test', 'https://x.test/v1/responses'],
    ['perplexity', 'https://x.test', 'https://x.test/v1/responses'],
    ['volcengine', 'https://x.test', 'https://x.test/api/v3/responses'],
    ['volcengine', 'https://x.test/api/v3', 'https://x.test/api/v3/responses'],
    ['volcengine', 'https://x.test/own/responses', 'https://x.test/own/responses'],
  ] as const) {
    t.equal(responsesRequest({ input: 'x' }, at(provider, base)).url, url, base)
  }
})

t.test('a server that is said to have it, and models of OpenAI’s at Bedrock', async t => {
  const server = at('groq', 'https://g.test/v1', { endpoints: ['/v1/responses'] })
  t.ok(hasResponses(server))
  t.equal(responsesRequest({ input: 'x' }, server).url, 'https://g.test/v1/responses')
  t.notOk(hasResponses(at('groq')))
  const bedrock = { model_name: 'b', litellm_params: { model: 'bedrock/us.openai.gpt-5.4' } }
  const info = { supported_endpoints: ['/v1/messages', 1], cache_control_ttl: true }
  const vllm = { model_name: 'v', litellm_params: { model: 'hosted_vllm/m' }, model_info: info }
  const [first, second] = createCatalogue(litellmSchema.parse({ model_list: [bedrock, vllm] }), {}).all
  t.equal(first && responsesWire(first, new ToldCalls(Date.now)), null, 'by OpenAI’s own API')
  t.match(second?.target, { endpoints: ['/v1/messages'], keepsCaches: true })
})

t.test('parameters', async t => {
  t.same(sent('parasail', { store: true }), { model: 'm', input: 'x', store: false })
  t.throws(() => sent('volcengine', { metadata: { a: 'b' } }), /VOLCENGINE does not support parameters/)
  t.same(sent('volcengine', { metadata: { a: 'b' }, user: 'u', max_output_tokens: 5, drop_params: true }), {
    model: 'm',
    input: 'x',
    max_output_tokens: 5,
  })
  t.throws(() => sent('perplexity', { store: true }), /PERPLEXITY does not support/)
  t.match(sent('perplexity', { store: true, drop_params: true }), { store: true }, 'LiteLLM no longer minds it')
  t.same(sent('perplexity', {}, { model: 'preset/pro' }), { preset: 'pro', input: 'x' })
  t.match(sent('perplexity', { input: [{ role: 'user', content: 'a' }] }), { input: [{ type: 'message' }] })
  t.same(sent('meta', { reasoning_effort: 'low', metadata: { a: 'b', n: 1, hidden_params: 'h' } }), {
    model: 'm',
    input: 'x',
    reasoning: { effort: 'low' },
    metadata: { a: 'b' },
  })
  t.match(sent('meta', { reasoning_effort: { effort: 'low', summary: 'auto' } }), { reasoning: { summary: 'auto' } })
  const tools = [{ type: 'function', name: 'f', parameters: { properties: { a: { pattern: '\\p{L}' } } } }]
  t.match(sent('openrouter', { tools }), { tools }, 'OpenAI’s validator is not there')
})

t.test('who needs a key', async t => {
  const keyless = { apiKey: undefined }
  t.throws(() => sent('fireworks_ai', {}, keyless), /Fireworks_aiException - FIREWORKS_API_KEY is not set/)
  t.throws(() => sent('edenai', {}, keyless), /AuthenticationError: Missing Eden AI API key/)
  t.throws(() => sent('databricks', {}, { ...keyless, model: 'gpt-5' }), /signs in at Databricks/)
  t.throws(
    () => sent('azure_ai', {}, { ...keyless, apiBase: 'https://x.services.ai.azure.com' }),
    /nobody to be at Azure/,
  )
  t.ok(sent('meta', {}, keyless))
})

const said = (role: string, content: JsonObject['content']): JsonObject => ({ role, content })
const parts = [
  { type: 'input_text', text: 'D' },
  { type: 'input_text', text: 'E' },
]

t.test('the instructions of Fireworks', async t => {
  const cases: readonly (readonly [JsonObject[], string | undefined, JsonObject])[] = [
    [[said('system', 'S'), said('user', 'u')], 'I', { input: [said('user', 'u')], instructions: 'I\n\nS' }],
    [[said('user', 'u'), said('developer', parts)], undefined, { input: [said('user', 'u')], instructions: 'D\n\nE' }],
    [
      [said('user', 'u'), said('system', 'S'), said('assistant', 'a'), said('developer', 'late')],
      'I',
      {
        input: [
          said('user', 'u'),
          said('system', 'S'),
          said('assistant', 'a'),
          { ...said('system', 'late'), type: 'message' },
        ],
        instructions: 'I',
      },
    ],
    [[said('developer', 'D')], undefined, { input: [], instructions: 'D' }],
    [
      [said('developer', [{ type: 'input_image' }])],
      undefined,
      { input: [{ ...said('system', [{ type: 'input_image' }]), type: 'message' }] },
    ],
  ]
  for (const [input, instructions, want] of cases) {
    const body = sent('fireworks_ai', { input, ...(instructions === undefined ? {} : { instructions }) })
    t.same(body, { model: 'accounts/fireworks/models/m', ...want })
  }
  t.throws(() => sent('fireworks_ai', { tools: [{ type: 'file_search' }] }), /searches no files/)
  t.throws(() => sent('fireworks_ai', {}, { defaults: { fireworks_forward_user_id: true } }), /who asks/)
})

t.test('the windows of Sail', async t => {
  const cases: readonly (readonly [JsonObject, JsonObject])[] = [
    [{ service_tier: 'flex' }, { metadata: { completion_window: 'flex' } }],
    [{ service_tier: 'auto', metadata: { a: 'b' } }, { metadata: { a: 'b' } }],
    [
      { metadata: { completion_window: 'Standard' }, service_tier: 'balanced' },
      { metadata: { completion_window: 'standard' } },
    ],
    [{ store: true }, { store: true }],
  ]
  for (const [params, want] of cases) t.same(sailWindow(params, false), want)
  t.throws(() => sailWindow({ service_tier: 'flex', metadata: { completion_window: 'asap' } }, false), /different/)
  t.throws(() => sailWindow({ metadata: { completion_window: 'x' } }, false), /Supported values: asap, balanced/)
  t.same(sailWindow({ metadata: { completion_window: 'x' } }, true), { metadata: {} })
})

const answered = (usage: JsonObject): JsonObject => ({
  id: 'r',
  object: 'response',
  status: 'completed',
  output: [],
  usage,
})

t.test('what providers say that it costs', async t => {
  const usage = { input_tokens: 3, output_tokens: 4, cost: { total_cost: 0.5 } }
  t.match(responsesAnswer(answered(usage), at('openrouter')).usage, { billed: 0.5 })
  t.match(responsesAnswer(answered(usage), at('perplexity')).usage, { toldCost: 0.5 })
  t.notMatch(responsesAnswer(answered(usage), at('meta')).usage, { billed: 0.5 })
  t.match(costOf(undefined, { input: 1, output: 1, cacheRead: 0, cacheWrite: 0, billed: 0.5 }), {
    total: 0.5,
    opaque: true,
  })
  t.throws(
    () => responsesAnswer({ ...answered(usage), status: 'failed' }, at('perplexity')),
    /Unknown Perplexity error/,
  )
})

t.test('what Volcengine leaves out', async t => {
  const event = { type: 'response.content_part.done', part: { type: 'output_text', text: 'x' } }
  const push = (provider: string): string =>
    responsesStream(at(provider), 'r', 1)
      .push({ event: '', data: JSON.stringify(event) })
      .join('')
  t.match(push('volcengine'), '"logprobs":[]')
  t.notMatch(push('meta'), 'logprobs')
})
