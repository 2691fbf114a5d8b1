/** What GitHub Copilot takes besides the parameters of OpenAI's models. */
import { knownFacts } from '../../models/facts.ts'

/** What Claude takes there; LiteLLM takes it and sends none of it. */
export const copilotThinking: readonly string[] = ['thinking', 'reasoning_effort']

/** The same, of a model that is a Claude and thinks. */
export function copilotClaudeParams(model: string): readonly string[] {
  const name = model.toLowerCase()
  const thinks = name.includes('claude') && knownFacts(null, name)?.facts['supports_reasoning'] === true
  return thinks ? copilotThinking : []
}
