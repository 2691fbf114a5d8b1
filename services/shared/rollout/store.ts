/**
 * Where the rollout record lives: a snapshot that survives everything, an audit log of who changed what and why, and the
 * hot cell. Control owns it; the CLI uses the same code when control is down, so a rollback never waits for anything.
 */
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../health.ts'
import { writeCell } from './cell.ts'
import { type Applied, applyChange, type Change, emptyRecord, recordSchema, type RolloutRecord } from './record.ts'

export interface RolloutStore {
  /** The record on disk; an unreadable or absent one is canary 0. */
  read(): RolloutRecord
  change(change: Change): Promise<Applied>
  /** Rebuilds the hot cell from the snapshot, as at every start. */
  restore(): Promise<RolloutRecord>
}

/** Opens the store of one runtime folder. */
export function openRolloutStore(runtime: string, now: () => Date = () => new Date()): RolloutStore {
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const snapshot = path.join(runtime, 'rollout.json')
  const audit = path.join(runtime, 'rollout-audit.jsonl')
  const lockFile = path.join(runtime, 'rollout.lock')

  const read = (): RolloutRecord => {
    const empty = emptyRecord(now().toISOString(), freshSalt())
    try {
      return recordSchema.parse(JSON.parse(readFileSync(snapshot, 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty
      // It may have been rolled back: the environment must not raise it, only somebody who has looked.
      return { ...empty, phase: 'paused', reason: `${snapshot} cannot be read` }
    }
  }

  return {
    read,
    async restore() {
      // Under the lock: a rollback between the read and the write would be undone.
      const unlock = await lock(lockFile)
      try {
        const record = read()
        writeCell(runtime, record)
        return record
      } finally {
        unlock()
      }
    },
    async change(change) {
      // A rollback takes effect before it waits for anybody.
      if (change.kind === 'rollback') writeCell(runtime, { ...read(), percent: 0, phase: 'rolled-back' })
      const unlock = await lock(lockFile)
      try {
        const from = read()
        const applied = applyChange(from, change, now().toISOString(), freshSalt())
        if (applied.kind !== 'changed') return applied
        const { record } = applied
        // Going down takes effect before it is durable, going up only once it is: a crash in between errs towards stable.
        const lowers = record.percent < from.percent || change.kind === 'rollback'
        if (lowers) writeCell(runtime, record)
        writeDurably(snapshot, JSON.stringify(record))
        if (!lowers) writeCell(runtime, record)
        appendFileSync(audit, `${JSON.stringify({ action: change.kind, from: from.percent, ...record })}\n`, {
          mode: 0o600,
        })
        return applied
      } finally {
        unlock()
      }
    },
  }
}

function freshSalt(): string {
  return randomBytes(8).toString('hex')
}

/** The old file or the new one, whole, whatever happens in between. */
function writeDurably(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}

/** A lock that its holder's death releases. Changes take milliseconds, so waiting is short or something is wrong. */
async function lock(file: string): Promise<() => void> {
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      takeAwayIfStale(file)
      await sleep(5)
    }
  }
  throw new Error(`${file} has been held for two seconds; if no crossfade process is running, delete it`)
}

/** Moves a dead holder's lock aside. Between the look and the move another may have done so and taken the lock anew. */
function takeAwayIfStale(file: string): void {
  if (!isDeadHolders(file)) return
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (isDeadHolders(aside)) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch {
    // Somebody was faster; the next try sees what is there now.
  }
}

/** False for a lock that is gone, or whose holder has not yet written its id. */
function isDeadHolders(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return pid > 0 && !isAlive(pid)
  } catch {
    return false
  }
}
