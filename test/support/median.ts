/** Times on a machine that has other work: one late round says nothing, the middle one of five does. */

const rounds = 5

/** Measures five times, one after the other; the middle one and all of them. */
export async function medianOf(measure: () => Promise<number>): Promise<{ median: number; all: number[] }> {
  const all: number[] = []
  for (let round = 0; round < rounds; round += 1) all.push(await measure())
  return { median: all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Infinity, all }
}
