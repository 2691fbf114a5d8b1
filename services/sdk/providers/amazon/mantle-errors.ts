/** Bedrock Mantle's failed answers in LiteLLM's words. */
import { byStatus, byWords } from '../bedrock/errors.ts'
import { litellmFault } from '../litellm-errors.ts'
import { statusFault } from '../plain/wire.ts'
import type { ProviderFault, Target } from '../translator.ts'

/** The statuses that LiteLLM tells in Bedrock's name. */
const bedrocks = new Set([400, 401, 404, 408, 422, 429, 500, 503, 504])

/** A failed answer: Bedrock's, but for its own words for a conversation that is too long. */
export function mantleError(status: number, text: string, target: Target): ProviderFault {
  const known = ['invalid_request_error', 'validation_error'].some(word => text.includes(word))
  const [, asked, most] = /prompt tokens \((\d+)\) exceed model maximum \((\d+)\)/.exec(text) ?? []
  if (known && asked !== undefined) {
    const told = `litellm.BadRequestError: prompt is too long: ${asked} tokens > ${most} maximum`
    return litellmFault('ContextWindowExceededError', 400, told, target)
  }
  const worded = byWords(status, text, target)
  if (worded) return worded
  if (bedrocks.has(status)) return byStatus(status, text, target)
  return statusFault(status, text, target)
}
