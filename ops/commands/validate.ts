/** `crossfade validate`: what is wrong with the configuration, before anything is started with it. */
import path from 'node:path'
import { projectRoot, type Settings } from '../../config/environment.ts'
import { ConfigError, formatFinding } from '../../config/faults.ts'
import type { LitellmConfig } from '../../config/litellm-schema.ts'
import { loadGatewayConfig, type Loaded, loadLitellmConfig } from '../../config/load.ts'
import { CommandError, exitCodes } from '../exit-codes.ts'

/** Prints faults and warnings; exits with `config` when there are faults. */
export function validate(settings: Settings, env: NodeJS.ProcessEnv, file: string | undefined): void {
  const configPath = file === undefined ? settings.configPath : path.resolve(projectRoot, file)
  const { config, warnings } = checkedConfig(configPath, env)
  loadGatewayConfig(settings.gatewayPath)
  for (const warning of warnings) console.log(`warning: ${formatFinding(warning)}`)
  console.log(`${path.relative(process.cwd(), configPath)}: valid, ${config.model_list.length} deployments`)
}

/** Loads LiteLLM's configuration; its faults become the command's failure. */
export function checkedConfig(configPath: string, env: NodeJS.ProcessEnv): Loaded<LitellmConfig> {
  try {
    return loadLitellmConfig(configPath, env)
  } catch (error) {
    throw configFailure(error)
  }
}

/** Any fault of a configuration file as a failure of the command. */
export function configFailure(error: unknown): unknown {
  if (!(error instanceof ConfigError)) return error
  const count = error.findings.length
  return new CommandError(
    `${error.message}\n${count} ${count === 1 ? 'fault' : 'faults'}; nothing was started`,
    exitCodes.config,
  )
}
