/** Which of OpenAI's parameters a provider and model take. */
import { findModel } from '../../models/table.ts'
import { choosesTools } from './azure-ai.ts'
import { compatibleOf, compatibleParams } from './compatible.ts'
import { copilotClaudeParams } from './copilot-params.ts'
import { fireworksParams } from './fireworks.ts'
import { canDo, isOpenAiModel, isOSeries, takesEffort } from './knowledge.ts'
import { isMagistral } from './mistral-reasoning.ts'
import { togetherReasons } from './together.ts'

const common = (
  'frequency_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens modalities prediction n ' +
  'presence_penalty seed stop stream stream_options temperature top_p tools tool_choice function_call functions ' +
  'parallel_tool_calls audio web_search_options service_tier safety_identifier prompt_cache_key ' +
  'prompt_cache_retention store response_format'
).split(' ')

const searchOnly = (
  'max_tokens max_completion_tokens stream stream_options web_search_options service_tier safety_identifier ' +
  'response_format user store verbosity'
).split(' ')

const mistral = (
  'stream temperature top_p max_tokens max_completion_tokens tools tool_choice seed stop response_format ' +
  'parallel_tool_calls'
).split(' ')

const xai = (
  'logit_bias logprobs max_completion_tokens max_tokens n parallel_tool_calls presence_penalty response_format seed ' +
  'stream stream_options temperature tool_choice tools top_logprobs top_p user web_search_options'
).split(' ')

const notWhileReasoning =
  'presence_penalty frequency_penalty stop logit_bias modalities prediction audio web_search_options'.split(' ')

const notOSeries = ['logprobs', 'top_p', 'presence_penalty', 'frequency_penalty', 'top_logprobs']

const probabilities = ['logprobs', 'top_logprobs']

/** What an `o` model must be known for before it is sent these. */
const abilities: Readonly<Record<string, readonly string[]>> = {
  function_calling: ['tools', 'tool_choice', 'function_call', 'functions'],
  parallel_function_calling: ['parallel_tool_calls'],
  response_schema: ['response_format'],
}

/** How a model of OpenAI is to be asked. */
export type Series = 'reasoning' | 'search' | 'o' | 'plain'

export function seriesOf(model: string): Series {
  if (model.includes('gpt-5') && model.includes('search')) return 'search'
  if (/gpt-[56]/.test(model) && !model.includes('gpt-5-chat')) return 'reasoning'
  return isOSeries(model) ? 'o' : 'plain'
}

/** The parameters that are taken. */
export function supportedParams(provider: string, model: string): ReadonlySet<string> {
  switch (provider) {
    case 'mistral':
    case 'codestral':
      return new Set([
        ...mistral,
        ...(mistralReasons(model) ? ['reasoning_effort'] : []),
        ...(isMagistral(model) ? ['thinking'] : []),
      ])
    case 'xai':
      return new Set([...xai, ...xaiExtras(model)])
    case 'github_copilot':
      return new Set([
        ...(isOpenAiModel(model) || seriesOf(model) !== 'plain' ? openAiParams(model) : common),
        ...copilotClaudeParams(model),
      ])
    case 'groq':
      return without([...common, ...(groqHasSchemas(model) ? ['reasoning_effort'] : [])], ['web_search_options'])
    case 'deepseek':
    case 'openrouter':
    case 'hosted_vllm':
      return new Set([...common, 'reasoning_effort', 'thinking'])
    case 'fireworks_ai':
      return fireworksParams(model)
    case 'together_ai':
      return new Set(togetherReasons(model) ? [...common, 'reasoning_effort'] : common)
    case 'azure':
      return azureParams(model)
    case 'azure_ai':
      return azureAiParams(model)
    default: {
      const compatible = compatibleOf(provider)
      // Whom LiteLLM has no class for it takes for OpenAI.
      const foreign = compatible && !compatible.habits.includes('as is')
      return foreign ? compatibleParams(compatible, provider, model) : openAiParams(model)
    }
  }
}

function azureAiParams(model: string): ReadonlySet<string> {
  const stops = !model.includes('grok') || xaiExtras(model).includes('stop')
  const refused = [...(choosesTools(model) ? [] : ['tool_choice']), ...(stops ? [] : ['stop'])]
  return without(seriesOf(model) === 'plain' ? common : [...openAiParams(model)], refused)
}

const notAtAzure = ['service_tier', 'safety_identifier']

function azureParams(model: string): ReadonlySet<string> {
  switch (seriesOf(model)) {
    case 'reasoning': {
      // Probabilities were tried at Azure with 5.2 and 5.4: there they are taken, and of none but these.
      const tried = /^gpt-5\.[24]/.test(model.split('/').at(-1) ?? '')
      const params = [...reasoningParams('azure', model), 'tool_choice', ...(tried ? probabilities : [])]
      return without(params, tried || !takesEffort('azure', model, 'none') ? [] : probabilities)
    }
    case 'o':
      return without([...common, 'user', 'reasoning_effort'], notOSeries)
    default:
      return without([...common, 'user'], notAtAzure)
  }
}

function openAiParams(model: string): ReadonlySet<string> {
  switch (seriesOf(model)) {
    case 'search':
      return new Set(searchOnly)
    case 'reasoning':
      return without(reasoningParams('openai', model), [])
    case 'o': {
      const missing = Object.entries(abilities).flatMap(([what, names]) => (canDo('openai', model, what) ? [] : names))
      return without([...common, 'user', 'reasoning_effort'], [...notOSeries, ...missing])
    }
    default: {
      if (!isOpenAiModel(model)) return new Set([...common, 'reasoning_effort'])
      const old = model === 'gpt-4' || model === 'gpt-3.5-turbo-16k'
      return without([...common, 'user'], old ? ['response_format'] : [])
    }
  }
}

function reasoningParams(provider: string, model: string): string[] {
  const left = [
    ...notWhileReasoning,
    ...(takesEffort(provider, model, 'none') ? [] : ['top_p', ...probabilities]),
    ...(canDo('openai', model, 'tool_choice') ? [] : ['tool_choice']),
  ]
  const own = isOpenAiModel(model) ? ['user'] : []
  return [...common, ...own, 'reasoning_effort', 'verbosity'].filter(name => !left.includes(name))
}

const without = (all: readonly string[], left: readonly string[]): ReadonlySet<string> =>
  new Set(all.filter(name => !left.includes(name)))

/** Whether a model at Groq takes schemas; they are the ones that reason. */
export const groqHasSchemas = (model: string): boolean =>
  model.startsWith('openai/gpt-oss') || model.startsWith('qwen/qwen3.8')

const mistralReasons = (model: string): boolean =>
  isMagistral(model) || findModel('mistral', model)?.entry['supports_reasoning'] === true

function xaiExtras(model: string): string[] {
  const fast = model.includes('grok-4') || model.includes('grok-code-fast')
  const reasons = /grok-(?:4\.\d|build|code-fast)/.test(model) && !model.includes('non-reasoning')
  return [
    ...(fast || model.includes('grok-3-mini') ? [] : ['stop']),
    ...(fast ? [] : ['frequency_penalty']),
    ...(reasons ? ['reasoning_effort'] : []),
  ]
}
