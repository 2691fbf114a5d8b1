import type { Wire } from '../wire.ts'
import { bearer, header } from '../wire.ts'
import { errorBody, errorHeaders, headers, unauthorized } from './errors.ts'

/** Anthropic. */
export const anthropic: Wire = {
  name: 'anthropic',
  key: received => header(received, 'x-api-key') ?? bearer(received),
  unauthorized,
  invalidJson: { status: 400, message: 'The request body is not valid JSON: unexpected character' },
  headers,
  errorBody,
  errorHeaders,
}
