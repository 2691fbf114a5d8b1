import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastify from 'fastify'
import { canonicalPath } from './canonical-path.ts'
import { Gate } from './gate.ts'
import { handle } from './handle.ts'
import { createIdentity } from './identity.ts'
import { inspectRoutes } from './inspect.ts'
import type { RecordedRequest } from './recorder.ts'
import { Recorder } from './recorder.ts'
import { Script } from './script.ts'
import { anthropicRoutes } from './wires/anthropic/plugin.ts'
import { anthropic } from './wires/anthropic/wire.ts'
import { bedrockRoutes } from './wires/bedrock/plugin.ts'
import { cohereRoutes } from './wires/cohere/chat.ts'
import { type CachedContents, cachedContentsRoutes } from './wires/gemini/cached-contents.ts'
import { geminiRoutes } from './wires/gemini/plugin.ts'
import { grantRoutes } from './wires/grants.ts'
import { modelRoutes } from './wires/models.ts'
import { ollamaRoutes } from './wires/ollama/plugin.ts'
import { openaiRoutes } from './wires/openai/plugin.ts'
import { openai } from './wires/openai/wire.ts'
import { vertexRoutes } from './wires/vertex/plugin.ts'
import { Complaint, type ErrorDetails, type Wire } from './wires/wire.ts'
import { webRoutes } from './web/plugin.ts'

declare module 'fastify' {
  interface FastifyInstance {
    recorder: Recorder
    gate: Gate
    script: Script
    cachedContents: CachedContents
    /** The pause before each piece of content of a stream. */
    pauseMs: number
  }
  interface FastifyRequest {
    record: RecordedRequest
  }
}

export interface SimulatorOptions {
  logger?: boolean
  /** Milliseconds since the epoch. */
  now?: () => number
  /** The usual pause before each piece of content of a stream. */
  pauseMs?: number
}

/** A provider that only a script knows. */
const scripted: Wire = { ...openai, name: 'scripted' }

/** The largest body that Anthropic takes. */
const bodyLimit = 32 * 1024 * 1024

function complain(request: FastifyRequest, reply: FastifyReply, details: ErrorDetails): FastifyReply {
  const wire = request.headers['anthropic-version'] === undefined ? openai : anthropic
  const id = createIdentity(request.record.id, request.record.at)
  return reply.code(details.status).headers(wire.headers(id)).send(wire.errorBody(details, id))
}

/** Stands in for OpenAI, Anthropic, Gemini, Vertex AI, Amazon Bedrock, Ollama and Cohere. Routes only: whoever builds it listens. */
export function buildSimulator(options: SimulatorOptions = {}): FastifyInstance {
  const { logger = false, now = Date.now, pauseMs = 2 } = options
  const app = fastify({
    logger,
    bodyLimit,
    // Stalled streams must not hold up a close.
    forceCloseConnections: true,
    rewriteUrl: request => canonicalPath(request.url ?? '/'),
  })
  app.decorate('recorder', new Recorder(now))
  app.decorate('gate', new Gate())
  app.decorate('script', new Script())
  app.decorate('cachedContents', [])
  app.decorate('pauseMs', pauseMs)
  app.decorateRequest('record')

  // Bodies stay text: the wires answer broken JSON in their own words.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => {
    if (request.originalUrl.startsWith('/_sim/')) return
    request.record = app.recorder.open(request.originalUrl, request.raw, reply.raw)
    // What is told twice is no type to this server, though providers take it.
    const [type = '', ...others] = request.headers['content-type']?.split(', ') ?? []
    if (others.length > 0) request.headers = { 'content-type': type }
  })
  app.setErrorHandler((error: FastifyError, request, reply) =>
    complain(request, reply, { status: error.statusCode ?? 500 }),
  )
  const playScript = handle(app, scripted, () => {
    throw new Complaint({ status: 404 })
  })
  app.setNotFoundHandler((request, reply) => {
    // A script may also stand in for a provider that has no wire here.
    if (request.method === 'POST' && app.script.answerTo(request.originalUrl) !== null)
      return playScript(request, reply)
    return complain(request, reply, { status: 404, message: `Invalid URL (${request.method} ${request.originalUrl})` })
  })

  inspectRoutes(app)
  modelRoutes(app)
  openaiRoutes(app)
  anthropicRoutes(app)
  geminiRoutes(app)
  cachedContentsRoutes(app)
  vertexRoutes(app)
  bedrockRoutes(app)
  ollamaRoutes(app)
  cohereRoutes(app)
  grantRoutes(app)
  webRoutes(app)
  return app
}
