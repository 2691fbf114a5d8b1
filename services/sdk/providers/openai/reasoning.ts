/** What a model has thought, apart from what it says. */
import { asString } from '../json.ts'
import type { JsonObject } from '../translator.ts'

/** The reasoning, wherever the provider put it: a field of its own, or tags at the head of the text. */
export function reasoningOf(message: JsonObject): { reasoning: string | undefined; content: string | null } {
  const content = asString(message['content']) ?? null
  if ('reasoning_content' in message) return { reasoning: asString(message['reasoning_content']), content }
  if ('reasoning' in message) return { reasoning: asString(message['reasoning']), content }
  const tagged = /^\s*<(think|thinking|budget:thinking)>([\s\S]*?)<\/\1>([\s\S]*)$/.exec(content ?? '')
  return tagged ? { reasoning: tagged[2], content: tagged[3] ?? '' } : { reasoning: undefined, content }
}
