/** Who listens on a port, so that "address in use" can be answered with a name. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import net from 'node:net'

/** Whether a listener could be opened there. */
export function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** `litellm (pid 123)`, or null where the system does not tell. */
function portHolder(port: number): string | null {
  try {
    return process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port)
  } catch {
    return null
  }
}

/** A sentence for a port that is taken. `variable` is what moves it. */
export function portTaken(port: number, variable: string): string {
  const holder = portHolder(port)
  return `port ${port} is taken${holder ? ` by ${holder}` : ''}; stop it or choose another port with ${variable}=…`
}

function holderFromProc(port: number): string | null {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table => listeningInodes(table, port)))
  if (inodes.size === 0) return null
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    if (socketInodes(pid).some(inode => inodes.has(inode))) {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
      return `${words.join(' ').slice(0, 120)} (pid ${pid})`
    }
  }
  return null
}

/** Rows of /proc/net/tcp: `sl local_address rem_address st … inode`; state 0A is LISTEN. */
function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync(table, 'utf8')
    .split('\n')
    .map(row => row.trim().split(/\s+/))
    .filter(columns => columns[3] === '0A' && columns[1]?.endsWith(`:${wanted}`))
    .flatMap(columns => columns[9] ?? [])
}

function socketInodes(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      const match = /^socket:\[(\d+)\]$/.exec(readlinkSafe(`/proc/${pid}/fd/${fd}`))
      return match?.[1] ?? []
    })
  } catch {
    // Another user's process, or one that has just ended.
    return []
  }
}

function readlinkSafe(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

function holderFromLsof(port: number): string | null {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8' })
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  const name = /^c(.+)$/m.exec(output)?.[1]
  return pid ? `${name ?? 'a process'} (pid ${pid})` : null
}
