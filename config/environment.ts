/**
 * The environment of a process: `.env`, then the simulator's addresses when no provider key is set. Every process works
 * it out for itself, so that no secret has to travel through pm2, which writes the environment it is handed to disk.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'yaml'
import { referencedVariable } from './env-refs.ts'
import { loadGatewayConfig } from './load.ts'
import type { GatewayConfig } from './gateway-schema.ts'

type Env = Record<string, string | undefined>

/** The folder that holds package.json. */
export const projectRoot = path.resolve(import.meta.dirname, '..')

/** Crossfade's own version. */
export const projectVersion = (
  JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string }
).version

/** Where everything of one running stack is. */
export interface Settings {
  readonly configPath: string
  readonly gatewayPath: string
  /** The runtime folder: logs, the rollout record, pm2's home, one file a process. */
  readonly runtime: string
  readonly logLevel: string
  readonly ports: Ports
  readonly providers: 'simulator' | 'real'
  readonly gateway: GatewayConfig
}

/** One port a process. */
interface Ports {
  readonly gateway: number
  readonly sdk: number
  readonly binary: number
  readonly litellm: number
  readonly control: number
  readonly simulator: number
}

/** Keys that mean a real provider even when the configuration names none of them. */
const providerKeys = ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'SUPERMEMORY_API_KEY'] as const

/** Puts `.env` (CROSSFADE_ENV_FILE) into the environment, what is already set winning, then the simulator if it applies. */
export function loadEnvironment(root: string = projectRoot, env: Env = process.env): Settings {
  for (const [name, value] of Object.entries(readDotEnv(env.CROSSFADE_ENV_FILE ?? path.join(root, '.env')))) {
    env[name] ??= value
  }
  const settings = readSettings(root, env)
  if (settings.providers === 'simulator') Object.assign(env, simulatorVariables(settings, env))
  return settings
}

/** Reads the settings of a stack from an environment that is already complete. Throws `ConfigError`. */
function readSettings(root: string = projectRoot, env: Env = process.env): Settings {
  const configPath = path.resolve(root, env.CONFIG_PATH ?? 'config/config.yaml')
  const gatewayPath = path.resolve(root, env.GATEWAY_CONFIG_PATH ?? 'config/gateway.yaml')
  const gateway = loadGatewayConfig(gatewayPath)
  return {
    configPath,
    gatewayPath,
    gateway,
    runtime: path.resolve(root, env.CROSSFADE_RUNTIME ?? '.runtime'),
    logLevel: env.LOG_LEVEL?.toLowerCase() ?? 'info',
    ports: {
      gateway: portFrom(env, 'PROXY_PORT', gateway.listen.port),
      sdk: portFrom(env, 'SDK_PORT', gateway.ports.sdk),
      binary: portFrom(env, 'BINARY_PORT', gateway.ports.binary),
      litellm: portFrom(env, 'LITELLM_PORT', gateway.ports.litellm),
      control: portFrom(env, 'CONTROL_PORT', gateway.ports.control),
      simulator: portFrom(env, 'SIMULATOR_PORT', gateway.ports.simulator),
    },
    providers: usesSimulator(configPath, env) ? 'simulator' : 'real',
  }
}

/**
 * The simulator stands in when nothing could reach a provider anyway: no well-known key is set, and every deployment
 * takes its key from a variable that is empty, its address from the provider or a variable, and has no account of a cloud.
 */
function usesSimulator(configPath: string, env: Env): boolean {
  if (env.CROSSFADE_PROVIDERS !== undefined) return env.CROSSFADE_PROVIDERS === 'simulator'
  if (providerKeys.some(name => (env[name] ?? '') !== '')) return false
  return deployments(configPath).every(params => {
    const key = referencedVariable(params.api_key)
    const keyless = params.api_key === undefined || (key !== null && (env[key] ?? '') === '')
    const fixedAddress = typeof params.api_base === 'string' && referencedVariable(params.api_base) === null
    return keyless && !fixedAddress && !hasAccount(params, env)
  })
}

/** The clouds whose callers sign in without a key: parameters that name an account, and variables that LiteLLM reads. */
const clouds = [
  {
    models: /^vertex_ai[/_]/,
    params: /^vertex_(?:ai_)?credentials$/,
    variables: ['VERTEXAI_CREDENTIALS', 'GOOGLE_APPLICATION_CREDENTIALS'],
  },
  {
    models: /^(?:bedrock|sagemaker)[/_]/,
    params: /^aws_(?:access_key_id|profile_name|role_name|web_identity_token)$/,
    variables: ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_PROFILE_NAME', 'AWS_ROLE_NAME', 'AWS_BEARER_TOKEN_BEDROCK'],
  },
]

function hasAccount(params: Record<string, unknown>, env: Env): boolean {
  const isSet = (value: unknown): boolean => {
    const name = referencedVariable(value)
    return name === null ? Boolean(value) : Boolean(env[name])
  }
  const cloud = clouds.find(({ models }) => models.test(String(params.model)))
  if (cloud === undefined) return false
  const named = Object.entries(params).some(([name, value]) => cloud.params.test(name) && isSet(value))
  return named || cloud.variables.some(name => Boolean(env[name]))
}

/** Addresses and placeholder keys that lead both backends to the simulator; LiteLLM honours the same variables. */
function simulatorVariables(settings: Settings, env: Env): Env {
  const origin = `http://127.0.0.1:${settings.ports.simulator}`
  const named = deployments(settings.configPath).flatMap(params => referencedVariable(params.api_key) ?? [])
  // A variable that is not set at all is most likely misspelt, and the loader is to say so.
  const keys = [...providerKeys.filter(name => (env[name] ?? '') === ''), ...named.filter(name => env[name] === '')]
  return {
    ...Object.fromEntries(keys.map(name => [name, 'simulator'])),
    CROSSFADE_PROVIDERS: 'simulator',
    ANTHROPIC_API_BASE: origin,
    GEMINI_API_BASE: origin,
    OPENAI_API_BASE: `${origin}/v1`,
    OPENAI_BASE_URL: `${origin}/v1`,
    SUPERMEMORY_API_BASE: `${origin}/supermemory/v3/api.anthropic.com`,
  }
}

/** The `litellm_params` as written; a file that cannot be read has none, the loader says what is wrong with it. */
function deployments(configPath: string): Record<string, unknown>[] {
  try {
    const raw = parse(readFileSync(configPath, 'utf8'), { version: '1.1' }) as { model_list?: unknown } | null
    const list = Array.isArray(raw?.model_list) ? (raw.model_list as ({ litellm_params?: unknown } | null)[]) : []
    return list.map(entry => (entry?.litellm_params ?? {}) as Record<string, unknown>)
  } catch {
    return []
  }
}

function readDotEnv(file: string): Env {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

function portFrom(env: Env, name: string, otherwise: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  throw new Error(`${name}=${text} is not a port; give a number from 1 to 65535`)
}
