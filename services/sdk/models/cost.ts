/**
 * What a request cost, in LiteLLM's order of arithmetic: the figures in headers agree with its own to the last digit
 * (litellm/litellm_core_utils/llm_cost_calc/utils.py).
 */
import type { TokenUsage } from '../providers/translator.ts'
import { ratesFor } from './rates.ts'
import type { ModelEntry } from './table.ts'

/** Dollars. `input` holds what the cache cost, `output` what the reasoning did. */
export interface Cost {
  readonly total: number
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly reasoning: number
  readonly tools: number
  /** Not counted here: the provider has told it. */
  readonly told?: true
  /** Nothing is known but the total. */
  readonly opaque?: boolean
}

/** What a request asked for that has a price; a tier counts where the answer names none. */
export interface AskedFor {
  readonly tier?: string | undefined
  readonly searchContext?: string | undefined
  /** The location of a model at Vertex AI. */
  readonly place?: string | undefined
}

const asBilled = (total: number): Cost => {
  return { total, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, tools: 0, opaque: true }
}

const asTold = (total: number): Cost => {
  return { total, input: 0, output: total, cacheRead: 0, cacheWrite: 0, reasoning: 0, tools: 0, told: true }
}

/** The cost of counted tokens; null for a model without prices. */
export function costOf(entry: ModelEntry | undefined, usage: TokenUsage, asked: AskedFor = {}): Cost | null {
  if (usage.billed !== undefined) return asBilled(usage.billed)
  if (usage.toldCost !== undefined) return asTold(usage.toldCost)
  if (entry === undefined || !isPriced(entry)) return null
  const rates = ratesFor(entry, usage.input + usage.cacheRead + usage.cacheWrite, billedTier(usage, asked.tier))
  const audioIn = usage.audioInput ?? 0
  const imageIn = usage.imageInput ?? 0
  const audioOut = usage.audioOutput ?? 0
  const thought = usage.reasoning ?? 0
  // Perplexity has one price for all input.
  const cacheRead = usage.cacheRead * (entry.litellm_provider === 'perplexity' ? rates.input : rates.cacheRead)
  const cacheWrite = writeCost(usage, rates)
  const factor = surcharge(entry, usage) * placeFactor(entry, asked.place)

  const characters = unitCost(entry, 'character', usage.characters)
  // A picture has its price in the place of the tokens that are told for it.
  const pictures = unitCost(entry, 'image', usage.images)
  let input = characters ?? (pictures === undefined ? Math.max(0, usage.input - audioIn - imageIn) * rates.input : 0)
  input += cacheRead
  input += pictures ?? 0
  input += unitCost(entry, 'video_per_second', usage.videoSeconds) ?? 0
  if (audioIn > 0) input += audioIn * rates.audioInput
  if (imageIn > 0 && usage.images === undefined) input += imageIn * rates.imageInput
  if (usage.cacheWrite > 0 || usage.cacheWrite1h !== undefined) input += cacheWrite
  // LiteLLM counts xAI's reasoning as what was said.
  const apart = entry.litellm_provider === 'xai' ? 0 : thought
  let output = Math.max(0, usage.output - apart - audioOut) * rates.output
  if (audioOut > 0) output += audioOut * rates.audioOutput
  if (apart > 0) output += apart * rates.reasoning
  if (factor !== 1) {
    input *= factor
    output *= factor
  }
  const tools = searchCost(entry, usage.webSearches ?? 0, asked.searchContext)
  const geo = geoFactor(entry, usage) * placeFactor(entry, asked.place)
  return {
    total: input + output + tools,
    input,
    output,
    cacheRead: usage.cacheRead * (rates.cacheRead * geo),
    cacheWrite: writeCost(usage, { cacheWrite: rates.cacheWrite * geo, cacheWrite1h: rates.cacheWrite1h * geo }),
    reasoning: thought * (rates.reasoning * geo),
    tools,
  }
}

function writeCost(usage: TokenUsage, rates: { cacheWrite: number; cacheWrite1h: number }): number {
  if (usage.cacheWrite1h === undefined) return usage.cacheWrite * rates.cacheWrite
  return (usage.cacheWrite - usage.cacheWrite1h) * rates.cacheWrite + usage.cacheWrite1h * rates.cacheWrite1h
}

const priced = ['input_cost_per_token', 'output_cost_per_token', 'tiered_pricing']

function isPriced(entry: ModelEntry): boolean {
  return priced.some(key => entry[key] !== undefined)
}

/** What was served counts; `default` and `standard` say that it was no particular tier. */
function billedTier(usage: TokenUsage, requested: string | undefined): string | undefined {
  const served = usage.serviceTier?.toLowerCase()
  if (served === 'default' || served === 'standard') return undefined
  return served !== undefined && served !== 'auto' ? served : requested
}

/** The cost of an input that is not billed by its tokens. */
function unitCost(entry: ModelEntry, unit: string, count = 0): number | undefined {
  const price = entry[`input_cost_per_${unit}`]
  return count > 0 && typeof price === 'number' ? count * price : undefined
}

/** Google's surcharge for every place but the global one. */
function placeFactor(entry: ModelEntry, place: string | undefined): number {
  const factor = entry['regional_endpoint_uplift_multiplier']
  return typeof factor === 'number' && place !== undefined && place !== 'global' ? factor : 1
}

type Factors = Readonly<Record<string, number | undefined>> | undefined

/** Anthropic's surcharges for speed and for a region. */
function surcharge(entry: ModelEntry, usage: TokenUsage): number {
  const fast = usage.speed === 'fast' ? ((entry['provider_specific_entry'] as Factors)?.['fast'] ?? 1) : 1
  return fast * geoFactor(entry, usage)
}

function geoFactor(entry: ModelEntry, usage: TokenUsage): number {
  const geo = usage.geo?.toLowerCase()
  if (geo === undefined || geo === 'global' || geo === 'not_available') return 1
  return (entry['provider_specific_entry'] as Factors)?.[geo] ?? 1
}

/** Google bills a grounded prompt once, or each of its searches, by model. */
function searchCost(entry: ModelEntry, searches: number, size: string | undefined): number {
  if (!/^(?:gemini|vertex_ai(?!-anthropic))/.test(entry.litellm_provider)) return searches * searchPrice(entry, size)
  const billed = entry['web_search_billing_unit'] === 'per_query' ? searches : Math.min(searches, 1)
  return billed * (searchPrice(entry, size) || 0.035)
}

function searchPrice(entry: ModelEntry, size = 'medium'): number {
  return (entry['search_context_cost_per_query'] as Factors)?.[`search_context_size_${size}`] ?? 0
}
