/** Gemini's token counts as OpenAI tells them. */
import { asCount, asString, objectsOf, withoutNulls } from '../json.ts'
import type { AnswerContext, Json, JsonObject, TokenUsage } from '../translator.ts'
import { groundingCounts } from './grounding.ts'

/** The counts for logs and metrics: `input` is without what came from the cache. */
export function tokenUsage(metadata: JsonObject | undefined, grounding: readonly JsonObject[] = []): TokenUsage {
  const cacheRead = asCount(metadata?.['cachedContentTokenCount'])
  const input = Math.max(0, asCount(metadata?.['promptTokenCount']) - cacheRead)
  const traffic = asString(metadata?.['trafficType'])
  const webSearches = asCount(groundingCounts(grounding)['web_search_requests'])
  const reasoning = asCount(metadata?.['thoughtsTokenCount'])
  return {
    input,
    output: completionTokens(metadata ?? {}),
    cacheRead,
    cacheWrite: 0,
    ...(reasoning > 0 ? { reasoning } : {}),
    ...(webSearches > 0 ? { webSearches } : {}),
    ...(traffic === undefined ? {} : { serviceTier: tiers[traffic.toUpperCase()] ?? 'default' }),
  }
}

/** How an answer was served, in OpenAI's words; undefined where its head does not say. */
export function servedTier({ headers }: Pick<AnswerContext, 'headers'>): string | undefined {
  const tier = [headers?.['x-gemini-service-tier']].flat()[0]?.toLowerCase()
  return tier === 'standard' ? 'default' : tier || undefined
}

/** The tier for the price, where it is one that prices know. */
export const billedTier = (tier: string | undefined): Pick<TokenUsage, 'serviceTier'> =>
  tier !== undefined && /^(?:default|flex|balanced|priority|fast|ultrafast)$/.test(tier) ? { serviceTier: tier } : {}

/** Vertex AI's kinds of traffic, as the price table calls them. */
const tiers: Readonly<Record<string, string>> = {
  ON_DEMAND_PRIORITY: 'priority',
  ON_DEMAND_FLEX: 'flex',
  FLEX: 'flex',
  BATCH: 'flex',
}

/** The `usage` of an answer. */
export function answerUsage(metadata: JsonObject, grounding: readonly JsonObject[]): JsonObject {
  const tools = asCount(metadata['toolUsePromptTokenCount'])
  const counts = groundingCounts(grounding)
  const cached = metadata['cachedContentTokenCount']
  const completion = completionDetails(metadata)
  // What a search found is billed by the search, not by the token.
  const billed = Object.keys(counts).length > 0 ? 0 : tools
  return {
    completion_tokens: completionTokens(metadata),
    prompt_tokens: asCount(metadata['promptTokenCount']) + billed,
    total_tokens: asCount(metadata['totalTokenCount']),
    ...(completion ? { completion_tokens_details: completion } : {}),
    prompt_tokens_details: withoutNulls({ ...promptDetails(metadata), tool_use_tokens: tools || null, ...counts }),
    ...(typeof cached === 'number' && cached > 0 ? { cache_read_input_tokens: cached } : {}),
  }
}

/** The three counts of an answer that was blocked. */
export function blockedUsage(metadata: JsonObject | undefined): JsonObject {
  return {
    completion_tokens: asCount(metadata?.['candidatesTokenCount']),
    prompt_tokens: asCount(metadata?.['promptTokenCount']),
    total_tokens: asCount(metadata?.['totalTokenCount']),
  }
}

// The thoughts are within the candidates' tokens where the sum says so.
function completionTokens(metadata: JsonObject): number {
  const written = asCount(metadata['responseTokenCount']) || asCount(metadata['candidatesTokenCount'])
  const sum =
    asCount(metadata['promptTokenCount']) +
    asCount(metadata['candidatesTokenCount']) +
    asCount(metadata['toolUsePromptTokenCount'])
  return sum === asCount(metadata['totalTokenCount']) ? written : written + asCount(metadata['thoughtsTokenCount'])
}

const modalities: Readonly<Record<string, string>> = {
  TEXT: 'text_tokens',
  DOCUMENT: 'text_tokens',
  AUDIO: 'audio_tokens',
  IMAGE: 'image_tokens',
  VIDEO: 'video_tokens',
}

function byModality(details: Json | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const detail of objectsOf(details)) {
    const name = modalities[(asString(detail['modality']) ?? '').toUpperCase()]
    if (name) counts[name] = (counts[name] ?? 0) + asCount(detail['tokenCount'] ?? detail['token_count'])
  }
  return counts
}

function completionDetails(metadata: JsonObject): JsonObject | undefined {
  const counts: JsonObject = {
    ...byModality(metadata['responseTokensDetails']),
    ...byModality(metadata['candidatesTokensDetails']),
  }
  const written = asCount(metadata['candidatesTokenCount'])
  if (written > 0 && counts['text_tokens'] === undefined) {
    const other = asCount(counts['image_tokens']) + asCount(counts['audio_tokens']) + asCount(counts['video_tokens'])
    counts['text_tokens'] = written - other
  }
  const thoughts = metadata['thoughtsTokenCount']
  if (typeof thoughts === 'number') counts['reasoning_tokens'] = thoughts
  return Object.keys(counts).length > 0 ? counts : undefined
}

// The prompt's details hold what came from the cache; it is taken out, of the text where nothing says more.
function promptDetails(metadata: JsonObject): JsonObject {
  const counts = byModality(metadata['promptTokensDetails'])
  const total = metadata['cachedContentTokenCount']
  const cached = byModality(metadata['cacheTokensDetails'])
  const implied = metadata['cacheTokensDetails'] === undefined
  const taken: Record<string, number> = implied && typeof total === 'number' ? { text_tokens: total } : cached
  const left = Object.entries(counts).map(([name, count]) => [name, count - (taken[name] ?? 0)])
  return { ...Object.fromEntries(left), ...(typeof total === 'number' ? { cached_tokens: total } : {}) }
}
