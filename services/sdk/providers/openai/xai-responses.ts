/** What xAI's Responses API does not take of OpenAI's (litellm/llms/xai/responses). */
import { asObject, isObject, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** The parameters as xAI takes them. */
export function xaiResponsesParams(params: JsonObject): JsonObject {
  const { tools, ...rest } = omit(params, ['metadata'])
  if (tools === undefined) return rest
  const given = Array.isArray(tools) ? tools : [tools]
  return { ...rest, tools: given.length > 0 ? given.map(tool => (isObject(tool) ? xaiTool(tool) : tool)) : tools }
}

const understanding = ['enable_image_understanding', 'enable_video_understanding']
const handles = ['allowed_x_handles', 'excluded_x_handles', 'from_date', 'to_date']

function xaiTool(tool: JsonObject): JsonObject {
  switch (tool['type']) {
    case 'code_interpreter':
      return { type: 'code_interpreter' }
    case 'x_search':
      return { type: 'x_search', ...some(tool, [...handles, ...understanding]) }
    case 'web_search': {
      const filters = some(asObject(tool['filters']) ?? tool, ['allowed_domains', 'excluded_domains'])
      const filtered = Object.keys(filters).length > 0 ? { filters } : {}
      return { type: 'web_search', ...filtered, ...some(tool, understanding.slice(0, 1)) }
    }
    default:
      return tool
  }
}

const some = (from: JsonObject, keys: readonly string[]): { [key: string]: Json } =>
  Object.fromEntries(keys.flatMap(key => (key in from ? [[key, from[key] ?? null]] : [])))
