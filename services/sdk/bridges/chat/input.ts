/** The messages of a chat as the input of the Responses API (litellm/completion_extras/litellm_responses_transformation). */
import { asString, isObject, objectsOf } from '../../providers/json.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { thoughtsAndCalls } from '../messages/responses-input.ts'
import { contentParts, ConversionFault, type PartRules } from './parts.ts'

/** What is asked: the items, and the instructions that the leading system messages make. */
export interface ChatInput {
  readonly input: JsonObject[]
  readonly instructions: string | undefined
}

/** The input and the instructions; nothing but instructions would be no input, so they become one. */
export function chatInput(messages: readonly JsonObject[], rules: PartRules): ChatInput {
  const customCalls = new Set(messages.flatMap(customIds))
  const first = messages.findIndex(message => message['role'] !== 'system')
  const leading = first === -1 ? messages.length : first
  const instructing = messages.filter((message, at) => at < leading && typeof (message['content'] ?? '') === 'string')
  const said = messages.filter(message => !instructing.includes(message))
  const input = said.flatMap(message => itemsOf(message, customCalls, rules))
  const instructions = instructing.reduce<string | undefined>(joined, undefined)
  if (input.length > 0 || instructions === undefined) return { input, instructions: instructions || undefined }
  return { input: [item('system', [{ type: 'input_text', text: instructions }])], instructions: undefined }
}

function joined(instructions: string | undefined, { content }: JsonObject): string {
  const text = asString(content) ?? ''
  return instructions ? `${instructions} ${text}` : text
}

const item = (role: Json | undefined, content: Json[]): JsonObject => ({ type: 'message', role, content })

function itemsOf(message: JsonObject, customCalls: ReadonlySet<string>, rules: PartRules): JsonObject[] {
  const { role, content = '' } = message
  const calls = objectsOf(message['tool_calls'])
  if (role === 'tool') return [toolResult(message, customCalls, rules)]
  const thoughts = role === 'assistant' ? reasoningItems(message) : []
  const silent = calls.length > 0 && role === 'assistant' && isEmpty(content)
  const said = silent ? [] : [item(role, contentParts(content, asString(role) ?? '', rules))]
  return [...thoughts, ...said, ...(role === 'assistant' ? calls.map(callItem) : [])]
}

const isEmpty = (content: Json): boolean => content === '' || (Array.isArray(content) && content.length === 0)

/** What was thought: the API's own items where the message has kept them, else the thoughts of another API. */
function reasoningItems(message: JsonObject): JsonObject[] {
  const own = objectsOf(message['reasoning_items'])
  if (own.length === 0) return thoughtsAndCalls(objectsOf(message['thinking_blocks']))
  return own.map(({ id, summary, encrypted_content: sealed }) => ({
    type: 'reasoning',
    ...(id ? { id } : {}),
    summary: summary || [],
    ...(sealed ? { encrypted_content: sealed } : {}),
  }))
}

function toolResult(message: JsonObject, customCalls: ReadonlySet<string>, rules: PartRules): JsonObject {
  const id = message['tool_call_id'] ?? null
  const { content = '' } = message
  const output = contentParts(content, 'user', rules)
  return typeof id === 'string' && customCalls.has(id)
    ? { type: 'custom_tool_call_output', call_id: id, output: typeof content === 'string' ? content : output }
    : { type: 'function_call_output', call_id: id, output }
}

function customIds(message: JsonObject): string[] {
  if (message['role'] !== 'assistant') return []
  return objectsOf(message['tool_calls'])
    .filter(call => !call['function'] && isObject(call['custom']))
    .map(call => asString(call['id']) ?? '')
}

function callItem(call: JsonObject): JsonObject {
  const { id, function: called, custom } = call
  if (isObject(called) && Object.keys(called).length > 0) {
    return {
      type: 'function_call',
      call_id: id,
      ...('name' in called ? { name: called['name'] } : {}),
      ...('arguments' in called ? { arguments: called['arguments'] } : {}),
    }
  }
  if (!isObject(custom)) throw new ConversionFault(`tool call not supported: ${pythonRepr(call)}`)
  return { type: 'custom_tool_call', call_id: id, name: custom['name'] ?? '', input: custom['input'] ?? '' }
}
