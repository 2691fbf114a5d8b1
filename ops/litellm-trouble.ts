/** Why LiteLLM is not running, from what it printed last. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Settings } from '../config/environment.ts'
import { diagnoseExit } from './litellm/diagnose.ts'

/** One sentence, and what to do. */
export function litellmTrouble({ runtime }: Pick<Settings, 'runtime'>, exitCode: number | undefined): string {
  const log = path.join(runtime, 'logs', 'litellm.log')
  return (
    diagnoseExit(tail(log), exitCode ?? null) ??
    `LiteLLM is not running${exitCode === undefined ? '' : ` (exit code ${exitCode})`}; see \`npx crossfade logs litellm\``
  )
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-20_000)
  } catch {
    return ''
  }
}
