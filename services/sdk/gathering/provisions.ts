/** What one call has been given so far, and what is still being fetched for it. */
import type { ServerResponse } from 'node:http'
import type { Deployment } from '../deployments.ts'
import type { Listeners } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import type { Material, Materials } from '../providers/materials.ts'
import { askProvider } from './provider-call.ts'

export class Provisions {
  readonly #parts: SdkParts
  readonly #tell: Listeners
  readonly #res: ServerResponse
  #materials: Materials = new Map()
  #underWay: AbortController | null = null

  constructor(parts: SdkParts, tell: Listeners, res: ServerResponse) {
    this.#parts = parts
    this.#tell = tell
    this.#res = res
  }

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
  fetch(deployment: Deployment, missing: readonly Material[], goOn: () => void): void {
    const controller = new AbortController()
    this.#underWay = controller
    const asked = this.#parts.gather(missing, controller.signal, (call, left) =>
      askProvider(call, deployment, this.#parts, left),
    )
    asked
      .then(found => {
        if (controller.signal.aborted) return
        this.#underWay = null
        this.#materials = new Map([...this.#materials, ...found])
        goOn()
      })
      .catch((fault: unknown) => this.#breakOff(fault))
  }

  /** A fault of our own in going on: nobody else would end the client's wait. */
  #breakOff(fault: unknown): void {
    this.#tell.ownFault(fault)
    this.#res.destroy()
  }

  abort(): void {
    this.#underWay?.abort()
  }
}
