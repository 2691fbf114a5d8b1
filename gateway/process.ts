/** The gateway process: clients' one address. */
import { loadLitellmConfig } from '../config/load.ts'
import { boot, listen } from '../services/shared/lifecycle.ts'
import { openCell } from '../services/shared/rollout/cell.ts'
import { createGateway } from './app.ts'
import { createGatewayMetrics } from './metrics.ts'

await boot('gateway', async ({ settings, logger, registry }) => {
  const { ports, gateway, runtime } = settings
  const cell = openCell(runtime)
  const { server, close } = createGateway({
    gateway,
    litellm: loadLitellmConfig(settings.configPath).config,
    backends: { binary: `http://127.0.0.1:${ports.binary}`, sdk: `http://127.0.0.1:${ports.sdk}` },
    weight: cell.read,
    metrics: createGatewayMetrics(registry, cell.read),
    logger,
  })
  await listen(server, ports.gateway, gateway.listen.host, 'PROXY_PORT')
  return { servers: [server], close }
})
