/** A child process that does nothing but start and stop the way all of ours do; its requests end when it is told. */
import http, { type ServerResponse } from 'node:http'
import { loadLitellmConfig } from '../../config/load.ts'
import { boot, listen } from '../../services/shared/lifecycle.ts'

await boot('probe', async ({ settings, proc }) => {
  loadLitellmConfig(settings.configPath)
  const waiting: ServerResponse[] = []
  const server = http.createServer((req, res) => {
    if (req.url === '/quick') {
      res.end('quick')
      return
    }
    if (req.url === '/stream') {
      res.writeHead(200)
      res.write('begun ')
    }
    waiting.push(res)
    process.send?.(`got ${req.url}`)
  })
  // Told by a message: the rest of every answer.
  process.on('message', () => {
    for (const res of waiting.splice(0)) res.end('whole')
  })
  await listen(server, settings.ports.gateway, '127.0.0.1', 'PROXY_PORT')
  return {
    servers: [server],
    ready: () => !process.env.PROBE_NOT_READY,
    close: () => void process.stdout.write(`closed ${proc}\n`),
  }
})
