import type { Stage } from './stage.ts'

/** An answer word for word, for what no scenario composes. */
export interface ScriptedAnswer {
  /** 200 when left out. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** A text is sent as one body; of a list each piece is written by itself. */
  readonly body: string | readonly string[]
  /** Milliseconds before each piece but the first. */
  readonly pauseMs?: number
  /** Destroys the connection behind the last piece. */
  readonly cut?: boolean
}

/** What the simulator is told to answer, whatever it is asked. Only who built it can tell it. */
export class Script {
  #answer: ScriptedAnswer | null = null

  /** Every request gets this answer from now on; null goes back to composed ones. */
  play(answer: ScriptedAnswer | null): void {
    this.#answer = answer
  }

  get answer(): ScriptedAnswer | null {
    return this.#answer
  }
}

/** Acts out a scripted answer. */
export async function performScripted(
  stage: Stage,
  { status = 200, headers, body, pauseMs = 0, cut }: ScriptedAnswer,
): Promise<void> {
  if (typeof body === 'string' && !cut) return stage.answer(status, { ...headers }, body)
  stage.head(status, { ...headers })
  for (const [index, piece] of [body].flat().entries()) {
    if (index > 0) await stage.pause(pauseMs)
    await stage.write(piece)
  }
  if (cut) stage.destroy()
  else stage.end()
}
