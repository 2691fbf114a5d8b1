import type { Ask } from '../../answer.ts'
import type { Json, JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, parseJson, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { Complaint } from '../wire.ts'

const known = new Set(
  (
    'messages system inferenceConfig toolConfig guardrailConfig additionalModelRequestFields ' +
    'additionalModelResponseFieldPaths promptVariables requestMetadata performanceConfig serviceTier outputConfig'
  ).split(' '),
)

function refuse(message: string): never {
  throw new Complaint({ status: 400, message })
}

function validate(body: JsonObject): void {
  const messages = body['messages']
  if (!Array.isArray(messages) || messages.length === 0) {
    refuse("1 validation error detected: Value at 'messages' failed to satisfy constraint: Member must not be null")
  }
  const stray = Object.keys(body).find(key => !known.has(key))
  if (stray !== undefined) refuse(`Unknown parameter in input: "${stray}"`)
  if (asObject(messages[0])['role'] !== 'user') {
    refuse(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    )
  }
}

function forcedTool(choice: JsonObject): string | null {
  if (choice['any'] !== undefined) return 'any'
  return choice['tool'] === undefined ? null : asText(asObject(choice['tool'])['name'])
}

function schemaOf(body: JsonObject): JsonObject | null {
  const structure = asObject(asObject(asObject(body['outputConfig'])['textFormat'])['structure'])
  const text = asObject(structure['jsonSchema'])['schema']
  return typeof text === 'string' ? asObject(parseJson(text)) : null
}

/** The words of a turn; what a guardrail looks at counts too. */
function wordsOf(content: Json | undefined): string {
  const guarded = asList(content).map(block => asObject(asObject(asObject(block)['guardContent'])['text'])['text'])
  return [textOfContent(content), ...guarded.map(asText)].filter(text => text !== '').join('\n')
}

/** Reads a Converse request; throws what Bedrock refuses. */
export function readConverse(body: JsonObject, model: string): Ask {
  validate(body)
  const messages = asList(body['messages']).map(asObject)
  const questions = messages.filter(one => one['role'] === 'user').map(one => wordsOf(one['content']))
  const lastBlocks = asList(messages.at(-1)?.['content']).map(asObject)
  const config = asObject(body['toolConfig'])
  const specs = asList(config['tools']).flatMap(tool => {
    const spec = asObject(tool)['toolSpec']
    return spec === undefined ? [] : [asObject(spec)]
  })
  return {
    model,
    question: questions.findLast(text => text !== '') ?? '',
    afterTool: lastBlocks.some(block => block['toolResult'] !== undefined),
    tools: specs.map(spec => ({ name: asText(spec['name']), schema: asObject(asObject(spec['inputSchema'])['json']) })),
    forcedTool: forcedTool(asObject(config['toolChoice'])),
    schema: schemaOf(body),
    maxTokens: firstNumber(asObject(body['inferenceConfig'])['maxTokens']),
    inputTokens: estimateTokens(textOfContent(body['system']) + messages.map(one => wordsOf(one['content'])).join('')),
    prefacesTools: true,
  }
}
