/** Which of Anthropic's betas Bedrock knows (LiteLLM: anthropic_beta_headers_config.json), and which a request needs. */
import { contextBetas } from '../anthropic/headers.ts'
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'
import { claudeSupports } from './knowledge.ts'

const shared = [
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'thinking-binding-controls-2026-08-01',
  'thinking-display-updates-2026-08-18',
]

const converse = new Set([...shared, 'structured-outputs-2025-11-13'])
const invoke = new Map([
  ...shared.map(beta => [beta, beta] as const),
  ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'],
  ...[
    'compact-2026-01-12',
    'context-management-2025-06-27',
    'dangerous-tool-use-2026-09-03',
    'tool-search-tool-2025-10-19',
    'mid-conversation-output-config-2026-07-01',
    'mid-conversation-tool-changes-2026-07-01',
  ].map(beta => [beta, beta] as const),
])

/** The betas of a header: a JSON list, or names between commas. */
export function betasIn(header: string | undefined): string[] {
  const text = (header ?? '').trim()
  if (text === '') return []
  return text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(beta => beta.trim().replace(/^"|"$/g, ''))
}

const sorted = (betas: Iterable<string>): string[] => [...new Set(betas)].toSorted()

/** Those that Converse takes. */
export const converseBetas = (betas: readonly string[]): string[] => sorted(betas.filter(beta => converse.has(beta)))

/** Those that InvokeModel takes, by its own names. */
export const invokeBetas = (betas: readonly string[]): string[] => sorted(betas.flatMap(beta => invoke.get(beta) ?? []))

const typesOf = (body: JsonObject): string[] => objectsOf(body['tools']).map(tool => asString(tool['type']) ?? '')

/** Betas that LiteLLM puts into a header as for the direct API: from there they go into the body as they are. */
export function headerBetas(body: JsonObject): string[] {
  const types = typesOf(body)
  const format = body['output_format'] ?? asObject(body['output_config'])?.['format'] ?? undefined
  const needs: [boolean, string][] = [
    [types.some(type => type.startsWith('web_fetch')), 'web-fetch-2025-09-10'],
    [types.some(type => type.startsWith('memory')), 'context-management-2025-06-27'],
    ...contextBetas(body).map((beta): [boolean, string] => [true, beta]),
    [format !== undefined, 'structured-outputs-2025-11-13'],
    [body['speed'] === 'fast', 'fast-mode-2026-02-01'],
    [types.some(type => type.startsWith('advisor_')), 'advisor-tool-2026-03-01'],
  ]
  return needs.filter(([needed]) => needed).map(([, beta]) => beta)
}

/** Betas that only the body names. `tools` are the client's. */
export function bodyBetas(body: JsonObject, tools: readonly JsonObject[], model: string): string[] {
  const types = typesOf(body)
  const effort = asObject(body['output_config'])?.['effort'] ?? undefined
  const needs: [boolean, string][] = [
    [effort !== undefined && !claudeSupports(model, 'supports_adaptive_thinking'), 'effort-2025-11-24'],
    [types.includes('computer_20250124'), 'computer-use-2025-01-24'],
    [searchesTools(tools) && claudeSupports(model, 'supports_tool_search'), 'tool-search-tool-2025-10-19'],
    [tools.some(isEager), 'fine-grained-tool-streaming-2025-05-14'],
  ]
  return needs.filter(([needed]) => needed).map(([, beta]) => beta)
}

/** Whether a tool's arguments are to be streamed as they are written. */
export const isEager = (tool: JsonObject): boolean =>
  (tool['eager_input_streaming'] ?? asObject(tool['function'])?.['eager_input_streaming']) === true

/** Whether tools are searched for, and nothing else of the same beta is used. */
function searchesTools(tools: readonly JsonObject[]): boolean {
  const advanced = tools.some(tool => {
    const called = asObject(tool['function'])
    const callers = tool['allowed_callers'] ?? called?.['allowed_callers']
    const examples = tool['input_examples'] ?? called?.['input_examples']
    return (
      (Array.isArray(callers) && callers.includes('code_execution_20250825')) ||
      (Array.isArray(examples) && examples.length > 0)
    )
  })
  return (
    !advanced && tools.some(tool => /^tool_search_tool_(?:regex|bm25)_20251119$/.test(asString(tool['type']) ?? ''))
  )
}
