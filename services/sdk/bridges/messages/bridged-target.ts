/** A deployment as the wire behind a bridge sees it. */
import { omit } from '../../providers/json.ts'
import type { Target } from '../../providers/translator.ts'

/** The deployment without what the translated request says already. */
export function bridgedTarget(target: Target, translated: readonly string[]): Target {
  return { ...target, defaults: omit(target.defaults, translated) }
}
