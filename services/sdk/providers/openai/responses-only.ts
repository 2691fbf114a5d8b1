/** Chats that LiteLLM asks for at the Responses API (main.py, responses_api_bridge_check): this worker does not, yet. */
import { findModel } from '../../models/table.ts'
import { asObject, isObject, objectsOf } from '../json.ts'
import type { JsonObject, Target } from '../translator.ts'
import { lacksEffort } from './knowledge.ts'
import { seriesOf } from './supported.ts'

/** Why a chat has to be asked for there; null where chat completions will do. `model` is OpenAI's name for it. */
export function responsesReason(chat: JsonObject, target: Target, model: string): string | null {
  const { provider, defaults } = target
  const asked = { ...defaults, ...asObject(defaults['extra_body']), ...chat, ...asObject(chat['extra_body']) }
  if (provider === 'xai' && (asked['web_search_options'] ?? null) !== null) return 'a web search of xAI'
  const mode = findModel(provider, target.model)?.entry.mode
  if (mode === 'responses' || (mode === undefined && target.model.startsWith('responses/'))) return target.model
  if (provider !== 'openai' && provider !== 'azure') return null
  if (seriesOf(model) !== 'reasoning') return null
  const effort = asked['reasoning_effort'] ?? null
  const summary = asked['reasoning_summary'] ?? asked['reasoningSummary']
  if (effort !== null && summary !== undefined) return 'a summary of its reasoning'
  return refusesTools(asked, target, model) ? `tools of ${model} while it reasons` : null
}

/** From 5.4 on a model that reasons takes no functions in a chat. */
function refusesTools(asked: JsonObject, { provider, apiBase }: Target, model: string): boolean {
  const [, major = '0', minor = '0'] = /gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? []
  if (Number(major) * 100 + Number(minor) < 504) return false
  const functions = objectsOf(asked['tools']).some(tool => tool['type'] === 'function' && isObject(tool['function']))
  const given = asked['reasoning_effort'] ?? null
  const effort = isObject(given) ? given['effort'] : given
  const active = effort !== 'none' || lacksEffort(provider, model, 'none')
  return functions && active && (given !== null || provider === 'azure' || isOpenAis(apiBase))
}

function isOpenAis(base: string): boolean {
  const host = URL.parse(base)?.hostname ?? ''
  return host === 'api.openai.com' || host.endsWith('.api.openai.com')
}
