/**
 * What lies elsewhere and has to be there before a request can be written. A translator does not fetch: it says what is
 * missing, and is asked again when that is there.
 */

/** A picture or another file; `document` is one that LiteLLM fetches each time anew, and without a second attempt. */
export interface Material {
  readonly kind: 'media' | 'document'
  readonly url: string
}

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
export const keyOf = ({ kind, url }: Material): string => `${kind} ${url}`

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
