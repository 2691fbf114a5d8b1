/** Whole answers of providers with words of their own as chat completions. */
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { type AnswerContext, type JsonObject, ProviderFault, type Target, type TokenUsage } from '../translator.ts'
import { type Counts, countedTokens, toldCounts } from './counts.ts'

/** What a provider has said. */
export interface PlainAnswer {
  readonly message: JsonObject
  readonly finish?: string
  /** Nothing is told of tokens where they are not counted. */
  readonly counts?: Counts
  /** Unix seconds, where the provider tells them. */
  readonly created?: number
  /** Further ones. */
  readonly choices?: readonly JsonObject[]
  /** What LiteLLM tells beside them. */
  readonly more?: JsonObject
}

/** The chat completion of an answer, and its tokens. */
export function plainCompletion(
  { message, finish = 'stop', counts, created, choices = [], more = {} }: PlainAnswer,
  { group }: Pick<Target, 'group'>,
  context: AnswerContext,
): { body: JsonObject; usage: TokenUsage } {
  const first = { finish_reason: mapFinishReason(finish), index: 0, message: { role: 'assistant', ...message } }
  return {
    body: {
      id: context.id,
      created: created ?? context.created,
      model: group,
      object: 'chat.completion',
      choices: [first, ...choices],
      usage: toldCounts(counts ?? { prompt: 0, completion: 0 }),
      ...more,
    },
    usage: countedTokens(counts ?? { prompt: 0, completion: 0 }),
  }
}

/** The fault of an answer over which LiteLLM itself breaks: its router knows nothing of it. */
export function brokenAnswer(told: string): ProviderFault {
  const options = { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error', outside: true }
  return new ProviderFault(`litellm.APIConnectionError: ${told}`, options)
}
