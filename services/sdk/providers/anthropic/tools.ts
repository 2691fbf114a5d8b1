/** Tools and `tool_choice` of a chat request as Anthropic takes them. */
import { asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { inputSchema } from './json-schema.ts'
import { hasTrait } from './models.ts'

const hosted = ['web_search', 'bash', 'text_editor', 'code_execution', 'web_fetch', 'memory', 'tool_search_tool']

/** The tool LiteLLM sends where a conversation holds tool calls and the request no tools: Anthropic refuses it otherwise. */
export const dummyTool: JsonObject = {
  name: 'dummy_tool',
  input_schema: { type: 'object', properties: {} },
  type: 'custom',
  description: 'This is a dummy tool call',
}

export interface MappedTools {
  readonly tools: JsonObject[]
  readonly mcpServers: JsonObject[]
}

/** Maps a tool list; MCP servers go to a list of their own. */
export function mapTools(value: Json | undefined): MappedTools {
  const tools: JsonObject[] = []
  const mcpServers: JsonObject[] = []
  for (const tool of objectsOf(value)) {
    if ('input_schema' in tool) tools.push(tool)
    else if (tool['type'] === 'url') mcpServers.push(tool)
    else if (tool['type'] === 'mcp') mcpServers.push(mcpServer(tool))
    else tools.push(mapTool(tool))
  }
  return { tools, mcpServers }
}

function mapTool(tool: JsonObject): JsonObject {
  const type = asString(tool['type']) ?? ''
  if (type === 'function' || type === 'custom') return { ...functionTool(tool), ...options(tool, 'custom') }
  if (type.startsWith('tool_search_tool_')) return { type, name: tool['name'] ?? type.replace(/_\d+$/, '') }
  if (type.startsWith('computer_')) return { ...computerTool(tool, type), ...cacheControl(tool) }
  if (hosted.some(prefix => type.startsWith(prefix))) return { ...omit(tool, ['function']), ...options(tool, type) }
  throw broken(`Unsupported tool type: ${type}`)
}

// As a function it has its screen among the parameters; in Anthropic's own form, over which LiteLLM fails, it is whole.
function computerTool(tool: JsonObject, type: string): JsonObject {
  const called = asObject(tool['function'])
  if (called === undefined) return omit(tool, ['cache_control'])
  const screen = asObject(called['parameters'])
  if (screen === undefined) throw broken('Missing required parameter: parameters')
  const { display_width_px: width = null, display_height_px: height = null, display_number: number = null } = screen
  if (width === null || height === null) {
    throw broken('Missing required parameter: display_width_px or display_height_px')
  }
  return {
    type,
    name: called['name'] ?? 'computer',
    display_width_px: width,
    display_height_px: height,
    ...(number === null ? {} : { display_number: number }),
  }
}

function cacheControl(tool: JsonObject): JsonObject {
  const value = tool['cache_control'] ?? asObject(tool['function'])?.['cache_control'] ?? null
  return value === null ? {} : { cache_control: value }
}

/** What makes LiteLLM itself fail. */
function broken(message: string): RequestFault {
  return new RequestFault(message, {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
}

function functionTool(tool: JsonObject): JsonObject {
  const called = asObject(tool['function'])
  // LiteLLM fails over it with a Python error.
  if (called === undefined)
    throw new RequestFault(`Anthropic takes functions as tools; this is none: ${pythonRepr(tool)}`)
  const eager = tool['eager_input_streaming'] ?? called['eager_input_streaming']
  return {
    name: called['name'],
    input_schema: inputSchema(called['parameters']),
    type: 'custom',
    ...(typeof eager === 'boolean' ? { eager_input_streaming: eager } : {}),
    ...(typeof called['description'] === 'string' ? { description: called['description'] } : {}),
  }
}

// Anthropic's own options of a tool, on the tool or inside its function.
function options(tool: JsonObject, type: string): JsonObject {
  const called = asObject(tool['function'])
  const found: JsonObject = {}
  for (const key of ['cache_control', 'defer_loading', 'allowed_callers', 'input_examples']) {
    const value = tool[key] ?? called?.[key]
    if (value === undefined || value === null || (key === 'input_examples' && type !== 'custom')) continue
    found[key] = value
  }
  return found
}

function mcpServer(tool: JsonObject): JsonObject {
  const allowed = tool['allowed_tools']
  const token = asString(asObject(tool['headers'])?.['Authorization'])
  return {
    type: 'url',
    url: tool['server_url'],
    name: tool['server_label'],
    ...(allowed === undefined || allowed === null ? {} : { tool_configuration: { allowed_tools: allowed } }),
    ...(token === undefined ? {} : { authorization_token: token.replaceAll('Bearer ', '') }),
  }
}

/** `tool_choice` and `parallel_tool_calls` together: the second is a field of the first. */
export function toolChoice(params: JsonObject, model: string, drop: boolean): JsonObject | undefined {
  const choice = choiceOf(params['tool_choice'])
  const parallel = params['parallel_tool_calls']
  const asked =
    typeof parallel === 'boolean' && params['tool_choice'] !== 'none'
      ? { type: 'auto', ...choice, disable_parallel_tool_use: !parallel }
      : choice
  if (
    asked === undefined ||
    (asked['type'] !== 'any' && asked['type'] !== 'tool') ||
    !hasTrait(model, 'noForcedTools')
  ) {
    return asked
  }
  if (drop) return { ...omit(asked, ['name']), type: 'auto' }
  throw unsupportedParams(
    `${model} does not support forced tool use (tool_choice='required' or a named tool). Use tool_choice='auto' and tell ` +
      "the model in the prompt when to call the tool, or set `litellm.drop_params = True` to downgrade to 'auto' automatically.",
  )
}

function choiceOf(value: Json | undefined): JsonObject | undefined {
  if (value === 'auto' || value === 'none') return { type: value }
  if (value === 'required') return { type: 'any' }
  if (!isObject(value)) return undefined
  const name = asString(asObject(value['function'])?.['name'])
  return name === undefined ? undefined : { type: 'tool', name }
}
