/** What was fetched lately, as much of it as LiteLLM keeps: ten files, ten minutes, none above a megabyte. */
import type { Fetched } from '../providers/materials.ts'

export interface MediaCache {
  get(url: string): Fetched | undefined
  /** Keeps what was fetched, if it is worth keeping. */
  add(url: string, fetched: Fetched): void
}

const most = 10
const keptMs = 600_000
const longest = 1024 * 1024

/** `now` in milliseconds. */
export function createMediaCache(now: () => number): MediaCache {
  const kept = new Map<string, { readonly fetched: Fetched; readonly until: number }>()
  return {
    get(url) {
      const found = kept.get(url)
      if (found && found.until >= now()) return found.fetched
      kept.delete(url)
      return undefined
    },
    add(url, fetched) {
      if (fetched.kind !== 'answer' || fetched.status !== 200 || fetched.content.length >= longest) return
      kept.delete(url)
      for (const [other, { until }] of kept) if (until < now()) kept.delete(other)
      const oldest = kept.size >= most ? kept.keys().next().value : undefined
      if (oldest !== undefined) kept.delete(oldest)
      kept.set(url, { fetched, until: now() + keptMs })
    },
  }
}
