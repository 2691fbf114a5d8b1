/**
 * The process `litellm`. It decides which LiteLLM to run and then becomes it, in the same process, so that the
 * supervisor's pid, logs and signals are LiteLLM's own. Without a LiteLLM it serves the stand-in.
 */
import { writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { loadEnvironment, projectRoot } from '../../config/environment.ts'
import { writeLitellmNote } from '../../services/shared/litellm-note.ts'
import { litellmCommand, refusalMarker, startMarker } from './command.ts'
import { dieWithParent } from './die-with-parent.ts'
import { findLitellm, installPaths } from './find.ts'

/** LiteLLM's own exit code for a start that failed; a restart does not heal it. */
const startFailed = 3

try {
  await launch()
} catch (error) {
  say(`${refusalMarker}${error instanceof Error ? error.message : String(error)}`)
  process.exit(startFailed)
}

async function launch(): Promise<void> {
  say(startMarker)
  const { configPath, ports, runtime } = loadEnvironment()
  const litellm = await findLitellm(projectRoot, process.env, line => say(`crossfade: warning: ${line}`))
  writeLitellmNote(runtime, litellm.kind === 'stand-in' ? { ...litellm, version: 'none' } : litellm)
  // LiteLLM itself moves to a random port when 4000 is taken, where nobody would look for it.
  if (await isTaken(ports.litellm)) throw new Error(`port ${ports.litellm} of LiteLLM: address already in use`)
  if (litellm.kind === 'stand-in') {
    say(`crossfade: no LiteLLM, the stand-in answers: ${litellm.because}`)
    return await serveStandIn(configPath, ports.litellm)
  }
  // The channel to the supervisor is gone, and so is the supervisor.
  if (process.env.NODE_CHANNEL_FD && !process.connected) throw new Error('the supervisor has gone')
  const prefix = dieWithParent(process.ppid)
  const pycache = litellm.kind === 'pinned' ? installPaths(projectRoot).pycache : null
  const { bin, version, kind } = litellm
  const command = litellmCommand({ bin, configPath, port: ports.litellm, env: process.env, pycache, prefix })
  say(`crossfade: LiteLLM ${version} (${kind})`)
  blockingStreams()
  process.execve?.(command.file, command.args, command.env)
  throw new Error('this Node.js cannot become another process: use the version that package.json pins')
}

async function serveStandIn(configPath: string, port: number): Promise<void> {
  const { buildStandIn } = await import('./stand-in.ts')
  const app = buildStandIn({ configPath })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
  process.once('disconnect', () => process.exit())
  await app.listen({ host: '127.0.0.1', port })
  say('crossfade: the stand-in is up')
  // Only the server keeps this process alive, not the channel to the supervisor.
  process.channel?.unref()
}

async function isTaken(port: number): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
  })
}

/** LiteLLM inherits the pipes to the supervisor's logs, and Python loses lines on one that Node made non-blocking. */
function blockingStreams(): void {
  for (const stream of [process.stdout, process.stderr] as { _handle?: { setBlocking?: (on: boolean) => void } }[]) {
    // oxlint-disable-next-line eslint/no-underscore-dangle -- Node has no public way
    stream._handle?.setBlocking?.(true)
  }
}

function say(line: string): void {
  writeSync(2, `${line}\n`)
}
