/** An sdk-backed worker on a free port, its provider in the same process, and a client's view of both. */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { Test } from 'tap'
import { type LitellmConfig, litellmSchema } from '../../config/litellm-schema.ts'
import { buildSdkWorker } from '../../services/sdk/app.ts'
import { createCatalogue } from '../../services/sdk/deployments.ts'
import { configuredGatherer } from '../../services/sdk/gathering/gatherer.ts'
import { createTokenCounter } from '../../services/sdk/metrics.ts'
import { createSessionEvents } from '../../services/sdk/sessions/events.ts'
import { createSessionManager, type SessionManager } from '../../services/sdk/sessions/manager.ts'
import { createCopilot } from '../../services/sdk/sign-in/copilot.ts'
import { createGoogleSignIn } from '../../services/sdk/sign-in/google.ts'
import { createTokens } from '../../services/sdk/sign-in/grants.ts'
import { createLogger } from '../../services/shared/logger.ts'
import { createMemoryRouter } from '../../services/shared/memory-routing.ts'
import { createRegistry, createUpstreamMetrics } from '../../services/shared/metrics.ts'
import { buildSimulator } from '../../services/simulator/app.ts'
import type { RecordedRequest } from '../../services/simulator/recorder.ts'

/** The key clients must bring; it must never be seen behind the worker. */
export const clientKey = 'sk-client-Pq7'
/** The key of the configured providers. */
export const providerKey = 'provider-key-Xz4'
export const supermemoryKey = 'supermemory-key-Lm9'

export interface SdkWorker {
  readonly base: string
  readonly app: FastifyInstance
  readonly registry: Registry
  readonly sessions: SessionManager
  /** What the worker has logged, raw. */
  readonly log: string[]
  /** Posts JSON (a string goes as it is) with the client's key. */
  post(path: string, body: unknown, init?: PostInit): Promise<Response>
}

export interface SdkWorkerOptions {
  readonly config: LitellmConfig
  readonly env?: Record<string, string>
  readonly bodyBytes?: number
  readonly keepAliveMs?: number
  /** Where cookies are kept; without it only in memory. */
  readonly folder?: string
}

/** Starts a worker; it is closed with the test. */
export async function startSdkWorker(t: Test, options: SdkWorkerOptions): Promise<SdkWorker> {
  const { config, env = {}, bodyBytes = 1 << 20, folder, keepAliveMs = 15_000 } = options
  const registry = createRegistry('worker-sdk-test')
  const log: string[] = []
  const logger = createLogger('worker-sdk-test', 'info', { write: line => void log.push(line) })
  const sessions: SessionManager = createSessionManager(2_000, {
    ...(folder === undefined ? {} : { folder }),
    events: createSessionEvents(registry, logger, () => sessions.all()),
  })
  const app = buildSdkWorker(
    {
      config,
      catalogue: createCatalogue(config, env),
      sessions,
      googleSignIn: createGoogleSignIn(),
      tokens: createTokens(sessions, Date.now, env),
      copilot: createCopilot(sessions, env),
      gather: configuredGatherer(config, env),
      memoryRoute: createMemoryRouter(config.user_id_mappings),
      supermemoryKey,
      metrics: createUpstreamMetrics(registry),
      countTokens: createTokenCounter(registry),
      logger,
      litellm: () => ({ kind: 'pinned', version: '1.106.2' }),
      keepAliveMs,
      random: () => 0,
    },
    bodyBytes,
  )
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  return { base, app, registry, sessions, log, post: (path, body, init = {}) => postJson(base + path, body, init) }
}

/** A worker whose models `gpt`, `claude` (alias `fable`) and `remembering` are the simulator's. */
export async function startWithSimulator(
  t: Test,
  change: (config: LitellmConfig) => LitellmConfig = config => config,
): Promise<SdkWorker & { simulator: FastifyInstance; origin: string; received(): RecordedRequest }> {
  const simulator = buildSimulator({ pauseMs: 0 })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const worker = await startSdkWorker(t, {
    config: change(simulatedModels(origin)),
    env: { SUPERMEMORY_API_BASE: `${origin}/supermemory` },
  })
  const received = (): RecordedRequest => {
    const last = simulator.recorder.list().at(-1)
    if (last === undefined) throw new Error('the provider has received nothing')
    return last
  }
  return { ...worker, simulator, origin, received }
}

