/** Tools as a response tells them again: with every field that their kind has. */
import { asString, objectsOf } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'

const fields: Readonly<Record<string, string>> = {
  function: 'strict allowed_callers defer_loading description output_schema parameters',
  custom: 'allowed_callers defer_loading description format',
  web_search: 'filters search_context_size user_location',
  web_search_preview: 'search_content_types search_context_size user_location',
  image_generation:
    'action background input_fidelity input_image_mask model moderation output_compression output_format partial_images ' +
    'quality size',
}

/** The tool with null for what it does not say. */
export function toldTool(tool: JsonObject): JsonObject {
  const all = (fields[asString(tool['type']) ?? ''] ?? '').split(' ').filter(Boolean)
  const nothing = Object.fromEntries(all.map(key => [key, null]))
  return { ...nothing, ...tool, ...('tools' in tool ? { tools: objectsOf(tool['tools']).map(toldTool) } : {}) }
}
