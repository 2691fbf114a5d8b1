/** What a stream has said so far, for the usage LiteLLM makes up where the provider tells none or only a part. */
import { asObject, asString, objectsOf } from '../json.ts'
import { countPromptTokens, countTokens } from '../tokens.ts'
import type { JsonObject } from '../translator.ts'

/** Keys of a delta that make it more than text. */
export const beyondText = [
  'tool_calls',
  'function_call',
  'reasoning_content',
  'thinking_blocks',
  'annotations',
  'audio',
  'images',
  'reasoning_items',
  'provider_specific_fields',
]

/** Collects deltas as the client gets them. */
export class StreamTally {
  #text = ''
  #thought = ''
  #calls: { id: string; name: string; args: string }[] = []
  #plain = true

  add(delta: JsonObject): void {
    this.#text += asString(delta['content']) ?? ''
    this.#thought += asString(delta['reasoning_content']) ?? ''
    if (beyondText.some(key => (delta[key] ?? null) !== null)) this.#plain = false
    for (const call of objectsOf(delta['tool_calls'])) this.#addCall(call)
  }

  /** Counts for a stream whose provider told none. */
  counted(messages: readonly JsonObject[], model: string): JsonObject {
    const calls = this.#calls.map(({ id, name, args }) =>
      JSON.stringify({ function: { arguments: args, name }, id, type: 'function' }),
    )
    return {
      prompt_tokens: countPromptTokens(messages, model),
      completion_tokens: countTokens(this.#text + calls.join(''), model) + (this.#reasoning() ?? 0),
    }
  }

  /** Of these completion tokens, what was thought and what was said; nothing where only calls were made. */
  details(completion: number): JsonObject {
    const thought = this.#reasoning()
    if (thought === null) return {}
    const reasoning = Math.min(thought, completion)
    return { completion_tokens_details: { reasoning_tokens: reasoning, text_tokens: completion - reasoning } }
  }

  #reasoning(): number | null {
    if (this.#thought !== '') return countTokens(this.#thought)
    return this.#plain ? 0 : null
  }

  #addCall(call: JsonObject): void {
    const index = typeof call['index'] === 'number' ? call['index'] : this.#calls.length
    const called = asObject(call['function'])
    const known = (this.#calls[index] ??= { id: '', name: '', args: '' })
    known.id ||= asString(call['id']) ?? ''
    known.name ||= asString(called?.['name']) ?? ''
    known.args += asString(called?.['arguments']) ?? ''
  }
}
