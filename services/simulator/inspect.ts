import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { describeScenarios } from './scenarios.ts'

const filter = z.object({ since: z.coerce.number().int().default(0), match: z.string().default('') })

/** What tests and people ask the simulator about itself. */
export function inspectRoutes(app: FastifyInstance): void {
  app.get('/_sim/health', () => ({ status: 'ok' }))
  app.get('/_sim/scenarios', () => ({
    header: 'x-sim-scenario',
    marker: '[sim:name:arg]',
    scenarios: describeScenarios(),
  }))
  app.get('/_sim/requests', async (request, reply) => {
    const query = filter.safeParse(request.query)
    if (!query.success) return reply.code(400).send({ error: z.prettifyError(query.error) })
    return app.recorder.list(query.data)
  })
  app.delete('/_sim/requests', async (_request, reply) => {
    app.recorder.clear()
    return reply.code(204).send()
  })
}
