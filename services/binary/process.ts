/** The binary-backed worker's process. */
import { loadLitellmConfig } from '../../config/load.ts'
import { boot, listen } from '../shared/lifecycle.ts'
import { createUpstreamMetrics } from '../shared/metrics.ts'
import { buildBinaryWorker } from './app.ts'

await boot('worker-binary', async ({ settings, logger, registry }) => {
  const { ports, gateway } = settings
  const { config, warnings } = loadLitellmConfig(settings.configPath)
  for (const warning of warnings) logger.warn({ event: 'config-warning', ...warning }, warning.message)
  const app = buildBinaryWorker({
    config,
    litellm: `http://127.0.0.1:${ports.litellm}`,
    bodyBytes: gateway.limits.body_bytes,
    firstByteMs: gateway.limits.first_byte_ms,
    supermemory: { key: process.env.SUPERMEMORY_API_KEY || undefined, base: process.env.SUPERMEMORY_API_BASE },
    metrics: createUpstreamMetrics(registry),
    logger,
  })
  await app.ready()
  await listen(app.server, ports.binary, '127.0.0.1', 'BINARY_PORT')
  return { servers: [app.server], close: () => app.close() }
})
