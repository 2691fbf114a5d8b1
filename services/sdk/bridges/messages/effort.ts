/** Thinking in OpenAI's words: how hard, of what the model takes (litellm/llms/anthropic/pass_through/utils.py). */
import { findModel } from '../../models/table.ts'
import { asString } from '../../providers/json.ts'
import { effortOfBudget } from '../../providers/openai/provider-params.ts'
import type { JsonObject, Target } from '../../providers/translator.ts'

/** What is tried in the place of an effort the model does not take. */
const chains: Readonly<Record<string, readonly string[]>> = {
  max: ['max', 'xhigh', 'high'],
  xhigh: ['xhigh', 'high'],
  minimal: ['minimal', 'low'],
}

/** LiteLLM's order of efforts, weakest first. */
const order = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** The effort that `thinking` asks for; `declared` is the one of `output_config`. */
export function effortOf(thinking: JsonObject, declared: string | undefined): string | undefined {
  switch (thinking['type'] ?? 'disabled') {
    case 'disabled':
      return 'none'
    case 'enabled':
      return effortOfBudget(Number(thinking['budget_tokens'] ?? 0))
    case 'adaptive':
      return declared ?? 'medium'
    default:
      return undefined
  }
}

/** The nearest effort that the model takes. */
export function takenEffort(effort: string, { provider, model }: Target): string {
  const chain = chains[effort]
  if (chain === undefined) return effort
  const floor = chain.at(-1) ?? effort
  const taken = effortsOf(findModel(provider, model)?.entry ?? {})
  return [...chain, ...taken.filter(one => one !== 'none')].find(one => taken.includes(one)) ?? floor
}

type Entry = Readonly<Record<string, unknown>>

/** The efforts a model of the table is said to take; none where nothing is said. */
function effortsOf(entry: Entry): readonly string[] {
  const flag = (effort: string): unknown => entry[`supports_${effort}_reasoning_effort`]
  const flagged = order.some(effort => typeof flag(effort) === 'boolean')
  if (entry['supports_reasoning'] === false || (entry['supports_reasoning'] !== true && !flagged)) return []
  const levels = entry['reasoning_effort_levels']
  if (Array.isArray(levels)) return order.filter(effort => levels.includes(effort))
  if (!flagged) return []
  return order.filter(effort => {
    if (effort === 'medium' || effort === 'high') return true
    return effort === 'xhigh' || effort === 'max' ? flag(effort) === true : flag(effort) !== false
  })
}

/** Which conversation a request is of, where the client says so as Claude Code does: in JSON in `metadata.user_id`. */
export function sessionOf(userId: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(userId)
    const session = (parsed as { session_id?: unknown } | null)?.session_id
    return (typeof session === 'string' ? session.slice(0, 64) : '') || undefined
  } catch {
    return undefined
  }
}

/** `output_config.effort`. */
export const declaredEffort = (config: JsonObject | undefined): string | undefined =>
  asString(config?.['effort']) || undefined
