/** Tools of a chat as the Responses API has them: flat, where the chat nests what a tool is. */
import { asObject, asString, isObject, objectsOf } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** The tools. What is neither a function nor a custom tool has the API's form already. */
export function responsesTools(tools: Json): JsonObject[] {
  return objectsOf(tools).map(tool => {
    const { type, function: called, custom } = tool
    if (type === 'function' && isObject(called)) return functionTool(called)
    return type === 'custom' && isObject(custom) ? customTool(custom) : tool
  })
}

function functionTool({ name, parameters, strict, description }: JsonObject): JsonObject {
  return {
    name,
    parameters: parameters ?? null,
    strict: strict ?? null,
    type: 'function',
    description: description ?? null,
  }
}

function customTool({ name = '', description = null, format }: JsonObject): JsonObject {
  return {
    type: 'custom',
    name,
    ...(description === null ? {} : { description }),
    ...(isObject(format) ? { format: flatFormat(format) } : {}),
  }
}

function flatFormat(format: JsonObject): JsonObject {
  const grammar = asObject(format['grammar'])
  if (format['type'] !== 'grammar' || !grammar) return format
  const kept = Object.entries(grammar).filter(([key]) => key === 'definition' || key === 'syntax')
  return { type: 'grammar', ...Object.fromEntries(kept) }
}

/** The choice of a tool. */
export function toolChoice(choice: Json): Json {
  if (!isObject(choice)) return choice
  const { type } = choice
  if (type === 'auto' || type === 'none' || type === 'required') return type
  if (type !== 'function' && type !== 'custom') return choice
  const name = asString(choice['name']) || asString(asObject(choice[type])?.['name'])
  return name ? { type, name } : choice
}
