/**
 * What lies elsewhere and has to be there before a request can be written. A translator does not fetch: it says what is
 * missing, and is asked again when that is there.
 */

import type { JsonObject } from './translator.ts'

/** A picture or another file; `document` is one that LiteLLM fetches each time anew, and without a second attempt. */
export interface RemoteFile {
  readonly kind: 'media' | 'document'
  readonly url: string
}

/** What the provider itself has to be asked or told first. */
export interface ProviderCall {
  readonly kind: 'call'
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: JsonObject | null
}

export type Material = RemoteFile | ProviderCall

/** How getting it ended. */
export type Fetched =
  /** `content` in base64. */
  | { readonly kind: 'answer'; readonly status: number; readonly type: string | undefined; readonly content: string }
  | { readonly kind: 'too large'; readonly megabytes: number; readonly most: number }
  /** The guard did not let it be asked for. */
  | { readonly kind: 'rejected'; readonly because: string }
  | { readonly kind: 'unreachable'; readonly because: string }
  | { readonly kind: 'disabled' }

/** What there is, by `keyOf`. */
export type Materials = ReadonlyMap<string, Fetched>

/** The name of a material among others. */
export function keyOf(material: Material): string {
  const { kind, url } = material
  return kind === 'call' ? `${material.method} ${url} ${JSON.stringify(material.body)}` : `${kind} ${url}`
}

/** A request that cannot be written without these. Thrown by `request`. */
export class Missing extends Error {
  readonly materials: readonly Material[]
  constructor(materials: readonly Material[]) {
    super(`not there yet: ${materials.map(keyOf).join(', ')}`)
    this.materials = materials
  }
}

/** What was got of each. Throws `Missing` until all of them are there. */
export function gathered(wanted: readonly Material[], there: Materials | undefined): Fetched[] {
  const found = wanted.flatMap(material => there?.get(keyOf(material)) ?? [])
  if (found.length < wanted.length) throw new Missing(wanted.filter(material => !there?.has(keyOf(material))))
  return found
}
