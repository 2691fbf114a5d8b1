/**
 * What is known of a model at a provider: its entry in the table, or what the rules for names say of one without an entry
 * (LiteLLM, utils.py: get_model_info_helper, supports_factory, is_explicitly_disabled_factory).
 */
import { baseModel, withoutRoute } from '../providers/bedrock/model-id.ts'
import { fireworksName } from '../providers/openai/fireworks.ts'
import { type ModelEntry, nameRules, namedModel, spelledModel } from './table.ts'

/** LiteLLM's own keys. */
export type Facts = Readonly<Record<string, unknown>>

/** Modes whose entries the rules complete. */
const completed = new Set(['chat', 'responses'])

/** The name the facts are known under, and the facts. */
export interface Known {
  readonly key: string
  readonly facts: Facts
  /** The rules alone say so. */
  readonly guessed: boolean
}

/** Providers whose models LiteLLM takes for chats unseen; it asks one of them, and we do not. */
const unseen = new Set(['huggingface', 'lemonade'])

/** What is known of a model at a provider, or at whoever has one of that name; undefined where nothing is. */
export function knownFacts(provider: string | null, model: string): Known | undefined {
  if (provider !== null && unseen.has(provider)) {
    return { key: `${provider}/${model}`, facts: { litellm_provider: provider, mode: 'chat' }, guessed: false }
  }
  const names = namesOf(provider, model)
  const found = names.flatMap(name => spelledModel(name) ?? [])
  const own = found.find(({ entry }) => isAt(entry.litellm_provider, provider))
  if (own)
    return { key: own.key, facts: { ...fromRules(own.key, completing(own.entry)), ...own.entry }, guessed: false }
  // A model of another provider is known, and no stranger to be judged by its name.
  if (found.length > 0) return undefined
  for (const key of names) {
    const facts = fromRules(key, () => true)
    if (Object.keys(facts).length > 0) return { key, facts: { ...facts, litellm_provider: provider }, guessed: true }
  }
  return undefined
}

/** Whether a model is said to have a capability. */
export function supports(provider: string, model: string, key: string): boolean {
  return stated(provider, model, key) === true
}

/** Whether a model is said not to have it; silence is no refusal. */
export function lacks(provider: string, model: string, key: string): boolean {
  return stated(provider, model, key) === false
}

/** What a model's entry says; one that is silent may have a namesake that is not. */
function stated(provider: string, model: string, key: string): unknown {
  const known = knownFacts(provider, model)
  if (known === undefined) return undefined
  const name = model.startsWith(`${provider}/`) ? model.slice(provider.length + 1) : model
  return known.facts[key] ?? spelledModel(name)?.entry[key]
}

/** What a model's entry says under a key, as text. */
export function declared(provider: string, model: string, key: string): string | undefined {
  const value = stated(provider, model, key)
  return typeof value === 'string' ? value : undefined
}

/** A yes or no that stands under the first of these names that says either. */
export function flagAmong(names: Iterable<string>, key: string): boolean | undefined {
  for (const name of names) {
    const value = namedModel(name)?.[key]
    if (typeof value === 'boolean') return value
  }
  return undefined
}

function completing(entry: ModelEntry): (rule: (typeof nameRules)[number]) => boolean {
  return ({ completes }) => completed.has(entry.mode ?? 'chat') && completes.includes(entry.litellm_provider)
}

function fromRules(name: string, applies: (rule: (typeof nameRules)[number]) => boolean): Facts {
  const matching = nameRules.filter(rule => applies(rule) && rule.pattern.test(name))
  return Object.assign({}, ...matching.map(({ facts }) => facts)) as Facts
}

/** The names a model may have in the table, in LiteLLM's order. */
function namesOf(provider: string | null, model: string): readonly string[] {
  if (provider === null) return [model, strippedName('', model)]
  const prefix = `${provider}/`
  const [combined, own] = model.startsWith(prefix) ? [model, model.slice(prefix.length)] : [prefix + model, model]
  const stripped = strippedName(provider, own)
  const plain = provider === 'bedrock' ? withoutRoute(own) : own
  return [combined, model, plain, prefix + stripped, stripped, ownName(provider, own)]
}

/** The name without what tells one release of a model from another. */
function strippedName(provider: string, model: string): string {
  if (provider === 'bedrock') return baseModel(model)
  if (provider === 'vertex_ai' || provider === 'gemini') return model.replace(/-\d+$/, '')
  if (model.includes('ft:')) return model.replace(/(?::[^:]*){3}$/, '')
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, '')
}

/** How a provider calls its own models where clients may leave a part of it out. */
function ownName(provider: string, model: string): string {
  // A region may stand before the models of Mantle.
  if (provider === 'bedrock_mantle') return `${provider}/${model.slice(model.indexOf('/') + 1)}`
  return provider === 'fireworks_ai' ? `fireworks_ai/${fireworksName(model)}` : `${provider}/${model}`
}

/** Whether an entry is a provider's: some have several names in the table, one for each kind of model. */
function isAt(listed: string, provider: string | null): boolean {
  if (provider === null || listed === provider) return true
  // LiteLLM takes its prefix for that of its chats where the model is one.
  if (provider === 'cohere') return listed === 'cohere_chat'
  return ['vertex_ai', 'fireworks_ai', 'bedrock'].includes(provider) && listed.startsWith(provider)
}
