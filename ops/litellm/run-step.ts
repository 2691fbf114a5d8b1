import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dieWithParent } from './die-with-parent.ts'

/** One command of the install. */
export interface Step {
  readonly what: string
  readonly command: readonly [string, ...string[]]
  readonly env: NodeJS.ProcessEnv
}

export interface Progress {
  /** The folder whose growth is reported. */
  readonly folder: string
  readonly report: (line: string) => void
  /** When the install as a whole started, in milliseconds. */
  readonly since: number
  readonly everyMs?: number
  /** A step whose folder has not grown for this long is given up. */
  readonly stallMs?: number
}

/** Runs a command to its end with a progress line every two seconds; throws with the command's last words. */
export async function runStep(step: Step, progress: Progress): Promise<void> {
  const [file, ...args] = [...dieWithParent(process.pid), ...step.command] as [string, ...string[]]
  const child = spawn(file, args, { env: step.env, stdio: ['ignore', 'pipe', 'pipe'] })
  const tail = lastWords(child)
  const watch = watchGrowth(step.what, child, progress)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (watch.stalled()) throw new Error(`${step.what} made no progress for ${watch.stallSeconds} s`)
    if (code !== 0) throw new Error(`${step.what} failed: ${tail() || `it ended with ${code ?? 'a signal'}`}`)
  } finally {
    watch.stop()
  }
}

interface Watch {
  readonly stalled: () => boolean
  readonly stallSeconds: number
  readonly stop: () => void
}

function watchGrowth(what: string, child: ChildProcess, progress: Progress): Watch {
  const { folder, report, since, everyMs = 2_000, stallMs = 120_000 } = progress
  let megabytes = 0
  let grewAt = Date.now()
  let stalled = false
  let measuring = false
  const measure = async (): Promise<void> => {
    if (measuring) return
    measuring = true
    const now = Math.round((await folderBytes(folder)) / 1e6)
    if (now !== megabytes) grewAt = Date.now()
    megabytes = now
    measuring = false
  }
  const say = (): void => report(`  ${what}: ${Math.round((Date.now() - since) / 1000)} s, ${megabytes} MB`)
  const sizes = setInterval(() => void measure(), everyMs / 2)
  const lines = setInterval(() => {
    say()
    if (Date.now() - grewAt < stallMs) return
    stalled = true
    child.kill('SIGKILL')
  }, everyMs)
  const stop = (): void => {
    clearInterval(sizes)
    clearInterval(lines)
  }
  say()
  return { stalled: () => stalled, stallSeconds: Math.round(stallMs / 1000), stop }
}

/** Collects a command's output and gives the line of it that best says what went wrong. */
function lastWords(child: ChildProcess): () => string {
  let text = ''
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString('utf8')).slice(-8_000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return () => {
    const lines = text.split('\n').map(line => line.replace(/^[\s×├╰─▶│]+/, '').trim())
    const telling = lines.findLast(line => /error|failed|could not|no such|denied|no space/i.test(line))
    return (telling ?? lines.findLast(line => line !== '') ?? '').slice(0, 300)
  }
}

/** The disk space under a folder, without following links; files that come and go meanwhile count as nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += await folderBytes(path)
    else bytes += ((await lstat(path).catch(() => null))?.blocks ?? 0) * 512
  }
  return bytes
}
