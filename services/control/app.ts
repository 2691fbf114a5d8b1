/** The control plane's HTTP face: the rollout record and one scrape of every process. Loopback only. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { z } from 'zod'
import { fastifyOptions } from '../shared/fastify-options.ts'
import type { Logger } from '../shared/logger.ts'
import type { RolloutStore } from '../shared/rollout/store.ts'
import type { ControlMetrics } from './metrics.ts'
import { mergeExpositions } from './metrics-merge.ts'
import { scrapeProcesses } from './scrape.ts'

/** What control is made of. */
export interface ControlParts {
  readonly proc: string
  readonly runtime: string
  readonly store: RolloutStore
  readonly registry: Registry
  readonly metrics: ControlMetrics
  readonly logger: Logger
}

/** The body of `PUT /api/rollout`. */
const changeSchema = z
  .strictObject({
    percent: z.number().min(0).max(100).optional(),
    action: z.enum(['set', 'rollback', 'env']).default('set'),
    actor: z.string().min(1).max(200).default('api'),
    reason: z.string().max(2000).default(''),
    version: z.int().min(0).optional(),
  })
  .refine(change => change.action === 'rollback' || change.percent !== undefined, {
    message: 'give percent, a number from 0 to 100',
    path: ['percent'],
  })

/** Builds the app; it does not listen yet. */
export function buildControl({ proc, runtime, store, registry, metrics, logger }: ControlParts): FastifyInstance {
  const app = Fastify(fastifyOptions(logger))

  // A browser that a foreign page has sent here by a name of its own (DNS rebinding) shows that name.
  app.addHook('onRequest', async (request, reply) => {
    if (/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(request.headers.host ?? '')) return
    return reply.code(421).send({ error: 'control answers only to 127.0.0.1 and localhost' })
  })

  app.get('/healthz', () => 'ok\n')
  app.get('/readyz', () => 'ready\n')

  app.get('/metrics', async (_request, reply) => {
    const others = await scrapeProcesses(runtime, proc)
    metrics.processUp.reset()
    metrics.processUp.set({ target: proc }, 1)
    for (const { proc: target, text } of others) metrics.processUp.set({ target }, text === null ? 0 : 1)
    const texts = [await registry.metrics(), ...others.flatMap(({ text }) => text ?? [])]
    return reply.type(registry.contentType).send(mergeExpositions(texts))
  })

  app.get('/api/rollout', () => store.read())

  app.put('/api/rollout', async (request, reply) => {
    const parsed = changeSchema.safeParse(request.body)
    if (!parsed.success) {
      const error = parsed.error.issues.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ')
      return reply.code(400).send({ error })
    }
    const { action, percent = 0, actor, reason, version } = parsed.data
    const applied = await store.change({ kind: action, percent, actor, reason, version })
    switch (applied.kind) {
      case 'conflict':
        return reply.code(409).send({
          error: `the record is at version ${applied.version} by now; read it again and decide anew`,
          version: applied.version,
        })
      case 'unchanged':
        return reply.send({ ...store.read(), unchanged: applied.because })
      case 'changed':
        metrics.changes.inc({ action })
        logger.info(
          { event: 'rollout-changed', action, ...applied.record },
          `the sdk backend's share is ${applied.record.percent} %`,
        )
        return reply.send(applied.record)
    }
  })

  return app
}
