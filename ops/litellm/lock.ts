import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A held lock. `held` turns false when somebody took it over because this process looked dead. */
export interface Lock {
  readonly held: () => boolean
  readonly release: () => void
}

const heartbeatMs = 1_000
/** A holder that has not touched its lock for this long is dead, whoever has its process id now. */
const staleMs = 30_000

/**
 * Takes the lock file at `path`, waiting while a living process holds it; `waiting` is called with the holder's pid
 * about every two seconds.
 */
export async function acquireLock(path: string, waiting: (pid: number) => void = () => {}): Promise<Lock> {
  const mine = `${process.pid} ${randomUUID()}\n`
  for (let round = 0; ; round++) {
    if (create(path, mine)) return hold(path, mine)
    const theirs = read(path)
    if (theirs === null) continue
    if (isStale(path, theirs)) {
      if (await takeOver(path, theirs, mine)) return hold(path, mine)
      continue
    }
    if (round % 10 === 0) waiting(Number.parseInt(theirs, 10))
    await sleep(200)
  }
}

/** Only one process may replace a given stale lock: the right to do so is itself a lock. */
async function takeOver(path: string, stale: string, mine: string): Promise<boolean> {
  const guard = await acquireLock(`${path}.takeover`)
  try {
    if (read(path) !== stale) return false
    const fresh = `${path}.${process.pid}`
    writeFileSync(fresh, mine)
    renameSync(fresh, path)
    return true
  } finally {
    guard.release()
  }
}

function hold(path: string, mine: string): Lock {
  const held = (): boolean => read(path) === mine
  const beat = setInterval(() => {
    if (held()) utimesSync(path, new Date(), new Date())
  }, heartbeatMs)
  beat.unref()
  return {
    held,
    release: () => {
      clearInterval(beat)
      if (held()) rmSync(path, { force: true })
    },
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function isStale(path: string, content: string): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  if (age > staleMs) return true
  const pid = Number.parseInt(content, 10)
  // An empty file is a lock just being written; age alone decides about it.
  return Number.isInteger(pid) && !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
