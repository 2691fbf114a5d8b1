/** Together AI: which of its models reason, and how they are told how much (llms/together_ai). */
import { findModel } from '../../models/table.ts'
import { asString, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import type { JsonObject } from '../translator.ts'

/** They reason more or less, and always. */
const adjustable = ['openai/gpt-oss-120b', 'openai/gpt-oss-20b']
/** They reason or do not. */
const hybrid = [
  'MiniMaxAI/MiniMax-M3',
  'Qwen/Qwen3.5-9B',
  'Qwen/Qwen3.6-Plus',
  'deepseek-ai/DeepSeek-V4-Pro',
  'moonshotai/Kimi-K3',
  'nvidia/nemotron-3-ultra-550b-a55b',
  'zai-org/GLM-5.2',
]
/** Its efforts are high and max. */
const highOnly = 'deepseek-ai/DeepSeek-V4-Pro'

const usual: Readonly<Record<string, string>> = { minimal: 'low', xhigh: 'high', max: 'high' }
const high: Readonly<Record<string, string>> = { minimal: 'high', low: 'high', medium: 'high', xhigh: 'max' }

const entryOf = (model: string): Readonly<Record<string, unknown>> | undefined => findModel('together_ai', model)?.entry

/** Whether a model takes a reasoning effort. */
export function togetherReasons(model: string): boolean {
  if (adjustable.includes(model) || hybrid.includes(model) || model.startsWith(highOnly)) return true
  return entryOf(model)?.['supports_reasoning'] === true
}

/** The parameters in its words; `drop` leaves out what a model is known not to take. */
export function togetherBody(params: JsonObject, model: string, drop: boolean): JsonObject {
  const entry = entryOf(model)
  const lacking = [
    ...(entry?.['supports_function_calling'] === false ? ['tools', 'tool_choice', 'function_call'] : []),
    ...(entry?.['supports_response_schema'] === false ? ['response_format'] : []),
  ].filter(name => name in params)
  if (lacking.length > 0 && !drop) {
    throw unsupportedParams(
      `together_ai does not support parameters: ${lacking.join(', ')}, for model=${model}. To drop it from the call, set \`litellm.drop_params = True\`.`,
    )
  }
  const { reasoning_effort: effort, ...rest } = omit(params, lacking)
  const asked = asString(effort)
  return asked === undefined ? omit(params, lacking) : { ...effortOf(asked, model), ...rest }
}

function effortOf(effort: string, model: string): JsonObject {
  if (effort === 'default') return {}
  if (adjustable.includes(model)) return { reasoning_effort: effort === 'none' ? 'low' : (usual[effort] ?? effort) }
  if (effort === 'none') return { reasoning: { enabled: false } }
  const declared = entryOf(model)?.['reasoning_effort_levels']
  if (Array.isArray(declared) && declared.includes(effort)) return { reasoning_effort: effort }
  return { reasoning_effort: (model.startsWith(highOnly) ? high : usual)[effort] ?? effort }
}
