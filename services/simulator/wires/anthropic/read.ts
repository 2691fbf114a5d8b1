import type { IncomingHttpHeaders } from 'node:http'
import type { Ask } from '../../answer.ts'
import type { Json, JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { Complaint, header } from '../wire.ts'

function refuse(message: string): never {
  throw new Complaint({ status: 400, message })
}

function validate(body: JsonObject, headers: IncomingHttpHeaders, needsMaxTokens: boolean): void {
  if (header(headers, 'anthropic-version') === undefined) refuse('anthropic-version: header is required')
  const required = needsMaxTokens ? ['model', 'messages', 'max_tokens'] : ['model', 'messages']
  for (const name of required) if (body[name] === undefined) refuse(`${name}: Field required`)
  if (!Array.isArray(body['messages'])) refuse('messages: Input should be a valid array')
  if (body['messages'].length === 0) refuse('messages: at least one message is required')
}

function forcedTool(choice: Json | undefined): string | null {
  const { type, name } = asObject(choice)
  if (type === 'any') return 'any'
  return type === 'tool' ? asText(name) : null
}

/** A tool result's words count as input, too. */
function wordsOf(content: Json | undefined): string {
  const results = asList(content).map(block => textOfContent(asObject(block)['content']))
  return [textOfContent(content), ...results].join('')
}

function schemaOf(body: JsonObject): JsonObject | null {
  const format = asObject(asObject(body['output_config'])['format'] ?? body['output_format'])
  return format['type'] === 'json_schema' ? asObject(format['schema']) : null
}

/** Reads a messages request; throws what Anthropic refuses. Counting tokens needs no `max_tokens`. */
export function readMessages(body: JsonObject, headers: IncomingHttpHeaders, needsMaxTokens: boolean): Ask {
  validate(body, headers, needsMaxTokens)
  const messages = asList(body['messages']).map(asObject)
  const questions = messages.filter(one => one['role'] === 'user').map(one => textOfContent(one['content']))
  const lastBlocks = asList(messages.at(-1)?.['content']).map(asObject)
  // Hosted tools have a type of their own and no input_schema: the provider runs them, the model does not call them.
  const tools = asList(body['tools'])
    .map(asObject)
    .filter(tool => tool['input_schema'] !== undefined)
  return {
    model: asText(body['model']),
    question: questions.findLast(text => text !== '') ?? '',
    afterTool: lastBlocks.some(block => block['type'] === 'tool_result'),
    tools: tools.map(tool => ({ name: asText(tool['name']), schema: asObject(tool['input_schema']) })),
    forcedTool: forcedTool(body['tool_choice']),
    schema: schemaOf(body),
    maxTokens: firstNumber(body['max_tokens']),
    inputTokens: estimateTokens(textOfContent(body['system']) + messages.map(one => wordsOf(one['content'])).join('')),
    prefacesTools: true,
  }
}
