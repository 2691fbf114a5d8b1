/** `GET /v1/models`: the names of the configuration, as LiteLLM lists them. */
import type { FastifyInstance } from 'fastify'
import type { SdkParts } from '../parts.ts'

/** LiteLLM's own constant (proxy/utils.py, create_model_info_response). */
const created = 1_677_610_602

export function models(app: FastifyInstance, parts: SdkParts): void {
  const data = parts.catalogue.names.map(id => ({ id, object: 'model', created, owned_by: 'openai' }))
  const handler = (): object => ({ data, object: 'list' })
  app.get('/models', handler)
  app.get('/v1/models', handler)
}
