/** The real LiteLLM as a child process: started once for the suite, gone with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { litellmCommand } from '../../ops/litellm/command.ts'
import { dieWithParent } from '../../ops/litellm/die-with-parent.ts'
import { eventually } from '../support/eventually.ts'

export interface LitellmProcess {
  readonly base: string
  /** Throws its last words if it has died. */
  check(): void
  stop(): Promise<void>
}

export interface LitellmOptions {
  readonly bin: string
  readonly configPath: string
  readonly masterKey: string
  /** Where it may write what it compiles and thinks it must keep. */
  readonly home: string
  readonly port: number
  /** Variables of the providers, and others that the suite sets for both backends. */
  readonly variables?: Readonly<Record<string, string>>
}

const startMs = 120_000
/** Packages that the pinned LiteLLM comes without. */
const modules = path.join(import.meta.dirname, 'python')

/** Starts it and waits until it is ready; its own words are in the error if that never comes. */
export async function startLitellm({
  bin,
  configPath,
  masterKey,
  home,
  port,
  variables = {},
}: LitellmOptions): Promise<LitellmProcess> {
  // Nothing else of ours but what a case asks for: a provider's key or address in the environment would change what it sends.
  const own = { PATH: process.env.PATH, HOME: home, PYTHONPATH: modules, NO_PROXY: '*' }
  const env = { ...own, LITELLM_MASTER_KEY: masterKey, ...variables }
  const prefix = dieWithParent(process.pid)
  const command = litellmCommand({ bin, configPath, port, env, pycache: null, prefix })
  const child = spawn(command.file, command.args.slice(1), { env: command.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-20_000)))
  }
  const closed = once(child, 'close')
  const base = `http://127.0.0.1:${port}`
  const ready = await eventually(
    async () => child.exitCode !== null || (await isReady(base)),
    done => done,
    startMs,
  )
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await closed
  }
  const check = (): void => {
    if (child.exitCode === null && child.signalCode === null) return
    const how = child.signalCode ?? `code ${child.exitCode}`
    throw new Error(`LiteLLM ended in the middle of the suite, ${how}; its last words:\n${words}`)
  }
  if (ready && child.exitCode === null) return { base, check, stop }
  await stop()
  throw new Error(`LiteLLM did not get ready within ${startMs / 1000} s; its last words:\n${words}`)
}

async function isReady(base: string): Promise<boolean> {
  try {
    return (await fetch(`${base}/health/readiness`)).ok
  } catch {
    return false
  }
}
