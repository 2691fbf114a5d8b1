/**
 * A conversation of Anthropic's as it is before any provider gets it: without empty blocks, with ids every provider
 * takes, and with the search results that are not Anthropic's own told as text.
 */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { toolUseId } from './tool-use-ids.ts'

/** The messages, cleaned; one that has nothing left is left out. */
export function cleanHistory(messages: Json | undefined): JsonObject[] {
  return objectsOf(messages).flatMap(message => {
    if (!Array.isArray(message['content'])) return [message]
    const blocks = message['content'].filter(block => !isEmpty(block))
    if (blocks.length === 0 && message['content'].length > 0) return []
    return [{ ...message, content: withSearchesAsText(blocks.map(withUsableId)) }]
  })
}

/** Whether a block is a thought that has neither words nor a signature. */
export function isEmptyThought(block: JsonObject): boolean {
  return block['type'] === 'thinking' && !asString(block['thinking'])?.trim() && !block['signature']
}

const isEmpty = (block: Json): boolean =>
  isObject(block) && ((block['type'] === 'text' && !asString(block['text'])?.trim()) || isEmptyThought(block))

function withUsableId(block: Json): Json {
  if (!isObject(block)) return block
  const key = block['type'] === 'tool_result' ? 'tool_use_id' : 'id'
  const named = ['tool_use', 'server_tool_use', 'tool_result'].includes(asString(block['type']) ?? '')
  const id = asString(block[key])
  return named && id !== undefined ? { ...block, [key]: toolUseId(id) } : block
}

// What only Anthropic's search has sealed, only Anthropic can read again; anything else is evidence in plain words.
function withSearchesAsText(blocks: readonly Json[]): Json[] {
  const found = objectsOf([...blocks]).filter(isReadable)
  if (found.length === 0) return [...blocks]
  const told = new Set(found.map(block => block['tool_use_id']))
  const queries = new Map(
    objectsOf([...blocks])
      .filter(block => block['type'] === 'server_tool_use')
      .map(block => [block['id'], asString(asObject(block['input'])?.['query']) ?? '']),
  )
  return blocks.flatMap((block): Json[] => {
    if (!isObject(block)) return [block]
    if (isReadable(block)) return [{ type: 'text', text: textOf(queries.get(block['tool_use_id']), block['content']) }]
    return block['type'] === 'server_tool_use' && told.has(block['id']) ? [] : [block]
  })
}

function isReadable(block: JsonObject): boolean {
  if (block['type'] !== 'web_search_tool_result' || typeof block['tool_use_id'] !== 'string') return false
  const content = block['content']
  if (asObject(content)?.['type'] === 'web_search_tool_result_error') return true
  if (!Array.isArray(content)) return false
  return content.every(
    one => isObject(one) && one['type'] === 'web_search_result' && !asString(one['encrypted_content']),
  )
}

function textOf(query: string | undefined, content: Json | undefined): string {
  const header = query ? `Web search results for '${query}':` : 'Web search results:'
  const failure = asObject(content)
  if (failure) return `${header}\n\nSearch failed: ${asString(failure['error_code']) || 'unavailable'}`
  const results = objectsOf(content)
  if (results.length === 0) return `${header}\n\nNo results were returned.`
  const body = results.map(resultText).join('\n\n')
  return body ? `${header}\n\n${body}` : header
}

function resultText(result: JsonObject): string {
  const line = (label: string, key: string): string[] => {
    const text = asString(result[key])
    return text ? [`${label}: ${text}`] : []
  }
  return [...line('Title', 'title'), ...line('URL', 'url'), ...line('Snippet', 'snippet')].join('\n')
}
