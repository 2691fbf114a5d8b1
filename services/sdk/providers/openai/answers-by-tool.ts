/** Who is given a tool in the place of a schema, so that its call is the answer. */
import type { JsonObject, Target } from '../translator.ts'
import { azureAnswersByTool } from './azure-params.ts'
import { groqAnswersByTool } from './groq-json.ts'

/** Whether the answer's tool call is to become its content. */
export function answersByTool(chat: JsonObject, target: Target): boolean {
  return groqAnswersByTool(chat, target) || azureAnswersByTool(chat, target)
}
