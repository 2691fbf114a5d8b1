/** A binary-backed worker on a free port in front of a LiteLLM that a test scripts. */
import type http from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { Test } from 'tap'
import { type LitellmConfig, litellmSchema } from '../../config/litellm-schema.ts'
import { buildBinaryWorker } from '../../services/binary/app.ts'
import { createLogger } from '../../services/shared/logger.ts'
import { createRegistry, createUpstreamMetrics } from '../../services/shared/metrics.ts'
import { startProvider } from './sdk-worker.ts'

export const supermemoryKey = 'supermemory-key-Lm9'

export interface BinaryWorker {
  readonly base: string
  readonly app: FastifyInstance
  readonly registry: Registry
  readonly log: string[]
}

/** A request as the scripted LiteLLM received it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

/** Starts a worker for a LiteLLM at `litellm`; it is closed with the test. */
export async function startBinaryWorker(
  t: Test,
  litellm: string,
  options: { config?: LitellmConfig; firstByteMs?: number; bodyBytes?: number } = {},
): Promise<BinaryWorker> {
  const { config = mappedModels, firstByteMs = 5_000, bodyBytes = 1 << 20 } = options
  const registry = createRegistry('worker-binary-test')
  const log: string[] = []
  const app = buildBinaryWorker({
    config,
    litellm,
    bodyBytes,
    firstByteMs,
    supermemory: { key: supermemoryKey, base: undefined },
    metrics: createUpstreamMetrics(registry),
    logger: createLogger('worker-binary-test', 'info', { write: line => void log.push(line) }),
  })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return { base, app, registry, log }
}

/** A LiteLLM that notes what it receives and answers as `answer` says, 200 and `{}` by default. */
export async function startFakeLitellm(
  t: Test,
  answer: http.RequestListener = (_req, res) => void res.setHeader('content-type', 'application/json').end('{}'),
): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = []
  const origin = await startProvider(t, (req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.once('end', () => {
      const { method = '', url = '', headers, rawHeaders } = req
      received.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks) })
      answer(req, res)
    })
  })
  return { origin, received }
}

/** `plain` is anywhere; `remembering` and its alias are at Supermemory. */
export const mappedModels = litellmSchema.parse({
  model_list: [
    { model_name: 'plain', litellm_params: { model: 'openai/m', api_key: 'k' } },
    {
      model_name: 'remembering',
      litellm_params: { model: 'anthropic/m', api_base: 'https://api.supermemory.ai/v3/x', api_key: 'k' },
    },
  ],
  router_settings: { model_group_alias: { memory: 'remembering' } },
  user_id_mappings: {
    header_patterns: [{ header: 'User-Agent', pattern: '^claude-cli/', user_id: 'claude-code' }],
    default_user_id: 'nobody',
  },
})
