/** The whole table. */
import type { ParityCase } from '../case.ts'
import { compatibleCases } from './compatible.ts'
import { errorCases } from './errors.ts'
import { formatCases } from './formats.ts'
import { headerCases } from './headers.ts'
import { leavingCases } from './leaving.ts'
import { messagesApiCases } from './messages-api.ts'
import { messageCases } from './messages.ts'
import { openaiStreamCases } from './openai-streams.ts'
import { openaiCases } from './openai.ts'
import { parameterCases } from './parameters.ts'
import { proxyCases } from './proxy.ts'
import { randomCases } from './random.ts'
import { recordedCases } from './recorded.ts'
import { responseCases } from './responses.ts'
import { streamShapeCases } from './stream-shapes.ts'
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
  ...streamShapeCases,
  ...recordedCases,
  ...leavingCases,
  ...openaiCases,
  ...openaiStreamCases,
  ...compatibleCases,
  ...errorCases,
  ...headerCases,
  ...messagesApiCases,
  ...proxyCases,
  ...randomCases(Number(process.env.CROSSFADE_PARITY_SEED ?? 1), Number(process.env.CROSSFADE_PARITY_RANDOM ?? 300)),
]
