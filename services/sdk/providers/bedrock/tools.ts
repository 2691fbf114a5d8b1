/** Tools, tool choices, calls and results as Converse takes them. */
import { createHash } from 'node:crypto'
import { argumentsText } from '../call-arguments.ts'
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { inlined } from '../schema-refs.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { cachePoint } from './cache-point.ts'
import { flagOf, takesStrictTools } from './knowledge.ts'
import { fileBlock, imageBlock } from './media.ts'
import { plainTypes } from './plain-types.ts'

/** A tool's name in the letters Bedrock allows. */
function toolName(name: string): string {
  if (name === '') return name
  const begun = /^\p{L}/u.test(name) ? name : `a${name}`
  return begun.replaceAll(/[^\p{L}\p{N}_-]/gu, '_')
}

/** Names that were sent -> the client's own, where they differ. */
export function renamedTools(tools: Json | undefined): ReadonlyMap<string, string> {
  const names = objectsOf(tools).map(tool => asString((asObject(tool['function']) ?? tool)['name']) ?? '')
  return new Map(names.filter(name => toolName(name) !== name).map(name => [toolName(name), name]))
}

const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** The tools of a request; what Bedrock knows by its own name (`systemTool`) stays as it is. */
export function converseTools(tools: readonly JsonObject[], model: string): JsonObject[] {
  return tools.flatMap((tool, index) => {
    if ('systemTool' in tool || 'toolSpec' in tool || 'cachePoint' in tool) return [tool]
    const called = asObject(tool['function'])
    if (!called && !('input_schema' in tool)) return []
    const given = called ?? tool
    const schema = called ? called['parameters'] : tool['input_schema']
    const name = toolName(asString(given['name'])?.trim() ? (given['name'] as string) : `litellm_unnamed_tool_${index}`)
    const strict = takesStrictTools(model)
    const spec = {
      inputSchema: { json: inputSchema(asObject(schema) ?? { type: 'object', properties: {} }, strict) },
      name,
      description: asString(given['description']) || name,
      ...(strict && called?.['strict'] ? { strict: called['strict'] } : {}),
    }
    const control = asObject(tool['cache_control'])
    const point = control && (control['type'] ?? 'ephemeral') === 'ephemeral' ? cachePoint(control, model) : []
    return [{ toolSpec: spec }, ...point]
  })
}

function inputSchema(schema: JsonObject, strict: boolean): JsonObject {
  const { $defs, ...rest } = schema
  const flat = plainTypes(asObject(inlined(rest, asObject($defs) ?? {})) ?? {})
  const more = flat['additionalProperties'] ?? undefined
  return {
    type: types.includes(asString(flat['type']) ?? '') ? flat['type'] : 'object',
    properties: flat['properties'] ?? {},
    required: flat['required'] ?? [],
    ...(strict && more !== undefined ? { additionalProperties: more } : {}),
  }
}

/** `tool_choice`; null where there is none to send. */
export function toolChoice(choice: Json | undefined, model: string, drop: boolean): JsonObject | null {
  if (choice === undefined) return null
  if (choice === 'auto') return { auto: {} }
  if (choice === 'required') return cannotForce(model, drop) ? { auto: {} } : { any: {} }
  if (isObject(choice)) {
    if (cannotForce(model, drop)) return { auto: {} }
    return { tool: { name: toolName(asString(asObject(choice['function'])?.['name']) ?? '') } }
  }
  if (choice === 'none' && drop) return null
  const values = choice === 'none' ? '' : " Supported tool_choice values=['auto', 'required', json object]."
  throw unsupportedParams(
    `Bedrock doesn't support tool_choice=${asString(choice)}.${values} To drop it from the call, set ` +
      '`litellm.drop_params = True.',
  )
}

function cannotForce(model: string, drop: boolean): boolean {
  if (flagOf(model, 'supports_forced_tool_use') !== false) return false
  if (drop) return true
  throw unsupportedParams(
    `${model} does not support forced tool use (tool_choice='required' or a named tool). Use tool_choice='auto' and tell ` +
      "the model in the prompt when to call the tool, or set `litellm.drop_params = True` to downgrade to 'auto' automatically.",
  )
}

/** An id in the letters Bedrock allows; one that has to be changed keeps a digest, so that two never become one. */
function toolUseId(id: string): string {
  const plain = id.replaceAll(/[^a-zA-Z0-9_.:-]/gu, '_') || 'tool_use_id'
  if (plain === id && plain.length <= 64) return plain
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 8)
  return `${plain.slice(0, 55)}_${digest}`
}

/** The calls of an assistant's message. */
export function toolUses(calls: Json | undefined, model: string): JsonObject[] {
  const all = objectsOf(calls)
  const refused = (why: string): RequestFault => {
    const ids = pythonRepr(all.map(call => call['id'] ?? null)).slice(1, -1) + (all.length === 1 ? ',' : '')
    return new RequestFault(
      `Unable to convert openai tool calls with ids=(${ids}) to bedrock tool calls. Received error=${why}`,
    )
  }
  return all.flatMap(call => {
    const called = asObject(call['function'])
    if (!called) return []
    const id = asString(call['id'])
    if (id === undefined) throw refused("'id'")
    const name = toolName(asString(called['name']) ?? '')
    const uses = argumentsOf(argumentsText(called['arguments'], refused)).map((input, index) => ({
      toolUse: { input, name, toolUseId: toolUseId(index === 0 ? id : `${id}_${index}`) },
    }))
    return [...uses, ...cachePoint(call['cache_control'], model)]
  })
}

/** The arguments of a call: models sometimes write several objects one after the other. */
function argumentsOf(text: string): JsonObject[] {
  if (text.trim() === '') return [{}]
  const whole = parseJson(text)
  if (whole !== undefined) return [asObject(whole) ?? {}]
  const found = objectsIn(text)
  return found.length > 0 ? found : [{}]
}

function objectsIn(text: string): JsonObject[] {
  const found: JsonObject[] = []
  let rest = text.trim()
  while (rest !== '') {
    const end = [...rest.matchAll(/\}/g)]
      .map(({ index }) => index + 1)
      .find(at => parseJson(rest.slice(0, at)) !== undefined)
    const value = end === undefined ? undefined : asObject(parseJson(rest.slice(0, end)))
    if (value === undefined) break
    found.push(value)
    rest = rest.slice(end).trim()
  }
  return found
}

/** The result of a call. */
export function toolResult(message: JsonObject): JsonObject {
  const found = objectsOf(message['search_results']).map(searchResult => ({ searchResult }))
  const id = toolUseId(asString(message['tool_call_id']) ?? crypto.randomUUID())
  return {
    toolResult: {
      content: found.length > 0 ? found : resultContent(message['content']),
      toolUseId: id,
      ...(found.length > 0 ? { status: 'success' } : {}),
    },
  }
}

function resultContent(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ text: content }]
  return objectsOf(content).flatMap(part => {
    switch (part['type']) {
      case 'text':
        return [{ text: part['text'] }]
      case 'image_url':
        return stills(imageBlock(part['image_url']))
      case 'file':
        return stills(fileBlock(part))
      default:
        return []
    }
  })
}

/** A result holds no video. */
const stills = (block: JsonObject): JsonObject[] => ('video' in block ? [] : [block])
