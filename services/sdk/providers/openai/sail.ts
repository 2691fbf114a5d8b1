/** Sail: it is told in its metadata how long an answer may take, where OpenAI is told a tier (llms/sail). */
import { asObject, asString, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import type { JsonObject } from '../translator.ts'

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
