/** Child processes of a test: started, heard, and gone when it ends. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Cleanup } from './fake-backend.ts'

export interface Child {
  readonly process: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves with the next message; rejects when the process ends before. */
  message(): Promise<unknown>
  /** The exit code, or the signal. */
  readonly exited: Promise<number | string>
}

/** Runs a TypeScript file on this very Node. */
export function startChild(t: Cleanup, file: string, args: string[] = [], env: Record<string, string> = {}): Child {
  const child = fork(file, args, {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', chunk => (stdout += String(chunk)))
  child.stderr?.on('data', chunk => (stderr += String(chunk)))
  const exited = new Promise<number | string>(resolve => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    message: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve)
        void exited.then(code => reject(new Error(`ended with ${code}: ${stderr}`)))
      }),
    exited,
  }
}
