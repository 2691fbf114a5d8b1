/** A gateway on a free port, over backends of the test. */
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { gatewaySchema } from '../../config/gateway-schema.ts'
import { litellmSchema } from '../../config/litellm-schema.ts'
import { createGateway } from '../../gateway/app.ts'
import { createGatewayMetrics } from '../../gateway/metrics.ts'
import type { Weight } from '../../services/shared/rollout/cell.ts'
import type { Cleanup } from './fake-backend.ts'
import { type LogLines, logLines } from './log-lines.ts'

export interface GatewayOptions {
  readonly binary: string
  readonly sdk: string
  readonly percent?: number
  readonly limits?: Readonly<Record<string, number>>
  readonly generalSettings?: Readonly<Record<string, unknown>>
}

export interface TestGateway {
  readonly port: number
  readonly origin: string
  readonly log: LogLines
  setPercent(percent: number | null): void
  metrics(): Promise<string>
  /** Posts a chat completion. */
  chat(headers?: Record<string, string>, path?: string): Promise<Response>
}

export async function startGateway(t: Cleanup, options: GatewayOptions): Promise<TestGateway> {
  let weight: Weight | null = weightOf(options.percent ?? 0)
  const log = logLines('gateway')
  const registry = new Registry()
  const { server, close } = createGateway({
    gateway: gatewaySchema.parse({ limits: options.limits ?? {} }),
    litellm: litellmSchema.parse({
      model_list: [{ model_name: 'm', litellm_params: { model: 'openai/m' } }],
      general_settings: { master_key: 'sk-master', ...options.generalSettings },
      user_id_mappings: { default_user_id: 'nobody' },
    }),
    backends: { binary: options.binary, sdk: options.sdk },
    weight: () => weight,
    metrics: createGatewayMetrics(registry, () => weight),
    logger: log.logger,
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    close()
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    port,
    origin,
    log,
    setPercent: percent => void (weight = percent === null ? null : weightOf(percent)),
    metrics: () => registry.metrics(),
    chat: (headers = {}, path = '/v1/chat/completions') =>
      fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"model":"m","messages":[]}',
      }),
  }
}

function weightOf(percent: number): Weight {
  return { version: 1, percent, phase: 'progressing', salt: '0123456789abcdef' }
}
