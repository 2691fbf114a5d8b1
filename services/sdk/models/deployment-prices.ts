/** Which entry of the table prices a deployment (LiteLLM, router.py: _deployment_model_cost_payload). Pure. */
import { findModel, type ModelEntry, namedModel } from './table.ts'

/** A key of `litellm_params` or `model_info` that is a price. */
const price =
  /^(?:input|output)_cost_per_|^cost_per_second$|_token_cost(?:_|$)|^tiered_pricing$|^search_context_cost_per_query$/

/** The prices among parameters. */
export function pricesIn(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([key, value]) => price.test(key) && value !== null))
}

/** What a deployment with an input price of its own takes over from its model. */
const inherited = [
  'cache_creation_input_token_cost',
  'cache_creation_input_token_cost_above_1hr',
  'cache_creation_input_token_cost_above_200k_tokens',
  'cache_read_input_token_cost',
  'cache_read_input_token_cost_above_200k_tokens',
]
const ofTiers = /_(?:flex|priority|balanced|ultrafast)$/

/** The entry for a deployment at `provider`: its own prices alone, else its base model's, else its model's. */
export function pricedEntry(
  provider: string,
  model: ModelEntry | undefined,
  baseModel: string | undefined,
  own: Readonly<Record<string, unknown>>,
): ModelEntry | undefined {
  const named = baseModel === undefined ? undefined : (findModel(provider, baseModel)?.entry ?? namedModel(baseModel))
  const entry = named ?? model
  if (Object.keys(own).length === 0) return entry
  const hasInput = own['input_cost_per_token'] !== undefined
  const hasTokens = hasInput || own['output_cost_per_token'] !== undefined
  const taken = Object.entries(entry ?? {}).filter(
    ([key]) => (hasInput && inherited.includes(key)) || (hasTokens && ofTiers.test(key)),
  )
  return { litellm_provider: provider, ...Object.fromEntries(taken), ...own }
}
