/** Chats that LiteLLM asks for at the Responses API (main.py, responses_api_bridge_check). */
import { findModel } from '../../models/table.ts'
import { asObject, isObject, objectsOf } from '../json.ts'
import type { JsonObject, Target } from '../translator.ts'
import { isWithin } from './addresses.ts'
import { lacksEffort } from './knowledge.ts'
import { seriesOf } from './supported.ts'

/** Whether a chat has to be asked for there. */
export function asksResponses(chat: JsonObject, target: Target): boolean {
  if (reasonsAbroad(chat, target)) return true
  const { provider, model, defaults } = target
  if ((provider !== 'openai' && provider !== 'azure') || seriesOf(model) !== 'reasoning') return false
  const asked = { ...defaults, ...chat }
  const extra = { ...asked, ...asObject(defaults['extra_body']), ...asObject(chat['extra_body']) }
  const summary = extra['reasoningSummary'] ?? extra['reasoning_summary'] ?? null
  return ((asked['reasoning_effort'] ?? null) !== null && summary !== null) || refusesTools(asked, target)
}

/** Whether the model is one of that API alone, or the search is: this LiteLLM knows before it reads the parameters. */
export function reasonsAbroad(chat: JsonObject, { provider, model, defaults }: Target): boolean {
  if (provider === 'xai' && (chat['web_search_options'] ?? defaults['web_search_options'] ?? null) !== null) return true
  return model.startsWith(prefix) || findModel(provider, model)?.entry.mode === 'responses'
}

const prefix = 'responses/'

/** The deployment without what says that this API is to be asked. */
export const respondingModel = (target: Target): Target => ({ ...target, model: target.model.replaceAll(prefix, '') })

/** From 5.4 on a model that reasons takes no functions in a chat. */
function refusesTools(asked: JsonObject, { provider, model, apiBase }: Target): boolean {
  const [, major = '0', minor = '0'] =
    /^gpt-(\d+)(?:\.(\d+))?(?=[.-]|$)/.exec(model.slice(model.lastIndexOf('/') + 1)) ?? []
  if (Number(major) * 100 + Number(minor) < 504) return false
  const functions = objectsOf(asked['tools']).some(
    tool => tool['type'] === 'function' && (isObject(tool['function']) || 'name' in tool),
  )
  const given = asked['reasoning_effort'] ?? null
  const effort = isObject(given) ? given['effort'] : given
  const summarises = isObject(given) && (given['summary'] ?? null) !== null
  const active = effort !== 'none' || summarises || lacksEffort(provider, model, 'none')
  return functions && active && (given !== null || provider === 'azure' || isOpenAis(apiBase))
}

const isOpenAis = (base: string): boolean => isWithin(base, 'api.openai.com')
