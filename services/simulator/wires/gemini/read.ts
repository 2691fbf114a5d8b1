import type { Ask } from '../../answer.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { Complaint } from '../wire.ts'

function forcedTool(body: JsonObject): string | null {
  const config = asObject(asObject(body['toolConfig'] ?? body['tool_config'])['functionCallingConfig'])
  if (config['mode'] !== 'ANY') return null
  return asText(asList(config['allowedFunctionNames'])[0]) || 'any'
}

function schemaOf(config: JsonObject): JsonObject | null {
  if (config['responseMimeType'] !== 'application/json') return null
  return asObject(config['responseJsonSchema'] ?? config['responseSchema'])
}

/** Reads a generateContent request; throws what Google refuses. */
export function readGenerate(body: JsonObject, model: string): Ask {
  const contents = asList(body['contents']).map(asObject)
  if (contents.length === 0)
    throw new Complaint({ status: 400, message: '* GenerateContentRequest.contents: contents is not specified\n' })
  const questions = contents.filter(one => one['role'] !== 'model').map(one => textOfContent(one['parts']))
  const lastParts = asList(contents.at(-1)?.['parts']).map(asObject)
  const tools = asList(body['tools']).flatMap(tool => asList(asObject(tool)['functionDeclarations']).map(asObject))
  const config = asObject(body['generationConfig'])
  const system = textOfContent(asObject(body['systemInstruction'] ?? body['system_instruction'])['parts'])
  return {
    model,
    question: questions.findLast(text => text !== '') ?? '',
    afterTool: lastParts.some(part => part['functionResponse'] !== undefined),
    tools: tools.map(tool => ({
      name: asText(tool['name']),
      schema: asObject(tool['parameters'] ?? tool['parametersJsonSchema']),
    })),
    forcedTool: forcedTool(body),
    schema: schemaOf(config),
    maxTokens: firstNumber(config['maxOutputTokens']),
    inputTokens: estimateTokens(system + contents.map(one => textOfContent(one['parts'])).join('')),
    prefacesTools: false,
  }
}
