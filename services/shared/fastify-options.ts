/** What every Fastify app of the project has in common. */
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from './logger.ts'

/** Options for `Fastify(…)`: our logger, our own request lines, connections that outlive the gateway's pool. */
export function fastifyOptions(logger: Logger): {
  loggerInstance: FastifyBaseLogger
  logController: LogController
  keepAliveTimeout: number
} {
  return {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    keepAliveTimeout: 75_000,
  }
}

/** Bodies as bytes, whatever their content type: the next hop, or LiteLLM's own words, judge them. */
export function takeBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** JSON without a charset, which Fastify names and LiteLLM does not. */
export function answerPlainJson(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('application/json')) reply.type('application/json')
  })
}
