/** `crossfade parity`: runs the parity suite, which is a test, and says what came of it. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../config/environment.ts'
import { CommandError, exitCodes } from '../exit-codes.ts'
import { findLitellm } from '../litellm/find.ts'

/** What the suite writes down, as far as it is shown here. */
interface Report {
  readonly litellm: string
  readonly summary: string
  readonly unused: readonly string[]
  readonly cases: readonly { readonly name: string; readonly verdict: string }[]
}

/** Runs the suite as a child process and prints its result; answers the exit code. */
export async function parity(
  runtime: string,
  env: NodeJS.ProcessEnv,
  { only = '', seed, random }: { only?: string; seed?: string; random?: string },
): Promise<number> {
  const litellm = await findLitellm(projectRoot, env)
  if (litellm.kind === 'stand-in') throw new CommandError(`there is no LiteLLM to compare with: ${litellm.because}`)
  const folder = path.join(runtime, 'parity')
  const file = path.join(folder, 'report.json')
  rmSync(file, { force: true })
  process.stderr.write(`Comparing with LiteLLM ${litellm.version}, which takes some minutes…\n`)
  const { status, error, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'test:parity'], {
    cwd: projectRoot,
    env: {
      ...env,
      CROSSFADE_RUNTIME: runtime,
      CROSSFADE_PARITY_ONLY: only,
      ...(seed === undefined ? {} : { CROSSFADE_PARITY_SEED: seed }),
      ...(random === undefined ? {} : { CROSSFADE_PARITY_RANDOM: random }),
    },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (error) throw new CommandError(`the suite could not be started: ${error.message}`)
  if (!existsSync(file)) throw new CommandError(`the suite compared nothing:\n${stdout}${stderr}`)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const different = report.cases.filter(({ verdict }) => verdict === 'different')
  for (const { name } of different) console.log(`different: ${name}`)
  for (const entry of report.unused) console.log(`no longer occurs: ${entry}`)
  console.log(`parity with LiteLLM ${report.litellm}: ${report.summary}`)
  console.log(path.relative(process.cwd(), path.join(folder, 'report.md')))
  if (status === 0) return exitCodes.ok
  if (different.length + report.unused.length === 0) process.stderr.write(stdout + stderr)
  return exitCodes.failed
}
