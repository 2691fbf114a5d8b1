/** The command line as a child process, for a stack of its own that does not run. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Test } from 'tap'
import { freePorts } from './ports.ts'
import { writeFile } from './files.ts'

export const root = path.resolve(import.meta.dirname, '../..')

/** What a command printed and how it ended. */
interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Cli {
  readonly folder: string
  readonly runtime: string
  readonly env: NodeJS.ProcessEnv
  readonly ports: readonly number[]
  run(...args: string[]): Promise<Ran>
}

/** A command line with a runtime folder, an `.env` and ports that nobody else has. */
export async function prepareCli(t: Test, more: NodeJS.ProcessEnv = {}): Promise<Cli> {
  // Not tap's folder, which a test has only one of and whose path is too long for sockets.
  const folder = mkdtempSync(path.join(tmpdir(), 'crossfade-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const runtime = path.join(folder, 'run')
  const ports = await freePorts(6)
  const [gateway, sdk, binary, litellm, control, simulator] = ports.map(String)
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    NO_COLOR: '1',
    CROSSFADE_LITELLM: 'stand-in',
    CROSSFADE_RUNTIME: runtime,
    CROSSFADE_ENV_FILE: writeFile(
      folder,
      'env',
      'LITELLM_MASTER_KEY=sk-of-a-test\nANTHROPIC_API_KEY=\nOPENAI_API_KEY=\n',
    ),
    PROXY_PORT: gateway,
    SDK_PORT: sdk,
    BINARY_PORT: binary,
    LITELLM_PORT: litellm,
    CONTROL_PORT: control,
    SIMULATOR_PORT: simulator,
    ...more,
  }
  return { folder, runtime, env, ports, run: (...args) => runCli(args, env) }
}

/** Runs `crossfade …` and waits for its end. */
function runCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(root, 'ops/cli.ts'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, out, err }))
  })
}
