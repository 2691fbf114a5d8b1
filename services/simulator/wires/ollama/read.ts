import type { Ask } from '../../answer.ts'
import type { Json, JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { Complaint } from '../wire.ts'

function schemaOf(format: Json | undefined): JsonObject | null {
  if (format === 'json') return {}
  return typeof format === 'object' && format !== null ? asObject(format) : null
}

function ask(body: JsonObject, messages: readonly JsonObject[]): Ask {
  if (asText(body['model']) === '') throw new Complaint({ status: 400, message: 'model is required' })
  const questions = messages.filter(({ role }) => role === 'user').map(({ content }) => textOfContent(content))
  const tools = asList(body['tools']).map(tool => asObject(asObject(tool)['function']))
  return {
    model: asText(body['model']),
    question: questions.findLast(text => text !== '') ?? '',
    afterTool: messages.at(-1)?.['role'] === 'tool',
    tools: tools.map(tool => ({ name: asText(tool['name']), schema: asObject(tool['parameters']) })),
    forcedTool: null,
    schema: schemaOf(body['format']),
    maxTokens: firstNumber(asObject(body['options'])['num_predict']),
    inputTokens: estimateTokens(messages.map(({ content }) => textOfContent(content)).join('')),
    prefacesTools: false,
  }
}

/** Reads a chat request. */
export const readChat = (body: JsonObject): Ask => ask(body, asList(body['messages']).map(asObject))

/** Reads a generate request: the prompt is the question. */
export const readGenerate = (body: JsonObject): Ask => ask(body, [{ role: 'user', content: asText(body['prompt']) }])
