/** The simulator's process: stands in for the providers while no key is set. */
import { boot, listen } from '../shared/lifecycle.ts'
import { buildSimulator } from './app.ts'

await boot('simulator', async ({ settings }) => {
  const app = buildSimulator()
  await app.ready()
  await listen(app.server, settings.ports.simulator, '127.0.0.1', 'SIMULATOR_PORT')
  return { servers: [app.server], close: () => app.close() }
})
