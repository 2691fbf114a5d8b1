/** The tool calls of a stream: told piece by piece, and once more as a whole at its end. */
import { asObject, asString } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'
import type { Order, ResponseEvents } from './stream-events.ts'

/** OpenAI tells arguments in small pieces, whatever the provider does. */
const pieceLength = 10

interface Call {
  readonly id: string
  readonly name: string
  readonly place: number
  arguments: string
}

export class Calls {
  readonly #order: Order
  readonly #events: ResponseEvents
  readonly #byId = new Map<string, Call>()
  readonly #idByIndex = new Map<number, string>()

  constructor(order: Order, events: ResponseEvents) {
    this.#order = order
    this.#events = events
  }

  /** The calls as a chat's message has them. */
  get all(): JsonObject[] {
    return [...this.#byId.values()].map(({ id, name, arguments: args }) => ({
      id,
      type: 'function',
      function: { name, arguments: args },
    }))
  }

  take(delta: JsonObject): string[] {
    const id = this.#idOf(delta)
    if (!id) return []
    const called = asObject(delta['function']) ?? {}
    const text = asString(called['arguments']) ?? ''
    const known = this.#byId.get(id)
    const call = known ?? this.#add(id, asString(called['name']) ?? '')
    const added = known ? [] : [this.#events.callAdded(call)]
    call.arguments += text
    const pieces = text.match(new RegExp(`[^]{1,${pieceLength}}`, 'gu')) ?? []
    return [
      ...added,
      ...pieces.map(piece => {
        this.#order.number()
        return this.#events.callDelta(call, piece)
      }),
    ]
  }

  /** What is told of every call when the stream is over. */
  finish(): string[] {
    return [...this.#byId.values()].flatMap(call => {
      this.#order.number()
      return this.#events.callDone(call, this.#order.number())
    })
  }

  #add(id: string, name: string): Call {
    const call = { id, name, place: this.#order.of(id), arguments: '' }
    this.#byId.set(id, call)
    this.#order.number()
    return call
  }

  // Only the first piece of a call bears its id.
  #idOf(delta: JsonObject): string {
    const id = asString(delta['id'])
    const index = typeof delta['index'] === 'number' ? delta['index'] : undefined
    if (id && index !== undefined) this.#idByIndex.set(index, id)
    return id || (index === undefined ? '' : (this.#idByIndex.get(index) ?? ''))
  }
}
