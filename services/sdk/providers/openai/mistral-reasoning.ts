/** How Mistral's models are made to reason: by a parameter with few levels, or, Magistral, by words. */
import { findModel } from '../../models/table.ts'
import { omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

export const isMagistral = (model: string): boolean => model.toLowerCase().includes('magistral')

/** The parameters with a level that the model has: one at least as strong as the one asked for, where there is one. */
export function mistralEffort(params: JsonObject, model: string): JsonObject {
  if (isMagistral(model)) return omit(params, ['reasoning_effort', 'thinking'])
  const { reasoning_effort: effort } = params
  return effort === undefined ? params : { ...params, reasoning_effort: nearest(effort, model) }
}

const strengths: readonly Json[] = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max']

function nearest(asked: Json, model: string): Json {
  const declared = findModel('mistral', model)?.entry['reasoning_effort_levels']
  const levels: readonly unknown[] = Array.isArray(declared) ? declared : []
  const known = strengths.filter(level => levels.includes(level))
  const rank = strengths.indexOf(asked)
  if (rank < 0 || known.length === 0) return asked
  return known.find(level => strengths.indexOf(level) >= rank) ?? known.at(-1) ?? asked
}

/** The words, in the first system message, or as one. */
export function withReasoningWords(messages: readonly JsonObject[]): JsonObject[] {
  const at = messages.findIndex(({ role }) => role === 'system')
  const { content, ...system } = messages[at] ?? { role: 'system' }
  if (at < 0) return [{ ...system, content: words }, ...messages]
  const told = Array.isArray(content)
    ? [{ type: 'text', text: `${words}\n\n` }, ...content]
    : `${words}\n\n${typeof content === 'string' ? content : 'None'}`
  return messages.map((message, index) => (index === at ? { ...system, content: told } : message))
}

// Mistral's own recommendation as LiteLLM has it, with the backspace that stands there for `\b`.
const words = `
        <s>[SYSTEM_PROMPT]system_prompt
        A user will ask you to solve a task. You should first draft your thinking process (inner monologue) until you have derived the final answer. Afterwards, write a self-contained summary of your thoughts (i.e. your summary should be succinct but contain all the critical steps you needed to reach the conclusion). You should use Markdown to format your response. Write both your thoughts and summary in the same language as the task posed by the user. NEVER use \boxed{} in your response.

        Your thinking process must follow the template below:
        <think>
        Your thoughts or/and draft, like working through an exercise on scratch paper. Be as casual and as long as you want until you are confident to generate a correct answer.
        </think>

        Here, provide a concise summary that reflects your reasoning and presents a clear final answer to the user. Don't mention that this is a summary.

        Problem:

        [/SYSTEM_PROMPT][INST]user_message[/INST]<think>
        reasoning_traces
        </think>
        assistant_response</s>[INST]user_message[/INST]
        `
