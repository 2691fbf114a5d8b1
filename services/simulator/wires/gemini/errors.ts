import type { JsonObject } from '../../json.ts'
import type { ErrorDetails } from '../wire.ts'

/** Google's status names and words by HTTP status. */
const words: Record<number, readonly [status: string, message: string]> = {
  400: ['INVALID_ARGUMENT', 'Request contains an invalid argument.'],
  401: [
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  ],
  403: ['PERMISSION_DENIED', 'The caller does not have permission'],
  404: ['NOT_FOUND', 'Requested entity was not found.'],
  408: ['DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.'],
  409: ['ABORTED', 'The operation was aborted.'],
  413: ['INVALID_ARGUMENT', 'Request payload size exceeds the limit.'],
  422: ['INVALID_ARGUMENT', 'The request could not be processed.'],
  429: ['RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.'],
  500: [
    'INTERNAL',
    'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  ],
  502: ['UNAVAILABLE', 'The service is currently unavailable.'],
  503: ['UNAVAILABLE', 'The model is overloaded. Please try again later.'],
  504: ['DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.'],
  529: ['UNAVAILABLE', 'The model is overloaded. Please try again later.'],
}

const googleType = 'type.googleapis.com/google.rpc'

function quotaDetails(retryAfter: number): JsonObject[] {
  const quotaId = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier'
  return [
    { '@type': `${googleType}.QuotaFailure`, violations: [{ quotaId }] },
    { '@type': `${googleType}.RetryInfo`, retryDelay: `${retryAfter}s` },
  ]
}

/** `{ error: { code, message, status, details? } }` */
export function errorBody(details: ErrorDetails): JsonObject {
  const [status, message] = words[details.status] ?? ['INTERNAL', 'An internal error has occurred.']
  const quota = details.retryAfter === undefined ? {} : { details: quotaDetails(details.retryAfter) }
  return { error: { code: details.status, message: details.message ?? message, status, ...quota } }
}

/** Google says in the body when to try again; `retry-after` is there as well. */
export function errorHeaders(details: ErrorDetails): Record<string, string> {
  return details.retryAfter === undefined ? {} : { 'retry-after': String(details.retryAfter) }
}
