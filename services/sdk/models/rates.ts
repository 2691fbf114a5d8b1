/** What a token costs in a request: by service tier and by the length of the prompt (LiteLLM, llm_cost_calc/utils.py). */
import type { ModelEntry } from './table.ts'

/** Dollars for one token. */
export interface Rates {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly cacheWrite1h: number
  readonly reasoning: number
  readonly audioInput: number
  readonly imageInput: number
  readonly audioOutput: number
}

const tierSuffixes: Readonly<Record<string, string>> = {
  flex: '_flex',
  balanced: '_balanced',
  priority: '_priority',
  fast: '_priority',
  ultrafast: '_ultrafast',
}

/** The part of a price's key that a service tier adds; empty for standard prices. */
function tierSuffix(tier: string | undefined): string {
  return tierSuffixes[tier?.toLowerCase() ?? ''] ?? ''
}

/** The rates of a request whose prompt has that many tokens. `tier` is the service tier it was served at. */
export function ratesFor(entry: ModelEntry, promptTokens: number, tier: string | undefined): Rates {
  const suffix = tierSuffix(tier)
  const price = (key: string): number | undefined => number(entry[key + suffix]) ?? number(entry[key])
  const base = tiered(entry, promptTokens) ?? untiered(entry, promptTokens, suffix, price)
  const input = base.input ?? 0
  const output = base.output ?? 0
  const cacheWrite = base.cacheWrite ?? input
  return {
    input,
    output,
    cacheRead: base.cacheRead ?? input,
    cacheWrite,
    cacheWrite1h: base.cacheWrite1h ?? cacheWrite,
    reasoning: base.reasoning ?? reasoningRate(entry, suffix, output),
    audioInput: number(entry['input_cost_per_audio_token']) ?? input,
    imageInput: number(entry['input_cost_per_image_token']) ?? input,
    audioOutput: number(entry['output_cost_per_audio_token']) ?? output,
  }
}

type Found = { -readonly [Key in keyof Rates]?: number | undefined }

/** Prices that rise with the prompt's length: the highest threshold it passes counts, for all its tokens. */
function untiered(
  entry: ModelEntry,
  promptTokens: number,
  suffix: string,
  price: (key: string) => number | undefined,
): Found {
  const found: Found = {
    input: price('input_cost_per_token'),
    output: price('output_cost_per_token') || number(entry['output_cost_per_image_token']),
    cacheRead: price('cache_read_input_token_cost'),
    cacheWrite: price('cache_creation_input_token_cost'),
    cacheWrite1h: number(entry['cache_creation_input_token_cost_above_1hr']),
  }
  const inclusive = entry.litellm_provider === 'xai'
  for (const { text, tokens } of thresholds(entry, suffix)) {
    if (promptTokens < tokens || (promptTokens === tokens && !inclusive)) continue
    found.input = price(`input_cost_per_token_above_${text}_tokens`) ?? found.input
    found.output = price(`output_cost_per_token_above_${text}_tokens`) ?? found.output
    found.cacheWrite = price(`cache_creation_input_token_cost_above_${text}_tokens`) ?? found.cacheWrite
    found.cacheWrite1h = price(`cache_creation_input_token_cost_above_1hr_above_${text}_tokens`) ?? found.cacheWrite1h
    found.cacheRead = price(`cache_read_input_token_cost_above_${text}_tokens`) ?? found.cacheRead
  }
  return found
}

const thresholdKey =
  /^(?:input_cost_per_token|output_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost)_above_(?:1hr_above_)?(\d+k?)_tokens(_[a-z]+)?$/

function thresholds(entry: ModelEntry, suffix: string): { text: string; tokens: number }[] {
  const texts = Object.keys(entry).flatMap(key => {
    const [, text, tier = ''] = thresholdKey.exec(key) ?? []
    return text !== undefined && (tier === '' || tier === suffix) ? [text] : []
  })
  return [...new Set(texts)]
    .map(text => ({ text, tokens: Number(text.replace('k', '')) * (text.endsWith('k') ? 1000 : 1) }))
    .toSorted((a, b) => a.tokens - b.tokens)
}

interface Tier {
  readonly range?: readonly number[]
  readonly [key: string]: unknown
}

/** `tiered_pricing`: one tier is picked by the length of the prompt and pays for everything. */
function tiered(entry: ModelEntry, promptTokens: number): Found | null {
  const tiers = (Array.isArray(entry['tiered_pricing']) ? (entry['tiered_pricing'] as Tier[]) : [])
    .filter(tier => tier.range?.length === 2)
    .toSorted((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0))
  const within = (tier: Tier): boolean =>
    promptTokens > (tier.range?.[0] ?? 0) && promptTokens <= (tier.range?.[1] ?? Infinity)
  const tier = promptTokens > 0 ? (tiers.find(within) ?? tiers.at(-1)) : undefined
  const input = number(tier?.['input_cost_per_token'])
  if (tier === undefined || input === undefined) return null
  const cacheWrite = number(tier['cache_creation_input_token_cost'])
  return {
    input,
    output: number(tier['output_cost_per_token']) ?? number(entry['output_cost_per_token']),
    cacheRead: number(tier['cache_read_input_token_cost']),
    cacheWrite,
    cacheWrite1h: number(tier['cache_creation_input_token_cost_above_1hr']) ?? cacheWrite,
    reasoning: number(tier['output_cost_per_reasoning_token']) ?? number(tier['output_cost_per_token']),
  }
}

function reasoningRate(entry: ModelEntry, suffix: string, output: number): number {
  const own = suffix === '' ? undefined : number(entry[`output_cost_per_reasoning_token${suffix}`])
  if (own !== undefined) return own
  if (suffix !== '' && number(entry[`output_cost_per_token${suffix}`]) !== undefined) return output
  return number(entry['output_cost_per_reasoning_token']) ?? output
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
