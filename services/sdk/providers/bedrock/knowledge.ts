/**
 * What is known of a Bedrock model: its entry in the table under any of its names, and for Claude models what LiteLLM's
 * rules add (`fallback_generalizations` of its price map).
 */
import { namedModel, namesAtBedrock, type ModelEntry } from '../../models/table.ts'
import { baseModel } from './model-id.ts'

interface Rule {
  readonly pattern: RegExp
  readonly facts: Readonly<Record<string, unknown>>
  /** Whether it also completes entries that are silent. */
  readonly fills: boolean
}

const from = (minors: string): RegExp =>
  new RegExp(`claude-[a-z]+-(?:4[-._](?:${minors}|[1-9]\\d)(?!\\d)|[5-9](?!\\d)(?:[-._]\\d{1,2}(?!\\d))?)`, 'i')

const rules: readonly Rule[] = [
  {
    pattern: /claude-[a-z]+-\d+(?:[-.]\d+)?(?:-\d{8})?/i,
    facts: {
      max_output_tokens: 64_000,
      supports_function_calling: true,
      supports_tool_choice: true,
      supports_reasoning: true,
      supports_prompt_caching: true,
    },
    fills: false,
  },
  { pattern: from('[6-9]'), facts: { supports_adaptive_thinking: true }, fills: true },
  { pattern: /claude-[a-z]+-4[-._]6(?!\d)/i, facts: { supports_legacy_thinking: true }, fills: true },
  { pattern: /claude-(?:fable|mythos)-/i, facts: { thinking_always_on: true }, fills: false },
  { pattern: from('[89]'), facts: { supports_mid_conversation_system: true }, fills: true },
  { pattern: from('[5-9]'), facts: { supports_tool_search: true }, fills: true },
]

const factsOf = (name: string, which: (rule: Rule) => boolean): Record<string, unknown> =>
  Object.assign(
    {},
    ...rules.filter(rule => which(rule) && rule.pattern.test(name)).map(({ facts }) => facts),
  ) as Record<string, unknown>

const isBedrock = (entry: ModelEntry | undefined): entry is ModelEntry =>
  entry?.litellm_provider.startsWith('bedrock') === true

/** What the table and the rules say of a model; undefined where neither knows it. */
function known(model: string): Readonly<Record<string, unknown>> | undefined {
  const names = namesAtBedrock(model)
  const name = names.find(each => isBedrock(namedModel(each)))
  if (name !== undefined) return { ...factsOf(name, ({ fills }) => fills), ...namedModel(name) }
  if (names.some(each => namedModel(each))) return undefined
  const matched = names.find(each => rules.some(({ pattern }) => pattern.test(each)))
  return matched === undefined ? undefined : factsOf(matched, () => true)
}

/** Whether a model is said to have a capability. */
export function supports(model: string, key: string): boolean {
  const value = known(model)?.[key]
  return value === true || (value === undefined && known(model) !== undefined && namedModel(model)?.[key] === true)
}

/** Whether a model is said not to have it. */
export const lacks = (model: string, key: string): boolean => known(model)?.[key] === false

/** Any fact of a model. */
export const factOf = (model: string, key: string): unknown => known(model)?.[key]

/** A fact as any alias of the model has it; undefined where none says anything. */
export function flagOf(model: string, key: string): boolean | undefined {
  for (const name of aliases(model)) {
    const value = namedModel(name)?.[key]
    if (typeof value === 'boolean') return value
  }
  return undefined
}

const dotted = (name: string): string => name.replace(/(\d)\.(\d)/, '$1-$2')
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
