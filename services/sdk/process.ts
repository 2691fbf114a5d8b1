/** The SDK-backed worker's process. */
import path from 'node:path'
import { loadLitellmConfig } from '../../config/load.ts'
import { boot, listen } from '../shared/lifecycle.ts'
import { readLitellmNote } from '../shared/litellm-note.ts'
import { createMemoryRouter } from '../shared/memory-routing.ts'
import { createUpstreamMetrics } from '../shared/metrics.ts'
import { buildSdkWorker } from './app.ts'
import { createCatalogue } from './deployments.ts'
import { configuredGatherer } from './gathering/gatherer.ts'
import { createTokenCounter } from './metrics.ts'
import { createSessionEvents } from './sessions/events.ts'
import { createSessionManager, type SessionManager } from './sessions/manager.ts'
import { createCopilot } from './sign-in/copilot.ts'
import { createGoogleSignIn } from './sign-in/google.ts'
import { createTokens } from './sign-in/grants.ts'

await boot('worker-sdk', async ({ settings, logger, registry }) => {
  const { ports, gateway } = settings
  const { config, warnings } = loadLitellmConfig(settings.configPath)
  for (const warning of warnings) logger.warn({ event: 'config-warning', ...warning }, warning.message)
  const sessions: SessionManager = createSessionManager(gateway.limits.connect_ms, {
    folder: path.join(settings.runtime, 'cookies'),
    events: createSessionEvents(registry, logger, () => sessions.all()),
  })
  const app = buildSdkWorker(
    {
      config,
      catalogue: createCatalogue(config),
      sessions,
      googleSignIn: createGoogleSignIn(),
      tokens: createTokens(sessions),
      copilot: createCopilot(sessions),
      gather: configuredGatherer(config, process.env),
      memoryRoute: createMemoryRouter(config.user_id_mappings),
      supermemoryKey: process.env.SUPERMEMORY_API_KEY || undefined,
      metrics: createUpstreamMetrics(registry),
      countTokens: createTokenCounter(registry),
      logger,
      litellm: () => readLitellmNote(settings.runtime),
      keepAliveMs: gateway.limits.keep_alive_ms,
      random: Math.random,
    },
    gateway.limits.body_bytes,
  )
  await app.ready()
  await listen(app.server, ports.sdk, '127.0.0.1', 'SDK_PORT')
  return { servers: [app.server], close: () => app.close() }
})
