import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { claudeMethod } from './claude.ts'
import { openapiChat, publisherMethod } from './partner.ts'
import { googleMethod } from './predict.ts'
import { grantToken } from './token.ts'
import { vertex, vertexClaude } from './wire.ts'

/** The routes of Vertex AI, without project and location, and of Google's token endpoint. */
export function vertexRoutes(app: FastifyInstance): void {
  app.post('/vertex/google/:target', handle(app, vertex, googleMethod))
  app.post('/vertex/endpoints/:target', handle(app, vertex, googleMethod))
  app.post('/vertex/anthropic/:target', handle(app, vertexClaude, claudeMethod))
  app.post('/vertex/openapi', handle(app, vertex, openapiChat))
  app.post('/vertex/partner/:target', handle(app, vertex, publisherMethod))
  app.post('/token', grantToken)
  app.post('/token/:trouble', grantToken)
}
