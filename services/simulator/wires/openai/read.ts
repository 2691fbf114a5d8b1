import type { Ask, Tool } from '../../answer.ts'
import type { Json, JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { Complaint } from '../wire.ts'

/** A required parameter, or OpenAI's refusal. */
export function requireParam(body: JsonObject, name: string): void {
  const value = body[name]
  if (value === undefined || value === null) {
    if (name === 'model') throw new Complaint({ status: 400, message: 'you must provide a model parameter' })
    throw new Complaint({
      status: 400,
      message: `Missing required parameter: '${name}'.`,
      param: name,
      code: 'missing_required_parameter',
    })
  }
  if (Array.isArray(value) && value.length === 0)
    throw new Complaint({
      status: 400,
      message: `Invalid '${name}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      param: name,
      code: 'empty_array',
    })
}

/** The words of the last message of the user that has any. */
function lastQuestion(messages: readonly Json[]): string {
  const texts = messages
    .map(asObject)
    .filter(message => message['role'] === 'user')
    .map(message => textOfContent(message['content']))
  return texts.findLast(text => text !== '') ?? ''
}

/** A function tool in either form: nested under `function` (chat) or flat (responses). */
function readTools(tools: Json | undefined): Tool[] {
  return asList(tools)
    .map(asObject)
    .filter(tool => tool['type'] === 'function')
    .map(tool => (tool['function'] === undefined ? tool : asObject(tool['function'])))
    .map(tool => ({ name: asText(tool['name']), schema: asObject(tool['parameters']) }))
}

function readForcedTool(choice: Json | undefined): string | null {
  if (choice === 'required') return 'any'
  const { function: nested, name } = asObject(choice)
  return asText(asObject(nested)['name']) || asText(name) || null
}

function readSchema(format: JsonObject): JsonObject | null {
  if (format['type'] === 'json_object') return {}
  if (format['type'] !== 'json_schema') return null
  // Chat nests the schema once more than responses does.
  return asObject(format['schema'] ?? asObject(format['json_schema'])['schema'])
}

function ask(body: JsonObject, conversation: readonly Json[], format: JsonObject, maxTokens: number | undefined): Ask {
  const last = asObject(conversation.at(-1))
  return {
    model: asText(body['model']),
    question: lastQuestion(conversation),
    afterTool: ['tool', 'function'].includes(asText(last['role'])) || last['type'] === 'function_call_output',
    tools: readTools(body['tools']),
    forcedTool: readForcedTool(body['tool_choice']),
    schema: readSchema(format),
    maxTokens,
    inputTokens: estimateTokens(conversation.map(message => textOfContent(asObject(message)['content'])).join('')),
    prefacesTools: false,
  }
}

/** Reads a chat completion request. */
export function readChat(body: JsonObject): Ask {
  requireParam(body, 'model')
  requireParam(body, 'messages')
  const maxTokens = firstNumber(body['max_completion_tokens'], body['max_tokens'])
  return ask(body, asList(body['messages']), asObject(body['response_format']), maxTokens)
}

/** Reads a responses request: `input` is a string or a list of items. */
export function readResponses(body: JsonObject): Ask {
  requireParam(body, 'model')
  requireParam(body, 'input')
  const input = body['input']
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : asList(input)
  return ask(body, items, asObject(asObject(body['text'])['format']), firstNumber(body['max_output_tokens']))
}

/** Reads a legacy completion request: the prompt is the question. */
export function readCompletion(body: JsonObject): Ask {
  requireParam(body, 'model')
  requireParam(body, 'prompt')
  const prompt = body['prompt']
  const text = typeof prompt === 'string' ? prompt : asList(prompt).map(asText).join('\n')
  return ask(body, [{ role: 'user', content: text }], {}, firstNumber(body['max_tokens']))
}
