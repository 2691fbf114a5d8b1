/**
 * How every process starts and stops. An ES module that throws at top level stays "online" under pm2 for ever, so
 * nothing happens at top level but `boot`, which catches, says why, and exits with a code pm2 can judge.
 */
import type http from 'node:http'
import type { Registry } from 'prom-client'
import { loadEnvironment, type Settings } from '../../config/environment.ts'
import { ConfigError } from '../../config/faults.ts'
import { announce } from './health.ts'
import { createLogger, type Logger } from './logger.ts'
import { createRegistry } from './metrics.ts'
import { portTaken } from './port-holder.ts'

/** Faults that a restart cannot heal; pm2 is told not to try (`stop_exit_codes`). Values: sysexits.h. */
export const exitCodes = { config: 78, portTaken: 69 } as const

/** What a process is given to start with. */
export interface Context {
  readonly proc: string
  readonly settings: Settings
  readonly logger: Logger
  readonly registry: Registry
}

/** What a started process hands back. */
export interface Running {
  readonly servers: readonly http.Server[]
  /** False while it cannot do its work. */
  ready?(): boolean
  /** Called once the last connection is gone. */
  close?(): Promise<void> | void
}

/** Starts one process: environment, logger, metrics, its servers, its announcement, its way to stop. */
export async function boot(name: string, start: (context: Context) => Promise<Running>): Promise<void> {
  // pm2 numbers the processes of one app; a lone one has no number in its name.
  const instance = process.env.NODE_APP_INSTANCE
  const proc = instance === undefined ? name : `${name}-${instance}`
  let logger = createLogger(proc, process.env.LOG_LEVEL?.toLowerCase() ?? 'info')
  // A log that can no longer be written must not end the process that serves.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  try {
    const settings = loadEnvironment()
    logger = createLogger(proc, settings.logLevel)
    const registry = createRegistry(proc)
    const running = await start({ proc, settings, logger, registry })
    const health = await announce({ proc, runtime: settings.runtime, registry, ready: () => running.ready?.() ?? true })
    stopOnSignal(running, health, settings.gateway.limits.drain_ms, logger)
    process.send?.('ready')
    logger.info({ event: 'started', pid: process.pid }, `${proc} is ready`)
  } catch (error) {
    process.exitCode = explain(error, logger)
    // pm2's cluster channel would keep the process alive.
    setImmediate(() => process.exit())
  }
}

/** Listens, and turns a taken port into a sentence that names its holder. `variable` is what moves the port. */
export function listen(server: http.Server, port: number, host: string, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(portTaken(port, variable)) : error)
    })
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

class PortTaken extends Error {}

function explain(error: unknown, logger: Logger): number {
  if (error instanceof ConfigError) {
    for (const finding of error.findings) logger.fatal({ event: 'config-fault', ...finding }, finding.message)
    process.stderr.write(`${error.message}\n`)
    return exitCodes.config
  }
  if (error instanceof PortTaken) {
    logger.fatal({ event: 'port-taken' }, error.message)
    return exitCodes.portTaken
  }
  logger.fatal({ event: 'start-failed', err: error }, error instanceof Error ? error.message : String(error))
  return 1
}

/**
 * The first signal drains: answers say `Connection: close`, after two seconds idle connections are closed, and the
 * process ends with its last connection or when the time is up. A second signal ends it at once.
 */
function stopOnSignal(running: Running, health: { close(): Promise<void> }, drainMs: number, logger: Logger): void {
  const inFlight = new Set<http.ServerResponse>()
  let connections = 0
  let draining = false

  for (const server of running.servers) {
    server.on('connection', socket => {
      connections += 1
      socket.once('close', () => (connections -= 1))
    })
    server.prependListener('request', (_req, res) => {
      inFlight.add(res)
      res.once('close', () => {
        inFlight.delete(res)
        // An answer that began before the signal has not said `Connection: close`; its client would keep us for 75 s.
        if (draining) setImmediate(() => closeIdle(server))
      })
      if (draining) res.setHeader('connection', 'close')
    })
  }

  const finish = async (): Promise<void> => {
    await running.close?.()
    await health.close()
    logger.info({ event: 'stopped' }, 'stopped')
    process.exit(0)
  }

  const drain = (): void => {
    if (draining) process.exit(0)
    draining = true
    logger.info({ event: 'draining', in_flight: inFlight.size }, 'no new connections; waiting for requests in flight')
    for (const res of inFlight) if (!res.headersSent) res.setHeader('connection', 'close')
    setTimeout(() => process.exit(0), drainMs).unref()
    // Clients that reuse a connection learn of the end from an answer; closing under them would lose their next request.
    const grace = connections === 0 ? 0 : 2_000
    setTimeout(() => void closeServers(running.servers).then(finish), grace)
  }

  process.on('SIGINT', drain)
  process.on('SIGTERM', drain)
}

function closeIdle(server: http.Server): void {
  if (!server.listening) server.closeIdleConnections()
}

async function closeServers(servers: readonly http.Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      server =>
        new Promise<void>(resolve => {
          server.close(() => resolve())
          server.closeIdleConnections()
        }),
    ),
  )
}
