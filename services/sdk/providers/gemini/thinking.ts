/** How much a Gemini model is to think: by level from Gemini 3 on, by budget before. */
import { asObject, asString, isObject } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { hasMinimalLevel, isGemini3 } from './models.ts'

/** `thinkingConfig` of a request, or undefined. */
export function thinkingConfig(params: JsonObject, model: string): JsonObject | undefined {
  const given = params['reasoning_effort']
  const effort = isObject(given) ? asString(given['effort']) : asString(given)
  const byEffort = effort === undefined ? undefined : ofEffort(effort, model)
  const thinking = asObject(params['thinking'])
  if (!thinking) return byEffort
  if (byEffort && 'thinkingLevel' in byEffort) {
    throw unsupportedParams(
      'Cannot specify both `thinking` (which maps to `thinking_budget`) and `thinking_level` in the same request. ' +
        'For Gemini 3 models, use `thinking_level` instead.',
    )
  }
  return ofThinking(thinking, model)
}

const budgets: Readonly<Record<string, number>> = { low: 1024, medium: 2048, high: 4096 }
const efforts = ['minimal', 'low', 'medium', 'high', 'none', 'disable']

function ofEffort(effort: string, model: string): JsonObject {
  if (!efforts.includes(effort)) {
    throw unsupportedParams(
      `Invalid \`reasoning_effort\`: ${pythonRepr(effort)}. Must be one of: ${efforts.map(pythonRepr).join(', ')}. ` +
        'To drop this param, set `litellm.drop_params = True` or pass in `(.., drop_params=True)` in the request - ' +
        'https://docs.litellm.ai/docs/completion/drop_params',
    )
  }
  const off = effort === 'none' || effort === 'disable'
  if (!isGemini3(model)) {
    return { thinkingBudget: off ? 0 : (budgets[effort] ?? leastBudget(model)), includeThoughts: !off }
  }
  const least = hasMinimalLevel(model) ? 'minimal' : 'low'
  return { thinkingLevel: off || effort === 'minimal' ? least : effort, includeThoughts: !off }
}

function leastBudget(model: string): number {
  const name = model.toLowerCase()
  if (name.includes('gemini-2.5-flash-lite')) return 512
  if (name.includes('gemini-2.5-pro')) return 128
  return name.includes('gemini-2.5-flash') ? 1 : 128
}

function ofThinking(thinking: JsonObject, model: string): JsonObject {
  const enabled = thinking['type'] === 'enabled'
  const budget: Json | undefined = thinking['budget_tokens']
  const thinks = enabled && budget !== 0
  if (isGemini3(model)) return { includeThoughts: thinks }
  return {
    ...(thinks ? { includeThoughts: true } : {}),
    ...(Number.isInteger(budget) ? { thinkingBudget: budget } : {}),
  }
}
