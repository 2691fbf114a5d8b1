/** What is known of the models: limits, prices, capabilities. Vendored from LiteLLM, made by `crossfade refresh-models`. */
import { readFileSync } from 'node:fs'
import { baseModel, withoutRoute } from '../providers/bedrock/model-id.ts'

/** LiteLLM's own keys; prices are dollars for one unit. */
export interface ModelEntry {
  readonly litellm_provider: string
  readonly mode?: string
  readonly max_tokens?: number
  readonly max_input_tokens?: number
  readonly max_output_tokens?: number
  readonly [key: string]: unknown
}

/** What a name says of a model: for one without an entry, and for entries of the providers it completes. */
interface Rule {
  readonly pattern: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly completes?: readonly string[]
}

interface Table {
  /** LiteLLM's version and the day the table was made. */
  readonly version: string
  readonly date: string
  readonly rules: readonly Rule[]
  readonly models: Readonly<Record<string, ModelEntry>>
}

const table = JSON.parse(readFileSync(new URL('table.json', import.meta.url), 'utf8')) as Table

/** Where the table comes from, for `/health`. */
export const tableOrigin = { version: table.version, date: table.date }

/** The names under which a model of Bedrock's may be in the table, in LiteLLM's order. */
export function namesAtBedrock(model: string): string[] {
  const base = baseModel(model)
  return [`bedrock/${model}`, model, withoutRoute(model), `bedrock/${base}`, base]
}

/** A model's name in the table and its entry. */
export interface KnownModel {
  readonly key: string
  readonly entry: ModelEntry
}

/** Looks a model up as LiteLLM does: under its provider's prefix, as it is, then without the part before its slash. */
export function findModel(provider: string, model: string): KnownModel | undefined {
  const names = [model, `${provider}/${model}`, model.slice(model.indexOf('/') + 1)]
  // Fireworks' own models may be named without their account.
  if (provider === 'fireworks_ai') names.push(`fireworks_ai/accounts/fireworks/models/${model}`)
  for (const key of provider === 'bedrock' ? namesAtBedrock(model) : names) {
    const entry = Object.hasOwn(table.models, key) ? table.models[key] : undefined
    if (entry && belongs(entry.litellm_provider, provider)) return { key, entry }
  }
  return undefined
}

/** LiteLLM's rules for names, in its order; those that only tell a provider are none of a model's facts. */
export const nameRules = table.rules
  .filter(({ facts }) => facts['litellm_provider'] === undefined)
  .map(({ pattern, facts, completes = [] }) => ({ pattern: new RegExp(pattern, 'i'), facts, completes }))

let spellings: Map<string, string> | undefined

/** The entry under a name, whoever's it is and whatever its capitals. */
export function spelledModel(name: string): KnownModel | undefined {
  const entry = namedModel(name)
  if (entry) return { key: name, entry }
  spellings ??= new Map(Object.keys(table.models).map(key => [key.toLowerCase(), key]))
  const key = spellings.get(name.toLowerCase())
  const spelled = key === undefined ? undefined : table.models[key]
  return key === undefined || spelled === undefined ? undefined : { key, entry: spelled }
}

/** The entry under a name as it is, whoever's it is. */
export function namedModel(name: string): ModelEntry | undefined {
  return Object.hasOwn(table.models, name) ? table.models[name] : undefined
}

/** The provider of a model that is named without one. */
export function providerOf(model: string): string | undefined {
  return Object.hasOwn(table.models, model) ? table.models[model]?.litellm_provider : undefined
}

let providers: ReadonlySet<string> | undefined

/** Whether the table has models of a provider of that name. */
export function isProvider(name: string): boolean {
  providers ??= new Set(Object.values(table.models).map(entry => entry.litellm_provider))
  return providers.has(name)
}

/** The names of a provider's models, without its prefix. */
export function modelsOf(provider: string): readonly string[] {
  const prefix = `${provider}/`
  const names = Object.entries(table.models).flatMap(([key, entry]) =>
    belongs(entry.litellm_provider, provider) ? [key.startsWith(prefix) ? key.slice(prefix.length) : key] : [],
  )
  return [...new Set(names)]
}

// Some providers have several names in the map, one for each kind of model.
function belongs(listed: string, provider: string): boolean {
  if (listed === provider) return true
  if (provider === 'bedrock') return listed === 'bedrock_converse'
  if (provider === 'vertex_ai') return listed.startsWith('vertex_ai')
  if (provider === 'azure') return listed === 'azure_text'
  if (provider === 'cohere') return listed === 'cohere_chat'
  if (provider === 'fireworks_ai') return listed.startsWith('fireworks_ai')
  return provider === 'openai' && listed === 'text-completion-openai'
}
