/** What a command's exit code means; the help prints this table. */
import { exitCodes as processCodes } from '../services/shared/lifecycle.ts'

export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  degraded: 4,
  conflict: 5,
  portTaken: processCodes.portTaken,
  config: processCodes.config,
} as const

/** A failure with words for the user and the code to exit with. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.exitCode = exitCode
  }
}
