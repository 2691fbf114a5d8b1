import t from 'tap'
import { knownFacts, lacks, supports } from '../../../../services/sdk/models/facts.ts'
import { modelsOf } from '../../../../services/sdk/models/table.ts'
import { hasTrait, maxOutput, takesSampling } from '../../../../services/sdk/providers/anthropic/models.ts'
import { type AnthropicTrait, claudeKeys } from '../../../../services/sdk/providers/anthropic/traits.ts'
import {
  canDo,
  isOpenAiModel,
  isOSeries,
  lacksEffort,
  oSeriesNames,
  reasons,
  staysIdle,
  takesEffort,
} from '../../../../services/sdk/providers/openai/knowledge.ts'

// What LiteLLM 1.106.2 answers for these names by its own functions.
const claude45 = 'reasoning nativeSchema'
const claude46 = 'reasoning adaptiveThinking legacyThinking nativeSchema outputConfig maxEffort'
const claude47 = 'reasoning adaptiveThinking nativeSchema outputConfig xhighEffort maxEffort noSampling'
const claude5 = `${claude47} midConversationSystem`

const claudes: readonly (readonly [names: string, traits: string, maxOutput: number])[] = [
  ['claude-haiku-4-5 claude-haiku-4-5-20251001 claude-sonnet-4-5 claude-sonnet-4-5-20250929', claude45, 64_000],
  ['claude-opus-4-5 claude-opus-4-5-20251101', `${claude45} outputConfig`, 64_000],
  ['claude-sonnet-4-6', claude46, 128_000],
  ['claude-opus-4-6 claude-opus-4-6-20260205', `${claude46} speed`, 128_000],
  ['claude-opus-4-7 claude-opus-4-7-20260416', `${claude47} speed`, 128_000],
  ['claude-opus-4-8 claude-opus-5', `${claude5} speed`, 128_000],
  ['claude-opus-5-5', `${claude5} speed alwaysThinks noForcedTools`, 128_000],
  ['claude-sonnet-5 claude-haiku-5-5', claude5, 128_000],
  ['claude-sonnet-5-5', `${claude5} alwaysThinks noForcedTools`, 128_000],
  ['claude-fable-5 claude-mythos-5', `${claude5} alwaysThinks`, 128_000],
  ['claude-fable-5-1 claude-mythos-5-1', `${claude5} alwaysThinks noForcedTools`, 128_000],
  ['claude-mythos-preview', `${claude47} alwaysThinks`, 128_000],
  // Names that the table does not hold, or under another spelling.
  ['claude-sonnet-4.6 claude-sonnet-4-6-20260219', claude46, 4_096],
  ['claude-opus-4.7', claude47, 4_096],
  ['claude-opus-5-5@default', `${claude5} alwaysThinks noForcedTools`, 4_096],
  ['claude-newfamily-5-1 claude-opus-6', 'reasoning adaptiveThinking midConversationSystem', 4_096],
  ['claude-opus-41', 'reasoning', 4_096],
  ['claude-3-5-sonnet-20240620 claude-nope gpt-4o-nobody', '', 4_096],
  ['claude-mythos-6', 'reasoning adaptiveThinking alwaysThinks midConversationSystem', 4_096],
]

t.test('Claude models', async t => {
  for (const [names, traits, most] of claudes) {
    for (const name of names.split(' ')) {
      const found = Object.keys(claudeKeys).filter(trait => hasTrait(name, trait as AnthropicTrait))
      const all = takesSampling(name) ? found : [...found, 'noSampling']
      t.strictSame(all.toSorted(), traits.split(' ').filter(Boolean).toSorted(), name)
      t.equal(maxOutput(name), most, `${name}: the most it says`)
    }
  }
})

interface Efforts {
  readonly taken: string
  readonly refused: string
  readonly idle: boolean
}

const early: Efforts = { taken: 'minimal', refused: 'none xhigh', idle: false }
const optional: Efforts = { taken: 'none xhigh', refused: 'minimal', idle: true }
const active: Efforts = { ...optional, idle: false }
const always: Efforts = { taken: 'xhigh', refused: 'none minimal', idle: false }

