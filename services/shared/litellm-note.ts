/** Which LiteLLM was started: noted by its launcher in the runtime folder, so nobody mistakes the stand-in for it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** `custom` is LITELLM_BIN's, `pinned` the local install, `stand-in` neither; `because` says why there is none. */
export interface LitellmNote {
  readonly kind: 'custom' | 'pinned' | 'stand-in' | 'unknown'
  readonly version: string
  readonly because?: string | undefined
}

export function writeLitellmNote(runtime: string, note: LitellmNote): void {
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const file = path.join(runtime, 'litellm.json')
  const { kind, version, because } = note
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ kind, version, because }))
  renameSync(`${file}.${process.pid}`, file)
}

export function readLitellmNote(runtime: string): LitellmNote {
  try {
    return JSON.parse(readFileSync(path.join(runtime, 'litellm.json'), 'utf8')) as LitellmNote
  } catch {
    return { kind: 'unknown', version: 'unknown' }
  }
}

/** `LiteLLM 1.106.2`, or words that cannot be taken for it. */
export function describeLitellm(note: LitellmNote): string {
  switch (note.kind) {
    case 'stand-in':
      return `STAND-IN, not LiteLLM (${note.because ?? 'LiteLLM is not installed'})`
    case 'custom':
      return `LiteLLM ${note.version} (LITELLM_BIN)`
    case 'pinned':
      return `LiteLLM ${note.version}`
    case 'unknown':
      return 'LiteLLM, not started yet'
  }
}
