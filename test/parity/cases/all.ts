/** The whole table. */
import type { ParityCase } from '../case.ts'
import { compatibleCases } from './compatible.ts'
import { errorCases } from './errors.ts'
import { formatCases } from './formats.ts'
import { headerCases } from './headers.ts'
import { messagesApiCases } from './messages-api.ts'
import { messagesBridgeAnswerCases } from './messages-bridge-answers.ts'
import { messagesBridgeCases } from './messages-bridges.ts'
import { messageCases } from './messages.ts'
import { openaiStreamCases } from './openai-streams.ts'
import { openaiCases } from './openai.ts'
import { parameterCases } from './parameters.ts'
import { proxyCases } from './proxy.ts'
import { randomCases } from './random.ts'
import { responseCases } from './responses.ts'
import { responsesBridgeCases } from './responses-bridges.ts'
import { streamCases } from './streaming.ts'
import { thinkingCases } from './thinking.ts'
import { toolCases } from './tools.ts'

export const cases: readonly ParityCase[] = [
  ...messageCases,
  ...toolCases,
  ...parameterCases,
  ...thinkingCases,
  ...formatCases,
  ...responseCases,
  ...streamCases,
  ...openaiCases,
  ...openaiStreamCases,
  ...compatibleCases,
  ...errorCases,
  ...headerCases,
  ...messagesApiCases,
  ...messagesBridgeCases,
  ...messagesBridgeAnswerCases,
  ...responsesBridgeCases,
  ...proxyCases,
  ...randomCases(Number(process.env.CROSSFADE_PARITY_SEED ?? 1), Number(process.env.CROSSFADE_PARITY_RANDOM ?? 300)),
]
