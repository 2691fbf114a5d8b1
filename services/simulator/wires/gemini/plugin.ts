import type { FastifyInstance } from 'fastify'
import { handle } from '../../handle.ts'
import { modelMethod } from './generate.ts'
import { gemini } from './wire.ts'

/** The routes of the Gemini wire. */
export function geminiRoutes(app: FastifyInstance): void {
  app.post('/v1beta/models/:target', handle(app, gemini, modelMethod))
}
