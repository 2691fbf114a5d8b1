/** Temporary folders of a test, removed when it ends. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Test } from 'tap'

/** A new folder; tap removes it with the test. */
export function temporaryFolder(t: Test): string {
  return t.testdir({})
}

/** Writes a file below a folder and answers its path. */
export function writeFile(folder: string, name: string, text: string): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
