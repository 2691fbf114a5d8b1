/** Azure's foundry: most of its models speak OpenAI's wire, Claude speaks Anthropic's. */
import { openaiTranslator } from '../openai/translator.ts'
import type { Target, Translator } from '../translator.ts'
import { azureClaude } from './claude.ts'

const wireOf = ({ model }: Target): Translator => (/claude/i.test(model) ? azureClaude : openaiTranslator)

export const azureAiTranslator: Translator = {
  request: (chat, target) => wireOf(target).request(chat, target),
  response: (body, chat, target, context) => wireOf(target).response(body, chat, target, context),
  stream: (chat, target, context, framing) => wireOf(target).stream(chat, target, context, framing),
  asEvents: (body, target) => wireOf(target).asEvents?.(body, target) ?? [],
  error: (status, raw, target, streamed) => wireOf(target).error(status, raw, target, streamed),
}
