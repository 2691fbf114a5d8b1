/** The wire that a chat is asked on: the provider's own, or the Responses API where only that has the model. */
import { asksResponses } from '../../providers/openai/responses-only.ts'
import { translatorOf } from '../../providers/registry.ts'
import { type JsonObject, NotServed, type Target, type Translator } from '../../providers/translator.ts'
import { chatOverResponses } from './over-responses.ts'

/** Whose chats are asked so. */
const asked = new Set(['openai', 'azure', 'hosted_vllm', 'openrouter', 'xai'])

/** The wire; null where this worker does not serve the provider. May throw that it does not serve this chat. */
export function chatWire(chat: JsonObject, target: Target): Translator | null {
  const { provider } = target
  const wire = translatorOf(target)
  if (wire === null || !asksResponses(chat, target)) return wire
  if (asked.has(provider)) return chatOverResponses
  throw new NotServed(`the sdk backend does not ask ${provider} by the Responses API`)
}

/** Whether a wire asks the Responses API in a chat's place. */
export const isOverResponses = (wire: Translator): boolean => wire === chatOverResponses
