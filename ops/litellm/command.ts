/** What LiteLLM's process is started with. Pure: the launcher acts on it. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

export interface CommandOptions {
  readonly bin: string
  readonly configPath: string
  readonly port: number
  readonly env: NodeJS.ProcessEnv
  /** Where compiled Python goes; null leaves that to Python. */
  readonly pycache: string | null
  /** Words to put before the command, see `dieWithParent`. */
  readonly prefix: readonly string[]
}

/** The line that begins each start in the log; what stands before it belongs to an earlier one. */
export const startMarker = 'crossfade: starting LiteLLM'
/** Comes before the launcher's own reason not to start. */
export const refusalMarker = 'crossfade: cannot start: '

/** The command to become, file first in `args` as execve wants it. */
export function litellmCommand({ bin, configPath, port, env, pycache, prefix }: CommandOptions): Command {
  const own = [bin, '--config', configPath, '--host', '127.0.0.1', '--port', String(port)]
  const args = prefix.length > 0 ? ['/usr/bin/env', ...prefix, ...own] : own
  return { file: args[0] ?? bin, args, env: litellmEnvironment(env, pycache) }
}

/** Everything passes, but for what pm2 and Node say to their own children and what would change what LiteLLM sends. */
export function litellmEnvironment(env: NodeJS.ProcessEnv, pycache: string | null): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name, value]) => value !== undefined && !isSupervision(name) && name !== env.name,
  )
  const { LITELLM_RUST: _, ...passed } = Object.fromEntries(kept) as Record<string, string>
  // Compiled files halve the start from the second time on; here they stay inside the repository.
  if (pycache) delete passed.PYTHONDONTWRITEBYTECODE
  return {
    ...passed,
    // Else it fetches its price map at each start, and that decides what it sends.
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    // Else a model named like a Llama stalls the server while it waits for a hub that may be out of reach.
    HF_HUB_OFFLINE: '1',
    PYTHONUNBUFFERED: '1',
    ...(pycache ? { PYTHONPYCACHEPREFIX: pycache } : {}),
  }
}

/** pm2 hands its record of a process to the process, one variable a field. */
const pm2Fields = new Set(
  `name namespace cwd version versioning watch instances instance_var exec_mode exec_interpreter autorestart autostart
  args node_args kill_retry_time kill_timeout listen_timeout wait_ready stop_exit_codes treekill merge_logs vizion
  vizion_running km_link env filter_env unique_id status created_at restart_time unstable_restarts prev_restart_delay
  max_restarts min_uptime max_memory_restart restart_delay exp_backoff_restart_delay automation pmx windowsHide
  node_version username exit_code force source_map_support time error_file out_file log_date_format`.split(/\s+/),
)

function isSupervision(name: string): boolean {
  return /^(PM2_|pm_|axm_|NODE_CHANNEL_|NODE_UNIQUE_ID$|NODE_APP_INSTANCE$)/.test(name) || pm2Fields.has(name)
}
