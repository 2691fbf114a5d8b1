/** What one call has been given so far, and what is still being fetched for it. */
import type { Material, Materials } from '../providers/materials.ts'
import type { AskProvider, Gather } from './gatherer.ts'

export class Provisions {
  #materials: Materials = new Map()
  #underWay: AbortController | null = null

  get materials(): Materials {
    return this.#materials
  }

  get isUnderWay(): boolean {
    return this.#underWay !== null
  }

  /** Begins anew, for the next call. */
  clear(): void {
    this.#materials = new Map()
  }

  /** Fetches what is missing, and goes on with it unless that was given up. */
  fetch(gather: Gather, ask: AskProvider, missing: readonly Material[], goOn: () => void): void {
    const controller = new AbortController()
    this.#underWay = controller
    void gather(missing, controller.signal, ask).then(found => {
      if (controller.signal.aborted) return
      this.#underWay = null
      this.#materials = new Map([...this.#materials, ...found])
      goOn()
    })
  }

  abort(): void {
    this.#underWay?.abort()
  }
}
