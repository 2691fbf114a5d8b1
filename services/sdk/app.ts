/** The SDK-backed worker: calls the providers itself and answers as LiteLLM would. */
import Fastify, { type FastifyInstance } from 'fastify'
import { answerPlainJson, fastifyOptions, takeBodiesAsBytes } from '../shared/fastify-options.ts'
import { memoryRoutingInfo } from '../shared/memory-routing.ts'
import { securityHeaders } from './answer-headers.ts'
import { authorise } from './authorise.ts'
import { corsHeaders } from './cors.ts'
import { decline } from './decline.ts'
import type { SdkParts } from './parts.ts'
import { answerWithError } from './prepare.ts'
import { chatCompletions } from './routes/chat-completions.ts'
import { completions } from './routes/completions.ts'
import { countTokens } from './routes/count-tokens.ts'
import { embeddings } from './routes/embeddings.ts'
import { createRouter } from './router/router.ts'
import { health } from './routes/health.ts'
import { messages } from './routes/messages.ts'
import { modelInfo } from './routes/model-info.ts'
import { models } from './routes/models.ts'
import { responses } from './routes/responses.ts'
import { pack } from './send-whole.ts'

/** Builds the app; it does not listen yet. `bodyBytes` bounds a request. */
export function buildSdkWorker(parts: SdkParts, bodyBytes: number): FastifyInstance {
  const app = Fastify({ ...fastifyOptions(parts.logger), bodyLimit: bodyBytes })
  const router = createRouter(parts.config)
  app.addHook('onRequest', async (request, reply) => {
    const always = { ...securityHeaders, ...corsHeaders(request.headers.origin) }
    for (const [name, value] of Object.entries(always)) reply.raw.setHeader(name, value)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string') return payload
    const { bytes, headers } = await pack(Buffer.from(payload), request.headers['accept-encoding'])
    void reply.headers(headers)
    return bytes
  })
  app.addHook('onClose', () => parts.sessions.close())
  takeBodiesAsBytes(app)
  answerPlainJson(app)
  app.setNotFoundHandler((request, reply) =>
    decline(reply, `The sdk backend does not serve ${request.method} ${request.url.split('?', 1)[0]}.`),
  )

  health(app, parts)
  app.get('/memory-routing/info', request => memoryRoutingInfo(parts.memoryRoute(request.headers)))
  app.register(async guarded => {
    guarded.addHook('preHandler', async (request, reply) => {
      const refusal = authorise(request.headers, parts.config.general_settings?.master_key)
      if (refusal) answerWithError(refusal, null, request, reply, parts)
    })
    chatCompletions(guarded, parts, router)
    completions(guarded, parts, router)
    embeddings(guarded, parts, router)
    messages(guarded, parts, router)
    countTokens(guarded, parts, router)
    models(guarded, parts)
    modelInfo(guarded, parts)
    responses(guarded, parts, router)
  })
  return app
}
