import t from 'tap'
import { answerUsage, billedBy, joinedUsage, streamUsage } from '../../../../services/sdk/providers/openai/usage.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const counts = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
const none = (): JsonObject => ({})

const answers: { name: string; provider?: string; usage: JsonObject; want: JsonObject }[] = [
  {
    name: 'reasoning counted at the top goes into the details',
    usage: { ...counts, reasoning_tokens: 3 },
    want: { ...counts, completion_tokens_details: { reasoning_tokens: 3, text_tokens: 2 } },
  },
  {
    name: 'Anthropic’s words are kept, and told in OpenAI’s',
    usage: { ...counts, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 },
    want: {
      ...counts,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2, cache_creation_tokens: 2 },
      cache_read_input_tokens: 4,
      cache_creation_input_tokens: 2,
    },
  },
  {
    name: 'xAI’s ticks are dollars, too',
    provider: 'xai',
    usage: { ...counts, cost_in_usd_ticks: 70_000_000 },
    want: { ...counts, cost_in_usd_ticks: 70_000_000, cost: 0.007 },
  },
  {
    name: 'xAI’s total is never less than its parts',
    provider: 'xai',
    usage: { prompt_tokens: 4 },
    want: { prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 },
  },
]

t.test('the usage of a whole answer', async t => {
  for (const { name, provider = 'openai', usage, want } of answers)
    t.strictSame(answerUsage(usage, provider), want, name)
})

const made = (completion: number): JsonObject => ({
  completion_tokens_details: { reasoning_tokens: 0, text_tokens: completion },
})

t.test(
  'the usage of a stream keeps what it tells of costs, and is filled in where it says nothing of reasoning',
  async t => {
    t.strictSame(streamUsage({ ...counts, cost: 0.5, extra: 1 }, 'openai', none), { ...counts, cost: 0.5 })
    t.match(streamUsage({ ...counts, completion_tokens_details: { audio_tokens: 1 } }, 'openai', made), {
      completion_tokens_details: { reasoning_tokens: 0, text_tokens: 5, audio_tokens: 1 },
    })
  },
)

t.test('counts in several chunks are never counted back to zero', async t => {
  const later = joinedUsage(counts, { prompt_tokens: 0, completion_tokens: 9, cost: null })
  t.strictSame(later, { ...counts, completion_tokens: 9 })
  t.strictSame(joinedUsage(undefined, { prompt_tokens: 0 }), { prompt_tokens: 0 })
})

t.test('two providers are believed what they bill', async t => {
  for (const [provider, cost, want] of [
    ['openrouter', 0.5, { toldCost: 0.5 }],
    ['openrouter', '0.5', { toldCost: 0.5 }],
    ['openrouter', 0, { toldCost: 0 }],
    ['xai', 0.5, { toldCost: 0.5 }],
    ['xai', -1, {}],
    ['xai', '0.5', {}],
    ['groq', 0.5, {}],
  ] as const) {
    t.strictSame(billedBy(provider, { cost }), want, `${provider} ${cost}`)
  }
})
