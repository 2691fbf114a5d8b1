/**
 * Memory routing: which user a request belongs to. Pure, and shared by both workers, so that their answers are the same.
 * Order: the custom header, then the header patterns in their order, then the default.
 */
import { RE2JS } from 're2js'
import type { LitellmConfig, UserIdMappings } from '../../config/litellm-schema.ts'

/** Lower-case header names; several values of one name as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Who the request belongs to, and why. */
export interface MemoryRoute {
  readonly userId: string
  readonly matched: { header: string; value: string; pattern: string; user_id: string } | null
  readonly customHeaderPresent: boolean
  readonly isDefault: boolean
}

/** The header both LiteLLM and the sdk backend pass on to the provider. */
export const userIdHeader = 'x-sm-user-id'
const supermemoryKeyHeader = 'x-supermemory-api-key'

/** Compiles the patterns once (RE2: linear time whatever the pattern) and returns the router. */
export function createMemoryRouter(mappings: UserIdMappings | undefined): (headers: Headers) => MemoryRoute {
  const custom = (mappings?.custom_header ?? 'x-memory-user-id').toLowerCase()
  const rules = (mappings?.header_patterns ?? []).map(rule => ({
    ...rule,
    name: rule.header.toLowerCase(),
    regex: RE2JS.compile(rule.pattern),
  }))
  const otherwise = mappings?.default_user_id ?? 'default-user'

  return headers => {
    const named = headerText(headers, custom)
    if (named) return { userId: named, matched: null, customHeaderPresent: true, isDefault: false }
    for (const { name, regex, header, pattern, user_id } of rules) {
      const value = headerText(headers, name)
      if (value && regex.matcher(value).find()) {
        const matched = { header, value, pattern, user_id }
        return { userId: user_id, matched, customHeaderPresent: false, isDefault: false }
      }
    }
    return { userId: otherwise, matched: null, customHeaderPresent: false, isDefault: true }
  }
}

/** The body of `GET /memory-routing/info`: flat, and once more under `routing`, where older scripts look. */
export function memoryRoutingInfo(route: MemoryRoute): Record<string, unknown> {
  const flat = {
    user_id: route.userId,
    matched_pattern: route.matched,
    custom_header_present: route.customHeaderPresent,
    is_default: route.isDefault,
  }
  return { ...flat, routing: flat }
}

/** Whether an address is Supermemory's: its domain, or what SUPERMEMORY_API_BASE says. */
export function isSupermemory(apiBase: string | undefined, configured: string | undefined): boolean {
  if (apiBase === undefined) return false
  if (configured && apiBase.startsWith(configured)) return true
  const host = URL.canParse(apiBase) ? new URL(apiBase).hostname : ''
  return host === 'supermemory.ai' || host.endsWith('.supermemory.ai')
}

/** The headers memory routing adds for one deployment; none while no mappings are configured. */
export function memoryHeaders(
  route: MemoryRoute,
  options: { enabled: boolean; supermemory: boolean; supermemoryKey: string | undefined },
): Record<string, string> {
  if (!options.enabled) return {}
  const key = options.supermemory && options.supermemoryKey ? { [supermemoryKeyHeader]: options.supermemoryKey } : {}
  return { [userIdHeader]: route.userId, ...key }
}

/** Names of the models, aliases included, that a deployment at Supermemory serves. */
export function supermemoryModels(config: LitellmConfig, configured: string | undefined): ReadonlySet<string> {
  const groups = config.model_list
    .filter(entry => isSupermemory(entry.litellm_params.api_base, configured))
    .map(entry => entry.model_name)
  const aliases = Object.entries(config.router_settings?.model_group_alias ?? {})
    .filter(([, target]) => groups.includes(typeof target === 'string' ? target : target.model))
    .map(([alias]) => alias)
  return new Set([...groups, ...aliases])
}

/** The product a client names first in its user-agent, for the log. */
export function clientName(headers: Headers): string {
  const agent = headerText(headers, 'user-agent') ?? ''
  return agent.split(' ', 1)[0]?.slice(0, 64) || 'unknown'
}

function headerText(headers: Headers, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
