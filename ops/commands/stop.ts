/** `crossfade stop`: ends every process and the supervisor, gently at first. */
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../../config/environment.ts'
import { announcedProcesses, isAlive } from '../../services/shared/health.ts'
import { CommandError } from '../exit-codes.ts'
import { daemonPid, runPm2, supervised } from '../pm2.ts'

/** Seconds that requests in flight get before they are cut. */
const graceSeconds = 10

/** Stops the stack. Says so when there is none. */
export async function stop(settings: Settings, options: { now?: boolean }): Promise<void> {
  const daemon = daemonPid(settings)
  if (daemon === null) {
    const left = stragglers(settings, [])
    if (left.length === 0) return console.log('Nothing is running.')
    // A supervisor that was killed leaves no list behind, but its processes have announced themselves.
    return endStragglers(settings, left)
  }
  const pids = (await supervised(settings)).flatMap(({ pid }) => pid ?? [])
  const killed = runPm2(settings, ['kill'])
  const cut = setTimeout(() => signalAll(pids, 'SIGINT'), (options.now ? 0.2 : graceSeconds) * 1000)
  try {
    await killed
  } finally {
    clearTimeout(cut)
  }
  await endStragglers(settings, [...stragglers(settings, pids), daemon])
  console.log('Stopped.')
}

/** The second signal: our processes drop what they wait for. Then, if need be, the last one. */
async function endStragglers(settings: Settings, pids: readonly number[]): Promise<void> {
  if (!(await gone(pids, 3_000))) signalAll(pids, 'SIGINT')
  if (!(await gone(pids, 3_000))) signalAll(pids, 'SIGKILL')
  if (!(await gone(pids, 3_000))) throw new CommandError(`still running: ${pids.filter(isAlive).join(', ')}`)
  rmSync(path.join(settings.runtime, 'procs'), { recursive: true, force: true })
}

/** Processes of the stack that are still there: those pm2 listed, and those announced in the runtime folder. */
function stragglers(settings: Settings, pids: readonly number[]): number[] {
  const announced = announcedProcesses(settings.runtime)
    .map(({ pid }) => pid)
    .filter(pid => isAlive(pid) && belongsHere(pid))
  return [...new Set([...pids.filter(isAlive), ...announced])]
}

/** A stale file may name a process id that another program has by now. */
function belongsHere(pid: number): boolean {
  try {
    return /main\.ts|PM2|pm2|ProcessContainer|crossfade/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}

async function gone(pids: readonly number[], withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (pids.some(isAlive)) {
    if (Date.now() > deadline) return false
    await sleep(50)
  }
  return true
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids.filter(isAlive)) {
    try {
      process.kill(pid, signal)
    } catch {
      // Ended in between.
    }
  }
}
