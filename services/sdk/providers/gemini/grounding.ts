/** What an answer of Gemini rests on: searches, their count, and the citations of its text. */
import { asObject, asString, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** The metadata of a candidate as LiteLLM lists it beside the choices. */
export interface Metadata {
  readonly grounding: JsonObject[]
  readonly urls: Json[]
  readonly safety: Json[]
  readonly citations: Json[]
}

/** The metadata of all candidates. */
export function metadataOf(candidates: readonly JsonObject[]): Metadata {
  const listed = (key: string): Json[] =>
    candidates.flatMap(candidate => (candidate[key] === undefined ? [] : [candidate[key] ?? null]))
  return {
    grounding: listed('groundingMetadata').flatMap(item => (Array.isArray(item) ? objectsOf(item) : objectsOf([item]))),
    urls: listed('urlContextMetadata'),
    safety: listed('safetyRatings'),
    citations: listed('citationMetadata'),
  }
}

/** Searches that are billed: each distinct query once; a look at the map counts at least one. */
export function groundingCounts(items: readonly JsonObject[]): JsonObject {
  const web = new Set<string>()
  const maps = new Set<string>()
  let mapped = false
  for (const item of items) {
    const kinds = objectsOf(item['groundingChunks']).flatMap(chunk => Object.keys(chunk))
    const isMaps = kinds.includes('maps') || Boolean(item['googleMapsWidgetContextToken'])
    mapped ||= isMaps
    const queries = Array.isArray(item['webSearchQueries']) ? item['webSearchQueries'] : []
    for (const query of queries) {
      if (typeof query === 'string' && query !== '') (isMaps && !kinds.includes('web') ? maps : web).add(query)
    }
  }
  return {
    ...(web.size > 0 ? { web_search_requests: web.size } : {}),
    ...(mapped ? { google_maps_grounding_requests: Math.max(maps.size, 1) } : {}),
  }
}

/** Citations of web pages as OpenAI annotates them. */
export function annotationsOf(items: readonly JsonObject[]): JsonObject[] {
  return items.flatMap(item => {
    const chunks = objectsOf(item['groundingChunks'])
    return objectsOf(item['groundingSupports']).flatMap(support => {
      const { startIndex, endIndex } = asObject(support['segment']) ?? {}
      const [first] = Array.isArray(support['groundingChunkIndices']) ? support['groundingChunkIndices'] : []
      const web = asObject(chunks[Number(first)]?.['web'])
      if (typeof startIndex !== 'number' || typeof endIndex !== 'number' || !web) return []
      const citation = { url: asString(web['uri']) ?? '', title: asString(web['title']) ?? '' }
      return [{ type: 'url_citation', url_citation: { start_index: startIndex, end_index: endIndex, ...citation } }]
    })
  })
}
