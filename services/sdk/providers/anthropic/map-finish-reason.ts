/** Anthropic's `stop_reason` as OpenAI's `finish_reason`. */
import { asString } from '../json.ts'
import type { Json } from '../translator.ts'

const reasons = new Map([
  ['max_tokens', 'length'],
  ['compaction', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'content_filter'],
  ['content_filter', 'content_filter'],
  ['content_filtered', 'content_filter'],
])

/** Everything unknown is a `stop`. */
export function mapFinishReason(stopReason: Json | undefined): string {
  return reasons.get(asString(stopReason) ?? '') ?? 'stop'
}
