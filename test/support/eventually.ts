/** Waits for what another process is about to do. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the answer satisfies, at most `withinMs`; answers the last one either way, for an assertion to judge. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  satisfies: (answer: T) => boolean,
  withinMs = 5_000,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (satisfies(answer) || Date.now() > deadline) return answer
    await sleep(50)
  }
}
