/** Anthropic's beta flags as Vertex AI takes them: few, some under names of its own (anthropic_beta_headers_config.json). */
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'

const known = new Set([
  'compact-2026-01-12',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dangerous-tool-use-2026-09-03',
  'inline-tools-2026-09-15',
  'interleaved-thinking-2025-05-14',
  'per-turn-control-2026-07-01',
  'thinking-binding-controls-2026-08-01',
  'thinking-display-updates-2026-08-18',
  'tool-search-tool-2025-10-19',
  'web-search-2025-03-05',
])

const renamed: Readonly<Record<string, string>> = { 'advanced-tool-use-2025-11-20': 'tool-search-tool-2025-10-19' }

/** The flags that Vertex AI knows, in order, each once. */
export function knownBetas(betas: readonly string[]): string[] {
  const named = betas.map(beta => renamed[beta.trim()] ?? beta.trim())
  return [...new Set(named)].filter(beta => known.has(beta)).toSorted()
}

const typesOf = (body: JsonObject): string[] => objectsOf(body['tools']).map(tool => asString(tool['type']) ?? '')

export const searchesWeb = (body: JsonObject): boolean => typesOf(body).some(type => type.startsWith('web_search'))

export const searchesTools = (body: JsonObject): boolean =>
  typesOf(body).some(type => /^tool_search_tool_(?:regex|bm25)_20251119$/.test(type))

/** The flags of `context_management`. */
export function contextBetas(body: JsonObject): string[] {
  return objectsOf(asObject(body['context_management'])?.['edits']).map(edit =>
    edit['type'] === 'compact_20260112' ? 'compact-2026-01-12' : 'context-management-2025-06-27',
  )
}

/** The flags a chat's body asks for; they stand in the body as well as in the header. */
export function neededBetas(body: JsonObject): string[] {
  const computer = typesOf(body).find(type => type.startsWith('computer_'))
  return [
    ...(computer === undefined ? [] : [computer === 'computer_20250124' ? 'computer-use-2025-01-24' : 'computer-use']),
    ...(objectsOf(body['mcp_servers']).length > 0 ? ['mcp-client-2025-04-04'] : []),
    ...(searchesTools(body) ? ['tool-search-tool-2025-10-19'] : []),
    ...contextBetas(body),
  ]
}
