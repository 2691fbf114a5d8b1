/** The front door: the walk of one request, from its arrival to its line in the log. */
import { randomUUID } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { GatewayConfig } from '../config/gateway-schema.ts'
import type { LitellmConfig } from '../config/litellm-schema.ts'
import { presentedKey, sameKey } from '../services/shared/auth.ts'
import { tenths } from '../services/shared/call-record.ts'
import { routeLabel, sdkServes } from '../services/shared/capabilities.ts'
import { dialectOf, type ErrorCode, sendError } from '../services/shared/errors.ts'
import { backendHeader } from '../services/shared/internal-headers.ts'
import { type Logger, logRequest } from '../services/shared/logger.ts'
import { clientName, createMemoryRouter } from '../services/shared/memory-routing.ts'
import type { Weight } from '../services/shared/rollout/cell.ts'
import { type Arrival, createAnswerer, type Ending } from './answer.ts'
import { readBody } from './body.ts'
import { createForward } from './forward.ts'
import { methods, refuse } from './front-door.ts'
import type { GatewayMetrics } from './metrics.ts'
import { type Backend, type Decision, decide, isBackend } from './routing/decide.ts'
import { balancedDraws, stickyDraw } from './routing/draw.ts'

/** What a gateway is made of. */
export interface GatewayParts {
  readonly gateway: GatewayConfig
  readonly litellm: LitellmConfig
  readonly backends: Readonly<Record<Backend, string>>
  /** Read once a request; null means canary 0. */
  readonly weight: () => Weight | null
  readonly metrics: GatewayMetrics
  readonly logger: Logger
}

/** Builds the gateway's server; it does not listen yet. */
export function createGateway(parts: GatewayParts): { server: http.Server; close(): void } {
  const { forward, close } = createForward()
  const memoryRoute = createMemoryRouter(parts.litellm.user_id_mappings)
  const decideFor = createDecider(parts)
  const answer = createAnswerer({ ...parts, forward })

  async function handle(req: IncomingMessage, res: ServerResponse, arrival: Arrival): Promise<void> {
    res.setHeader('x-request-id', arrival.requestId)
    const refused = (code: ErrorCode, message: string): void => {
      sendError(res, arrival.dialect, code, message, arrival.requestId)
      finish(arrival, { decision: null, status: res.statusCode, outcome: 'refused', model: null, firstByteAt: null })
    }

    const refusal = refuse(req)
    if (refusal) {
      if (refusal.code === 'method_not_allowed') res.setHeader('allow', [...methods].join(', '))
      return refused(refusal.code, refusal.message)
    }
    if (arrival.path === '/healthz') return void res.end('ok\n')

    const body = await readBody(req, parts.gateway.limits.body_bytes)
    if (body.kind === 'gone') {
      return finish(arrival, { decision: null, status: 499, outcome: 'client_gone', model: null, firstByteAt: null })
    }
    if (body.kind === 'too-large') {
      // The rest of the body is not read, so the connection cannot be used again.
      res.setHeader('connection', 'close')
      return refused('too_large', `The request body is larger than ${parts.gateway.limits.body_bytes} bytes.`)
    }
    const decision = decideFor(req, arrival.path)
    if (decision === null) {
      return refused('bad_request', `The header ${backendHeader} must be "sdk" or "binary".`)
    }
    finish(arrival, await answer(req, res, arrival, body.bytes, decision))
  }

  function arrive(req: IncomingMessage): Arrival {
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    return {
      requestId: requestIdOf(req),
      startedAt: performance.now(),
      method: req.method ?? '',
      path,
      route: routeLabel(path),
      dialect: dialectOf(path),
      client: clientName(req.headers),
      userId: memoryRoute(req.headers).userId,
    }
  }

  function finish(arrival: Arrival, end: Ending): void {
    const { metrics, logger } = parts
    const backend = end.decision?.backend ?? 'none'
    const labels = { route: arrival.route, backend }
    const elapsed = performance.now() - arrival.startedAt
    const firstByte = end.firstByteAt === null ? null : end.firstByteAt - arrival.startedAt
    metrics.requests.inc({ ...labels, code: String(end.status), outcome: end.outcome })
    metrics.duration.observe(labels, elapsed / 1000)
    if (firstByte !== null) metrics.firstByte.observe(labels, firstByte / 1000)
    logRequest(logger, {
      request_id: arrival.requestId,
      client: arrival.client,
      user_id: arrival.userId,
      model: end.model,
      backend,
      reason: end.decision?.reason ?? null,
      status: end.status,
      outcome: end.outcome,
      duration_ms: tenths(elapsed),
      ttft_ms: firstByte === null ? null : tenths(firstByte),
      // Only the backend that answered knows them; its line has the same request_id.
      tokens: null,
      cost: null,
      calls: null,
      method: arrival.method,
      route: arrival.route,
    })
  }

  const server = http.createServer({
    keepAliveTimeout: 75_000,
    headersTimeout: 15_000,
    requestTimeout: 300_000,
    // Java's client offers h2c with every request; such an offer may be ignored, a WebSocket's may not.
    shouldUpgradeCallback: req => req.headers.upgrade?.toLowerCase() === 'websocket',
  })
  server.on('request', (req, res) => {
    const arrival = arrive(req)
    handle(req, res, arrival).catch((error: unknown) => {
      parts.logger.error({ event: 'gateway-fault', err: error }, 'a request ended in a fault of the gateway itself')
      sendError(res, arrival.dialect, 'internal', 'The gateway failed.', arrival.requestId)
      finish(arrival, { decision: null, status: 500, outcome: 'arm_error', model: null, firstByteAt: null })
    })
  })
  server.on('upgrade', (_req, socket) => {
    // Node has taken its own listener off: a client that resets now would end the process.
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  return { server, close }
}

/** The first decision for a request; null where its pin makes no sense. */
function createDecider({
  gateway,
  litellm,
  weight,
}: GatewayParts): (req: IncomingMessage, path: string) => Decision | null {
  const nextDraw = balancedDraws()
  const { master_key: masterKey, database_url: database } = litellm.general_settings ?? {}

  return (req, path) => {
    const pinned = req.headers[backendHeader]
    if (pinned !== undefined && !isBackend(pinned)) return null
    const session = gateway.routing.session_headers
      .map(name => req.headers[name.toLowerCase()])
      .find(value => typeof value === 'string')
    const presented = presentedKey(req.headers)
    const { percent, salt } = weight() ?? { percent: 0, salt: '' }
    return decide({
      pinned: pinned ?? null,
      percent,
      draw: session === undefined ? nextDraw() : stickyDraw(salt, session),
      sticky: session !== undefined,
      sdkCapable: sdkServes(req.method ?? '', path),
      // With a database LiteLLM may know keys that nobody else does.
      foreignKey: Boolean(database) && presented.kind === 'key' && !(masterKey && sameKey(presented.key, masterKey)),
    })
  }
}

/** The client's own id where it is harmless, else a new one. */
function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}
