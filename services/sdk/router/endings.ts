/** What the router adds to a provider's words when a request has failed for good (LiteLLM, router_utils/common_utils.py). */
import { pythonRepr } from '../providers/python-text.ts'
import type { Json } from '../providers/translator.ts'
import { type FallbackList, type Fallbacks, type FallbackTarget, listedGroups } from './fallbacks.ts'

/** A failure within a message is cut here: each level repeats the one below it. */
const longestDetail = 2_000

/** The last sentences. `detail` is what the last fallback failed with; null where none was tried. */
export function endingFor(
  group: string,
  chain: 'none' | 'unlisted' | { targets: readonly FallbackTarget[] },
  fallbacks: Fallbacks,
  detail: string | null,
): string {
  if (fallbacks.disabled) return ''
  const lead = `\n\nLiteLLM: model group '${group}' failed with the error above`
  if (chain === 'none') return `${lead}. No fallback was attempted.`
  if (chain === 'unlisted') return lead + unlisted(fallbacks.general ?? [])
  const targets = chain.targets.map(target => (typeof target === 'string' ? target : pythonRepr(target))).join(', ')
  return `${lead}. Fallback to ${targets} also failed: ${cut(detail ?? '')}`
}

function unlisted(list: FallbackList): string {
  const groups = listedGroups(list)
  const known =
    groups.length > 0 ? `Fallbacks are configured for: ${groups.join(', ')}.` : 'No fallbacks are configured.'
  return (
    ' and no fallback model group was found for it, so the request was not retried on another model. ' +
    `${known} Add a fallbacks entry for that model group (Router fallbacks or proxy router_settings.fallbacks)` +
    ' to retry on another model.'
  )
}

function cut(detail: string): string {
  const more = detail.length - longestDetail
  return more > 0 ? `${detail.slice(0, longestDetail)}... [truncated ${more} characters]` : detail
}

/** The hint for a failure that could have fallbacks of its own kind, where none are configured. */
export function specialNote(litellmClass: string, group: string, fallbacks: Fallbacks): string {
  if (fallbacks.disabled) return ''
  const general = pythonRepr(fallbacks.general as Json)
  if (litellmClass === 'ContextWindowExceededError' && fallbacks.contextWindow === null) {
    return note(`model=${group}. context_window_fallbacks=None. fallbacks=${general}.`, 'context_window_fallback')
  }
  if (litellmClass === 'ContentPolicyViolationError' && fallbacks.contentPolicy === null) {
    return note(`model=${group}. content_policy_fallback=None. fallbacks=${general}.`, 'content_policy_fallback')
  }
  return ''
}

const note = (state: string, setting: string): string =>
  `\n${state}\n\nSet '${setting}' - https://docs.litellm.ai/docs/routing#fallbacks`

/** What an exception says of the calls that were made again, once all are used up. */
export function retriedNote({ used, max }: { used: number; max: number }): string {
  return max > 0 && used === max ? ` LiteLLM Retried: ${used} times, LiteLLM Max Retries: ${max}` : ''
}
