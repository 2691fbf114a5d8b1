/** The rollout record: what share of new requests the sdk backend gets, and how it came to that. Pure. */
import { z } from 'zod'

export const phases = ['idle', 'progressing', 'paused', 'promoted', 'rolled-back'] as const
export type Phase = (typeof phases)[number]

/** The record as it is stored. `version` counts every change; writers compare and swap on it. */
export const recordSchema = z.strictObject({
  version: z.int().min(0),
  /** The canary's share of new units, 0 to 100. */
  percent: z.number().min(0).max(100),
  phase: z.enum(phases),
  /** Mixed into the draw of sticky units; a new one for each rollout, so that not always the same users go first. */
  salt: z.string().regex(/^[0-9a-f]{16}$/),
  actor: z.string(),
  reason: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** The last share that CANARY_PERCENT wrote; it counts as a write again only when it changes. */
  envSeed: z.number().nullable(),
})

export type RolloutRecord = z.infer<typeof recordSchema>

/** What somebody wants of the record. `version` is the one they saw; a rollback needs none. */
export interface Change {
  readonly kind: 'set' | 'rollback' | 'env'
  readonly percent: number
  readonly actor: string
  readonly reason: string
  readonly version?: number | undefined
}

export type Applied =
  | { kind: 'changed'; record: RolloutRecord }
  | { kind: 'unchanged'; because: string }
  | { kind: 'conflict'; version: number }

/** The record before anybody has said anything. */
export function emptyRecord(now: string, salt: string): RolloutRecord {
  return {
    version: 0,
    percent: 0,
    phase: 'idle',
    salt,
    actor: 'crossfade',
    reason: 'first start',
    at: now,
    envSeed: null,
  }
}

/** The next record, or why there is none. Clock and salt are arguments. */
export function applyChange(current: RolloutRecord, change: Change, now: string, freshSalt: string): Applied {
  if (change.version !== undefined && change.kind !== 'rollback' && change.version !== current.version) {
    return { kind: 'conflict', version: current.version }
  }
  if (change.kind === 'env') {
    const refusal = envRefusal(current, change.percent)
    if (refusal !== null) return { kind: 'unchanged', because: refusal }
  }
  const percent = change.kind === 'rollback' ? 0 : change.percent
  const startsAnew = current.percent === 0 && percent > 0
  return {
    kind: 'changed',
    record: {
      version: current.version + 1,
      percent,
      phase: change.kind === 'rollback' ? 'rolled-back' : phaseFor(percent),
      salt: startsAnew ? freshSalt : current.salt,
      actor: change.actor,
      reason: change.reason,
      at: now,
      envSeed: change.kind === 'env' ? change.percent : current.envSeed,
    },
  }
}

/**
 * The share the environment asks for: CANARY_PERCENT, else USE_SDK_PROXY as 100 or 0, else null.
 * Throws on a value that is no share.
 */
export function percentFromEnv(env: Readonly<Record<string, string | undefined>>): number | null {
  const text = env.CANARY_PERCENT?.trim()
  if (text) {
    const percent = Number(text)
    if (!(percent >= 0 && percent <= 100))
      throw new Error(`CANARY_PERCENT=${text} is not a share; give a number from 0 to 100`)
    return percent
  }
  const flag = env.USE_SDK_PROXY?.trim().toLowerCase()
  if (!flag) return null
  if (flag === 'true' || flag === '1') return 100
  if (flag === 'false' || flag === '0') return 0
  throw new Error(`USE_SDK_PROXY=${flag} is neither true nor false`)
}

function envRefusal(current: RolloutRecord, percent: number): string | null {
  if (current.phase === 'rolled-back' || current.phase === 'paused') {
    return `the rollout is ${current.phase}; the environment does not revive it (crossfade set ${percent} does)`
  }
  if (current.envSeed === percent) return 'the environment asks for what it asked for before'
  return null
}

function phaseFor(percent: number): Phase {
  if (percent === 0) return 'idle'
  return percent === 100 ? 'promoted' : 'progressing'
}
