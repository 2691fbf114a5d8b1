/** Errors over Anthropic's API in which a provider quotes a secret. */
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { anthropicError, openaiError } from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row } from '../case.ts'

const text = 'key sk-abcdefghijklmnopqrst at /usr/lib/x.py and 10.1.2.3, Bearer abcdefghijklmnop'

const rowsOf = (error: (status: number) => ScriptedAnswer): Row[] =>
  [400, 401, 429, 500].flatMap((status): Row[] => [
    [`status ${status}`, {}, { provider: error(status), deployment: {} }],
    [`status ${status}, streamed`, { stream: true }, { provider: error(status), deployment: {} }],
  ])

export const messagesSecretCases: readonly ParityCase[] = [
  ...anthropicMessages(
    'secrets/messages/claude',
    'claude',
    rowsOf(status => anthropicError(status, text)),
  ),
  ...['gpt', 'groq', 'bedrock'].flatMap(model =>
    anthropicMessages(
      `secrets/messages/${model}`,
      model,
      rowsOf(status => openaiError(status, { message: text })).slice(0, 4),
    ),
  ),
]
