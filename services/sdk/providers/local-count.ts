/**
 * The tokens of a `/v1/messages` request where no provider counts them: LiteLLM's own figure
 * (litellm_core_utils/token_counter.py), reckoned with OpenAI's tokenizers.
 */
import { asString, isObject, objectsOf } from './json.ts'
import { pythonRepr } from './python-text.ts'
import { countTokens } from './tokens.ts'
import type { Json, JsonObject } from './translator.ts'

/** A request that LiteLLM does not count either, or counts by what this worker has not. */
export class Uncountable extends Error {
  override readonly name = 'Uncountable'
}

/** Families whose own tokenizers LiteLLM fetches. */
const foreign = /llama-[23]|replicate|command-r/i

/** The count; throws `Uncountable`. `model` is the name without its provider. */
export function localCount({ messages, system, tools }: JsonObject, model: string): number {
  if (foreign.test(model)) throw new Uncountable('a tokenizer of its own')
  const count = (text: string): number => countTokens(text, model)
  const instructed = (typeof system === 'string' || Array.isArray(system)) && system.length > 0
  const all = [...(instructed ? [{ role: 'system', content: system }] : []), ...objectsOf(messages)]
  const spoken = all.reduce((sum, message) => sum + perMessage + messageTokens(message, count), 0)
  const given = Array.isArray(tools) && tools.length > 0 ? tools : null
  if (given === null) return spoken + perAnswer
  const isInstructed = all.some(({ role }) => role === 'system')
  return spoken + perAnswer + count(declarations(given)) + perTools - (isInstructed ? 4 : 0)
}

const perMessage = 3
const perAnswer = 3
const perTools = 9
/** An image, and a document that cannot be read, whatever their size. */
const perImage = 85

type Count = (text: string) => number

function messageTokens(message: JsonObject, count: Count): number {
  return Object.entries(message).reduce((sum, [key, value]) => {
    if (key === 'tool_calls' || key === 'function_call') throw new Uncountable(key)
    if (typeof value === 'string') return sum + count(value) + (key === 'name' ? 1 : 0)
    return key === 'content' && Array.isArray(value) ? sum + contentTokens(value, count) : sum
  }, 0)
}

function contentTokens(content: readonly Json[], count: Count): number {
  return content.reduce<number>((sum, block) => {
    if (typeof block === 'string') return sum + count(block)
    if (!isObject(block)) throw new Uncountable('a block that is none')
    return sum + blockTokens(block, count)
  }, 0)
}

function blockTokens(block: JsonObject, count: Count): number {
  switch (block['type']) {
    case 'text':
      return count(textOf(block['text'], ''))
    case 'thinking':
    case 'redacted_thinking':
      return count(textOf(block['thinking'], ''))
    case 'tool_reference':
      return count(asString(block['tool_name']) ?? '')
    case 'image':
      return perImage
    case 'tool_use':
      return ['name', 'input', 'caller'].reduce((sum, key) => sum + fieldTokens(block[key], count), 0)
    case 'tool_result':
      if (block['tool_use_id'] === undefined) throw new Uncountable('a result of no call')
      return fieldTokens(block['content'], count)
    default:
      throw new Uncountable(`a block of type ${pythonRepr(block['type'])}`)
  }
}

function fieldTokens(value: Json | undefined, count: Count): number {
  if (typeof value === 'string') return count(value)
  if (Array.isArray(value)) return contentTokens(value, count)
  return isObject(value) ? count(pythonRepr(value)) : 0
}

const textOf = (value: Json | undefined, absent: string): string =>
  value === undefined ? absent : typeof value === 'string' ? value : pythonRepr(value)

/** Tools in the words that OpenAI's models are believed to read them in. */
export function declarations(tools: readonly Json[]): string {
  const lines = tools.filter(isObject).flatMap(tool => declared(isObject(tool['function']) ? tool['function'] : tool))
  return ['namespace functions {', '', ...lines, '} // namespace functions'].join('\n')
}

function declared(tool: JsonObject): string[] {
  const { name, description } = tool
  if (!name) return []
  const schema = [tool['input_schema'], tool['parameters']].find(one => isObject(one) && Object.keys(one).length > 0)
  const properties = isObject(schema) ? fieldsOf(schema, 0) : ''
  const shape = properties === '' ? ['() => any;'] : ['(_: {', properties, '}) => any;']
  return [
    ...(description ? [`// ${textOf(description, '')}`] : []),
    `type ${textOf(name, '')} = ${shape[0]}`,
    ...shape.slice(1),
    '',
  ]
}

function fieldsOf({ properties, required }: JsonObject, indent: number): string {
  if (!isObject(properties)) return ''
  const needed = Array.isArray(required) ? required : []
  const lines = Object.entries(properties).flatMap(([name, field]) => {
    if (!isObject(field)) throw new Uncountable('a field without a schema')
    const { description } = field
    const mark = needed.includes(name) ? '' : '?'
    return [...(description ? [`// ${textOf(description, '')}`] : []), `${name}${mark}: ${typeOf(field, indent)},`]
  })
  return lines.map(line => ' '.repeat(indent) + line).join('\n')
}

function typeOf(field: JsonObject, indent: number): string {
  const { type, items } = field
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
      if (Array.isArray(field['enum'])) return field['enum'].map(one => `"${textOf(one, '')}"`).join(' | ')
      return type === 'string' ? 'string' : 'number'
    case 'array':
      if (!isObject(items)) throw new Uncountable('a list of nothing')
      return `${typeOf(items, indent)}[]`
    case 'object':
      return `{\n${fieldsOf(field, indent + 2)}\n}`
    case 'boolean':
    case 'null':
      return type
    default:
      return 'any'
  }
}
