/** Anthropic's tools as function tools. */
import { asObject, asString, isObject, objectsOf, omit } from '../../providers/json.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { RequestFault } from '../../providers/translator.ts'
import { shortName } from './tool-names.ts'

/** Tools that Anthropic runs: they stay as they are, whoever is asked. */
const hosted = ['web_search', 'bash', 'text_editor', 'code_execution', 'web_fetch', 'memory', 'tool_search_tool']

const ownKeys = ['name', 'type', 'input_schema', 'description', 'cache_control', 'strict']

/** The tools, and the parameter that stands for Anthropic's search. */
export function chatTools(
  tools: Json | undefined,
  cacheControl: boolean,
): { tools: JsonObject[]; web_search_options?: JsonObject } {
  const given = objectsOf(tools)
  const searches = given.filter(isSearch)
  const translated = given
    .filter(tool => !isSearch(tool))
    .map((tool, index) => (staysAsIs(tool) ? tool : functionTool(tool, index, cacheControl)))
  return { tools: translated, ...(searches.length > 0 ? { web_search_options: {} } : {}) }
}

const typeOf = (tool: JsonObject): string => asString(tool['type']) ?? ''

const isSearch = (tool: JsonObject): boolean =>
  typeOf(tool).startsWith('web_search') || (tool['name'] === 'web_search' && !('input_schema' in tool))

function staysAsIs(tool: JsonObject): boolean {
  if (hosted.some(name => typeOf(tool).startsWith(name))) return true
  if (typeOf(tool) === 'function' && 'function' in tool) return true
  const [only, ...others] = Object.entries(tool)
  return only !== undefined && others.length === 0 && !ownKeys.includes(only[0]) && isObject(only[1])
}

function functionTool(tool: JsonObject, index: number, cacheControl: boolean): JsonObject {
  const name = asString(tool['name'])
  const others = omit(tool, [...ownKeys, 'eager_input_streaming'])
  const hasOthers = Object.keys(others).length > 0
  const parameters = 'input_schema' in tool || hasOthers ? { ...asObject(tool['input_schema']), ...others } : undefined
  const eager = tool['eager_input_streaming']
  return {
    type: 'function',
    function: {
      name: shortName(name?.trim() ? name : `litellm_unnamed_tool_${index}`),
      ...(parameters === undefined ? {} : { parameters }),
      ...('description' in tool ? { description: tool['description'] } : {}),
      ...('strict' in tool ? { strict: Boolean(tool['strict']) } : {}),
    },
    ...(typeof eager === 'boolean' ? { eager_input_streaming: eager } : {}),
    ...(cacheControl && tool['cache_control'] ? { cache_control: tool['cache_control'] } : {}),
  }
}

/** The choice in OpenAI's words; undefined where none is made. */
export function toolChoice(choice: Json | undefined): Json | undefined {
  if (!isObject(choice) || Object.keys(choice).length === 0) return undefined
  switch (choice['type']) {
    case 'any':
      return 'required'
    case 'auto':
    case 'none':
      return choice['type']
    case 'tool':
      return { type: 'function', function: { name: shortName(asString(choice['name']) ?? '') } }
    default:
      throw new RequestFault(`Incompatible tool choice param submitted - ${pythonRepr(choice)}`)
  }
}
