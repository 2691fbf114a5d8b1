import t from 'tap'
import { costOf } from '../../../../services/sdk/models/cost.ts'
import { findModel, modelsOf } from '../../../../services/sdk/models/table.ts'
import { openAiUsage } from '../../../../services/sdk/providers/anthropic/usage.ts'
import { countedUsage } from '../../../../services/sdk/providers/counted-usage.ts'
import type { JsonObject, TokenUsage } from '../../../../services/sdk/providers/translator.ts'

const anthropic = (input: number): JsonObject =>
  openAiUsage({
    usage: {
      input_tokens: input,
      cache_creation_input_tokens: 300,
      cache_read_input_tokens: 200,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 100 },
      output_tokens: 50,
      server_tool_use: { web_search_requests: 2 },
      service_tier: 'standard',
    },
    thinking: undefined,
    toolSearches: 0,
  })

const openai = (prompt: number, more: JsonObject = {}): JsonObject => ({
  prompt_tokens: prompt,
  completion_tokens: 500,
  total_tokens: prompt + 500,
  prompt_tokens_details: { cached_tokens: 400 },
  completion_tokens_details: { reasoning_tokens: 100 },
  ...more,
})

// The totals are what LiteLLM 1.106.2 answered for the same counts.
const costs: { name: string; provider: string; model: string; usage: JsonObject; tier?: string; total: number }[] = [
  {
    name: 'cache, an hour of it, and searches',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5-20250929',
    usage: anthropic(1000),
    total: 0.025160000000000002,
  },
  {
    name: 'a long prompt without a price of its own',
    provider: 'anthropic',
    model: 'claude-opus-4-6',
    usage: anthropic(300_000),
    total: 1.5236000000000003,
  },
  {
    name: 'what was cached',
    provider: 'openai',
    model: 'gpt-4.1-mini',
    usage: openai(1000),
    total: 0.0010799999999999998,
  },
  { name: 'reasoning', provider: 'openai', model: 'gpt-5', usage: openai(1000), total: 0.0058000000000000005 },
  {
    name: 'a prompt above a threshold',
    provider: 'openai',
    model: 'gpt-5.4',
    usage: openai(300_000),
    total: 1.5094500000000002,
  },
  {
    name: 'the tier it was served at',
    provider: 'openai',
    model: 'gpt-5',
    usage: openai(1000, { service_tier: 'priority' }),
    total: 0.011600000000000001,
  },
  {
    name: 'the tier it was asked for does not count where another was served',
    provider: 'openai',
    model: 'gpt-5',
    usage: openai(1000, { service_tier: 'default' }),
    tier: 'priority',
    total: 0.0058000000000000005,
  },
]

for (const { name, provider, model, usage, tier, total } of costs) {
  t.test(`cost: ${name}`, async t => {
    t.equal(costOf(findModel(provider, model)?.entry, countedUsage(usage), { tier })?.total, total)
  })
}

t.test('the parts: what the cache cost is in the input, what the reasoning did in the output', async t => {
  const cost = costOf(findModel('anthropic', 'claude-sonnet-4-5')?.entry, countedUsage(anthropic(1000)))
  t.match(cost, { cacheRead: 0.000059999999999999995, cacheWrite: 0.00135, output: 0.00075, tools: 0.02, reasoning: 0 })
  t.equal((cost?.input ?? 0) - (cost?.cacheRead ?? 0) - (cost?.cacheWrite ?? 0), 0.0030000000000000005)
})

const counted = (input: number): TokenUsage => ({ input, output: 1, cacheRead: 0, cacheWrite: 0 })

t.test('one tier pays for everything where the map has tiers', async t => {
  const entry = {
    litellm_provider: 'x',
    tiered_pricing: [
      { range: [0, 100], input_cost_per_token: 1, output_cost_per_token: 2 },
      { range: [100, 200], input_cost_per_token: 10, output_cost_per_token: 20 },
    ],
  }
  t.equal(costOf(entry, counted(100))?.total, 102)
  t.equal(costOf(entry, counted(101))?.total, 1030)
  t.equal(costOf(entry, counted(999))?.total, 10_010)
})

t.test('a model without prices costs nothing that is known', async t => {
  const usage = countedUsage(openai(1000))
  t.equal(costOf(undefined, usage), null)
  t.equal(costOf({ litellm_provider: 'openai', mode: 'chat' }, usage), null)
})

t.test('models are found as they are and under their provider, and only there', async t => {
  t.equal(findModel('anthropic', 'claude-sonnet-4-5')?.key, 'claude-sonnet-4-5')
  t.match(findModel('xai', modelsOf('xai')[0] ?? '')?.key, /^xai\//)
  for (const name of ['gpt-5', 'constructor', '__proto__', '']) t.equal(findModel('anthropic', name), undefined, name)
  t.ok(modelsOf('anthropic').includes('claude-sonnet-4-5'))
  t.notOk(modelsOf('xai').some(name => name.startsWith('xai/')))
})

const input = (prompt: number, more: Partial<TokenUsage> = {}): TokenUsage => {
  return { input: prompt, output: 0, cacheRead: 0, cacheWrite: 0, ...more }
}

t.test('pictures, characters and films have prices in the place of their tokens, or beside them', async t => {
  const prices = { litellm_provider: 'x', input_cost_per_token: 1, output_cost_per_token: 0 }
  const own = { input_cost_per_image: 10, input_cost_per_character: 2, input_cost_per_video_per_second: 5 }
  t.equal(costOf({ ...prices, ...own }, input(7, { images: 1 }))?.total, 10)
  t.equal(costOf({ ...prices, ...own }, input(7, { characters: 3 }))?.total, 6)
  t.equal(costOf({ ...prices, ...own }, input(0, { characters: 3, images: 2, videoSeconds: 4 }))?.total, 46)
  t.equal(costOf(prices, input(7, { images: 1, characters: 3 }))?.total, 7)
  t.equal(costOf({ ...prices, input_cost_per_image_token: 3 }, input(7, { imageInput: 2 }))?.total, 11)
  t.equal(costOf(prices, input(7, { imageInput: 2 }))?.total, 7)
})
