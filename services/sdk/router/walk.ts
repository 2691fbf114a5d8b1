/**
 * The way of a request through its group and the fallbacks: which group comes next, and what the client is told when
 * none is left. It is a walk in depth, as LiteLLM's is: a fallback that fails has fallbacks of its own. Pure.
 */
import type { JsonObject } from '../providers/translator.ts'
import { endingFor, retriedNote, specialNote } from './endings.ts'
import type { Failure } from './failure.ts'
import { type Chain, chainFor, type Fallbacks, type FallbackTarget } from './fallbacks.ts'

/** A group to ask, with what replaces the request's parameters. */
export interface Hop {
  readonly group: string
  readonly changes: JsonObject
  /** How many fallbacks within fallbacks this is; 0 for the group the client named. */
  readonly depth: number
  /** Only its deployments of this order; those of the lowest there is where nothing is said. */
  readonly order?: number
}

/** A failed group whose chain is being tried. */
interface Frame {
  readonly group: string
  readonly targets: readonly FallbackTarget[]
  readonly failure: Failure
  /** The same in an exception's words, for a message that quotes it. */
  readonly told: Failure
  readonly depth: number
  readonly tried: number
  /** What the last of its targets failed with. */
  readonly last: Failure
  /** Its deployments of higher orders were asked: then the last failure is told, and nothing of the first. */
  readonly byOrder: boolean
}

export interface Walk {
  readonly asked: string
  readonly fallbacks: Fallbacks
  readonly frames: readonly Frame[]
  readonly attempted: ReadonlySet<string>
}

/** `last` where what failed last is to be told as it is. */
export type Next = { walk: Walk; hop: Hop } | { failure: Failure; ending: string } | { last: true }

export function startWalk(asked: string, fallbacks: Fallbacks): { walk: Walk; hop: Hop } {
  return {
    walk: { asked, fallbacks, frames: [], attempted: new Set() },
    hop: { group: asked, changes: {}, depth: 0 },
  }
}

/** LiteLLM's count in `x-litellm-attempted-fallbacks`: targets of the first chain, not those of chains within. */
export function fallbacksTried(walk: Walk): number {
  return walk.frames[0]?.tried ?? 0
}

/** What is left to say of a group that has failed. */
export interface Spent {
  /** The calls made again; they show only where all were used up. */
  readonly used: number
  readonly max: number
  /** The orders of its deployments, the lowest first. */
  readonly orders: readonly number[]
}

/** A group has failed for good. */
export function hopFailed(walk: Walk, hop: Hop, failed: Failure, retries: Spent): Next {
  const { asked, fallbacks } = walk
  const chain = inOrder(chainFor(failed, hop.group, asked, fallbacks), failed, hop, retries.orders, fallbacks)
  const failure = { ...failed, message: failed.message + specialNote(failed.litellmClass, hop.group, fallbacks) }
  const told = { ...failure, message: failure.message + retriedNote(retries) }
  if (typeof chain !== 'object' || hop.depth >= fallbacks.max) {
    if (hop.depth === 0) return { failure, ending: ending(failure, asked, chainOf(chain), fallbacks, null) }
    return advance(withLast(walk, told))
  }
  const frame: Frame = {
    group: hop.group,
    targets: chain.targets,
    failure,
    told,
    depth: hop.depth,
    tried: 0,
    last: told,
    byOrder: hasOrders(chain.targets),
  }
  return advance({
    ...walk,
    frames: [...walk.frames, frame],
    attempted: new Set([...walk.attempted, hop.group]),
  })
}

/** The deployments of higher orders come before other groups, but for failures that have chains of their own. */
function inOrder(
  chain: Chain,
  { litellmClass }: Failure,
  { group, order }: Hop,
  orders: readonly number[],
  { disabled }: Fallbacks,
): Chain {
  const special = litellmClass === 'ContextWindowExceededError' || litellmClass === 'ContentPolicyViolationError'
  if (disabled || special || orders.length < 2) return chain
  const asked = order ?? orders[0] ?? 0
  const higher = orders.filter(one => one > asked).map(one => ({ model: group, [orderKey]: one }))
  if (higher.length === 0) return chain
  return { targets: [...higher, ...(typeof chain === 'object' ? chain.targets : [])] }
}

/** LiteLLM's own name for it, which its messages show. */
const orderKey = '_target_order'

const hasOrders = (targets: readonly FallbackTarget[]): boolean =>
  targets.some(target => typeof target !== 'string' && orderKey in target)

const chainOf = (chain: Chain): 'none' | 'unlisted' => (chain === 'unlisted' ? 'unlisted' : 'none')

function withLast(walk: Walk, last: Failure): Walk {
  return {
    ...walk,
    frames: walk.frames.map((frame, index, all) => (index === all.length - 1 ? { ...frame, last } : frame)),
  }
}

/** The next target that has not been tried yet; a chain that is used up hands its group's own failure to the one before. */
function advance(walk: Walk): Next {
  const frame = walk.frames.at(-1)
  if (frame === undefined) throw new Error('a walk without a chain cannot go on')
  const target = frame.targets.find(item => keyOf(item) !== frame.group && !walk.attempted.has(keyOf(item)))
  if (target !== undefined) {
    const tried = { ...frame, tried: frame.tried + 1 }
    const wanted: JsonObject & { model: string } = typeof target === 'string' ? { model: target } : target
    const { model, [orderKey]: order, ...changes } = wanted
    return {
      walk: {
        ...walk,
        frames: [...walk.frames.slice(0, -1), tried],
        attempted: new Set([...walk.attempted, keyOf(target)]),
      },
      hop: {
        group: model,
        changes,
        depth: frame.depth + tried.tried,
        ...(typeof order === 'number' ? { order } : {}),
      },
    }
  }
  const rest = { ...walk, frames: walk.frames.slice(0, -1) }
  if (rest.frames.length > 0) return advance(withLast(rest, frame.byOrder ? frame.last : frame.told))
  if (frame.byOrder) return { last: true }
  const { failure, targets, last } = frame
  return { failure, ending: ending(failure, walk.asked, { targets }, walk.fallbacks, last.message) }
}

/** LiteLLM says nothing more of its router's own refusal. */
function ending({ status }: Failure, ...told: Parameters<typeof endingFor>): string {
  return status === null ? '' : endingFor(...told)
}

/** Two targets with the same key are the same attempt. */
function keyOf(target: FallbackTarget): string {
  return typeof target === 'string' || Object.keys(target).length === 1
    ? typeof target === 'string'
      ? target
      : target.model
    : JSON.stringify(target)
}
