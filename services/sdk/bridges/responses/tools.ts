/** Tools of the Responses API as function tools, and which of their names mean what. */
import { asObject, asString, isObject, objectsOf, omit } from '../../providers/json.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** What a chat has nothing for. */
const dropped = ['computer_use', 'image_generation', 'local_shell', 'shell', 'tool_search']

const carried = ['cache_control', 'defer_loading', 'allowed_callers', 'input_examples']

/** The tools, and the options of the last search among them. */
export function chatTools(tools: Json | undefined): { tools: JsonObject[]; search: JsonObject | undefined } {
  const given = objectsOf(tools)
  const searches = given.filter(isSearch)
  return { tools: given.filter(tool => !isSearch(tool)).flatMap(chatTool), search: searchOptions(searches.at(-1)) }
}

const isSearch = ({ type }: JsonObject): boolean => type === 'web_search' || type === 'web_search_preview'

function searchOptions(tool: JsonObject | undefined): JsonObject | undefined {
  if (!tool) return undefined
  const { search_context_size: size = null, user_location: location } = tool
  return { search_context_size: size, user_location: location || null }
}

function chatTool(tool: JsonObject): JsonObject[] {
  const type = asString(tool['type']) ?? ''
  if (dropped.includes(type)) return []
  if (type === 'function') return [functionTool(tool)]
  if (type === 'custom') return [customTool(tool)]
  return type === 'namespace' ? namespaceTools(tool) : [tool]
}

function functionTool(tool: JsonObject): JsonObject {
  const extras = carried.filter(key => tool[key]).map(key => [key, tool[key]] as const)
  const eager = tool['eager_input_streaming'] ?? null
  return {
    type: 'function',
    function: {
      name: tool['name'] || '',
      description: tool['description'] || '',
      parameters: typed(asObject(tool['parameters']) ?? {}),
      strict: tool['strict'] || false,
    },
    ...Object.fromEntries(extras),
    ...(eager === null ? {} : { eager_input_streaming: eager }),
  }
}

const typed = (schema: JsonObject): JsonObject => ('type' in schema ? schema : { ...schema, type: 'object' })

// A tool that takes any text takes one argument here; its grammar becomes part of its description.
function customTool(tool: JsonObject): JsonObject {
  const name = asString(tool['name']) ?? ''
  const description = `The ${name} content following the specified format`
  return {
    type: 'function',
    function: {
      name,
      description: (asString(tool['description']) ?? '') + grammarOf(asObject(tool['format'])),
      parameters: {
        type: 'object',
        properties: { content: { type: 'string', description } },
        required: ['content'],
      },
    },
    ...(Array.isArray(tool['allowed_callers']) ? { allowed_callers: tool['allowed_callers'] } : {}),
  }
}

function grammarOf(format: JsonObject | undefined): string {
  const definition = asString(format?.['definition'])
  return definition ? `\n\nFormat:\n\`\`\`${asString(format?.['syntax']) ?? ''}\n${definition}\n\`\`\`` : ''
}

function namespaceTools(tool: JsonObject): JsonObject[] {
  const namespace = asString(tool['name']) ?? ''
  const common = asString(tool['description']) ?? ''
  if (!Array.isArray(tool['tools'])) return [namespaced(tool, namespace, asString(tool['description']) ?? '')]
  return objectsOf(tool['tools'])
    .filter(({ type }) => type === 'function' || type === 'custom')
    .map(member => {
      const description = [common, asString(member['description']) ?? ''].filter(Boolean).join('\n\n')
      if (member['type'] === 'custom') return customTool({ ...member, description })
      return namespaced(member, `${namespace}__${asString(member['name']) ?? ''}`, description)
    })
}

const namespaced = (tool: JsonObject, name: string, description: string): JsonObject => ({
  type: 'function',
  function: {
    name,
    description,
    parameters: typed(asObject(tool['parameters']) ?? {}),
    strict: Boolean(tool['strict']),
  },
  ...(Array.isArray(tool['allowed_callers']) ? { allowed_callers: tool['allowed_callers'] } : {}),
})

/** What the names of a request's tools mean. */
export interface ToolNames {
  /** Tools that take any text. */
  readonly custom: ReadonlySet<string>
  /** Namespace and own name, by every name the model may call. */
  readonly spaced: ReadonlyMap<string, { namespace: string; name: string }>
}

export function toolNames(tools: Json | undefined): ToolNames {
  const given = objectsOf(tools)
  const spaces = given.filter(({ type }) => type === 'namespace')
  const members = spaces.flatMap(space => objectsOf(space['tools']).map(tool => ({ space, tool })))
  const custom = [...given, ...members.map(({ tool }) => tool)].filter(({ type }) => type === 'custom')
  const entries = members
    .filter(({ tool }) => tool['type'] === 'function')
    .map(({ space, tool }) => ({ namespace: asString(space['name']) ?? '', name: asString(tool['name']) ?? '' }))
  const plain = new Set(given.filter(({ type }) => type === 'function').map(({ name }) => name))
  const unique = entries.filter(
    ({ name }) => !plain.has(name) && entries.filter(other => other.name === name).length === 1,
  )
  return {
    custom: new Set(custom.map(({ name }) => asString(name) ?? '').filter(Boolean)),
    spaced: new Map([
      ...entries.map(entry => [`${entry.namespace}__${entry.name}`, entry] as const),
      ...unique.map(entry => [entry.name, entry] as const),
    ]),
  }
}

/** The choice in a chat's words. */
export function chatToolChoice(choice: Json | undefined): Json | undefined {
  if (!isObject(choice) || asObject(choice['function'])?.['name']) return choice
  switch (choice['type']) {
    case 'auto':
    case 'none':
      return choice['type']
    case 'required':
    case 'tool':
    case 'any':
      return 'required'
    case 'function':
    case 'custom': {
      const name = choice['name'] || asObject(choice['custom'])?.['name']
      return name ? { type: 'function', function: { name } } : 'required'
    }
    default:
      return omit(choice, [])
  }
}
