/** Which groups answer in the place of one that has failed (LiteLLM, router_utils/fallback_event_handlers.py). Pure. */
import type { JsonObject } from '../providers/translator.ts'
import type { Failure } from './failure.ts'

/** A group, or a group with parameters that replace the request's. */
export type FallbackTarget = string | (JsonObject & { model: string })
/** `[{ "group or *": targets }]`, or a plain list of targets that a client names for this request. */
export type FallbackList = readonly (string | Readonly<Record<string, unknown>>)[]

export interface Fallbacks {
  readonly general: FallbackList | null
  readonly contextWindow: FallbackList | null
  readonly contentPolicy: FallbackList | null
  /** The client wants none. */
  readonly disabled: boolean
  /** How deep fallbacks of fallbacks go. */
  readonly max: number
}

/** What to do about a failure. `unlisted`: there are fallbacks, but none for this group. */
export type Chain = { targets: readonly FallbackTarget[] } | 'none' | 'unlisted'

/** The chain for a failed group. `asked` is the group the client named: it counts where the failed one has no chain. */
export function chainFor(failure: Failure, failed: string, asked: string, fallbacks: Fallbacks): Chain {
  const { general, contextWindow, contentPolicy } = fallbacks
  if (fallbacks.disabled) return 'none'
  if (general && isPlain(general)) return { targets: general as unknown as FallbackTarget[] }
  const groups = [...new Set([failed, asked])]
  const special =
    failure.litellmClass === 'ContextWindowExceededError'
      ? contextWindow
      : failure.litellmClass === 'ContentPolicyViolationError'
        ? contentPolicy
        : null
  if (special) {
    const targets = lookUp(special, groups)
    return targets ? { targets } : 'none'
  }
  if (!general) return 'none'
  const targets = lookUp(general, groups)
  return targets ? { targets } : 'unlisted'
}

/** Whether refused content would have another group to go to. */
export function hasPolicyChain(group: string, { contentPolicy, disabled }: Fallbacks): boolean {
  return !disabled && contentPolicy !== null && lookUp(contentPolicy, [group]) !== null
}

/** The chain a list has for a group; empty where it has none. */
export function targetsOf(list: FallbackList | null, group: string): readonly FallbackTarget[] {
  return (list && lookUp(list, [group])) ?? []
}

/** The groups a list has chains for, as an error message names them. */
export function listedGroups(list: FallbackList): string[] {
  return [...new Set(list.flatMap(item => (typeof item === 'string' ? [] : Object.keys(item))))]
}

// A list of groups, or of groups with parameters: for this request, whatever its group.
function isPlain(list: FallbackList): boolean {
  if (list.length === 0) return false
  if (list.every(item => typeof item === 'string')) return true
  return list.every(item => typeof item !== 'string') && list.some(item => typeof item['model'] === 'string')
}

/** A chain of their own for any of the groups comes before the chain for all. */
function lookUp(list: FallbackList, groups: readonly string[]): readonly FallbackTarget[] | null {
  const chains = list.flatMap(item => (typeof item === 'string' ? [] : Object.entries(item)))
  const under = (name: string): readonly FallbackTarget[] | undefined =>
    chains.find(([key]) => key === name)?.[1] as readonly FallbackTarget[] | undefined
  for (const group of groups) {
    const own = under(group) ?? under(group.slice(group.indexOf('/') + 1))
    if (own) return own
  }
  return under('*') ?? null
}
