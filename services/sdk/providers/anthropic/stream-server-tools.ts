/** What a stream tells of Anthropic's server tools: each time everything so far, since clients keep the last. */
import { asObject, asString, parseJson } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { codeInterpreterResults, resultKind, webSearchCall } from './server-tools.ts'

export class StreamedServerTools {
  readonly #inputs = new Map<string, Json>()
  readonly #searches: Record<string, JsonObject> = {}
  readonly #webResults: JsonObject[] = []
  readonly #toolResults: JsonObject[] = []
  readonly #compaction: JsonObject[] = []
  #current = ''

  /** A call begins; its input mostly follows in pieces. */
  call(block: JsonObject): JsonObject | undefined {
    this.#current = asString(block['id']) ?? ''
    this.#inputs.set(this.#current, block['input'] ?? {})
    if (block['name'] !== 'web_search') return undefined
    this.#searches[this.#current] = webSearchCall(this.#current, block['input'], undefined)
    return { web_search_calls: { ...this.#searches } }
  }

  /** A call's input is complete. */
  callEnd(text: string): void {
    const input = parseJson(text)
    if (input !== undefined) this.#inputs.set(this.#current, input)
  }

  /** A result, which comes whole. Undefined where clients are told nothing of it. */
  result(block: JsonObject): JsonObject | undefined {
    const kind = resultKind(asString(block['type']) ?? '')
    if (kind === 'none') return undefined
    if (kind === 'tool') {
      this.#toolResults.push(block)
      return { tool_results: [...this.#toolResults], code_interpreter_results: this.#interpreted(undefined) }
    }
    this.#webResults.push(block)
    const results: JsonObject = { web_search_results: [...this.#webResults] }
    if (block['type'] !== 'web_search_tool_result') return results
    const id = asString(block['tool_use_id']) ?? ''
    if (Object.hasOwn(this.#searches, id)) this.#searches[id] = webSearchCall(id, this.#inputs.get(id), block)
    return { ...results, web_search_calls: { ...this.#searches } }
  }

  /** A summary of the conversation that Anthropic wrote. */
  compaction(block: JsonObject): JsonObject {
    this.#compaction.push(block)
    return {
      compaction_blocks: [...this.#compaction],
      compaction_start: { type: 'compaction', content: block['content'] ?? '' },
    }
  }

  /** The container that ran the code, told at the end. */
  container(container: JsonObject): JsonObject {
    const id = asString(asObject(container)?.['id'])
    const again = id !== undefined && this.#toolResults.length > 0
    return { container, ...(again ? { code_interpreter_results: this.#interpreted(id) } : {}) }
  }

  #interpreted(container: string | undefined): JsonObject[] {
    return codeInterpreterResults(this.#toolResults, this.#inputs, container)
  }
}
