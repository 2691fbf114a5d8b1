/** An assistant's tool calls as Anthropic's tool_use blocks. */
import { argumentsText } from '../call-arguments.ts'
import { asObject, asString, objectsOf, parseJson } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { cacheControl, ConversationFault, toolUseId } from './content.ts'

/** The tool_use blocks of an assistant message, server tools with their results. */
export function toolUseBlocks(message: JsonObject): JsonObject[] {
  const fields = asObject(message['provider_specific_fields'])
  const results = [...objectsOf(fields?.['web_search_results']), ...objectsOf(fields?.['tool_results'])]
  const blocks = objectsOf(message['tool_calls'])
    .filter(call => call['type'] === 'function')
    .flatMap(call => toolUse(call, results))
  const older = asObject(message['function_call'])
  if (!older) return blocks
  return [...blocks, functionCall(older)]
}

function toolUse(call: JsonObject, results: readonly JsonObject[]): JsonObject[] {
  const id = asString(call['id'])
  // Its result could not be told whose it is.
  if (id === undefined) throw new ConversationFault("'id'")
  const called = asObject(call['function'])
  const name = asString(called?.['name']) ?? ''
  const input = parsedArguments(called?.['arguments'], name, 'Anthropic tool invoke')
  const result = id.startsWith('srvtoolu_') ? results.find(each => each['tool_use_id'] === id) : undefined
  if (result) return [{ type: 'server_tool_use', id, name, input }, result]
  return [{ type: 'tool_use', id: toolUseId(id), name, input, ...cacheControl(call) }]
}

// The older form has no ids: the call and its result get random ones that do not match, as in LiteLLM.
function functionCall(called: JsonObject): JsonObject {
  const name = asString(called['name']) ?? ''
  const input = parsedArguments(called['arguments'], name, 'Anthropic function to tool invoke')
  return { type: 'tool_use', id: crypto.randomUUID(), name, input }
}

function parsedArguments(given: Json | undefined, name: string, context: string): Json {
  const text = argumentsText(given, message => new ConversationFault(message))
  if (!text.trim()) return {}
  const parsed = parseJson(text) ?? parseJson(closed(text))
  if (parsed !== undefined) return parsed
  throw new ConversationFault(
    `Failed to parse tool call arguments${name ? ` for tool '${name}'` : ''} (${context}). ` +
      `Error: ${syntaxError(text)}. Arguments: ${text}`,
  )
}

/** JSON cut short, with the brackets closed that are still open. */
function closed(text: string): string {
  const open: string[] = []
  let inString = false
  let escaped = false
  for (const char of text.trimEnd()) {
    if (escaped) escaped = false
    else if (char === '\\' && inString) escaped = true
    else if (char === '"') inString = !inString
    else if (inString) continue
    else if (char === '{') open.push('}')
    else if (char === '[') open.push(']')
    else if (char === open.at(-1)) open.pop()
  }
  return text.trimEnd().replace(/,+$/, '') + open.toReversed().join('')
}

// Python's words for the commonest case; V8 does not tell the column of the others.
function syntaxError(text: string): string {
  const at = text.length
  const line = text.split('\n').length
  const column = at - text.lastIndexOf('\n')
  return `Expecting value: line ${line} column ${column} (char ${at})`
}
