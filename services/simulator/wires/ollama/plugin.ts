import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { chat, embeddings, generate, show } from './answers.ts'
import { ollama } from './wire.ts'

/** The routes of Ollama's own API. */
export function ollamaRoutes(app: FastifyInstance): void {
  app.post('/api/chat', handle(app, ollama, chat))
  app.post('/api/generate', handle(app, ollama, generate))
  app.post('/api/embed', handle(app, ollama, embeddings))
  app.post('/api/show', handle(app, ollama, show))
}