function simulatedModels(origin: string): LitellmConfig {
  const anthropic = { model: 'anthropic/claude-sonnet-4-5-20250929', api_key: providerKey }
  return litellmSchema.parse({
    model_list: [
      {
        model_name: 'gpt',
        litellm_params: { model: 'openai/gpt-4.1-mini', api_base: `${origin}/v1`, api_key: providerKey },
      },
      { model_name: 'claude', litellm_params: { ...anthropic, api_base: origin } },
      { model_name: 'remembering', litellm_params: { ...anthropic, api_base: `${origin}/supermemory` } },
      {
        model_name: 'gemini',
        litellm_params: { model: 'gemini/gemini-2.5-flash', api_base: `${origin}/v1beta`, api_key: providerKey },
      },
      { model_name: 'unserved', litellm_params: { model: 'openai_like/llama', api_key: providerKey } },
    ],
    general_settings: { master_key: clientKey, forward_client_headers_to_llm_api: true },
    litellm_settings: { drop_params: true, num_retries: 0 },
    router_settings: { model_group_alias: { fable: 'claude', hidden: { model: 'claude', hidden: true } } },
    user_id_mappings: {
      header_patterns: [{ header: 'User-Agent', pattern: '^claude-cli/', user_id: 'claude-code' }],
      default_user_id: 'nobody',
    },
  })
}

/** A provider that does what `answer` says. Its connections are closed with the test. */
export async function startProvider(t: Test, answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A configuration with a model `gpt` (OpenAI), `claude` (Anthropic) and `gemini` at an address, and no master key. */
export function modelsAt(origin: string, more: object = {}): LitellmConfig {
  return litellmSchema.parse({
    model_list: [
      {
        model_name: 'gpt',
        litellm_params: { model: 'openai/gpt-4.1', api_base: `${origin}/v1`, api_key: 'a', ...more },
      },
      {
        model_name: 'claude',
        litellm_params: { model: 'anthropic/claude-x', api_base: origin, api_key: 'a', ...more },
      },
      {
        model_name: 'gemini',
        litellm_params: { model: 'gemini/gemini-2.5-pro', api_base: `${origin}/v1beta`, api_key: 'a', ...more },
      },
    ],
    router_settings: { num_retries: 0 },
  })
}

/** A question with a scenario of the simulator in it. */
export function ask(model: string, content = 'Hi', more: object = {}): object {
  return { model, max_tokens: 500, messages: [{ role: 'user', content }], ...more }
}

/** A configuration that leaves one block out. */
export function without(config: LitellmConfig, block: 'user_id_mappings' | 'general_settings'): LitellmConfig {
  return litellmSchema.parse({ ...config, [block]: undefined })
}

type PostInit = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

async function postJson(url: string, body: unknown, init: PostInit): Promise<Response> {
  const { headers, ...rest } = init
  return await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...rest,
  })
}

/** What came over the wire, and whether the answer ended as HTTP wants it; `fetch` drops what it had when a stream breaks. */
export interface RawAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  readonly clean: boolean
}

/** Posts JSON with the client's key and reads all there is, also of an answer that breaks. */
export async function postRaw(url: string, body: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const request = http.request(url, { method: 'POST', headers: { authorization: `Bearer ${clientKey}`, ...headers } })
  request.end(typeof body === 'string' ? body : JSON.stringify(body))
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  answer.on('error', () => {})
  await new Promise(resolve => answer.once('close', resolve))
  const { statusCode: status = 0, headers: got, complete: clean } = answer
  return { status, headers: got, text: Buffer.concat(chunks).toString('utf8'), clean }
}

/** The parsed `data:` lines of a stream; `[DONE]` stays a string. */
export function dataOf(stream: string): unknown[] {
  return [...stream.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => (data === '[DONE]' ? data : JSON.parse(data)))
}

/** Resolves once `condition` holds; the test's own time limit ends a wait that never does. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 2))
}
