/**
 * What the table says of OpenAI's models. LiteLLM asks it by a name alone, which must be one of OpenAI's then, and at
 * Azure for Azure's own entry (llms/openai/chat/gpt_5_transformation.py, o_series_transformation.py).
 */
import { declared, knownFacts, lacks, supports } from '../../models/facts.ts'
import { modelsOf, namedModel } from '../../models/table.ts'

/** Names of fine-tuned models that stand in the table only for their price. */
const onlyPriced = /^ft:[^:]*$/

/** Whether a name is one of OpenAI's models that are not for completing text alone. */
export function isOpenAiChat(model: string): boolean {
  return namedModel(model)?.litellm_provider === 'openai' && !onlyPriced.test(model)
}

/** Whether a name is one of OpenAI's models; others are taken for aliases of somebody's proxy. */
export function isOpenAiModel(model: string): boolean {
  const name = model.split('responses/')[1] ?? model
  return isOpenAiChat(name) || namedModel(name)?.litellm_provider === 'text-completion-openai'
}

/** Whether a name is one of OpenAI's `o` models. */
export function isOSeries(model: string): boolean {
  const name = model.split('/').at(-1) ?? ''
  return /^o\d/.test(name) && isOpenAiChat(name)
}

let chatOSeries: readonly string[] | undefined

/** The `o` models that chat, longest names first: names of deployments may contain one. */
export function oSeriesNames(): readonly string[] {
  chatOSeries ??= modelsOf('openai')
    .filter(name => isOSeries(name) && namedModel(name)?.mode === 'chat')
    .toSorted((a, b) => b.length - a.length)
  return chatOSeries
}

/** Whose entry answers for a model; null where none does. */
function placeOf(provider: string, model: string): 'azure' | 'openai' | null {
  if (provider === 'azure') return 'azure'
  return isOpenAiChat(model) ? 'openai' : null
}

/** Whether a model is said to have a capability, `function_calling` for one. */
export function canDo(provider: string, model: string, what: string): boolean {
  const place = placeOf(provider, model)
  return place !== null && supports(place, model, `supports_${what}`)
}

/** Whether a model is said to take an effort of reasoning. */
export const takesEffort = (provider: string, model: string, effort: string): boolean =>
  canDo(provider, model, `${effort}_reasoning_effort`)

/** Whether a model is said not to take an effort. `max` is never refused: it depends on the endpoint, not on the model. */
export function lacksEffort(provider: string, model: string, effort: string): boolean {
  const place = placeOf(provider, model)
  return effort !== 'max' && place !== null && lacks(place, model, `supports_${effort}_reasoning_effort`)
}

/** Whether a model does not reason in a request of this effort, so that sampling is free. */
export function staysIdle(provider: string, model: string, effort: string | undefined): boolean {
  if (!takesEffort(provider, model, 'none')) return false
  const place = placeOf(provider, model)
  return (effort ?? (place && declared(place, model, 'default_reasoning_effort'))) === 'none'
}

/** Whether a model of OpenAI's may be asked for an effort at all; of one that nobody knows it is left to the provider. */
export function reasons(model: string): boolean {
  const known = knownFacts('openai', model.split('/').at(-1) ?? model)
  return known === undefined || known.facts['supports_reasoning'] === true
}
