/** The whole table. */
import type { ParityCase } from '../case.ts'
import { azureCases } from './azure.ts'
import { compatibleCases } from './compatible.ts'
import { completionCases } from './completions.ts'
import { embeddingCases } from './embeddings.ts'
import { errorCases } from './errors.ts'
import { formatCases } from './formats.ts'
import { geminiAnswerCases } from './gemini-answers.ts'
import { geminiStreamCases } from './gemini-streams.ts'
import { geminiCases } from './gemini.ts'
import { headerCases } from './headers.ts'
import { messagesApiCases } from './messages-api.ts'
import { messageCases } from './messages.ts'
import { openaiStreamCases } from './openai-streams.ts'
import { openaiCases } from './openai.ts'
import { parameterCases } from './parameters.ts'
import { proxyCases } from './proxy.ts'
import { responsesAnswerCases } from './responses-answers.ts'
import { responsesApiCases } from './responses-api.ts'
import { responseCases } from './responses.ts'
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
  ...azureCases,
  ...geminiCases,
  ...geminiAnswerCases,
  ...geminiStreamCases,
  ...embeddingCases,
  ...completionCases,
  ...errorCases,
  ...headerCases,
  ...messagesApiCases,
  ...proxyCases,
  ...responsesApiCases,
  ...responsesAnswerCases,
]
