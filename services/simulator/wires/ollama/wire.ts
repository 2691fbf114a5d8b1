import type { JsonObject } from '../../json.ts'
import type { ErrorDetails, Wire } from '../wire.ts'
import { bearer } from '../wire.ts'

const words: Readonly<Record<number, string>> = {
  400: 'invalid request',
  401: 'unauthorized',
  429: 'too many requests',
  500: 'llama runner process has terminated: exit status 2',
  503: 'server busy, please try again.  maximum pending requests exceeded',
}

function errorBody({ status, message, model }: ErrorDetails): JsonObject {
  const missing = status === 404 ? `model '${model ?? ''}' not found` : undefined
  return { error: message ?? missing ?? words[status] ?? 'internal error' }
}

/** Ollama's own API, which asks nobody for a key. */
export const ollama: Wire = {
  name: 'ollama',
  key: received => bearer(received) ?? 'none',
  unauthorized: () => ({ status: 401 }),
  invalidJson: { status: 400, message: 'invalid character in request body' },
  headers: () => ({}),
  errorBody,
  errorHeaders: () => ({}),
}
