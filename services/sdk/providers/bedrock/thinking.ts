/** `thinking` and `reasoning_effort` in the words of the model's family. */
import { asCount, asObject, asString, isObject } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { budgets, cappedBudget } from '../anthropic/thinking.ts'
import { baseModel } from './model-id.ts'
import { claudeSupports, factOf, lacks } from './knowledge.ts'

/** Bedrock refuses less. */
const smallestBudget = 1024
const maxTokensBesideThinking = 4096

export const isGpt = (model: string): boolean => /openai\.gpt-\d/.test(model)
export const isDeepseek = (model: string): boolean => model.includes('deepseek')
export const isDeepseekR1 = (model: string): boolean => model.includes('deepseek.r1')
export const isNova2 = (model: string): boolean =>
  /^amazon\.nova-2-|^nova-2\//.test(
    model.replace(/^(?:bedrock\/converse\/|bedrock\/|converse\/)/, '').replace(/^(?:us|eu|apac)\./, ''),
  )
const isAdaptive = (model: string): boolean => claudeSupports(model, 'supports_adaptive_thinking')

/** Whether `thinking` or an effort asks for it. */
export function thinks(params: JsonObject): boolean {
  const thinking = params['thinking']
  const effort = params['reasoning_effort'] ?? undefined
  return thinking === true || asObject(thinking)?.['type'] === 'enabled' || effort !== undefined
}

/** What of the additional fields speaks of thinking; `thinking` wins over `reasoning_effort`. */
export function mapThinking(params: JsonObject, model: string, drop: boolean): JsonObject {
  const mapped = ofEffort(asString(params['reasoning_effort']), model, drop)
  const asked = params['thinking'] ?? undefined
  if (asked === undefined || isDeepseek(baseModel(model)) || isGpt(model)) return mapped
  const type = asObject(asked)?.['type']
  if (type === 'adaptive' && !isAdaptive(model)) {
    const { thinking: _, ...rest } = mapped
    return { ...rest, ...cappedBudget(budgets.get('medium') ?? 0, params) }
  }
  if (type === 'enabled' && isAdaptive(model) && !claudeSupports(model, 'supports_legacy_thinking')) {
    return { ...mapped, ...toAdaptive(asObject(asked) ?? {}, model, asObject(mapped['output_config'])) }
  }
  return { ...mapped, thinking: asked }
}

function ofEffort(effort: string | undefined, model: string, drop: boolean): JsonObject {
  if (effort === undefined || isDeepseekR1(baseModel(model))) return {}
  if (isGpt(model) && lacks(model, `supports_${effort}_reasoning_effort`)) {
    if (drop) return {}
    throw unsupportedParams(
      `${model} does not support reasoning_effort=${effort}. To drop unsupported params, set \`litellm.drop_params = True\`.`,
    )
  }
  if (model.includes('gpt-oss') || isDeepseek(model)) return { reasoning_effort: effort }
  if (isGpt(model)) return { reasoning: { effort } }
  if (isNova2(model)) return ofNova(effort)
  if (effort === 'none') return {}
  return isAdaptive(model) ? adaptive(effort, model) : budgeted(effort)
}

function ofNova(effort: string): JsonObject {
  const levels = ['low', 'medium', 'high']
  if (levels.includes(effort)) return { reasoningConfig: { type: 'enabled', maxReasoningEffort: effort } }
  throw new RequestFault(
    `Invalid reasoning_effort value '${effort}' for Nova 2 models. Supported values: ${pythonRepr(levels)}`,
  )
}

const efforts = "'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'none'"

function budgeted(effort: string): JsonObject {
  const budget = budgets.get(effort)
  if (budget !== undefined) return { thinking: { type: 'enabled', budget_tokens: budget } }
  throw new RequestFault(`Unmapped reasoning effort: ${pythonRepr(effort)}. Must be one of: ${efforts}.`)
}

function adaptive(effort: string, model: string): JsonObject {
  if (!budgets.has(effort)) {
    throw new RequestFault(`Invalid reasoning_effort: ${pythonRepr(effort)}. Must be one of: ${efforts}`)
  }
  const config = withinCeiling({ effort: effort === 'minimal' ? 'low' : effort }, model)
  checkEffort(config['effort'], model)
  return { thinking: { type: 'adaptive', display: 'summarized' }, output_config: config }
}

function toAdaptive(asked: JsonObject, model: string, config: JsonObject | undefined): JsonObject {
  const { display } = asked
  const shown = display === 'summarized' || display === 'omitted' ? { display } : {}
  const effort = effortOf(asCount(asked['budget_tokens']), model)
  return { thinking: { type: 'adaptive', ...shown }, output_config: { effort, ...config } }
}

function effortOf(budget: number, model: string): string {
  if (budget >= 8192 && claudeSupports(model, 'supports_xhigh_reasoning_effort')) return 'xhigh'
  if (budget >= 4096) return 'high'
  return budget >= 2048 ? 'medium' : 'low'
}

const order = ['low', 'medium', 'high', 'max', 'xhigh']

/** An effort above what Bedrock takes for the model is lowered. */
export function withinCeiling(config: JsonObject, model: string): JsonObject {
  const ceiling = factOf(model, 'bedrock_output_config_effort_ceiling')
  const [asked, most] = [config['effort'], ceiling].map(level => order.indexOf(typeof level === 'string' ? level : ''))
  if (asked === undefined || most === undefined || asked < 0 || most < 0 || asked <= most) return config
  return { ...config, effort: order[most] }
}

/** Refuses an effort the model does not take. */
export function checkEffort(effort: Json | undefined, model: string): void {
  if (effort === undefined || effort === null) return
  if (typeof effort !== 'string' || !order.includes(effort)) {
    throw new RequestFault(
      `Invalid reasoning_effort/output_config.effort value: ${pythonRepr(effort)}. ` +
        "Must be one of: 'low', 'medium', 'high', 'xhigh', or 'max'.",
    )
  }
  const takesMax = isAdaptive(model) || claudeSupports(model, 'supports_max_reasoning_effort')
  const takesMore = claudeSupports(model, 'supports_xhigh_reasoning_effort')
  if ((effort === 'max' && !takesMax) || (effort === 'xhigh' && !takesMore)) {
    throw new RequestFault(`effort='${effort}' is not supported by this model. Got model: ${model}`)
  }
}

/** A budget as Bedrock takes it, and the tokens an answer then needs where the client names none. */
export function fittingThinking(
  mapped: JsonObject,
  params: JsonObject,
  model: string,
): { fields: JsonObject; maxTokens?: number } {
  if (model.includes('gpt-oss') || isNova2(model)) return { fields: mapped }
  const thinking = mapped['thinking']
  const budget = asObject(thinking)?.['budget_tokens']
  if (!isObject(thinking) || typeof budget !== 'number' || !Number.isInteger(budget)) return { fields: mapped }
  const fitting = Math.max(budget, smallestBudget)
  const fields = { ...mapped, thinking: { ...thinking, budget_tokens: fitting } }
  const limited = params['max_tokens'] !== undefined || params['max_completion_tokens'] !== undefined
  return thinks(mapped) && !limited ? { fields, maxTokens: fitting + maxTokensBesideThinking } : { fields }
}
