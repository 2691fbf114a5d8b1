/**
 * The number in [0, 1) that picks a backend. A unit that sticks is hashed; all others get balanced random draws.
 */
import { createHash } from 'node:crypto'

/** The draw of a unit that sticks to its backend: first 52 bits of SHA-256(salt ":" unit). */
export function stickyDraw(salt: string, unit: string): number {
  const digest = createHash('sha256').update(`${salt}:${unit}`).digest()
  return Number(digest.readBigUInt64BE(0) >> 12n) / 2 ** 52
}

/**
 * Draws in permuted blocks: each block of `size` holds one draw from every interval [k/size, (k+1)/size), in random
 * order. Each draw alone is uniform, so a weight of 5 % means 5 %, but the share seen never strays from the weight by
 * more than one part of a block, where independent draws would need thousands of requests for that. Permuted blocks are
 * how clinical trials keep their arms balanced (Zelen 1974); the order inside a block stays unpredictable, so a client
 * that alternates two kinds of request cannot fall into step with it.
 */
export function balancedDraws(random: () => number = Math.random, size = 20): () => number {
  let block: number[] = []
  return () => {
    if (block.length === 0) block = shuffled(size, random)
    const interval = block.pop() ?? 0
    // Rounding may reach 1, which would be outside every weight, 100 included.
    return Math.min((interval + random()) / size, 1 - 2 ** -53)
  }
}

/** Fisher and Yates. */
function shuffled(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, index) => index)
  for (let last = size - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const swap = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = swap
  }
  return order
}
