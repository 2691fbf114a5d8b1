/** What may be said of a prefix of LiteLLM's whose provider speaks OpenAI's chat completions. */
/** What is special about a provider. */
export type Habit =
  /** `max_completion_tokens` goes by its older name. */
  | 'old limit'
  /** Takes tools, efforts or `thinking` only where the table says that the model does. */
  | 'known tools'
  | 'known reasoning'
  | 'known thinking'
  /** OpenAI's own series that reason take a verbosity. */
  | 'series verbosity'
  /** Content is text: all parts become one string. `plain text` spares conversations, `plain messages` messages, with media. */
  | 'text'
  | 'plain text'
  | 'plain messages'
  /** Results of tools are text. */
  | 'text results'
  /** Keeps the marks of prompt caching. */
  | 'cache marks'
  /** Temperatures end at 1, and several answers begin at 0.3. */
  | 'cool'
  /** Temperatures end below 2. */
  | 'below two'
  /** Of tool choices only `auto` and `none`. */
  | 'free choice'
  /** Messages go as they came, developers and marks of prompt caching included. */
  | 'as is'
  /** Reasoning efforts are taken and left out. */
  | 'no effort'
  /** Not on LiteLLM's list of compatible providers: its errors quote the whole answer. */
  | 'quoted errors'
  /** Of its failed answers' headers LiteLLM keeps nothing. */
  | 'headless errors'
  /** Neither, and LiteLLM reads them in a way of their own. */
  | 'alike errors'
  | 'bedrock errors'
  | 'sagemaker errors'
  | 'cloudflare errors'
  | 'hugging face errors'
  | 'google errors'
  /** Messages go as they came, but for developers. */
  | 'raw messages'
  /** Developers stay developers. */
  | 'developers'
  /** Chunks of a stream go on as they came; or without their service tier. */
  | 'whole chunks'
  | 'no tiers'
  /** A stream is asked for its usage only where the client wants it. */
  | 'usage unasked'
  /** Whole answers go on nearly as they came, without a word of the provider's headers. */
  | 'plain answers'

/** A prefix of LiteLLM's. */
export interface Compatible {
  readonly base: string | undefined
  readonly takes: readonly string[]
  readonly habits: readonly Habit[]
  readonly headers: Readonly<Record<string, string>>
  /** LiteLLM asks it by itself, not through OpenAI's client. */
  readonly direct?: boolean
  /** The key that is sent where none is configured: it runs at home. */
  readonly fallbackKey?: string
}

/** Names written in a row. */
export const list = (names: string): readonly string[] => names.split(' ')

/** What most of them take. */
export const common = list(
  'frequency_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens modalities prediction n ' +
    'presence_penalty seed stop stream stream_options temperature top_p tools tool_choice function_call functions ' +
    'parallel_tool_calls audio web_search_options service_tier safety_identifier prompt_cache_key ' +
    'prompt_cache_retention store response_format',
)
/** All that is about tools. */
export const tooling = list('tools tool_choice function_call functions parallel_tool_calls')
/** What the plainest take. */
export const plain = list('max_tokens max_completion_tokens stop stream temperature top_p response_format')
/** Penalties of repetition. */
export const penalties = list('frequency_penalty presence_penalty')

/** A line of the table. */
export const prefix = (
  base: string | undefined,
  habits: readonly Habit[] = [],
  takes: readonly string[] = common,
  headers: Readonly<Record<string, string>> = {},
): Compatible => ({ base, takes, habits, headers })
