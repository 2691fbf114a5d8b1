/** `finish_reason` of the providers that speak OpenAI's wire in their own words. */
import { asString } from '../json.ts'
import type { Json } from '../translator.ts'

const reasons = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['MAX_TOKENS', 'length'],
  ['tool_calls', 'tool_calls'],
  ['tool_use', 'tool_calls'],
  ['function_call', 'function_call'],
  ['content_filter', 'content_filter'],
  ['content_filtered', 'content_filter'],
  ['refusal', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['SAFETY', 'content_filter'],
  ['RECITATION', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
])

/** Everything unknown is a `stop`. */
export function mapFinishReason(reason: Json | undefined): string {
  return reasons.get(asString(reason) ?? '') ?? 'stop'
}
