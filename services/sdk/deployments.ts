/** The deployments of the configuration: what each `model_list` entry means to this worker. */
import type { LitellmConfig, ModelEntry as ConfigEntry } from '../../config/litellm-schema.ts'
import { isSupermemory } from '../shared/memory-routing.ts'
import { awsAccessOf, priceRegion } from './aws/accounts.ts'
import type { AwsCredentialSource } from './aws/roles.ts'
import { credentialSource } from './aws/sign.ts'
import { deploymentId } from './deployment-id.ts'
import { pricedEntry, pricesIn } from './models/deployment-prices.ts'
import type { ListedModel } from './models/listed.ts'
import { findModel, type KnownModel, type ModelEntry, providerOf } from './models/table.ts'
import type { Terms } from './router/cooldown.ts'
import { createWildcards, fillIn, type WildcardMatch } from './wildcards.ts'
import { baseFromEnv, keyFromEnv, settingsFromEnv } from './providers/credentials.ts'
import { providerAt } from './providers/openai/azure-ai.ts'
import { entraSettings } from './providers/openai/entra-settings.ts'
import { defaultBase, splitModel } from './providers/registry.ts'
import type { JsonObject, Target } from './providers/translator.ts'
import { vertexSettings } from './providers/vertex/settings.ts'

/** One entry, resolved once at start. */
export interface Deployment {
  /** `model_info.id`, else LiteLLM's hash of the entry. */
  readonly id: string
  /** `litellm_params.model`, as it is written. */
  readonly model: string
  readonly target: Target
  /** Its shares among the deployments of its group: the first kind that any of them has decides. */
  readonly shares: { readonly weight: number; readonly rpm: number; readonly tpm: number }
  /** Milliseconds for a whole answer, and to the first byte of a stream. */
  readonly timeoutMs: number
  readonly streamTimeoutMs: number
  /** Whether anything but LiteLLM's own default sets these times. */
  readonly hasTimeout: boolean
  /** How often a call is made again; undefined leaves it to the router. */
  readonly numRetries: number | undefined
  /** What its failures lead to; undefined leaves it to the provider and the router. */
  readonly terms: Terms
  /** What the configuration tells of it in lists of models. */
  readonly told: ListedModel
  /** Its rank in its group: the lowest is asked first. */
  readonly order: number | undefined
  /** What the table of models knows of it. */
  readonly known: KnownModel | undefined
  /** The prices of its calls, and whether they are its own: then the model an answer names does not count. */
  readonly prices: { readonly entry: ModelEntry | undefined; readonly own: boolean; readonly set: JsonObject }
  readonly supermemory: boolean
  /** Who signs its calls, where they have to be signed. */
  readonly credentials?: AwsCredentialSource | undefined
}

/** The deployments by the name clients ask for. */
export interface Catalogue {
  /** Names in LiteLLM's order: aliases first, then the model list. */
  readonly names: readonly string[]
  /** All deployments, in the order of the configuration. */
  readonly all: readonly Deployment[]
  /** The deployments behind a name, alias, deployment id or wildcard; none where it is unknown. */
  find(name: string): readonly Deployment[]
  /** Whether any name is a wildcard: LiteLLM then leaves it to its router to refuse unknown names. */
  readonly hasWildcards: boolean
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
  'num_retries',
  'cooldown_time',
  'rpm',
  'tpm',
  'weight',
  'order',
  'drop_params',
])

/** Seconds for a call where nothing else is configured. */
const usualTimeout = 600

type Env = Readonly<Record<string, string | undefined>>

/** Resolves the whole model list. `env` holds the providers' default addresses and keys. */
export function createCatalogue(config: LitellmConfig, env: Env = process.env): Catalogue {
  const groups = new Map<string, Deployment[]>()
  const all = config.model_list.map(entry => resolve(entry, config, env))
  for (const deployment of all) {
    const { group } = deployment.target
    groups.set(group, [...(groups.get(group) ?? []), deployment])
  }
  const wildcards = createWildcards(groups)
  const aliases = new Map(
    Object.entries(config.router_settings?.model_group_alias ?? {}).map(([alias, target]) => {
      return [alias, typeof target === 'string' ? { model: target } : target] as const
    }),
  )
  const shown = [...aliases].filter(([, target]) => target.hidden !== true).map(([alias]) => alias)
  return {
    names: [...new Set([...shown, ...groups.keys()])],
    all,
    hasWildcards: wildcards.size > 0,
    find(name) {
      const group = aliases.get(name)?.model ?? name
      const exact = groups.get(group)
      if (exact) return exact
      const byId = all.filter(({ id }) => id === group)
      if (byId.length > 0) return byId
      const provider = providerOf(group)
      const match = wildcards.find(group) ?? (provider ? wildcards.find(`${provider}/${group}`) : undefined)
      if (match) return match.deployments.map(deployment => namedBy(deployment, match))
      return wildcards.size > 0 ? [] : all.filter(({ model }) => model === group)
    },
  }
}

/** A wildcard deployment for the model that a request names. */
function namedBy(deployment: Deployment, match: WildcardMatch): Deployment {
  const model = fillIn(deployment.model, match)
  const { provider } = deployment.target
  const prefix = `${provider}/`
  const name = model.startsWith(prefix) ? model.slice(prefix.length) : model
  const known = findModel(provider, name)
  const prices = deployment.prices.own ? deployment.prices : { entry: known?.entry, own: false, set: {} }
  return { ...deployment, model, target: { ...deployment.target, model: name }, known, prices }
}

