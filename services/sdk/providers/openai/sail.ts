/** Sail: it is told in its metadata how long an answer may take, where OpenAI is told a tier (llms/sail). */
import { asObject, asString, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'

const windows: Readonly<Record<string, string | null>> = {
  auto: null,
  default: 'asap',
  priority: 'asap',
  flex: 'flex',
  balanced: 'balanced',
}

const hint = 'To drop it, set `litellm.drop_params=True` or for proxy: `litellm_settings: drop_params: true`'

/** The parameters with a window in the place of the tier; `drop` leaves out a tier it does not know. */
export function sailBody(params: JsonObject, drop: boolean): JsonObject {
  const { service_tier: tier, ...rest } = params
  if (tier === undefined) return params
  const name = asString(tier)?.toLowerCase() ?? ''
  if (!Object.hasOwn(windows, name)) {
    if (drop) return rest
    const known = Object.keys(windows).join(', ')
    throw unsupportedParams(
      `sail does not support service_tier=${pythonRepr(tier)}. Supported values: ${known}. ${hint}`,
    )
  }
  const window = windows[name] ?? null
  return window === null ? rest : { ...rest, metadata: { completion_window: window } }
}

/** What a client sends besides: it may not set the window, which has a price. */
export function sailExtras(extra: JsonObject, params: JsonObject, drop: boolean): JsonObject {
  if ('service_tier' in extra && !drop) {
    throw unsupportedParams(`sail does not accept service_tier inside extra_body. Send service_tier instead. ${hint}`)
  }
  const given = asObject(extra['metadata'])
  const rest = omit(extra, ['service_tier'])
  if (given === undefined) return rest
  if ('completion_window' in given && !drop) {
    throw unsupportedParams(
      `sail does not accept extra_body.metadata.completion_window. Send service_tier instead. ${hint}`,
    )
  }
  const metadata = { ...omit(given, ['completion_window']), ...asObject(params['metadata']) }
  return Object.keys(metadata).length > 0 ? { ...rest, metadata } : omit(rest, ['metadata'])
}

/** What a window is billed as. */
const billed: Readonly<Record<string, string | null>> = {
  asap: null,
  balanced: 'balanced',
  standard: 'balanced',
  flex: 'flex',
}

/** The same for the Responses API, where a client may name a window by itself; it may not name two. */
export function sailWindow(params: JsonObject, drop: boolean): JsonObject {
  const { service_tier: tier, metadata: given, ...rest } = params
  const metadata = asObject(given) ?? {}
  const byTier = asString(
    asObject(sailBody(tier === undefined ? {} : { service_tier: tier }, drop)['metadata'])?.['completion_window'],
  )
  const byClient =
    'completion_window' in metadata ? knownWindow(metadata['completion_window'] ?? null, drop) : undefined
  if (byTier !== undefined && byClient !== undefined && billed[byTier] !== billed[byClient]) {
    throw unsupportedParams(
      `sail got service_tier=${pythonRepr(tier ?? null)} and metadata.completion_window=${pythonRepr(byClient)}, which ` +
        `select different completion windows. Send one of them. ${hint}`,
    )
  }
  const window = byClient ?? byTier
  const others = omit(metadata, ['completion_window'])
  const told = window === undefined ? others : { ...others, completion_window: window }
  return given === undefined && Object.keys(told).length === 0 ? rest : { ...rest, metadata: told }
}

function knownWindow(window: Json, drop: boolean): string | undefined {
  const name = asString(window)?.toLowerCase() ?? ''
  if (Object.hasOwn(billed, name)) return name
  if (drop) return undefined
  throw unsupportedParams(
    `sail does not support metadata.completion_window=${pythonRepr(window)}. Supported values: ` +
      `${Object.keys(billed).join(', ')}. ${hint}`,
  )
}
