/** The SDK-backed worker: calls the providers itself and answers as LiteLLM would. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { answerPlainJson, fastifyOptions, takeBodiesAsBytes } from '../shared/fastify-options.ts'
import { memoryRoutingInfo } from '../shared/memory-routing.ts'
import { securityHeaders } from './answer-headers.ts'
import { authorise } from './authorise.ts'
import { corsHeaders } from './cors.ts'
import { decline } from './decline.ts'
import { isUpload, takeForms } from './forms.ts'
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
import { strayAnswer } from './stray-requests.ts'

/** Builds the app; it does not listen yet. `bodyBytes` bounds a request. */
export function buildSdkWorker(parts: SdkParts, bodyBytes: number): FastifyInstance {
  const app = Fastify({ ...fastifyOptions(parts.logger), bodyLimit: bodyBytes, exposeHeadRoutes: false })
  const router = createRouter(parts.config)
  app.addHook('onRequest', async (request, reply) => {
    const always = { ...securityHeaders, ...corsHeaders(request.headers.origin) }
    for (const [name, value] of Object.entries(always)) reply.raw.setHeader(name, value)
    // A parameter in a path is never empty: what ends in a slash is the path without it.
    const [path = ''] = request.url.split('?', 1)
    if (path.endsWith('/')) answerStray(request, reply)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string') return payload
    const { bytes, headers } = await pack(Buffer.from(payload), request.headers['accept-encoding'])
    void reply.headers(headers)
    return bytes
  })
  app.addHook('onClose', () => parts.sessions.close())
  takeBodiesAsBytes(app)
  takeForms(app)
  answerPlainJson(app)
  app.setNotFoundHandler((request, reply) => {
    if (!answerStray(request, reply))
      decline(reply, `The sdk backend does not serve ${request.method} ${request.url.split('?', 1)[0]}.`)
  })

  health(app, parts)
  app.get('/memory-routing/info', request => memoryRoutingInfo(parts.memoryRoute(request.headers)))
  app.register(async guarded => {
    guarded.addHook('preHandler', async (request, reply) => {
      const refusal = authorise(request.headers, parts.config.general_settings?.master_key)
      if (refusal) return answerWithError(refusal, null, request, reply, parts)
      if (isUpload(request.headers)) decline(reply, 'The sdk backend does not read uploaded forms.')
    })
    chatCompletions(guarded, parts, router)
    completions(guarded, parts, router)
    embeddings(guarded, parts, router)
    messages(guarded, parts, router)
    countTokens(guarded, parts, router)
    models(guarded, parts, router)
    modelInfo(guarded, parts)
    responses(guarded, parts, router)
  })
  return app
}

function answerStray({ method, url, headers }: FastifyRequest, reply: FastifyReply): boolean {
  const stray = strayAnswer(method, url, headers)
  if (stray === null) return false
  // Starlette tells a preflight less than it tells an answer.
  if (method === 'OPTIONS') reply.raw.removeHeader('access-control-expose-headers')
  void reply.code(stray.status).headers(stray.headers)
  void reply.send(stray.body === '' ? undefined : stray.body)
  return true
}
