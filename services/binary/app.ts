/** The binary-backed worker: memory routing in front of the real LiteLLM. */
import Fastify, { type FastifyInstance } from 'fastify'
import { Pool } from 'undici'
import type { LitellmConfig } from '../../config/litellm-schema.ts'
import { answerPlainJson, fastifyOptions, takeBodiesAsBytes } from '../shared/fastify-options.ts'
import type { Logger } from '../shared/logger.ts'
import { createMemoryRouter, memoryRoutingInfo, supermemoryModels } from '../shared/memory-routing.ts'
import type { UpstreamMetrics } from '../shared/metrics.ts'
import { createForward } from './forward.ts'

/** What the worker is made of. */
export interface BinaryParts {
  readonly config: LitellmConfig
  /** Origin of LiteLLM. */
  readonly litellm: string
  readonly bodyBytes: number
  readonly firstByteMs: number
  readonly supermemory: { key: string | undefined; base: string | undefined }
  readonly metrics: UpstreamMetrics
  readonly logger: Logger
}

/** Builds the app; it does not listen yet. */
export function buildBinaryWorker(parts: BinaryParts): FastifyInstance {
  const app = Fastify({ ...fastifyOptions(parts.logger), bodyLimit: parts.bodyBytes, exposeHeadRoutes: false })
  const memoryRoute = createMemoryRouter(parts.config.user_id_mappings)
  // LiteLLM's server closes an idle connection after 5 s; we must be first.
  const dispatcher = new Pool(parts.litellm, { keepAliveTimeout: 2_000, keepAliveMaxTimeout: 2_000 })
  app.addHook('onClose', () => dispatcher.destroy())

  takeBodiesAsBytes(app)
  answerPlainJson(app)

  app.get('/memory-routing/info', request => memoryRoutingInfo(memoryRoute(request.headers)))
  app.all(
    '/*',
    createForward({
      litellm: parts.litellm,
      dispatcher,
      memoryRoute,
      memoryEnabled: parts.config.user_id_mappings !== undefined,
      supermemory: supermemoryModels(parts.config, parts.supermemory.base),
      supermemoryKey: parts.supermemory.key,
      firstByteMs: parts.firstByteMs,
      metrics: parts.metrics,
      logger: parts.logger,
    }),
  )
  return app
}
