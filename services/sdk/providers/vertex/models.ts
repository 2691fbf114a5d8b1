/** Which of Vertex AI's interfaces a model has, and what its Gemini models take. */
import { findModel } from '../../models/table.ts'
import { supports } from '../../models/facts.ts'
import { isGemini3 } from '../gemini/models.ts'
import type { Flavour } from '../gemini/request.ts'
import { type Partner, partnerPrefix } from '../openai/partners.ts'
import type { Target } from '../translator.ts'

/** How a model is spoken to: as Gemini, as Claude, as one of OpenAI's; null where only the other backend does. */
export type Speech = 'gemini' | 'claude' | 'openai' | null

/** Where a model that speaks like OpenAI's is: at Google's endpoint for all of them, with its publisher, or in the Model Garden. */
export type Publisher = 'openapi' | 'mistralai' | 'ai21' | 'garden'

/** Families at Google's own endpoint, by a part of their names. */
const atGoogle = /llama|deepseek-ai|qwen|openai\/gpt-oss-|minimaxai\/|moonshotai\/|zai-org\/|google\/gemma-/

/** Beginnings of the names that LiteLLM takes for a partner's. */
const partners =
  /^(?:meta\/|deepseek-ai|mistral|codestral|jamba|qwen|openai\/gpt-oss-|minimaxai\/|moonshotai\/|zai-org\/|google\/gemma-)/

/** Whose a partner's model is; undefined for Claude, for Google's own, and for those that nobody knows. */
export function publisherOf(model: string): Publisher | undefined {
  if (!partners.test(model)) return isInGarden(model) ? 'garden' : undefined
  if (atGoogle.test(model)) return 'openapi'
  if (/mistral|codestral/.test(model)) return 'mistralai'
  return model.includes('jamba') ? 'ai21' : undefined
}

/** Models that somebody has deployed, and xAI's; LiteLLM knows them by a part of their name. */
const isInGarden = (model: string): boolean =>
  !/agent_engine\/|^claude|bge|gemma\/|gemini|claude/i.test(model) && /openai|^xai\//.test(model)

/** What a model in the Garden is called there, without LiteLLM's prefix. */
export const gardenName = (model: string): string => model.replace(/^openai\//, '')

/** The class by which LiteLLM asks a partner's model; of those it does not know it has no class for what a publisher has. */
export function partnerOf(model: string): Partner {
  if (model.includes('gpt-oss')) return 'gpt-oss'
  if (publisherOf(model) === 'garden') return gardenName(model).includes('/') ? 'other' : 'deployed'
  const listed = findModel('vertex_ai', model)
  const own = listed?.key === `vertex_ai/${model}` ? listed.entry.litellm_provider : undefined
  if (own !== 'vertex_ai-mistral_models') return publisherOf(model) === 'openapi' ? 'llama' : 'other'
  return model.includes('codestral') ? 'codestral' : 'mistral'
}

/** By which name OpenAI's wire knows the provider of a model. */
export function wireName({ vertex, provider, model }: Pick<Target, 'vertex' | 'provider' | 'model'>): string {
  return vertex && publisherOf(model) ? partnerPrefix(partnerOf(model)) : provider
}

/** `hasBase` is whether the configuration names an address. LiteLLM reads some names by the model behind them: not here. */
export function speechOf(model: string, baseModel: string | undefined, hasBase: boolean): Speech {
  if (baseModel?.includes('gemini') && !model.includes('gemini')) return null
  if (model.includes('agent_engine/')) return null
  if (/^\d+$/.test(model)) return hasBase ? 'gemini' : null
  if (publisherOf(model) && !/gemini|claude/.test(model)) return 'openai'
  if (partners.test(model)) return null
  if (model.startsWith('claude')) return 'claude'
  if (/bge|gemma\/|openai|^xai\//i.test(model)) return null
  return model.includes('gemini') ? 'gemini' : null
}

const taken = (
  'temperature top_p max_tokens max_completion_tokens stream tools functions tool_choice response_format n stop seed ' +
  'logprobs top_logprobs modalities audio parallel_tool_calls web_search_options ' +
  'include_server_side_tool_invocations service_tier'
).split(' ')

/** What the body of a Gemini request at Vertex AI may hold. */
export function flavourOf(model: string): Pick<Flavour, 'supported' | 'facts' | 'name'> {
  const known = findModel('vertex_ai', model)
  const flag = (name: string): boolean => supports('vertex_ai', model, `supports_${name}`)
  const penalised = !isGemini3(model) && model !== 'gemini-2.5-pro-preview-06-05'
  // LiteLLM asks for the plain name here, which is another entry than that of Vertex AI.
  const reasons = known?.key === model && known.entry['supports_reasoning'] === true
  return {
    supported: new Set([
      ...taken,
      ...(penalised ? ['frequency_penalty', 'presence_penalty'] : []),
      ...(reasons || isGemini3(model) ? ['reasoning_effort', 'thinking'] : []),
    ]),
    facts: { system: flag('system_messages') || model.includes('gemini/'), schema: flag('response_schema') },
    name: `vertex_ai/${model}`,
  }
}
