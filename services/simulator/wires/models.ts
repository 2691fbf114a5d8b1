import type { FastifyInstance } from 'fastify'
import { handle } from '../handle.ts'
import { listModels as listAnthropicModels } from './anthropic/models.ts'
import { anthropic } from './anthropic/wire.ts'
import { listModels, oneModel } from './openai/models.ts'
import { openai } from './openai/wire.ts'

/** `GET /v1/models` is shared: the header `anthropic-version` asks for Anthropic's shape. */
export function modelRoutes(app: FastifyInstance): void {
  const forOpenai = handle(app, openai, listModels)
  const forAnthropic = handle(app, anthropic, listAnthropicModels)
  app.get('/v1/models', (request, reply) =>
    request.headers['anthropic-version'] === undefined ? forOpenai(request, reply) : forAnthropic(request, reply),
  )
  app.get('/v1/models/:target', handle(app, openai, oneModel))
}
