/** Bodies that say nothing of streams. */
import { asObject, omit } from './json.ts'
import type { JsonObject } from './translator.ts'

/** The body without a word of streams, wherever its provider is told of them. */
export function withoutStream(body: JsonObject): JsonObject {
  const quiet = omit(body, ['stream'])
  const parameters = asObject(quiet['parameters'])
  return parameters ? { ...quiet, parameters: omit(parameters, ['stream']) } : quiet
}
