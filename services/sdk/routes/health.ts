/** Health of the worker. With the key it shows more: sessions, cookie names (never values), models, versions. */
import type { FastifyInstance } from 'fastify'
import { projectVersion } from '../../../config/environment.ts'
import { isAuthorised } from '../authorise.ts'
import type { SdkParts } from '../parts.ts'

export function health(app: FastifyInstance, parts: SdkParts): void {
  const masterKey = parts.config.general_settings?.master_key
  app.get('/health', request => {
    const open = { status: 'healthy', backend: 'sdk', litellm: parts.litellm() }
    if (!isAuthorised(request.headers, masterKey)) return open
    return {
      ...open,
      version: projectVersion,
      node: process.version,
      models: parts.catalogue.names,
      sessions: parts.sessions.all().map(session => ({
        origin: session.origin,
        cookies: session.cookieNames(),
        held_for_ms: session.gate.heldFor(),
      })),
    }
  })
  // Word for word LiteLLM's, JSON string included.
  app.get('/health/liveliness', (_request, reply) => reply.type('application/json').send(JSON.stringify("I'm alive!")))
  app.get('/health/readiness', () => ({ status: 'healthy', db: 'Not connected' }))
}