const efforts: readonly (readonly [names: string, Efforts])[] = [
  ['gpt-5 gpt-5-2025-08-07 gpt-5-mini gpt-5-mini-2025-08-07 gpt-5-nano gpt-5-nano-2025-08-07', early],
  ['gpt-5.1 gpt-5.1-2025-11-13', { taken: 'none', refused: 'xhigh minimal', idle: true }],
  ['gpt-5.2 gpt-5.2-2025-12-11 gpt-5.4 gpt-5.4-2026-03-05 gpt-5.4-mini gpt-5.4-nano', optional],
  ['gpt-5.4-mini-2026-03-17 gpt-5.4-nano-2026-03-17', optional],
  ['gpt-5.5 gpt-5.5-2026-04-23 gpt-5.6 gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-6-sol gpt-6-luna', active],
  ['gpt-6-astra gpt-6.1-sol', always],
  ['gpt-5.9 GPT-5 gpt-5-2099-01-01 my-gpt-5', { taken: '', refused: '', idle: false }],
]

t.test('efforts of models at OpenAI', async t => {
  for (const [names, { taken, refused, idle }] of efforts) {
    for (const name of names.split(' ')) {
      const asked = ['none', 'xhigh', 'minimal']
      t.strictSame(asked.filter(one => takesEffort('openai', name, one)).toSorted(), words(taken), `${name} takes`)
      t.strictSame(asked.filter(one => lacksEffort('openai', name, one)).toSorted(), words(refused), `${name} refuses`)
      t.equal(staysIdle('openai', name, undefined), idle, `${name} by itself`)
      t.notOk(lacksEffort('openai', name, 'max'), `${name} at max`)
    }
  }
})

const words = (text: string): string[] => text.split(' ').filter(Boolean).toSorted()

t.test('names of OpenAI', async t => {
  const chats = 'o1 o1-2024-12-17 o3 o3-2025-04-16 o3-mini o3-mini-2025-01-31 o4-mini o4-mini-2025-04-16'
  t.strictSame(oSeriesNames().toSorted(), words(chats))
  t.strictSame(
    words(chats).filter(name => canDo('openai', name, 'parallel_function_calling')),
    ['o1-2024-12-17'],
  )
  t.ok(isOSeries('openai/o3'))
  t.notOk(isOSeries('o3-2099-01-01'))
  t.ok(isOpenAiModel('davinci-002'))
  t.ok(isOpenAiModel('responses/gpt-4o'))
  t.notOk(isOpenAiModel('gpt-4o-nobody'))
  t.notOk(isOpenAiModel('ft:gpt-4o-2024-08-06:org::id'))
})

t.test('reasoning of models on the Responses API', async t => {
  for (const name of ['gpt-5', 'o3', 'gpt-5.9', 'my-model', 'openai/o4-mini']) t.ok(reasons(name), name)
  for (const name of ['gpt-4o', 'gpt-4.1-mini']) t.notOk(reasons(name), name)
})

t.test('where a model is looked for', async t => {
  const keys: readonly (readonly [provider: string, model: string, key: string | undefined])[] = [
    ['openai', 'gpt-4o', 'gpt-4o'],
    ['openai', 'GPT-4O', 'gpt-4o'],
    ['openai', 'gpt-4o-2099-01-01', 'gpt-4o'],
    ['openai', 'ft:gpt-4o-2024-08-06:org::id', 'ft:gpt-4o-2024-08-06'],
    ['azure', 'gpt-4o', 'azure/gpt-4o'],
    ['gemini', 'gemini-2.5-flash-001', 'gemini/gemini-2.5-flash'],
    ['gemini', 'gemini-9-pro', 'gemini/gemini-9-pro'],
    ['fireworks_ai', 'kimi-k2p6', 'fireworks_ai/accounts/fireworks/models/kimi-k2p6'],
    // Another provider's, so that no rule speaks for it.
    ['openai', 'claude-sonnet-4-5', undefined],
    ['openai', 'my-model', undefined],
  ]
  for (const [provider, model, key] of keys) t.equal(knownFacts(provider, model)?.key, key, `${provider} ${model}`)
  t.ok(supports('bedrock', 'us.anthropic.claude-opus-9', 'supports_adaptive_thinking'))
  t.notOk(lacks('openai', 'my-model', 'supports_vision'), 'silence is no refusal')
})

t.test('no provider has lost its models', async t => {
  for (const provider of ['openai', 'anthropic', 'gemini', 'bedrock', 'azure']) {
    t.ok(modelsOf(provider).length > 20, provider)
  }
})
