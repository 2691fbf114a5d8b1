import type { Stage } from './stage.ts'

/** An answer word for word, for what no scenario composes. */
export interface ScriptedAnswer {
  /** 200 when left out. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** A text is sent as one body; of a list each piece is written by itself, and a number is so many milliseconds of silence. */
  readonly body: string | readonly (string | Uint8Array | number)[]
  /** Destroys the connection behind the last piece. */
  readonly cut?: boolean
}

/** Answers by the address a request was sent to; null for one that is to be composed. */
export type Playing = (url: string) => ScriptedAnswer | null

/** What the simulator is told to answer, whatever it is asked. Only who built it can tell it. */
export class Script {
  #playing: Playing = () => null

  /** Every POST gets this answer from now on; null goes back to composed ones. */
  play(answer: ScriptedAnswer | Playing | null): void {
    this.#playing = typeof answer === 'function' ? answer : () => answer
  }

  answerTo(url: string): ScriptedAnswer | null {
    return this.#playing(url)
  }
}

/** Acts out a scripted answer. */
export async function performScripted(
  stage: Stage,
  { status = 200, headers, body, cut }: ScriptedAnswer,
): Promise<void> {
  if (typeof body === 'string' && !cut) return stage.answer(status, { ...headers }, body)
  stage.head(status, { ...headers })
  for (const piece of [body].flat()) await (typeof piece === 'number' ? stage.pause(piece) : stage.write(piece))
  if (cut) stage.destroy()
  else stage.end()
}
