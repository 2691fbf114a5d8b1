/** A whole stack for a system test: real pm2, real processes, ports and runtime folder of its own. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { request } from 'undici'
import { freePorts } from './ports.ts'

export const root = path.resolve(import.meta.dirname, '../..')

/** What a command of the CLI printed and how it ended. */
export interface Ran {
  readonly code: number
  readonly output: string
}

export interface Stack {
  readonly url: string
  readonly key: string
  readonly runtime: string
  readonly env: NodeJS.ProcessEnv
  readonly ports: Record<'gateway' | 'sdk' | 'binary' | 'litellm' | 'control' | 'simulator', number>
  /** What `start` printed. */
  readonly face: string
  /** Runs `crossfade …` for this stack. */
  crossfade(...args: string[]): Promise<Ran>
  /** Process ids by name, as pm2 has them now. */
  pids(name: string): Promise<number[]>
  /** Value of every series of a metric whose labels match, summed. */
  metric(name: string, labels?: Record<string, string>): Promise<number>
  stop(): Promise<Ran>
}

const run = promisify(execFile)

/** tap loads itself into every child by NODE_OPTIONS; the processes of a stack are to be as they are in production. */
export const untapped = ['-u', 'NODE_OPTIONS']

/** The environment of a stack that does not exist yet; what it may not inherit is taken out. */
export async function stackEnvironment(
  overrides: NodeJS.ProcessEnv = {},
): Promise<{ env: NodeJS.ProcessEnv; runtime: string; ports: Stack['ports'] }> {
  // Not below the project: pm2's sockets need a short path.
  const runtime = mkdtempSync(path.join(tmpdir(), 'crossfade-'))
  const [gateway, sdk, binary, litellm, control, simulator] = (await freePorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(TAP|CANARY_PERCENT|USE_SDK_PROXY|PM2_HOME|NODE_OPTIONS|ANTHROPIC_|OPENAI_|npm_)/.test(name),
  )
  const env = {
    ...Object.fromEntries(inherited),
    // npm puts the pinned Node first; a stack must not depend on that.
    PATH: (process.env.PATH ?? '')
      .split(path.delimiter)
      .filter(folder => !folder.includes('node_modules'))
      .join(path.delimiter),
    CROSSFADE_RUNTIME: runtime,
    CROSSFADE_ENV_FILE: path.join(runtime, 'env'),
    CROSSFADE_LITELLM: 'required',
    PROXY_PORT: String(gateway),
    SDK_PORT: String(sdk),
    BINARY_PORT: String(binary),
    LITELLM_PORT: String(litellm),
    CONTROL_PORT: String(control),
    SIMULATOR_PORT: String(simulator),
    ...overrides,
  }
  return { env, runtime, ports: { gateway, sdk, binary, litellm, control, simulator } }
}

/** Starts a stack and waits until it is ready. The caller stops it, or `stop` is handed to `t.teardown`. */
export async function startStack(overrides: NodeJS.ProcessEnv = {}): Promise<Stack> {
  const { env, runtime, ports } = await stackEnvironment(overrides)
  const started = await runCrossfade(env, ['start'])
  if (started.code !== 0) {
    await runCrossfade(env, ['stop', '--now'])
    throw new Error(`the stack did not start (exit ${started.code}):\n${started.output}`)
  }
  const control = `http://127.0.0.1:${ports.control}`
  return {
    url: `http://127.0.0.1:${ports.gateway}`,
    key: masterKey(path.join(runtime, 'env')),
    runtime,
    env,
    ports,
    face: started.output,
    crossfade: (...args) => runCrossfade(env, args),
    async pids(name) {
      const { output } = await runCrossfade(env, ['status', '--json'])
      const { processes } = JSON.parse(output) as { processes: { name: string; pid: number; status: string }[] }
      return processes.filter(process => process.name === name && process.status === 'online').map(({ pid }) => pid)
    },
    async metric(name, labels = {}) {
      const { body } = await request(`${control}/metrics`)
      return sumSeries(await body.text(), name, labels)
    },
    async stop() {
      const stopped = await runCrossfade(env, ['stop', '--now'])
      rmSync(runtime, { recursive: true, force: true })
      return stopped
    },
  }
}

/** Runs the CLI for an environment; a failure is an answer, not an exception. */
export async function runCrossfade(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(
      'env',
      [...untapped, process.execPath, path.join(root, 'ops/cli.ts'), ...args],
      {
        cwd: root,
        env,
        maxBuffer: 2 ** 26,
      },
    )
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: code ?? 1, output: `${stdout ?? ''}${stderr ?? ''}` }
  }
}

/** Sums the samples of a metric in an exposition. */
function sumSeries(exposition: string, name: string, labels: Record<string, string>): number {
  let sum = 0
  for (const line of exposition.split('\n')) {
    const match = /^([a-z_:]+)(?:\{(.*)\})? (\S+)$/i.exec(line)
    if (match?.[1] !== name) continue
    const wanted = Object.entries(labels).every(([label, value]) => match[2]?.includes(`${label}="${value}"`))
    if (wanted) sum += Number(match[3])
  }
  return sum
}

/** Command lines of processes that mention a text, this one excepted. */
export function processesWith(text: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n')
  return lines.filter(line => line.includes(text) && !line.includes(` ${process.pid} `) && !line.includes('ps -eo'))
}

function masterKey(envFile: string): string {
  const key = /^LITELLM_MASTER_KEY=(.+)$/m.exec(readFileSync(envFile, 'utf8'))?.[1]
  if (!key) throw new Error('no master key was written')
  return key
}
