/** One JSON line an event, on stdout, where pm2 collects it. Bodies, keys and cookies are never given to it. */
import pino from 'pino'

export type Logger = pino.Logger

/** A logger whose lines begin with time, level and component; `component` is the process's name. */
export function createLogger(component: string, level: string, destination?: pino.DestinationStream): Logger {
  const known = Object.hasOwn(pino.levels.values, level) || level === 'silent'
  const options: pino.LoggerOptions = {
    level: known ? level : 'info',
    base: { component },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: label => ({ level: label }) },
    messageKey: 'message',
  }
  const logger = destination ? pino(options, destination) : pino(options)
  if (!known) logger.warn({ event: 'log-level-unknown' }, `LOG_LEVEL=${level} is unknown; using info`)
  return logger
}

/** What every request leaves behind. Unknown values are null, so a column is a column. */
export interface RequestLine {
  readonly request_id: string
  readonly client: string
  readonly user_id: string
  readonly model: string | null
  readonly backend: string
  readonly reason: string | null
  readonly status: number
  readonly outcome: string
  readonly duration_ms: number
  readonly ttft_ms: number | null
  readonly tokens: { input: number; output: number } | null
  /** Dollars. */
  readonly cost: number | null
  /** How many calls were made upstream. */
  readonly calls: number | null
}

/** Writes the line of one request: a warning when anything but the client failed. */
export function logRequest(logger: Logger, line: RequestLine & { method: string; route: string }): void {
  const failed = ['arm_error', 'provider_error', 'broken'].includes(line.outcome)
  logger[failed ? 'warn' : 'info']({ event: 'request', ...line })
}
