/** The command line: `crossfade …`. Exit codes are the table in exit-codes.ts. */
import path from 'node:path'
import { Command } from 'commander'
import { loadEnvironment, projectRoot, projectVersion, type Settings } from '../config/environment.ts'
import { refreshModels } from './commands/refresh-models.ts'
import { rollback, set } from './commands/set.ts'
import { writeSchemas } from './commands/schemas.ts'
import { parity } from './commands/parity.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import { stop } from './commands/stop.ts'
import { configFailure, validate } from './commands/validate.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { ensureLitellm } from './litellm/install.ts'
import { runPm2 } from './pm2.ts'
import { ensureDotEnv } from './stack.ts'

const program = new Command('crossfade')
  .description('Moves live LLM traffic from LiteLLM to an in-process provider client.')
  .version(projectVersion)
  .addHelpText(
    'after',
    `\nExit codes: ${Object.entries(exitCodes)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}`,
  )
  .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : exitCodes.usage))

program
  .command('start')
  .description('install what is missing, start everything, wait until it is ready')
  .action(() => withStack(start))
program
  .command('stop')
  .description('end every process; requests in flight get ten seconds')
  .option('--now', 'do not wait for requests in flight')
  .action((options: { now?: boolean }) => withStack(settings => stop(settings, options)))
program
  .command('status')
  .description('how it goes: a verdict, the backends, the processes')
  .option('--json', 'print JSON')
  .action((options: { json?: boolean }) =>
    withStack(async (settings, env) => {
      process.exitCode = await status(settings, env, options)
    }),
  )
program
  .command('set')
  .description("set the sdk backend's share of new requests, in percent; in force on the next request")
  .argument('<percent>', 'a number from 0 to 100')
  .option('--reason <text>', 'why, for the audit log')
  .option('--if-version <number>', 'only if the record is still at this version')
  .action((share: string, options: { reason?: string; ifVersion?: string }) =>
    withStack(settings => set(settings, share, options)),
  )
program
  .command('rollback')
  .description('everything back to binary, at once')
  .option('--reason <text>', 'why, for the audit log')
  .action((options: { reason?: string }) => withStack(settings => rollback(settings, options)))
program
  .command('logs')
  .description('follow the logs, of one process if it is named')
  .argument('[process]', 'gateway, worker-sdk, worker-binary, litellm, control or simulator')
  .option('--lines <number>', 'how many lines of the past', '50')
  .option('--no-follow', 'print and end')
  .action((name: string | undefined, options: { lines: string; follow: boolean }) =>
    withStack(async settings => {
      const args = [
        'logs',
        ...(name ? [name] : []),
        '--raw',
        '--lines',
        options.lines,
        ...(options.follow ? [] : ['--nostream']),
      ]
      await runPm2(settings, args, 'inherit')
    }),
  )
program
  .command('validate')
  .description('check the configuration and say what is wrong with it, with file, path and line')
  .argument('[file]', 'a LiteLLM configuration; CONFIG_PATH or config/config.yaml when left out')
  .action((file: string | undefined) => withStack(async (settings, env) => validate(settings, env, file)))
program
  .command('install-litellm')
  .description('install the pinned LiteLLM, as start does when there is none')
  .action(() =>
    withStack(async (_settings, env) => {
      const litellm = await ensureLitellm({ root: projectRoot, report: line => console.log(line), env })
      if (litellm.kind === 'stand-in') throw new CommandError(litellm.because)
      console.log(`LiteLLM ${litellm.version}: ${litellm.bin}`)
    }),
  )
program
  .command('parity')
  .description('hold the sdk worker against the real LiteLLM, case by case; needs the development tools')
  .option('--only <text>', 'only cases whose name contains this')
  .option('--random <count>', 'how many requests to draw at random beside the table (300)')
  .option('--seed <number>', 'which ones (1)')
  .action((options: { only?: string; random?: string; seed?: string }) =>
    withStack(async ({ runtime }, env) => {
      process.exitCode = await parity(runtime, env, options)
    }),
  )
program
  .command('refresh-models')
  .description("write the table of models and prices from LiteLLM's price map")
  .argument('[file]', "the price map; the installed LiteLLM's when left out")
  .action((file: string | undefined) => withStack((_settings, env) => refreshModels(file, env, new Date())))
program.command('schemas').description('write the JSON Schemas of the configuration files').action(writeSchemas)

await program.parseAsync()

/** Runs a command with the settings of the stack and a complete environment; ours stays as it is, pm2 stores it. */
async function withStack(command: (settings: Settings, env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
  try {
    ensureDotEnv(process.env.CROSSFADE_ENV_FILE ?? path.join(projectRoot, '.env'))
    const env = { ...process.env }
    await command(loadEnvironment(projectRoot, env), env)
  } catch (error) {
    const failure = configFailure(error)
    process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`)
    process.exitCode = failure instanceof CommandError ? failure.exitCode : exitCodes.failed
  }
}
