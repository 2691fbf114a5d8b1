/** Gemini's reasons to stop as OpenAI's; everything unknown is a `stop`. */
import { asString } from '../json.ts'
import type { Json } from '../translator.ts'

const filtered = (
  'SAFETY RECITATION LANGUAGE OTHER BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT NO_IMAGE ' +
  'IMAGE_RECITATION IMAGE_OTHER ESCALATION'
).split(' ')

/** The reasons for which a whole answer is withheld. */
const withheld = 'SAFETY RECITATION BLOCKLIST PROHIBITED_CONTENT SPII IMAGE_SAFETY IMAGE_PROHIBITED_CONTENT'.split(' ')

export function mapFinishReason(reason: Json | undefined): string {
  const native = asString(reason) ?? ''
  if (filtered.includes(native)) return 'content_filter'
  return native === 'MAX_TOKENS' ? 'length' : 'stop'
}

export function isWithheld(reason: Json | undefined): boolean {
  return withheld.includes(asString(reason) ?? '')
}
