/** Tools and tool choices as Gemini takes them. */
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { vertexSchema, without } from './schema.ts'

/** Google's own tools: LiteLLM's names for each, and the one it sends, in the order it sends them. */
const googleTools = [
  { names: ['googleSearch', 'google_search'], sent: 'googleSearch', searches: true },
  { names: ['googleSearchRetrieval', 'google_search_retrieval'], sent: 'googleSearchRetrieval', searches: true },
  { names: ['enterpriseWebSearch', 'enterprise_web_search'], sent: 'enterpriseWebSearch', searches: true },
  { names: ['codeExecution', 'code_execution'], sent: 'code_execution', searches: false },
  { names: ['url_context', 'urlContext'], sent: 'url_context', searches: true },
  { names: ['googleMaps', 'google_maps'], sent: 'googleMaps', searches: false },
  { names: ['computerUse', 'computer_use'], sent: 'computerUse', searches: false },
] as const

/** The tools of a request, the older functions first; `mixes` is whether searches may stand beside functions. */
export function geminiTools(params: JsonObject, mixes: boolean): JsonObject[] {
  const searches = isObject(params['web_search_options']) ? [{ googleSearch: {} }] : []
  const all = [...toolsOf(listed(params['functions'])), ...toolsOf(listed(params['tools'])), ...searches]
  return mixes || !all.some(declares) ? all : all.filter(tool => !isSearch(tool))
}

const declares = (tool: JsonObject): boolean => 'function_declarations' in tool
const isSearch = (tool: JsonObject): boolean => googleTools.some(({ sent, searches }) => searches && sent in tool)

function toolsOf(given: readonly JsonObject[]): JsonObject[] {
  const declared = given.flatMap(declaration)
  const own = googleTools.flatMap(({ names, sent }) => {
    const value = given.map(tool => ownTool(tool, names)).findLast(found => found !== undefined)
    return value === undefined ? [] : [{ [sent]: value }]
  })
  return [...(declared.length > 0 ? [{ function_declarations: declared }] : []), ...own]
}

const modes: Readonly<Record<string, string>> = { auto: 'AUTO', none: 'NONE', required: 'ANY' }

/** A tool choice as `toolConfig`. */
export function toolConfig(choice: Json | undefined): JsonObject | undefined {
  if (choice === undefined || choice === null) return undefined
  const mode = modes[asString(choice) ?? '']
  if (mode) return { functionCallingConfig: { mode } }
  if (isObject(choice)) {
    const name = asString(asObject(choice['function'])?.['name']) ?? ''
    return { functionCallingConfig: { mode: 'ANY', allowed_function_names: [name] } }
  }
  throw unsupportedParams(
    `VertexAI doesn't support tool_choice=${asString(choice) ?? pythonRepr(choice)}. Supported tool_choice values=['auto', 'required', json ` +
      'object]. To drop it from the call, set `litellm.drop_params = True.',
  )
}

const listed = (value: Json | undefined): JsonObject[] =>
  objectsOf(value).map(
    tool =>
      asObject(without(tool, (key, item) => key === 'strict' || (key === 'additionalProperties' && item === false))) ??
      tool,
  )

function declaration(tool: JsonObject): JsonObject[] {
  const nested = asObject(tool['function'])
  const called = nested ?? ('name' in tool && tool['type'] !== 'computer_use' ? tool : undefined)
  if (!called) return []
  const given = called['parameters']
  // The older `functions` are passed on without a clean-up.
  const parameters = isObject(given) && nested ? vertexSchema(given) : given === '' ? { type: 'object' } : given
  const { name, description } = called
  return [
    {
      name,
      ...(description === undefined || description === null ? {} : { description }),
      ...(parameters === undefined || parameters === null ? {} : { parameters }),
    },
  ]
}

function ownTool(tool: JsonObject, names: readonly string[]): JsonObject | undefined {
  const value = valueOf(tool, names)
  if (!value) return undefined
  if (names.includes('googleMaps')) return omit(value, ['latitude', 'longitude', 'languageCode'])
  return names.includes('computerUse') ? computerUse(value) : value
}

function valueOf(tool: JsonObject, names: readonly string[]): JsonObject | undefined {
  const { type, ...rest } = tool
  if (type === 'computer_use') return names.includes('computerUse') ? rest : undefined
  if (type === 'web_search' || type === 'web_search_preview') return names.includes('googleSearch') ? {} : undefined
  const [name, ...others] = Object.keys(rest)
  return name !== undefined && others.length === 0 && names.includes(name) ? asObject(rest[name]) : undefined
}

function computerUse(config: JsonObject): JsonObject {
  const environments: Readonly<Record<string, string>> = {
    browser: 'ENVIRONMENT_BROWSER',
    unspecified: 'ENVIRONMENT_UNSPECIFIED',
    ENVIRONMENT_BROWSER: 'ENVIRONMENT_BROWSER',
    ENVIRONMENT_UNSPECIFIED: 'ENVIRONMENT_UNSPECIFIED',
  }
  const environment = environments[asString(config['environment']) ?? '']
  const excluded = config['excluded_predefined_functions'] ?? config['excludedPredefinedFunctions']
  return {
    ...(environment ? { environment } : {}),
    ...(excluded === undefined ? {} : { excludedPredefinedFunctions: excluded }),
  }
}
