/** The deployments of the configuration: what each `model_list` entry means to this worker. */
import type { LitellmConfig, ModelEntry } from '../../config/litellm-schema.ts'
import { isSupermemory } from '../shared/memory-routing.ts'
import { defaultBase, splitModel } from './providers/registry.ts'
import type { JsonObject, Target } from './providers/translator.ts'

/** One entry, resolved once at start. */
export interface Deployment {
  readonly target: Target
  /** Its share among the deployments of its group. */
  readonly weight: number
  /** Milliseconds for a whole answer, and to the first byte of a stream. */
  readonly timeoutMs: number
  readonly streamTimeoutMs: number
  readonly supermemory: boolean
}

/** The deployments by the name clients ask for. */
export interface Catalogue {
  /** Names in LiteLLM's order: aliases first, then the model list. */
  readonly names: readonly string[]
  /** The deployments behind a name or alias; none where it is unknown. */
  find(name: string): readonly Deployment[]
}

/** `litellm_params` that address or steer a call; the others are defaults of its body. */
const steering = new Set([
  'model',
  'api_base',
  'base_url',
  'api_key',
  'api_version',
  'custom_llm_provider',
  'extra_headers',
  'timeout',
  'stream_timeout',
  'max_retries',
  'rpm',
  'tpm',
  'weight',
  'drop_params',
])

type Env = Readonly<Record<string, string | undefined>>

/** Resolves the whole model list. `env` holds the providers' default addresses and keys. */
export function createCatalogue(config: LitellmConfig, env: Env = process.env): Catalogue {
  const groups = new Map<string, Deployment[]>()
  for (const entry of config.model_list) {
    groups.set(entry.model_name, [...(groups.get(entry.model_name) ?? []), resolve(entry, config, env)])
  }
  const aliases = new Map(
    Object.entries(config.router_settings?.model_group_alias ?? {}).map(([alias, target]) => {
      return [alias, typeof target === 'string' ? { model: target } : target] as const
    }),
  )
  const shown = [...aliases].filter(([, target]) => target.hidden !== true).map(([alias]) => alias)
  return {
    names: [...new Set([...shown, ...groups.keys()])],
    find: name => groups.get(aliases.get(name)?.model ?? name) ?? [],
  }
}

function resolve(entry: ModelEntry, config: LitellmConfig, env: Env): Deployment {
  const params = entry.litellm_params
  const { provider, model } = splitModel(params.model, params.custom_llm_provider)
  const apiBase = (params.api_base ?? baseFromEnv(provider, env) ?? defaultBase(provider) ?? '').replace(/\/+$/, '')
  const settings = config.litellm_settings
  const timeout = params.timeout ?? config.router_settings?.timeout ?? settings?.request_timeout ?? 600
  return {
    target: {
      group: entry.model_name,
      provider,
      model,
      apiBase,
      apiKey: params.api_key ?? keyFromEnv(provider, env),
      apiVersion: params.api_version ?? (provider === 'azure' ? env.AZURE_API_VERSION : undefined),
      baseModel: baseModelOf(entry),
      headers: lowerCased(params.extra_headers ?? {}),
      defaults: Object.fromEntries(Object.entries(params).filter(([key]) => !steering.has(key))) as JsonObject,
      dropParams: params.drop_params === true || settings?.drop_params === true,
      dropsEverywhere: settings?.drop_params === true,
    },
    weight: params.weight ?? params.rpm ?? params.tpm ?? 1,
    timeoutMs: timeout * 1000,
    streamTimeoutMs: (params.stream_timeout ?? timeout) * 1000,
    supermemory: isSupermemory(apiBase, env.SUPERMEMORY_API_BASE),
  }
}

/** The variable of a model without `api_key`; Gemini's may bear Google's name. */
function keyFromEnv(provider: string, env: Env): string | undefined {
  if (provider === 'gemini' && env.GOOGLE_API_KEY) return env.GOOGLE_API_KEY
  if (provider === 'azure' && env.AZURE_OPENAI_API_KEY) return env.AZURE_OPENAI_API_KEY
  return env[`${provider.toUpperCase()}_API_KEY`]
}

/** LiteLLM reads the same variables for a model without `api_base`. */
function baseFromEnv(provider: string, env: Env): string | undefined {
  const prefix = provider.toUpperCase()
  const [first, second] = provider === 'openai' ? ['_BASE_URL', '_API_BASE'] : ['_API_BASE', '_BASE_URL']
  return env[prefix + first] || env[prefix + second] || undefined
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** The model behind a deployment whose name does not tell it. */
function baseModelOf({ litellm_params: params, model_info: info }: ModelEntry): string | undefined {
  const named = params['base_model'] ?? info?.['base_model']
  return typeof named === 'string' ? named : undefined
}
