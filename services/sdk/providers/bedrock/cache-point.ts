/** `cache_control` as Bedrock's cache points. */
import { asObject, asString } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { takesCachePoints, takesLongCache } from './knowledge.ts'

/** The block that stands behind what is to be cached; none where the model takes none. */
export function cachePoint(control: Json | undefined, model: string): JsonObject[] {
  if (control === undefined || control === null || !takesCachePoints(model)) return []
  const ttl = asString(asObject(control)?.['ttl'])
  const lasting = (ttl === '5m' || ttl === '1h') && takesLongCache(model)
  return [{ cachePoint: { type: 'default', ...(lasting ? { ttl } : {}) } }]
}
