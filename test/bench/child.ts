// One process of the benchmark: `provider <tokens>`, `relay <origin>` or `worker <origin>`. It tells its port, and its
// CPU time whenever it is asked.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Pool } from 'undici'
import { litellmSchema } from '../../config/litellm-schema.ts'
import { buildSdkWorker } from '../../services/sdk/app.ts'
import { createCatalogue } from '../../services/sdk/deployments.ts'
import { configuredGatherer } from '../../services/sdk/gathering/gatherer.ts'
import { createTokenCounter } from '../../services/sdk/metrics.ts'
import { createSessionManager } from '../../services/sdk/sessions/manager.ts'
import { createGoogleSignIn } from '../../services/sdk/sign-in/google.ts'
import { createCopilot } from '../../services/sdk/sign-in/copilot.ts'
import { createTokens } from '../../services/sdk/sign-in/grants.ts'
import { createLogger } from '../../services/shared/logger.ts'
import { createMemoryRouter } from '../../services/shared/memory-routing.ts'
import { createRegistry, createUpstreamMetrics } from '../../services/shared/metrics.ts'
import { type Wire, wires } from './wires.ts'

const paceMs = 2

/** Sends the tokens one by one, each in a write and a packet of its own. */
async function play(res: http.ServerResponse, wire: Wire, tokens: number): Promise<void> {
  res.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const frame of wire.before) res.write(frame)
  res.write(wire.token)
  let left = tokens - 1
  const timer = setInterval(() => {
    if (left > 0) {
      left -= 1
      res.write(wire.token)
      return
    }
    clearInterval(timer)
    for (const frame of wire.after) res.write(frame)
    res.end()
  }, paceMs)
  await once(res, 'close')
  clearInterval(timer)
}

function provider(tokens: number): http.Server {
  return http.createServer((req, res) => {
    const wire = wires.find(({ path }) => path.test(req.url ?? ''))
    if (wire === undefined) throw new Error(`nothing is played at ${req.url}`)
    const asked = Number(req.headers['x-bench-tokens'] ?? tokens)
    req.resume().once('end', () => void play(res, wire, asked))
  })
}

/** The least one can do between a provider and a client over the same libraries. */
function relay(origin: string): http.Server {
  const pool = new Pool(origin)
  const forward = async (req: http.IncomingMessage, res: http.ServerResponse): Promise<void> => {
    const body = await buffer(req)
    const { 'x-bench-tokens': tokens } = req.headers
    pool.dispatch(
      { path: req.url ?? '/', method: 'POST', body, headers: tokens === undefined ? {} : { 'x-bench-tokens': tokens } },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status, headers) => {
          res.writeHead(status, { 'content-type': String(headers['content-type']) })
        },
        onResponseData: (_controller, chunk) => void res.write(chunk),
        onResponseEnd: () => void res.end(),
        onResponseError: (_controller, error) => void res.destroy(error),
      },
    )
  }
  return http.createServer((req, res) => void forward(req, res))
}

async function worker(origin: string): Promise<http.Server> {
  const config = litellmSchema.parse({
    model_list: wires.map(({ model, litellmModel, base }) => ({
      model_name: model,
      litellm_params: { model: litellmModel, api_base: origin + base, api_key: 'k' },
    })),
    general_settings: { forward_client_headers_to_llm_api: true },
  })
  const registry = createRegistry('bench')
  const sessions = createSessionManager(2_000)
  const app = buildSdkWorker(
    {
      config,
      catalogue: createCatalogue(config, {}),
      sessions,
      googleSignIn: createGoogleSignIn(),
      tokens: createTokens(sessions),
      copilot: createCopilot(sessions),
      gather: configuredGatherer(config, {}),
      memoryRoute: createMemoryRouter(undefined),
      supermemoryKey: undefined,
      metrics: createUpstreamMetrics(registry),
      countTokens: createTokenCounter(registry),
      logger: createLogger('bench', 'info', { write: () => undefined }),
      litellm: () => ({ kind: 'pinned', version: 'bench' }),
      keepAliveMs: 15_000,
      random: Math.random,
    },
    1 << 20,
  )
  await app.ready()
  return app.server
}

const [, , role = '', argument = ''] = process.argv
const server =
  role === 'provider' ? provider(Number(argument)) : role === 'relay' ? relay(argument) : await worker(argument)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.on('message', () => process.send?.(process.cpuUsage()))
process.send?.((server.address() as AddressInfo).port)
