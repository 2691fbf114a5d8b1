import t from 'tap'
import { defaultBase } from '../../../../services/sdk/providers/registry.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }
const sent = (provider: string, asked: JsonObject, model = 'm', apiBase = 'https://host/v1') =>
  openaiTranslator.request({ ...chat, ...asked }, { ...target(provider, model), apiBase })

t.test('addresses', async t => {
  const table: [provider: string, base: string, url: string, model?: string][] = [
    ['heroku', 'https://host', 'https://host/v1/chat/completions'],
    ['heroku', 'https://host/v1/chat/completions', 'https://host/v1/chat/completions'],
    ['minimax', 'https://host', 'https://host/v1/chat/completions'],
    ['minimax', 'https://host/v1', 'https://host/v1/chat/completions'],
    ['huggingface', 'https://host/v1/chat/completions', 'https://host/v1/chat/completions'],
    ['cometapi', 'https://host', 'https://host/v1/chat/completions'],
    ['cometapi', 'https://host/v1/x', 'https://host/v1/x/chat/completions'],
    ['cloudflare', 'https://host/ai/run', 'https://host/ai/v1/chat/completions'],
    ['cloudflare', 'https://host/ai/v1', 'https://host/ai/v1/chat/completions'],
    ['gradient_ai', 'https://inference.do-ai.run', 'https://inference.do-ai.run/v1/chat/completions'],
    ['gradient_ai', 'https://mine', 'https://mine/api/v1/chat/completions'],
    ['ovhcloud', 'https://host/v1', 'https://host/v1/chat/completions'],
    ['datarobot', 'https://host', 'https://host/api/v2/genai/llmgw/chat/completions/'],
    ['datarobot', 'https://host/api/v2', 'https://host/api/v2/genai/llmgw/chat/completions/'],
    ['datarobot', 'https://host/api/v2/deployments/1', 'https://host/api/v2/deployments/1/'],
    ['ragflow', 'https://host/api/v1', 'https://host/api/v1/agents_openai/a%20b/chat/completions', 'agent/a b/m'],
    ['azure_ai', 'https://x.services.ai.azure.com', 'https://x.services.ai.azure.com/models/chat/completions'],
    ['azure_ai', 'https://host/a/chat?api-version=1', 'https://host/a/chat/completions?api-version=1'],
    ['databricks', 'https://host/serving-endpoints', 'https://host/serving-endpoints/chat/completions'],
    ['databricks', 'https://host/serving-endpoints', 'https://host/ai-gateway/mlflow/v1/chat/completions', 'a.b.c'],
    ['databricks', 'https://host', 'https://host/ai-gateway/mlflow/v1/chat/completions', 'a.b.c'],
    ['databricks', 'https://host/own', 'https://host/own/chat/completions', 'a.b.c'],
  ]
  for (const [provider, base, url, model] of table) {
    t.equal(sent(provider, {}, model, base).url, url, `${provider} at ${base}`)
  }
  t.equal(defaultBase('ovhcloud'), 'https://oai.endpoints.kepler.ai.cloud.ovh.net/v1')
})

t.test('names', async t => {
  t.match(sent('clarifai', {}, 'a.b.c').body, { model: 'https://clarifai.com/a/b/models/c' })
  t.match(sent('ragflow', {}, 'chat/1/x/y').body, { model: 'x/y' })
  t.throws(() => sent('clarifai', {}, 'nameless'), /does not/)
  t.throws(() => sent('ragflow', {}, 'chat/1'), /does not/)
})

t.test('keys at Azure’s foundry', async t => {
  t.match(sent('azure_ai', {}, 'm', 'https://x.services.ai.azure.com').headers, { 'api-key': 'key' })
  t.match(sent('azure_ai', {}).headers, { authorization: 'Bearer key' })
  t.throws(() => sent('azure_ai', {}, 'agents/x'), /does not/)
  t.throws(() => sent('azure_ai', {}, 'model_router/x'), /does not/)
})

t.test('parameters', async t => {
  const table: [string, string, JsonObject, JsonObject, string?][] = [
    ['a tier is a window', 'sail', { service_tier: 'Flex' }, { metadata: { completion_window: 'flex' } }],
    ['no tier is no window', 'sail', { service_tier: 'auto' }, {}],
    [
      'a window beside a client’s own metadata',
      'sail',
      { service_tier: 'flex', extra_body: { metadata: { a: 1 } } },
      { metadata: { a: 1, completion_window: 'flex' } },
    ],
    ['a kind Volcengine knows', 'volcengine', { thinking: { type: 'auto' } }, { thinking: { type: 'auto' } }],
    ['a kind it does not', 'volcengine', { thinking: { type: 'x' } }, {}],
    [
      'an effort turns the switch',
      'tencent',
      { reasoning_effort: 'low' },
      { thinking: { type: 'enabled' } },
      'glm-5.2',
    ],
    ['no effort, too', 'tencent', { reasoning_effort: 'none' }, { thinking: { type: 'disabled' } }, 'glm-5.2'],
    [
      'some decide themselves',
      'tencent',
      { reasoning_effort: 'low' },
      { thinking: { type: 'adaptive' } },
      'minimax-m3',
    ],
  ]
  for (const [name, provider, asked, expected, model] of table) {
    const { messages, model: _, ...rest } = sent(provider, asked, model).body
    t.same(rest, expected, name)
    t.ok(messages)
  }
  for (const asked of [
    { service_tier: 'weird' },
    { extra_body: { service_tier: 'flex' } },
    { extra_body: { metadata: { completion_window: 'flex' } } },
  ]) {
    t.throws(() => sent('sail', asked), /sail does not/, JSON.stringify(asked))
    t.doesNotThrow(() => sent('sail', { ...asked, drop_params: true }))
  }
})

t.test('failures in their manners', async t => {
  const table: [provider: string, status: number, raw: string, message: RegExp, status: number][] = [
    ['minimax', 422, 'no', /^litellm\.BadRequestError: MinimaxException - no/, 422],
    ['lemonade', 422, 'no', /^litellm\.BadRequestError: LemonadeException - no/, 400],
    ['lemonade', 500, 'token_quota_reached', /RateLimitError: LemonadeException: Rate Limit Errror/, 429],
    ['lemonade', 400, 'exceed context limit', /ContextWindowExceededError.*Context Window Error/, 400],
    ['lemonade', 403, 'authorization denied for: Bearer secret-key', /Bearer secret-XXXXXXX"/, 403],
    ['huggingface', 404, 'no', /^litellm\.APIError: HuggingfaceException - no/, 404],
    ['huggingface', 500, 'Rate limit reached', /^litellm\.RateLimitError: Rate limit reached/, 429],
    ['cloudflare', 403, 'Authentication error', /AuthenticationError: Cloudflare Exception - /, 403],
    ['minimax', 200, '<', /^litellm\.APIConnectionError: MinimaxException - Unable to get json/, 500],
    ['datarobot', 200, '<', /^litellm\.APIConnectionError: Expecting value/, 500],
  ]
  for (const [provider, status, raw, message, told] of table) {
    t.match(openaiTranslator.error(status, raw, target(provider, 'm')), { message, status: told }, `${provider} ${raw}`)
  }
})
