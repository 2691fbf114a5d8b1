/** Anthropic's server tools (web search, code execution) in the forms LiteLLM tells clients about them. */
import { asObject, asString, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** A web search in the form of OpenAI's Responses API. */
export function webSearchCall(id: string, input: Json | undefined, result: JsonObject | undefined): JsonObject {
  const query = asString(asObject(input)?.['query']) ?? ''
  const content = result?.['content']
  const sources = objectsOf(content)
    .filter(item => item['type'] === 'web_search_result' && typeof item['url'] === 'string')
    .map(item => ({ type: 'url', url: item['url'] }))
  const failed = asObject(content)?.['type'] === 'web_search_tool_result_error'
  return {
    id: `ws_${id}`,
    action: { type: 'search', queries: query ? [query] : [], query, sources },
    status: result === undefined ? 'in_progress' : failed ? 'failed' : 'completed',
    type: 'web_search_call',
  }
}

/** The shell commands that ran, with what they wrote. */
export function codeInterpreterResults(
  results: readonly JsonObject[],
  inputs: ReadonlyMap<string, Json>,
  container: string | undefined,
): JsonObject[] {
  return results
    .filter(result => result['type'] === 'bash_code_execution_tool_result')
    .map(result => {
      const id = asString(result['tool_use_id']) ?? ''
      return {
        type: 'code_interpreter_call',
        id,
        code: asString(asObject(inputs.get(id))?.['command']) ?? '',
        container_id: container ?? null,
        status: 'completed',
        outputs: logs(asObject(result['content'])),
      }
    })
}

function logs(content: JsonObject | undefined): Json {
  const out = asString(content?.['stdout']) ?? ''
  const err = asString(content?.['stderr']) ?? ''
  const text = out + (err ? `STDERR: ${err}` : '')
  return text ? [{ type: 'logs', logs: text }] : null
}

/** Where a result block is told: searches and fetches together, other tools together, the tool search nowhere. */
export function resultKind(type: string): 'web' | 'tool' | 'none' {
  if (type === 'web_search_tool_result' || type === 'web_fetch_tool_result') return 'web'
  return type.endsWith('_tool_result') && type !== 'tool_search_tool_result' ? 'tool' : 'none'
}
