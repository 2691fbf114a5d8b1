/** The Responses API over two chats. */
import { responsesOverChat } from '../../../../services/sdk/bridges/responses/over-chat.ts'
import { ToldCalls } from '../../../../services/sdk/bridges/responses/told-calls.ts'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { Translator } from '../../../../services/sdk/providers/translator.ts'
import { target } from '../providers/fixtures.ts'

export const groq = target('groq', 'llama')
export const claude = target('anthropic', 'claude-sonnet-4-5')

const ids = { response: (id: string): string => `told_${id}`, item: (prefix: string): string => `${prefix}_1` }
const bridge = (wire: Translator): ReturnType<typeof responsesOverChat> =>
  responsesOverChat(wire, ids, new ToldCalls(() => 0))

export const overGroq = bridge(openaiTranslator)
export const overClaude = bridge(anthropicTranslator)
