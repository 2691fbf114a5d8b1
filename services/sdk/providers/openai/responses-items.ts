/** Items and tools of a Responses request in the form that OpenAI's validator takes. */
import { asObject, asString, isObject, omit, parseJson, withoutNullsDeep } from '../json.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { isMinted } from './minted-reasoning.ts'
import { flattened } from './tool-alternatives.ts'
import { withPythonPatterns } from './tool-schemas.ts'

/** What begins the ids of items that OpenAI has made itself; it refuses others. */
const prefixes: Readonly<Record<string, string>> = { function_call: 'fc', custom_tool_call: 'ctc' }

/** The items of an input; a text stays one. OpenAI's own servers refuse what they have not made. */
export function responsesInput(input: Json, provider: string): Json {
  if (typeof input === 'string') return input
  if (!Array.isArray(input)) throw new RequestFault("'input' must be a text or a list of items.")
  const azure = provider === 'azure'
  const told = input.map(item => (isObject(item) ? toldAs(item, azure) : item))
  if (!azure && provider !== 'openai') return told
  return told.filter(item => !isObject(item) || !isMinted(item)).map(item => (isObject(item) ? withOwnId(item) : item))
}

function toldAs(item: JsonObject, azure: boolean): JsonObject {
  if (item['type'] === 'reasoning') return azure ? omit(reasoning(item), ['status']) : reasoning(item)
  return azure && item['type'] === 'message' ? omit(item, ['status']) : item
}

// What a reasoning item holds of nothing is refused, and at Azure its status, too.
function reasoning(item: JsonObject): JsonObject {
  if (typeof item['id'] === 'string') return asObject(withoutNullsDeep(item)) ?? item
  return Object.fromEntries(
    Object.entries(item).filter(
      ([key, value]) => value !== null || !['status', 'content', 'encrypted_content'].includes(key),
    ),
  )
}

function withOwnId(item: JsonObject): JsonObject {
  const prefix = prefixes[asString(item['type']) ?? '']
  const id = asString(item['id'])
  return prefix === undefined || id === undefined || id.startsWith(prefix) ? item : omit(item, ['id'])
}

/** The families whose validator takes no alternatives at the top of a tool's schema. */
const strict = /^(?:gpt-4|gpt-3\.5|chatgpt-4o|o1|o3|o4)/

/** Whose tools they are; `model` is what tells the family. */
interface Toolbox {
  readonly azure: boolean
  readonly model: string
  /** OpenAI's own validator reads the schemas. */
  readonly validated: boolean
}

/** The tools. */
export function responsesTools(tools: Json, { azure, model, validated }: Toolbox): Json {
  if (!Array.isArray(tools)) return tools
  const bare = model.split('/').at(-1) ?? ''
  const family = bare.startsWith('ft:') ? (bare.split(':')[1] ?? '') : bare
  const flattens = strict.test(family)
  return tools.map((tool, index) => {
    if (!isObject(tool)) return tool
    const called = azure && isObject(tool['function']) ? { ...omit(tool, ['function']), ...tool['function'] } : tool
    const whole = withObject(called, index)
    return validated ? sanitized(whole, flattens) : whole
  })
}

function sanitized(tool: JsonObject, flattens: boolean): JsonObject {
  const { parameters, tools } = tool
  const checked = isObject(parameters) ? withPythonPatterns(parameters) : undefined
  const nested = Array.isArray(tools) ? tools.map(one => (isObject(one) ? sanitized(one, flattens) : one)) : undefined
  return {
    ...tool,
    ...(checked ? { parameters: flattens ? flattened(checked) : checked } : {}),
    ...(nested ? { tools: nested } : {}),
  }
}

// A schema may come as text.
function withObject(tool: JsonObject, index: number): JsonObject {
  const { parameters } = tool
  if (parameters === null || parameters === undefined || isObject(parameters)) return tool
  const read = typeof parameters === 'string' ? parseJson(parameters) : undefined
  if (isObject(read)) return { ...tool, parameters: read }
  const kind = typeof parameters === 'string' ? 'str' : Array.isArray(parameters) ? 'list' : pythonKind(parameters)
  throw new RequestFault(`Invalid type for 'tools[${index}].parameters': expected an object, but got ${kind} instead.`)
}

const pythonKind = (value: Json): string =>
  typeof value === 'boolean' ? 'bool' : Number.isInteger(value) ? 'int' : 'float'
