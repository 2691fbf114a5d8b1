/** Headers of a request on the Anthropic wire, with the beta flags its features need. */
import { asObject, asString, objectsOf } from '../json.ts'
import type { JsonObject, Target } from '../translator.ts'
import { hasTrait } from './models.ts'

/** The betas LiteLLM lets through; every other one is dropped. */
const knownBetas = new Set([
  'advisor-tool-2026-03-01',
  'advanced-tool-use-2025-11-20',
  'code-execution-2025-08-25',
  'compact-2026-01-12',
  'compact-2026-09-04',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dangerous-tool-use-2026-09-03',
  'effort-2025-11-24',
  'fast-mode-2026-02-01',
  'files-api-2025-04-14',
  'fine-grained-tool-streaming-2025-05-14',
  'inline-tools-2026-09-15',
  'interleaved-thinking-2025-05-14',
  'mcp-client-2025-04-04',
  'mcp-client-2025-11-20',
  'mid-conversation-output-config-2026-07-01',
  'mid-conversation-tool-changes-2026-07-01',
  'oauth-2025-04-20',
  'output-128k-2025-02-19',
  'per-turn-control-2026-07-01',
  'prompt-caching-scope-2026-01-05',
  'skills-2025-10-02',
  'structured-outputs-2025-11-13',
  'thinking-binding-controls-2026-08-01',
  'thinking-display-updates-2026-08-18',
  'token-efficient-tools-2025-02-19',
  'web-fetch-2025-09-10',
  'web-search-2025-03-05',
])

const filesBeta = 'files-api-2025-04-14'

/** The request's headers; `namesFiles` where a file is given by its id, which an address is to LiteLLM as well; the deployment's and the client's own betas are kept beside those the body asks for. */
export function anthropicHeaders(
  target: Target,
  body: JsonObject,
  own: Record<string, string>,
  namesFiles = false,
): Record<string, string> {
  const given = { ...target.headers, ...own }
  const needed = [...neededBetas(body, target.model), ...(namesFiles ? [filesBeta] : [])]
  const betas = new Set([...splitBetas(given['anthropic-beta']), ...needed])
  const headers: Record<string, string> = {
    ...given,
    'anthropic-version': '2023-06-01',
    accept: 'application/json',
    'content-type': 'application/json',
    ...credential(target.apiKey),
  }
  delete headers['anthropic-beta']
  const allowed = [...betas].filter(beta => knownBetas.has(beta)).toSorted()
  if (allowed.length > 0) headers['anthropic-beta'] = allowed.join(',')
  return headers
}

function credential(key: string | undefined): Record<string, string> {
  if (key === undefined) return {}
  if (!key.startsWith('sk-ant-oat')) return { 'x-api-key': key }
  return { authorization: `Bearer ${key}`, 'anthropic-dangerous-direct-browser-access': 'true' }
}

const splitBetas = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map(beta => beta.trim())
    .filter(Boolean)

function neededBetas(body: JsonObject, model: string): string[] {
  const blocks = objectsOf(body['messages']).flatMap(message => objectsOf(message['content']))
  const config = asObject(body['output_config'])
  const needs: [boolean, string][] = [
    [blocks.some(usesFile), filesBeta],
    [objectsOf(body['mcp_servers']).length > 0, 'mcp-client-2025-04-04'],
    [Boolean(config?.['effort']) && !hasTrait(model, 'adaptiveThinking'), 'effort-2025-11-24'],
    [objectsOf(asObject(body['container'])?.['skills']).length > 0, 'skills-2025-10-02'],
    [body['output_format'] !== undefined || config?.['format'] !== undefined, 'structured-outputs-2025-11-13'],
    [body['speed'] === 'fast', 'fast-mode-2026-02-01'],
  ]
  return [
    ...needs.filter(([needed]) => needed).map(([, beta]) => beta),
    ...objectsOf(body['tools']).flatMap(toolBetas),
    ...contextBetas(body),
  ]
}

const usesFile = (block: JsonObject): boolean =>
  block['type'] === 'container_upload' || asObject(block['source'])?.['type'] === 'file'

function toolBetas(tool: JsonObject): string[] {
  const type = asString(tool['type']) ?? ''
  const advanced =
    /^tool_search_tool_(?:regex|bm25)_20251119$/.test(type) ||
    (Array.isArray(tool['allowed_callers']) && tool['allowed_callers'].includes('code_execution_20250825')) ||
    (Array.isArray(tool['input_examples']) && tool['input_examples'].length > 0)
  return [
    ...(advanced ? ['advanced-tool-use-2025-11-20'] : []),
    ...(type.startsWith('web_fetch') ? ['web-fetch-2025-09-10'] : []),
    ...(type.startsWith('memory') ? ['context-management-2025-06-27'] : []),
    ...(type === 'code_execution_20250825' ? ['code-execution-2025-08-25'] : []),
    ...(type.startsWith('advisor_') ? ['advisor-tool-2026-03-01'] : []),
    ...(type === 'computer_20250124' ? ['computer-use-2025-01-24'] : []),
    ...(type === 'computer_20251124' ? ['computer-use-2025-11-24'] : []),
  ]
}

/** The betas of context edits. */
export const contextBetas = (body: JsonObject): string[] =>
  objectsOf(asObject(body['context_management'])?.['edits']).map(edit =>
    edit['type'] === 'compact_20260112' ? 'compact-2026-01-12' : 'context-management-2025-06-27',
  )

/** The betas LiteLLM adds to a `/v1/messages` request, which are not those of a chat. */
export function passthroughBetas(body: JsonObject): string[] {
  const messages = objectsOf(body['messages'])
  const thinking = asObject(body['thinking'])
  const types = objectsOf(body['tools']).map(tool => asString(tool['type']) ?? '')
  const schema = body['output_format'] !== undefined || Boolean(asObject(body['output_config'])?.['format'])
  const needs: [boolean, string][] = [
    [body['compaction'] !== undefined || messages.some(isCompacted), 'compact-2026-09-04'],
    [schema, 'structured-outputs-2025-11-13'],
    [body['speed'] === 'fast', 'fast-mode-2026-02-01'],
    [body['safeguards'] !== undefined, 'dangerous-tool-use-2026-09-03'],
    [messages.some(message => 'output_config' in message), 'per-turn-control-2026-07-01'],
    [types.some(type => type.startsWith('advisor_')), 'advisor-tool-2026-03-01'],
    [types.some(type => /^tool_search_tool_(?:regex|bm25)_20251119$/.test(type)), 'advanced-tool-use-2025-11-20'],
    [thinking?.['type'] !== 'disabled' && thinking?.['display'] === 'updates', 'thinking-display-updates-2026-08-18'],
    [messages.some(changesTools), 'mid-conversation-tool-changes-2026-07-01'],
  ]
  return [...needs.filter(([needed]) => needed).map(([, beta]) => beta), ...contextBetas(body)]
}

const isCompacted = (message: JsonObject): boolean =>
  objectsOf(message['content']).some(block => block['type'] === 'compaction' && Boolean(block['signature']))

const changesTools = (message: JsonObject): boolean =>
  message['role'] === 'system' &&
  objectsOf(message['content']).some(
    block =>
      (block['type'] === 'tool_addition' || block['type'] === 'tool_removal') &&
      asObject(block['tool'])?.['type'] === 'tool_reference',
  )
