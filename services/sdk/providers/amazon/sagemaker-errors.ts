/** SageMaker's failed answers in LiteLLM's words (litellm_core_utils/exception_mapping_utils.py, `_map_sagemaker_exception`). */
import { litellmFault } from '../litellm-errors.ts'
import { statusFault } from '../plain/wire.ts'
import type { ProviderFault, Target } from '../translator.ts'

const classes: Readonly<Record<number, readonly [litellmClass: string, status: number]>> = {
  400: ['BadRequestError', 400],
  401: ['AuthenticationError', 401],
  404: ['NotFoundError', 404],
  408: ['Timeout', 408],
  422: ['BadRequestError', 422],
  424: ['BadRequestError', 424],
  429: ['RateLimitError', 429],
  500: ['ServiceUnavailableError', 503],
  503: ['ServiceUnavailableError', 503],
  504: ['Timeout', 504],
}

/** A failed answer. */
export function sagemakerError(status: number, text: string, target: Target): ProviderFault {
  const told = `SagemakerException - ${text}`
  if (text.includes('Unable to locate credentials')) {
    return litellmFault('BadRequestError', status, `litellm.BadRequestError: ${told}`, target)
  }
  if (text.includes('Input validation error: `best_of` must be > 0 and <= 2')) {
    const words = "SagemakerException - the value of 'n' must be > 0 and <= 2 for sagemaker endpoints"
    return litellmFault('BadRequestError', status, words, target)
  }
  if (tooLong.some(words => text.includes(words))) {
    return litellmFault('ContextWindowExceededError', status, `litellm.BadRequestError: ${told}`, target)
  }
  const known = classes[status]
  return known ? litellmFault(known[0], known[1], told, target) : statusFault(status, text, target)
}

const tooLong = ['`inputs` tokens + `max_new_tokens` must be <=', 'instance type with more CPU capacity or memory']
