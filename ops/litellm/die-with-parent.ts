import { spawnSync } from 'node:child_process'

let setprivWorks: boolean | undefined

/**
 * The words to put before a command so that the kernel kills it when its parent dies, even by SIGKILL. Empty where
 * there is no such thing (macOS, or a busybox `setpriv` without `--pdeathsig`).
 *
 * The parent may already be gone when the death signal is armed, and then nothing would ever send it: so the shell
 * compares its parent with the expected one before it becomes the command.
 */
export function dieWithParent(parent: number): readonly string[] {
  setprivWorks ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0
  if (!setprivWorks) return []
  const guard = '[ "$PPID" = "$0" ] || exit 75; exec "$@"'
  return ['setpriv', '--pdeathsig', 'KILL', '/bin/sh', '-c', guard, String(parent)]
}
