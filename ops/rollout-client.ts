/** Reads and changes the rollout record: through control, or directly in the store while control is down. */
import { request } from 'undici'
import type { Settings } from '../config/environment.ts'
import type { RolloutRecord } from '../services/shared/rollout/record.ts'
import { recordSchema } from '../services/shared/rollout/record.ts'
import { openRolloutStore } from '../services/shared/rollout/store.ts'
import { CommandError, exitCodes } from './exit-codes.ts'

/** A change as a command asks for it. */
export interface Wish {
  readonly action: 'set' | 'rollback' | 'env'
  readonly percent?: number
  readonly actor: string
  readonly reason: string
  readonly version?: number
}

/** What came of it. */
export interface Granted {
  readonly record: RolloutRecord
  readonly unchanged: string | null
  /** Control did not answer, the record was written by this command. */
  readonly direct: boolean
}

/** Makes the change. It is in force on every gateway process when this returns. */
export async function changeRollout(settings: Settings, wish: Wish): Promise<Granted> {
  const answer = await askControl(settings, wish)
  // A control that fails does not stop a rollback either.
  const failed = answer === null || (wish.action === 'rollback' && answer.status !== 200)
  if (failed) return changeDirectly(settings, wish)
  const body = parseBody(answer.text)
  const { error, unchanged } = body
  if (answer.status === 409) throw new CommandError(error ?? 'somebody else changed the record', exitCodes.conflict)
  if (answer.status !== 200) throw new CommandError(error ?? `control answered ${answer.status}`)
  return { record: recordSchema.strip().parse(body), unchanged: unchanged ?? null, direct: false }
}

async function askControl({ ports }: Settings, wish: Wish): Promise<{ status: number; text: string } | null> {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${ports.control}/api/rollout`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
      signal: AbortSignal.timeout(wish.action === 'rollback' ? 1_000 : 5_000),
    })
    return { status: statusCode, text: await body.text() }
  } catch (error) {
    // A rollback waits for nobody, not even for a control that hangs.
    if ((error as { code?: string }).code === 'ECONNREFUSED' || wish.action === 'rollback') return null
    throw new CommandError(`control does not answer: ${(error as Error).message}`)
  }
}

/** Whatever holds control's port may answer with something that is no JSON. */
function parseBody(text: string): { error?: string; unchanged?: string } {
  try {
    return JSON.parse(text) as { error?: string; unchanged?: string }
  } catch {
    return {}
  }
}

async function changeDirectly({ runtime }: Settings, wish: Wish): Promise<Granted> {
  const store = openRolloutStore(runtime)
  const { action: kind, percent = 0, actor, reason, version } = wish
  const applied = await store.change({ kind, percent, actor, reason, version })
  if (applied.kind === 'conflict') {
    throw new CommandError(`the record is at version ${applied.version} by now`, exitCodes.conflict)
  }
  return { record: store.read(), unchanged: applied.kind === 'unchanged' ? applied.because : null, direct: true }
}
