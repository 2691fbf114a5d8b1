/** Providers that are told whether to think, rather than how much. */
import { findModel } from '../../models/table.ts'
import { asObject, asString, omit } from '../json.ts'
import type { JsonObject } from '../translator.ts'

/** Volcengine's kinds of thinking; of any other it is told nothing. */
export function volcengineThinking(params: JsonObject): JsonObject {
  const type = asString(asObject(params['thinking'])?.['type']) ?? ''
  return ['enabled', 'disabled', 'auto'].includes(type) ? params : omit(params, ['thinking'])
}

/** Tencent's switch, which an effort turns, too; some of its models decide by themselves how much they think. */
export function tencentThinking(params: JsonObject, model: string): JsonObject {
  const { thinking, reasoning_effort: effort, ...rest } = params
  const given = asObject(thinking)
  if (given) return { ...rest, thinking: adapted(given, model) }
  if (typeof effort !== 'string') return rest
  return { ...rest, thinking: adapted({ type: effort === 'none' ? 'disabled' : 'enabled' }, model) }
}

function adapted(thinking: JsonObject, model: string): JsonObject {
  const adapts = findModel('tencent', model)?.entry['supports_adaptive_thinking'] === true
  if (thinking['type'] !== 'enabled' || !adapts) return thinking
  const { budget_tokens: budget } = thinking
  return { type: 'adaptive', ...(Number.isInteger(budget) ? { budget_tokens: budget } : {}) }
}
