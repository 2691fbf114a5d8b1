/** Gets what a request cannot be written without. */
import type { LitellmConfig } from '../../../config/litellm-schema.ts'
import {
  type Fetched,
  keyOf,
  type Material,
  type Materials,
  type ProviderCall,
  type RemoteFile,
} from '../providers/materials.ts'
import { createMediaCache, type MediaCache } from './media-cache.ts'
import { fetchFromWeb, type WebRules } from './web.ts'

/** Gets all of them, each with its success or its failure; what is under way ends when `left` does. */
export type Gather = (materials: readonly Material[], left: AbortSignal, ask: AskProvider) => Promise<Materials>

/** Calls the provider of the request. */
type AskProvider = (call: ProviderCall, left: AbortSignal) => Promise<Fetched>

/** So many are fetched at once for one request. */
const atOnce = 20

/** LiteLLM tries so often to reach what it keeps. */
const attempts = 3

export function createGatherer(rules: WebRules, cache: MediaCache): Gather {
  return async (materials, left, ask) => {
    const found = new Map<string, Fetched>()
    const rest = [...materials]
    const work = async (): Promise<void> => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        const got = next.kind === 'call' ? ask(next, left) : fetched(next, rules, cache, left)
        found.set(keyOf(next), await got)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, rest.length) }, work))
    return found
  }
}

async function fetched(
  { kind, url }: RemoteFile,
  rules: WebRules,
  cache: MediaCache,
  left: AbortSignal,
): Promise<Fetched> {
  if (kind === 'document') return await fetchFromWeb(url, 1, rules, left)
  if (rules.maxMegabytes === 0) return { kind: 'disabled' }
  const known = cache.get(url)
  if (known) return known
  const got = await fetchFromWeb(url, attempts, rules, left)
  cache.add(url, got)
  return got
}

const usualMegabytes = 50
const deadlineMs = 60_000

/** A gatherer by LiteLLM's settings: those of the configuration, and its variable for the size. */
export function configuredGatherer(
  { litellm_settings: settings }: LitellmConfig,
  env: Readonly<Record<string, string | undefined>>,
): Gather {
  const hosts = settings?.['user_url_allowed_hosts']
  const megabytes = Number(env['MAX_IMAGE_URL_DOWNLOAD_SIZE_MB'] || usualMegabytes)
  const rules: WebRules = {
    allowedHosts: Array.isArray(hosts) ? hosts.filter(host => typeof host === 'string') : [],
    guarded: settings?.['user_url_validation'] !== false,
    maxMegabytes: Number.isFinite(megabytes) ? megabytes : usualMegabytes,
    deadlineMs,
  }
  return createGatherer(rules, createMediaCache(Date.now))
}
