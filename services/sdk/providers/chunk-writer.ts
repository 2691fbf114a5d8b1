/** Writes the chunks of one streamed chat completion. */
import type { AnswerContext, JsonObject, Target } from './translator.ts'

/** Every chunk has the same head; the first with a delta names the role. */
export class ChunkWriter {
  /** The answer's id; providers may name it late. */
  id: string
  readonly #model: string
  readonly #created: number
  #started = false

  constructor({ group }: Target, { id, created }: AnswerContext) {
    this.id = id
    this.#model = group
    this.#created = created
  }

  /** Whether the role has been told. */
  get started(): boolean {
    return this.#started
  }

  /** A delta, with the role where it is the first. */
  withRole(delta: JsonObject): JsonObject {
    if (this.#started) return delta
    this.#started = true
    return { role: 'assistant', ...delta }
  }

  /** A chunk as a frame of its own; `part` holds its choices and may replace the head. */
  frame(part: JsonObject): string {
    const head = { id: this.id, created: this.#created, model: this.#model, object: 'chat.completion.chunk' }
    return `data: ${JSON.stringify({ ...head, ...part })}\n\n`
  }
}
