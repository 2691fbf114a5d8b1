import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { chatCompletions } from './chat.ts'
import { completions } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { inputTokens, responses } from './responses.ts'
import { openai } from './wire.ts'

/** The routes of the OpenAI wire; its model list shares a path with Anthropic's. */
export function openaiRoutes(app: FastifyInstance): void {
  app.post('/v1/chat/completions', handle(app, openai, chatCompletions))
  app.post('/v1/completions', handle(app, openai, completions))
  app.post('/v1/embeddings', handle(app, openai, embeddings))
  app.post('/v1/responses', handle(app, openai, responses))
  app.post('/v1/responses/input_tokens', handle(app, openai, inputTokens))
}
