import type { Wire } from '../wire.ts'
import { bearer, header } from '../wire.ts'
import { errorBody, errorHeaders } from './errors.ts'

/** Google's Gemini API. */
export const gemini: Wire = {
  name: 'gemini',
  key(received, query) {
    const inQuery = typeof query['key'] === 'string' && query['key'] !== '' ? query['key'] : undefined
    return header(received, 'x-goog-api-key') ?? inQuery ?? bearer(received)
  },
  unauthorized: () => ({ status: 401 }),
  invalidJson: { status: 400, message: 'Invalid JSON payload received. Unexpected token.' },
  headers: () => ({
    vary: 'Origin, X-Origin, Referer',
    'server-timing': 'gfet4t7; dur=12',
    server: 'scaffolding on HTTPServer2',
  }),
  errorBody,
  errorHeaders,
}
