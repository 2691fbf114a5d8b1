/**
 * Vertex AI's partner models, by the class by which LiteLLM asks them (ProviderConfigManager._get_vertex_ai_config).
 * No model can be named with one of these: a prefix ends with its first slash.
 */
import { common, type Compatible, type Habit, list, prefix } from './habits.ts'

export type Partner = 'llama' | 'gpt-oss' | 'mistral' | 'codestral' | 'deployed' | 'other'

const direct = (habits: readonly Habit[], takes: readonly string[]): Compatible => ({
  ...prefix(undefined, habits, takes),
  direct: true,
})

const gptOss = common.filter(name => !['tool_choice', 'function_call', 'functions'].includes(name))

/** What those who deploy a model themselves cannot have. */
const unknownToModels = new Set([
  ...list('audio modalities prediction prompt_cache_key prompt_cache_retention safety_identifier service_tier store'),
  'web_search_options',
])

const partners: Readonly<Record<Partner, Compatible>> = {
  llama: direct(['old limit', 'plain answers', 'google errors'], common),
  'gpt-oss': direct(['google errors'], [...gptOss, 'reasoning_effort']),
  mistral: direct(
    ['old limit', 'cache marks'],
    list(
      'stream temperature top_p max_tokens max_completion_tokens tools tool_choice seed stop response_format ' +
        'parallel_tool_calls',
    ),
  ),
  codestral: direct(
    ['old limit', 'cache marks'],
    list('suffix temperature top_p max_tokens max_completion_tokens stream seed stop'),
  ),
  deployed: direct(
    ['old limit', 'cache marks'],
    common.filter(name => !unknownToModels.has(name)),
  ),
  other: direct(['old limit', 'cache marks'], common),
}

/** What the wire calls the provider of a partner's model. */
export const partnerPrefix = (partner: Partner): string => `vertex_ai/${partner}`

/** What is known of them, by those names. */
export const partnerPrefixes: Readonly<Record<string, Compatible>> = Object.fromEntries(
  Object.entries(partners).map(([partner, known]) => [partnerPrefix(partner as Partner), known]),
)
