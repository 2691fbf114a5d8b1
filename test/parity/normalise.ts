/** Takes out of an observation what differs by nature: ids, clocks, versions. Equal ids stay equal. */
import type { Json, JsonObject } from '../../services/simulator/json.ts'

/** What an id looks like, by what it becomes. */
const ids: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['uuid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g],
  ['request', /req_(?:[0-9a-f]{32}|(?:vrtx_)?011[0-9A-Za-z]{21})(?![0-9A-Za-z])/g],
  ['item', /(?:msg|rs|fc)_[0-9a-f]{48,}/g],
  ['message', /msg_01[0-9A-Za-z]{22}/g],
  ['aws-tool', /tooluse_[0-9A-Za-z]{22}/g],
  ['tool', /toolu_01[0-9A-Za-z]{22}/g],
  ['call', /call_[0-9A-Za-z]{24,28}/g],
  ['encoded response', /resp_[0-9A-Za-z+/_-]{80,}={0,2}/g],
  ['response', /resp_[0-9a-f]{48,}/g],
  ['completion', /chatcmpl-[0-9A-Za-z]{20,}/g],
  ['text', /\bcmpl-[0-9A-Za-z]{20,}/g],
  ['signature', /E(?:vQB[0-9A-Za-z]{100,}|sIB[0-9A-Za-z]{60})/g],
  ['fingerprint', /fp_[0-9a-f]{10}/g],
]

/** What LiteLLM's stopwatch said, in the words of its timeouts. */
const measured = /\b(time taken=)\d+(?:\.\d+)? seconds/g

/** What a signature has of its moment; who signed what for which region stays. */
const signedAt: readonly (readonly [RegExp, string])[] = [
  [/^(AWS4-HMAC-SHA256 Credential=[^/]+\/)\d{8}(\/.*, Signature=)[0-9a-f]{64}$/, '$1<day>$2<signature>'],
  [/^\d{8}T\d{6}Z$/, '<second>'],
  // Oracle's signatures are made out for the date of the request.
  [/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/, '<second>'],
]

/** `now` is in Unix seconds; a `created` within an hour of it is the answerer's own clock. */
export function createNormaliser(now: number): (value: Json) => Json {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const nameOf = (kind: string, id: string): string => {
    const known = names.get(id)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    names.set(id, `<${kind}-${count}>`)
    return `<${kind}-${count}>`
  }
  const text = (value: string): string =>
    signedAt
      .reduce(
        (result, [pattern, instead]) => result.replace(pattern, instead),
        ids.reduce((result, [kind, pattern]) => result.replace(pattern, id => nameOf(kind, id)), value),
      )
      .replace(measured, '$1<measured> seconds')
  const normalise = (value: Json): Json => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(normalise)
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      if (inner === undefined) return []
      const isClock =
        (key === 'created' || key === 'created_at') && typeof inner === 'number' && Math.abs(inner - now) < 3600
      // Random letters, whose number alone means something.
      if (key === 'obfuscation' && typeof inner === 'string') return [[key, inner.length]]
      // LiteLLM marks the ids of calls, but not those that happen to begin so: one uuid in 256 does.
      if (isIdOfCall(key, value) && typeof inner === 'string' && /^fc[0-9a-f]{6}-/.test(inner)) {
        return [[key, `fc_${text(inner)}`]]
      }
      // Google's ids of answers are letters and figures, without a mark of their own.
      if (key === 'id' && typeof inner === 'string' && /^[0-9A-Za-z]{23}$/.test(inner)) {
        return [[key, nameOf('answer', inner)]]
      }
      return [[key, isClock ? '<now>' : normalise(inner)]]
    })
    return Object.fromEntries(entries)
  }
  return normalise
}

const isIdOfCall = (key: string, { type }: JsonObject): boolean =>
  (key === 'id' && type === 'function_call') ||
  (key === 'item_id' && typeof type === 'string' && type.startsWith('response.function_call_arguments'))
