/** A control plane on a free port, over a runtime folder of the test. */
import { Registry } from 'prom-client'
import { buildControl } from '../../services/control/app.ts'
import { createControlMetrics } from '../../services/control/metrics.ts'
import { openRolloutStore, type RolloutStore } from '../../services/shared/rollout/store.ts'
import type { Cleanup } from './fake-backend.ts'
import { type LogLines, logLines } from './log-lines.ts'

export interface TestControl {
  readonly origin: string
  readonly store: RolloutStore
  readonly log: LogLines
  /** Puts JSON (or, as a string, whatever it is) to /api/rollout. */
  put(body: unknown): Promise<{ status: number; body: Record<string, unknown> }>
  metrics(): Promise<string>
}

export async function startControl(t: Cleanup, runtime: string, litellmAlive = true): Promise<TestControl> {
  const store = openRolloutStore(runtime)
  const registry = new Registry()
  registry.setDefaultLabels({ proc: 'control' })
  const log = logLines('control')
  const metrics = createControlMetrics(registry, store.read, async () => litellmAlive)
  const app = buildControl({ proc: 'control', runtime, store, registry, metrics, logger: log.logger })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return {
    origin,
    store,
    log,
    async put(body) {
      const answer = await fetch(`${origin}/api/rollout`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
    metrics: async () => (await fetch(`${origin}/metrics`)).text(),
  }
}
