/** The control process. Gateways keep the last weight while it is down. */
import { request } from 'undici'
import type { Logger } from '../shared/logger.ts'
import { boot, listen } from '../shared/lifecycle.ts'
import { percentFromEnv } from '../shared/rollout/record.ts'
import { openRolloutStore, type RolloutStore } from '../shared/rollout/store.ts'
import { buildControl } from './app.ts'
import { createControlMetrics } from './metrics.ts'

await boot('control', async ({ proc, settings, logger, registry }) => {
  const { ports, runtime } = settings
  const store = openRolloutStore(runtime)
  const metrics = createControlMetrics(registry, store.read, () => isAlive(ports.litellm))
  await store.restore()
  await seedFromEnvironment(store, logger)

  const app = buildControl({ proc, runtime, store, registry, metrics, logger })
  await app.ready()
  await listen(app.server, ports.control, '127.0.0.1', 'CONTROL_PORT')
  return { servers: [app.server], close: () => app.close() }
})

/** CANARY_PERCENT and USE_SDK_PROXY count as a write when they ask for something new. */
async function seedFromEnvironment(store: RolloutStore, logger: Logger): Promise<void> {
  const percent = percentFromEnv(process.env)
  if (percent === null) return
  const variable = process.env.CANARY_PERCENT ? 'CANARY_PERCENT' : 'USE_SDK_PROXY'
  const applied = await store.change({ kind: 'env', percent, actor: 'environment', reason: `${variable} at start` })
  logger.info(
    { event: 'rollout-seed', variable, percent, result: applied.kind },
    `${variable} asks for ${percent} %: ${applied.kind}`,
  )
}

async function isAlive(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(1_000)
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/health/liveliness`, { signal })
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}