function resolve(entry: ConfigEntry, config: LitellmConfig, env: Env): Deployment {
  const params = entry.litellm_params
  const { provider: named, model } = splitModel(params.model, params.custom_llm_provider)
  const base = params.api_base ?? baseFromEnv(named, env) ?? defaultBase(named) ?? ''
  // NLP Cloud's address ends with a slash, and LiteLLM tells it so.
  const apiBase = named === 'nlp_cloud' ? base : base.replace(/\/+$/, '')
  const apiKey = params.api_key ?? keyFromEnv(named, env)
  const provider = providerAt(named, model, apiBase)
  const aws = awsAccessOf({ provider, model, apiKey, ownKey: params.api_key }, params as JsonObject, env)
  const settings = config.litellm_settings
  const router = config.router_settings
  const timeout = params.timeout ?? settings?.request_timeout ?? router?.timeout
  const vertex = vertexSettings(provider, params, settings, env)
  const entra = entraSettings(provider, params, settings, env)
  const streamTimeout = params.stream_timeout ?? router?.stream_timeout ?? settings?.request_timeout ?? timeout
  return {
    id: entry.model_info?.id ?? deploymentId(entry.model_name, params),
    model: params.model,
    target: {
      group: entry.model_name,
      provider,
      model,
      apiBase,
      apiKey,
      apiVersion: params.api_version ?? (provider === 'azure' ? env.AZURE_API_VERSION : undefined),
      baseModel: baseModelOf(entry),
      headers: lowerCased(params.extra_headers ?? {}),
      defaults: defaultsOf(params, provider, env),
      dropParams: params.drop_params === true || settings?.drop_params === true,
      dropsEverywhere: settings?.drop_params === true,
      ...(settings?.['disable_copilot_system_to_assistant'] === true ? { keepsSystem: true } : {}),
      ...(params.timeout === undefined ? {} : { timeout: params.timeout }),
      ...serverOf(entry.model_info ?? {}),
      ...(vertex ? { vertex } : {}),
      ...(entra ? { entra } : {}),
      ...(aws === undefined
        ? {}
        : { aws: { ...aws, countModel: entry.model_info?.['token_count_model'] as JsonObject | undefined } }),
    },
    shares: { weight: params.weight ?? 0, rpm: params.rpm ?? 0, tpm: params.tpm ?? 0 },
    timeoutMs: (timeout ?? usualTimeout) * 1000,
    streamTimeoutMs: (streamTimeout ?? usualTimeout) * 1000,
    hasTimeout: timeout !== undefined,
    numRetries: params.num_retries === undefined ? undefined : Number(params.num_retries),
    terms: {
      cooldownTime: entry.model_info?.cooldown_time ?? params.cooldown_time,
      allowedFails: entry.model_info?.allowed_fails,
      allowedFailsPolicy: entry.model_info?.allowed_fails_policy,
    },
    order: params.order ?? entry.model_info?.order,
    told: toldOf(entry.model_info ?? {}),
    known: knownAs(provider, baseModelOf(entry)) ?? findModel(provider, model),
    prices: pricesOf(entry, provider, model, priceRegion({ provider, apiBase, aws })),
    supermemory: isSupermemory(apiBase, env.SUPERMEMORY_API_BASE),
    credentials: aws && credentialSource(aws.identity),
  }
}

/** What the configuration tells clients of a model, whatever the table says. */
function toldOf({ mode, max_input_tokens: input, max_output_tokens: output }: Record<string, unknown>): ListedModel {
  return {
    ...(typeof mode === 'string' && mode.trim() !== '' ? { mode } : {}),
    ...(typeof input === 'number' ? { max_input_tokens: input } : {}),
    ...(typeof output === 'number' ? { max_output_tokens: output } : {}),
  }
}

/** What the configuration says of the server behind a deployment. */
function serverOf(info: Record<string, unknown>): Pick<Target, 'endpoints' | 'keepsCaches'> {
  const { supported_endpoints: endpoints, cache_control_ttl: keeps } = info
  return {
    ...(Array.isArray(endpoints) ? { endpoints: endpoints.filter(one => typeof one === 'string') } : {}),
    ...(keeps === true ? { keepsCaches: true } : {}),
  }
}

/** What is left for the bodies of calls; some of it may be a variable's. */
function defaultsOf(params: ConfigEntry['litellm_params'], provider: string, env: Env): JsonObject {
  const prices = pricesIn(params)
  const kept = Object.entries(params).filter(([key]) => !steering.has(key) && !Object.hasOwn(prices, key))
  const own = Object.fromEntries(kept) as JsonObject
  return { ...settingsFromEnv(provider, env), ...own }
}

function pricesOf(entry: ConfigEntry, provider: string, model: string, region?: string): Deployment['prices'] {
  const own = { ...pricesIn(entry.model_info ?? {}), ...pricesIn(entry.litellm_params) }
  const base = baseModelOf(entry)
  const priced = pricedEntry(provider, findModel(provider, model, region)?.entry, base, own)
  return { entry: priced, own: Object.keys(own).length > 0 || base !== undefined, set: own as JsonObject }
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** What is known of a deployment by the model behind it. */
function knownAs(provider: string, base: string | undefined): KnownModel | undefined {
  return base === undefined ? undefined : findModel(provider, base.replace(`${provider}/`, ''))
}

/** The model behind a deployment whose name does not tell it. */
function baseModelOf({ litellm_params: params, model_info: info }: ConfigEntry): string | undefined {
  const named = params['base_model'] ?? info?.['base_model']
  return typeof named === 'string' ? named : undefined
}
