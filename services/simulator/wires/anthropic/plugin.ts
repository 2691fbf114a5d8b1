import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { countTokens, messages } from './messages.ts'
import { anthropic } from './wire.ts'

/** The routes of the Anthropic wire; its model list shares a path with OpenAI's. */
export function anthropicRoutes(app: FastifyInstance): void {
  app.post('/v1/messages', handle(app, anthropic, messages))
  app.post('/v1/messages/count_tokens', handle(app, anthropic, countTokens))
}
