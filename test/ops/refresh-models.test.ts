import { readFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { modelTable } from '../../ops/commands/refresh-models.ts'

const origin = { version: '9.9.9', date: '2026-01-02' }

t.test('one line a model; what can be asked whole, names and limits of others, nothing of what explains', async t => {
  const text = modelTable(
    {
      a: { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6, supports_vision: true, source: 'x' },
      b: { litellm_provider: 'openai', mode: 'moderation', output_cost_per_image: 1, max_tokens: 7 },
      c: { litellm_provider: 'vertex_ai-anthropic_models', mode: 'chat' },
      d: { litellm_provider: 'one of the providers at an address', mode: 'one of chat, …' },
      fallback_generalizations: {
        rules: [
          { pattern: '^a', model_info: { supports_vision: true }, fill_missing_for_providers: ['openai'] },
          { pattern: 'b', model_info: { litellm_provider: 'openai' } },
        ],
      },
    },
    origin,
  )
  t.match(JSON.parse(text), { ...origin, source: /^LiteLLM 9\.9\.9/ })
  t.strictSame((JSON.parse(text) as { models: object }).models, {
    a: { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6, supports_vision: true },
    b: { litellm_provider: 'openai', mode: 'moderation', max_tokens: 7 },
    c: { litellm_provider: 'vertex_ai-anthropic_models', mode: 'chat' },
  })
  t.strictSame((JSON.parse(text) as { rules: object }).rules, [
    { pattern: '^a', facts: { supports_vision: true }, completes: ['openai'] },
    { pattern: 'b', facts: { litellm_provider: 'openai' } },
  ])
  t.equal(text.split('\n').filter(line => line.startsWith('    "')).length, 3)
})

t.test('the vendored table says where it comes from, and is not too large', async t => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../services/sdk/models/table.json'), 'utf8')
  t.match(JSON.parse(text), { version: /^\d+\.\d+\.\d+$/, date: /^\d{4}-\d\d-\d\d$/ })
  t.ok(text.length < 2_000_000)
})
