/** The processes of a stack, as pm2 wants them described. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { loadEnvironment, projectRoot, type Settings } from '../config/environment.ts'
import { exitCodes } from '../services/shared/lifecycle.ts'

/** One pm2 app (pm2's own names). */
export interface App {
  readonly name: string
  readonly script: string
  readonly exec_mode: 'cluster' | 'fork'
  readonly instances: number
  readonly [option: string]: unknown
}

/** Writes `.env` where there is none, then describes every process for the environment as it is. */
export function prepareStack(root: string = projectRoot): App[] {
  ensureDotEnv(process.env.CROSSFADE_ENV_FILE ?? path.join(root, '.env'), root)
  // A copy: pm2 stores the environment it is called with, and secrets stay in .env.
  return describeApps(loadEnvironment(root, { ...process.env }), root)
}

/** The apps of a stack. LiteLLM comes first: it takes longest to be ready. */
export function describeApps({ gateway, runtime, providers }: Settings, root: string = projectRoot): App[] {
  const { processes, limits } = gateway
  mkdirSync(path.join(runtime, 'logs'), { recursive: true, mode: 0o700 })
  const common = (name: string) => ({
    name,
    cwd: root,
    merge_logs: true,
    out_file: path.join(runtime, 'logs', `${name}.log`),
    error_file: path.join(runtime, 'logs', `${name}.log`),
    exp_backoff_restart_delay: 100,
    min_uptime: 2_000,
    max_restarts: 15,
    stop_exit_codes: Object.values(exitCodes),
  })
  const ours = (name: string, script: string, instances: number, exec_mode: 'cluster' | 'fork'): App => ({
    ...common(name),
    script,
    instances,
    exec_mode,
    // In cluster mode pm2 takes only this name, and runs them on the daemon's Node; a fork would look it up in PATH.
    interpreter: exec_mode === 'cluster' ? 'node' : process.execPath,
    // http-proxy calls util._extend; nobody here can mend that.
    node_args: ['--disable-warning=DEP0060'],
    wait_ready: true,
    listen_timeout: 20_000,
    // A stopping process waits for its streams; pm2 must not end it before it gives up by itself.
    kill_timeout: limits.drain_ms + 5_000,
  })
  return [
    {
      ...common('litellm'),
      script: process.execPath,
      args: [path.join(root, 'ops/litellm/launch.ts')],
      interpreter: 'none',
      instances: 1,
      exec_mode: 'fork',
      // LiteLLM's code for a start that failed, a weak master key for one.
      stop_exit_codes: [...Object.values(exitCodes), 3],
      kill_timeout: 10_000,
    },
    ours('control', 'services/control/main.ts', 1, 'fork'),
    ...(providers === 'simulator' ? [ours('simulator', 'services/simulator/main.ts', 1, 'fork')] : []),
    ours('worker-binary', 'services/binary/main.ts', processes.worker_binary, 'cluster'),
    ours('worker-sdk', 'services/sdk/main.ts', processes.worker_sdk, 'cluster'),
    ours('gateway', 'gateway/main.ts', processes.gateway, 'cluster'),
  ]
}

/** Copies `.env.example` with a random master key; LiteLLM refuses the well-known ones. Private to its owner. */
export function ensureDotEnv(file: string, root: string = projectRoot): void {
  const example = path.join(root, '.env.example')
  if (existsSync(file) || !existsSync(example)) return
  const key = `sk-${randomBytes(24).toString('base64url')}`
  const text = readFileSync(example, 'utf8').replace(/^LITELLM_MASTER_KEY=$/m, `LITELLM_MASTER_KEY=${key}`)
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}
