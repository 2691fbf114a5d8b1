import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import type { ErrorDetails } from '../wire.ts'

/** AWS's exceptions and words by status. */
const words: Record<number, readonly [type: string, message: string]> = {
  400: ['ValidationException', 'The provided request is not valid'],
  401: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  403: ['AccessDeniedException', "You don't have access to the model with the specified model ID."],
  404: ['ResourceNotFoundException', 'Could not resolve the foundation model from the provided model identifier.'],
  408: ['ModelTimeoutException', 'Model processing timed out.'],
  409: ['ConflictException', 'The resource was changed by another request.'],
  413: ['ValidationException', 'Request body is too large.'],
  422: ['ModelErrorException', 'The model could not process the request.'],
  424: ['ModelErrorException', 'The system encountered an unexpected error during processing. Try your request again.'],
  429: ['ThrottlingException', 'Too many requests, please wait before trying again.'],
  500: [
    'InternalServerException',
    'The system encountered an unexpected error during processing. Try your request again.',
  ],
  503: ['ServiceUnavailableException', 'Bedrock is unable to process your request.'],
}

const wordsOf = (status: number): readonly [string, string] =>
  words[status] ?? ['InternalServerException', 'The system encountered an unexpected error during processing.']

/** What AWS says to a request without a signature, and to one it does not know. */
export function unauthorized(key: string | undefined): ErrorDetails {
  return key === undefined
    ? { status: 403, message: 'Missing Authentication Token' }
    : { status: 403, message: 'The security token included in the request is invalid.' }
}

/** `{ message }`; the exception's name is in a header. */
export function errorBody(details: ErrorDetails): JsonObject {
  return { message: details.message ?? wordsOf(details.status)[1] }
}

export function errorHeaders(details: ErrorDetails): Record<string, string> {
  const [type] = wordsOf(details.status)
  return { 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/` }
}

export function headers(id: Identity): Record<string, string> {
  return { 'x-amzn-requestid': requestId(id) }
}

function requestId(id: Identity): string {
  const hex = id.hex('request', 32)
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-')
}
