import type { Wire } from '../wire.ts'
import { bearer } from '../wire.ts'

const words: Readonly<Record<number, string>> = {
  400: 'invalid request',
  401: 'invalid api token',
  404: 'model not found',
  429: 'You are using a Trial key, which is limited to 40 API calls / minute.',
  500: 'internal server error',
}

/** Cohere's own API, by its second version. */
export const cohere: Wire = {
  name: 'cohere',
  key: bearer,
  unauthorized: key => ({ status: 401, message: key === undefined ? 'no api key supplied' : 'invalid api token' }),
  invalidJson: { status: 400, message: 'invalid json syntax' },
  headers: id => ({ 'x-trial-endpoint-call-limit': '40', 'x-debug-trace-id': id.hex('trace', 32) }),
  errorBody: ({ status, message }, id) => ({
    id: id.hex('error', 32),
    message: message ?? words[status] ?? 'internal server error',
  }),
  errorHeaders: () => ({}),
}
