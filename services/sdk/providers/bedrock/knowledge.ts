/** What is known of a Bedrock model, under any of its names. */
import { type Facts, flagAmong, knownFacts, supports as supportsAt } from '../../models/facts.ts'
import { namedModel } from '../../models/table.ts'
import { baseModel } from './model-id.ts'

const known = (model: string): Facts | undefined => knownFacts('bedrock', model)?.facts

/** Whether a model is said to have a capability. */
export const supports = (model: string, key: string): boolean => supportsAt('bedrock', model, key)

/** Whether a model is said not to have it. */
export const lacks = (model: string, key: string): boolean => known(model)?.[key] === false

/** Any fact of a model. */
export const factOf = (model: string, key: string): unknown => known(model)?.[key]

/** A fact as any alias of the model has it; undefined where none says anything. */
export function flagOf(model: string, key: string): boolean | undefined {
  return flagAmong(aliases(model), key)
}

const dotted = (name: string): string => name.replace(/(\d)\.(\d)/g, '$1-$2')
const undated = (name: string): string => name.replace(/-\d{8}$/, '')
const versionless = (name: string): string => name.replace(/-v\d+(?::\d+)?$/, '')

function aliases(model: string): string[] {
  const base = baseModel(model)
  const unprefixed = ['bedrock/converse/', 'bedrock/invoke/', 'bedrock/']
    .filter(prefix => model.startsWith(prefix))
    .map(prefix => model.slice(prefix.length))
  const names = [model, ...unprefixed, base, `bedrock/${base}`]
  const shorter = names.flatMap(name => [
    versionless(name),
    name.replace(/:\d+$/, ''),
    undated(name),
    dotted(name),
    undated(versionless(dotted(name))),
    name.replace(/(.)@[^@]*$/, '$1'),
  ])
  return [...new Set([...names, ...shorter])]
}

/** Whether a Claude model has a capability: its entry decides, then the rules, then its aliases. */
export function claudeSupports(model: string, key: string): boolean {
  const value = known(model)?.[key]
  if (typeof value === 'boolean') return value
  return supports(model, key) || flagOf(model, key) === true
}

/** Whether some entry of the model or of its base says so. */
export function entrySays(model: string, key: string, what: (value: unknown) => boolean): boolean {
  return [model, baseModel(model)].some(name => what(namedModel(name)?.[key]))
}

/** Whether Converse takes cache points for a model: one that nobody knows is not refused them. */
export function takesCachePoints(model: string): boolean {
  if (/(?:^|[./])openai\./.test(model)) return false
  const entries = [`bedrock/${model}`, `bedrock/converse/${model}`, model, baseModel(model)].map(name =>
    namedModel(name),
  )
  const marked = entries.find(entry => typeof entry?.['supports_prompt_cache_breakpoint'] === 'boolean')
  if (marked) return marked['supports_prompt_cache_breakpoint'] === true
  const own = [model, baseModel(model)].flatMap(name => namedModel(name) ?? [])
  return own.length === 0 || own.some(entry => entry['supports_prompt_caching'] === true)
}

/** Whether a cache point may name its lifetime. */
export const takesLongCache = (model: string): boolean =>
  entrySays(model, 'cache_creation_input_token_cost_above_1hr', value => value !== undefined && value !== null)

/** Whether a tool may be `strict`. */
export function takesStrictTools(model: string): boolean {
  const base = baseModel(model)
  if (!base.startsWith('anthropic')) return false
  const names = [model, base, base.replace(/-v\d+(?::\d+)?$/, '')]
  const flags = names.map(name => known(name)?.['bedrock_converse_supports_strict_tools'])
  return flags.find(flag => typeof flag === 'boolean') !== false
}
