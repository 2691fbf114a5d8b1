/** What is left of the rates a group may use, where they are known and its provider does not tell (LiteLLM's own counts). */
import type { Deployment } from '../deployments.ts'

interface Used {
  readonly minute: number
  readonly requests: number
  readonly tokens: number
}

const nothing = (minute: number): Used => ({ minute, requests: 0, tokens: 0 })

/** Calls and tokens of the running minute, by deployment. */
export interface Meter {
  /** A call was answered well; a stream's tokens are told when it is over. */
  count(id: string, tokens: number, now: number): void
  addTokens(id: string, tokens: number, now: number): void
  /** The rate limit headers of a group. */
  headersFor(group: readonly Deployment[], now: number): Record<string, string>
}

export function createMeter(): Meter {
  const used = new Map<string, Used>()
  const at = (id: string, now: number): Used => {
    const minute = Math.floor(now / 60_000)
    const before = used.get(id)
    return before?.minute === minute ? before : nothing(minute)
  }
  const add = (id: string, requests: number, tokens: number, now: number): void => {
    const before = at(id, now)
    used.set(id, { ...before, requests: before.requests + requests, tokens: before.tokens + tokens })
  }
  return {
    count: (id, tokens, now) => add(id, 1, tokens, now),
    addTokens: (id, tokens, now) => add(id, 0, tokens, now),
    headersFor(group, now) {
      const sum = (what: 'requests' | 'tokens'): number => group.reduce((total, { id }) => total + at(id, now)[what], 0)
      return {
        ...shown('tokens', limitOf(group, 'tpm'), sum('tokens')),
        ...shown('requests', limitOf(group, 'rpm'), sum('requests')),
      }
    },
  }
}

/** What the deployments are configured with, together; else what the table knows of a model. */
function limitOf(group: readonly Deployment[], kind: 'rpm' | 'tpm'): number | null {
  const configured = group.reduce((sum, { shares }) => sum + shares[kind], 0)
  if (configured > 0) return configured
  const known = group.flatMap(({ known }) => (typeof known?.entry[kind] === 'number' ? [known.entry[kind]] : []))
  return known.length > 0 ? Math.max(...known) : null
}

function shown(unit: 'requests' | 'tokens', limit: number | null, used: number): Record<string, string> {
  if (limit === null) return {}
  return { [`x-ratelimit-remaining-${unit}`]: String(limit - used), [`x-ratelimit-limit-${unit}`]: String(limit) }
}
