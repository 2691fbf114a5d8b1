/** What steers retries and fallbacks: the configuration, and what a request may say otherwise. */
import type { LitellmConfig } from '../../../config/litellm-schema.ts'
import type { Headers } from '../../shared/memory-routing.ts'
import type { Json, JsonObject } from '../providers/translator.ts'
import type { FallbackList, Fallbacks } from './fallbacks.ts'

export interface RouterSettings {
  readonly numRetries: number
  /** Seconds. */
  readonly shortestWait: number
  readonly cooldownTime: number
  readonly disableCooldowns: boolean
  readonly fallbacks: Fallbacks
}

/** LiteLLM's defaults: two retries, five seconds, five fallbacks within fallbacks. */
export function routerSettings(config: LitellmConfig): RouterSettings {
  const router = config.router_settings ?? {}
  const settings = config.litellm_settings ?? {}
  const general = router.fallbacks ?? settings.fallbacks
  const usual = router.default_fallbacks ?? settings.default_fallbacks
  return {
    numRetries: router.num_retries ?? settings.num_retries ?? 2,
    shortestWait: router.retry_after ?? 0,
    cooldownTime: router.cooldown_time ?? 5,
    disableCooldowns: router.disable_cooldowns ?? false,
    fallbacks: {
      general: usual ? [...(general ?? []), { '*': usual }] : (general ?? null),
      contextWindow: router.context_window_fallbacks ?? settings.context_window_fallbacks ?? null,
      contentPolicy: router.content_policy_fallbacks ?? settings.content_policy_fallbacks ?? null,
      disabled: false,
      max: router.max_fallbacks ?? 5,
    },
  }
}

/** Calls made again for one request are not more than this, whatever it asks for. */
const mostRetries = 20

/** What one request says of its own course. Times in seconds. */
export interface Wishes {
  readonly numRetries: number | undefined
  readonly timeout: number | undefined
  /** The body's, as errors tell it: an integer stays one. */
  readonly timeoutTold: string | undefined
  readonly streamTimeout: number | undefined
  readonly fallbacks: Fallbacks
}

/** Reads them off the body, and off the headers LiteLLM knows; the headers win. */
export function wishesOf(body: JsonObject, headers: Headers, configured: Fallbacks): Wishes {
  const asked = body['timeout'] ?? body['request_timeout']
  const retries = seconds(headers['x-litellm-num-retries'] ?? body['num_retries'])
  return {
    numRetries: retries === undefined ? undefined : Math.min(Math.trunc(retries), mostRetries),
    timeout: positive(headers['x-litellm-timeout'] ?? asked),
    timeoutTold: Number.isInteger(asked) && headers['x-litellm-timeout'] === undefined ? String(asked) : undefined,
    streamTimeout: positive(headers['x-litellm-stream-timeout'] ?? body['stream_timeout']),
    fallbacks: {
      ...configured,
      general: listed(body['fallbacks']) ?? configured.general,
      contextWindow: listed(body['context_window_fallbacks']) ?? configured.contextWindow,
      contentPolicy: listed(body['content_policy_fallbacks']) ?? configured.contentPolicy,
      disabled: body['disable_fallbacks'] === true,
    },
  }
}

const isEntry = (item: Json): item is string | JsonObject =>
  typeof item === 'string' || (typeof item === 'object' && item !== null && !Array.isArray(item))

/** A list that makes no sense is none: a chain is a list, or a group's list of groups. */
function listed(value: Json | undefined): FallbackList | undefined {
  if (!Array.isArray(value)) return undefined
  const entries = value.filter(isEntry)
  return entries.length === value.length ? entries : undefined
}

function seconds(value: Json | string[] | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && number >= 0 && Number.isFinite(number) ? number : undefined
}

function positive(value: Json | string[] | undefined): number | undefined {
  const number = seconds(value)
  return number === 0 ? undefined : number
}
