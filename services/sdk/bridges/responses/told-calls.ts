/**
 * Calls that answers have made: a client that sends only the results of them (with `previous_response_id`) leaves it to
 * the server to know the calls. LiteLLM keeps the last two hundred for ten minutes, and so does this.
 */
import { asString, objectsOf } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'

const keptMs = 600_000
const mostKept = 200

/** The calls of one process, by their ids. */
export class ToldCalls {
  readonly #calls = new Map<string, { readonly call: JsonObject; readonly until: number }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Remembers the calls of a chat's choices. */
  remember(choices: readonly JsonObject[]): void {
    const calls = choices.flatMap(({ message }) => objectsOf((message as JsonObject | undefined)?.['tool_calls']))
    for (const call of calls) {
      const id = asString(call['id'])
      if (!id) continue
      this.#calls.delete(id)
      this.#calls.set(id, { call, until: this.#now() + keptMs })
    }
    for (const id of [...this.#calls.keys()].slice(0, Math.max(0, this.#calls.size - mostKept))) this.#calls.delete(id)
  }

  /** The call an id belongs to. */
  find(id: string): JsonObject | undefined {
    const kept = this.#calls.get(id)
    return kept && kept.until > this.#now() ? kept.call : undefined
  }
}
