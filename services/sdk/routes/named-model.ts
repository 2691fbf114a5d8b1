/** The model of a request, which some paths name and otherwise the body does. */
import type { FastifyRequest } from 'fastify'
import type { JsonObject } from '../providers/translator.ts'

/** The paths of an endpoint of OpenAI's, with and without the model in them. */
export function pathsOf(endpoint: string): string[] {
  return [`/${endpoint}`, `/v1/${endpoint}`, `/engines/:model/${endpoint}`, `/openai/deployments/:model/${endpoint}`]
}

/** The name that is asked for; the path's counts before the body's. */
export function namedModel(request: FastifyRequest, body: JsonObject): unknown {
  return (request.params as { model?: string }).model ?? body.model
}
