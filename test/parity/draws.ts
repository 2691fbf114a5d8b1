/** Draws from one stream of numbers in [0, 1), which a seed decides. */
export class Draws {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  // Numerical Recipes' linear congruential generator: any would do, as long as it is the same everywhere.
  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return this.#state / 2 ** 32
  }

  happens(chance: number): boolean {
    return this.next() < chance
  }

  upTo(count: number): number {
    return Math.floor(this.next() * count)
  }

  one<T>(list: readonly [T, ...T[]]): T {
    return list[this.upTo(list.length)] ?? list[0]
  }
}
