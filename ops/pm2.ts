/** pm2 as a command, with the stack's own home. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { projectRoot, type Settings } from '../config/environment.ts'
import { isAlive } from '../services/shared/health.ts'
import { CommandError } from './exit-codes.ts'

/** One process as pm2 sees it. */
export interface Supervised {
  readonly name: string
  readonly pid: number | undefined
  readonly status: string
  readonly restarts: number
  readonly startedAt: number
  readonly memory: number
  readonly cpu: number
  readonly exitCode: number | undefined
}

const jlistSchema = z.array(
  z.looseObject({
    name: z.string(),
    pid: z.number().optional(),
    monit: z.looseObject({ memory: z.number(), cpu: z.number() }).optional(),
    pm2_env: z.looseObject({
      status: z.string(),
      restart_time: z.number().default(0),
      pm_uptime: z.number().default(0),
      exit_code: z.number().optional(),
    }),
  }),
)

/** pm2's home of a stack. Its sockets are in it, and a socket's path may have 107 bytes. */
function pm2Home({ runtime }: Pick<Settings, 'runtime'>): string {
  const home = path.join(runtime, 'pm2')
  if (Buffer.byteLength(path.join(home, 'rpc.sock')) > 100) {
    throw new CommandError(`${home} is too long a path for pm2's sockets; set CROSSFADE_RUNTIME to a shorter folder`)
  }
  return home
}

/** The daemon's pid, or null while none runs. Asking pm2 itself would start one. */
export function daemonPid(settings: Settings): number | null {
  const file = path.join(pm2Home(settings), 'pm2.pid')
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return pid > 0 && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

/** Runs pm2 and answers what it printed. Throws when it fails. */
export function runPm2(
  settings: Settings,
  args: readonly string[],
  stdio: 'pipe' | 'inherit' = 'pipe',
): Promise<string> {
  const bin = path.join(projectRoot, 'node_modules/pm2/bin/pm2')
  const env = { ...process.env, PM2_HOME: pm2Home(settings), PM2_DISCRETE_MODE: 'true' }
  const child = spawn(process.execPath, [bin, ...args], { cwd: projectRoot, env, stdio: ['ignore', stdio, stdio] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(output)
      else reject(new CommandError(`pm2 ${args.join(' ')} failed:\n${output}`))
    })
  })
}

/** The processes of the stack; none while no daemon runs. */
export async function supervised(settings: Settings): Promise<Supervised[]> {
  if (daemonPid(settings) === null) return []
  const output = await runPm2(settings, ['jlist'])
  // pm2 may print notices before the list, which is one line.
  const list = jlistSchema.parse(JSON.parse(/^\[.*\]$/m.exec(output)?.[0] ?? '[]'))
  return list.map(({ name, pid, monit, pm2_env: env }) => ({
    name,
    // pm2 says 0 for a process that does not run; to the kernel 0 is the caller's whole process group.
    pid: pid === undefined || pid <= 0 ? undefined : pid,
    status: env.status,
    restarts: env.restart_time,
    startedAt: env.pm_uptime,
    memory: monit?.memory ?? 0,
    cpu: monit?.cpu ?? 0,
    exitCode: env.exit_code,
  }))
}
