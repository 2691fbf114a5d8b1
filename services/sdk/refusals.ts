/** What LiteLLM asks of a body before its router sees it, in its order and its words. */
import {
  badRequest,
  type ErrorAnswer,
  missingParameter,
  mockRefusal,
  noDeployments,
  openaiError,
  unknownModelMessage,
} from './answers.ts'
import type { Catalogue } from './deployments.ts'
import type { JsonObject } from './providers/translator.ts'
import { refusedParameter } from './refused-parameters.ts'

/** An endpoint of OpenAI's. */
export interface Endpoint {
  /** The name in LiteLLM's messages. */
  readonly path: string
  readonly required: string
  /** What becomes of a message of the proxy's own; LiteLLM's usual form where nothing is said. */
  refuse?(message: string): ErrorAnswer
}

/** The refusal of a request for a model, or null. */
export function refusalOf(
  body: JsonObject,
  model: unknown,
  { path, required, refuse = badRequest }: Endpoint,
  catalogue: Catalogue,
): ErrorAnswer | null {
  const refused = refusedParameter(body)
  if (refused) return refused
  if ((body[required] ?? null) === null) return missingParameter(path, required)
  const missing = (model ?? null) === null
  // A path's model comes first, and a body's must be one all the same.
  if ([model, body.model].some(name => (name ?? null) !== null && typeof name !== 'string')) {
    return openaiError(400, "'model' must be a string.", 'bad_request_error', 'model')
  }
  const mocked = mockRefusal(body)
  if (mocked !== null) return refuse(mocked)
  if (missing && catalogue.hasWildcards) return openaiError(400, noDeployments('None'), 'invalid_request_error')
  const known = typeof model === 'string' && (catalogue.hasWildcards || catalogue.find(model).length > 0)
  return known ? null : refuse(unknownModelMessage(path, model))
}
