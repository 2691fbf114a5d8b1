/** A logger whose lines a test can wait for. */
import { createLogger, type Logger } from '../../services/shared/logger.ts'

type Line = Record<string, unknown>

export interface LogLines {
  readonly logger: Logger
  readonly lines: readonly Line[]
  /** The log as it was written. */
  text(): string
  /** Resolves with the line of that event (and number), past or future. */
  line(event: string, index?: number): Promise<Line>
}

export function logLines(component = 'test', level = 'trace'): LogLines {
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  let text = ''
  const logger = createLogger(component, level, {
    write(line: string) {
      text += line
      lines.push(JSON.parse(line) as Line)
      for (const wake of waiting) wake()
    },
  })
  return {
    logger,
    lines,
    text: () => text,
    line: (event, index = 0) =>
      new Promise(resolve => {
        const wake = (): void => {
          const line = lines.filter(candidate => candidate.event === event)[index]
          if (line) resolve(line)
        }
        waiting.add(wake)
        wake()
      }),
  }
}
