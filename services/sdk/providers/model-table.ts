/**
 * What LiteLLM knows of the models, as far as a request depends on it. Source: LiteLLM 1.106.2,
 * `model_prices_and_context_window_backup.json` (entries of provider `anthropic` and `openai`, and the rules under
 * `fallback_generalizations` for names that have no entry).
 */
export type AnthropicTrait =
  | 'reasoning'
  | 'adaptiveThinking'
  | 'legacyThinking'
  | 'alwaysThinks'
  | 'midConversationSystem'
  | 'nativeSchema'
  | 'outputConfig'
  | 'xhighEffort'
  | 'maxEffort'
  | 'speed'
  | 'noSampling'
  | 'noForcedTools'

export interface AnthropicModel {
  readonly maxOutput: number
  readonly traits: readonly AnthropicTrait[]
}

const claude45 = ['reasoning', 'nativeSchema'] as const
const claude46 = [
  'reasoning',
  'adaptiveThinking',
  'legacyThinking',
  'nativeSchema',
  'outputConfig',
  'maxEffort',
] as const
const claude47 = [
  'reasoning',
  'adaptiveThinking',
  'nativeSchema',
  'outputConfig',
  'xhighEffort',
  'maxEffort',
  'noSampling',
] as const
const claude5 = [...claude47, 'midConversationSystem'] as const

const small = (traits: readonly AnthropicTrait[]): AnthropicModel => ({ maxOutput: 64_000, traits })
const large = (traits: readonly AnthropicTrait[]): AnthropicModel => ({ maxOutput: 128_000, traits })

export const anthropicModels: Readonly<Record<string, AnthropicModel>> = {
  'claude-haiku-4-5': small(claude45),
  'claude-haiku-4-5-20251001': small(claude45),
  'claude-sonnet-4-5': small(claude45),
  'claude-sonnet-4-5-20250929': small(claude45),
  'claude-opus-4-5': small([...claude45, 'outputConfig']),
  'claude-opus-4-5-20251101': small([...claude45, 'outputConfig']),
  'claude-sonnet-4-6': large(claude46),
  'claude-opus-4-6': large([...claude46, 'speed']),
  'claude-opus-4-6-20260205': large([...claude46, 'speed']),
  'claude-opus-4-7': large([...claude47, 'speed']),
  'claude-opus-4-7-20260416': large([...claude47, 'speed']),
  'claude-opus-4-8': large([...claude5, 'speed']),
  'claude-opus-5': large([...claude5, 'speed']),
  'claude-opus-5-5': large([...claude5, 'speed', 'alwaysThinks', 'noForcedTools']),
  'claude-sonnet-5': large(claude5),
  'claude-sonnet-5-5': large([...claude5, 'alwaysThinks', 'noForcedTools']),
  'claude-haiku-5-5': large(claude5),
  'claude-fable-5': large([...claude5, 'alwaysThinks']),
  'claude-fable-5-1': large([...claude5, 'alwaysThinks', 'noForcedTools']),
  'claude-mythos-5': large([...claude5, 'alwaysThinks']),
  'claude-mythos-5-1': large([...claude5, 'alwaysThinks', 'noForcedTools']),
  'claude-mythos-preview': large([...claude47, 'alwaysThinks']),
}

/** What a name that has no entry still says: each pattern that matches adds its trait. */
export const anthropicRules: readonly { readonly pattern: RegExp; readonly trait: AnthropicTrait }[] = [
  { pattern: /claude-[a-z]+-\d+(?:[-.]\d+)?(?:-\d{8})?/, trait: 'reasoning' },
  {
    pattern: /claude-[a-z]+-(?:4[-._](?:[6-9]|[1-9]\d)(?!\d)|[5-9](?!\d)(?:[-._]\d{1,2}(?!\d))?)/,
    trait: 'adaptiveThinking',
  },
  { pattern: /claude-[a-z]+-4[-._]6(?!\d)/, trait: 'legacyThinking' },
  { pattern: /claude-(?:fable|mythos)-/, trait: 'alwaysThinks' },
  {
    pattern: /claude-[a-z]+-(?:4[-._](?:[89]|[1-9]\d)(?!\d)|[5-9](?!\d)(?:[-._]\d{1,2}(?!\d))?)/,
    trait: 'midConversationSystem',
  },
]

/** The output limit of a name without an entry; LiteLLM does not ask the rules for it. */
export const unknownMaxOutput = 4_096

/** OpenAI's reasoning models: which efforts the chat endpoint is said to take, and the one it assumes. */
export interface OpenAiReasoning {
  readonly none: boolean | undefined
  readonly xhigh: boolean | undefined
  readonly minimal: boolean | undefined
  readonly assumed: 'none' | undefined
}

const early: OpenAiReasoning = { none: false, xhigh: false, minimal: true, assumed: undefined }
const optional: OpenAiReasoning = { none: true, xhigh: true, minimal: false, assumed: 'none' }
const active: OpenAiReasoning = { none: true, xhigh: true, minimal: false, assumed: undefined }
const always: OpenAiReasoning = { none: false, xhigh: true, minimal: false, assumed: undefined }

export const openAiReasoning: Readonly<Record<string, OpenAiReasoning>> = {
  'gpt-5': early,
  'gpt-5-2025-08-07': early,
  'gpt-5-mini': early,
  'gpt-5-mini-2025-08-07': early,
  'gpt-5-nano': early,
  'gpt-5-nano-2025-08-07': early,
  'gpt-5-pro': early,
  'gpt-5-pro-2025-10-06': early,
  'gpt-5.1': { ...optional, xhigh: false },
  'gpt-5.1-2025-11-13': { ...optional, xhigh: false },
  'gpt-5.2': optional,
  'gpt-5.2-2025-12-11': optional,
  'gpt-5.2-pro': { ...always, minimal: true },
  'gpt-5.2-pro-2025-12-11': { ...always, minimal: true },
  'gpt-5.3-codex': active,
  'gpt-5.4': optional,
  'gpt-5.4-2026-03-05': optional,
  'gpt-5.4-mini': optional,
  'gpt-5.4-mini-2026-03-17': optional,
  'gpt-5.4-nano': optional,
  'gpt-5.4-nano-2026-03-17': optional,
  'gpt-5.4-pro': always,
  'gpt-5.4-pro-2026-03-05': always,
  'gpt-5.5-pro': always,
  'gpt-5.5-pro-2026-04-23': always,
  'gpt-5.5': active,
  'gpt-5.5-2026-04-23': active,
  'gpt-5.6': active,
  'gpt-5.6-sol': active,
  'gpt-5.6-terra': active,
  'gpt-5.6-luna': active,
  'gpt-6-sol': active,
  'gpt-6-luna': active,
  'gpt-6-astra': always,
  'gpt-6.1-sol': always,
}

/** The o-series; of it only the first dated o1 and its pro take parallel tool calls. */
export const openAiOSeries: readonly string[] = [
  'o1',
  'o1-2024-12-17',
  'o3',
  'o3-2025-04-16',
  'o3-mini',
  'o3-mini-2025-01-31',
  'o4-mini',
  'o4-mini-2025-04-16',
  'o1-pro',
  'o1-pro-2025-03-19',
  'o3-pro',
  'o3-pro-2025-06-10',
  'o3-deep-research',
  'o3-deep-research-2025-06-26',
  'o4-mini-deep-research',
  'o4-mini-deep-research-2025-06-26',
]
export const openAiParallelOSeries: readonly string[] = ['o1-2024-12-17', 'o1-pro', 'o1-pro-2025-03-19']
