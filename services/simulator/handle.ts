import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { gatePage } from './gate.ts'
import type { Identity } from './identity.ts'
import { createIdentity } from './identity.ts'
import type { Json } from './json.ts'
import { asObject, asText, parseJson } from './json.ts'
import { perform, performInstead } from './perform.ts'
import type { Plan, Reading } from './scenarios.ts'
import { readScenarios } from './scenarios.ts'
import { performScripted } from './script.ts'
import { CallerGone, Stage } from './stage.ts'
import type { Endpoint, ErrorDetails, Wire } from './wires/wire.ts'
import { Complaint, header } from './wires/wire.ts'

interface Call {
  readonly app: FastifyInstance
  readonly wire: Wire
  readonly endpoint: Endpoint
  readonly request: FastifyRequest
  readonly stage: Stage
  readonly id: Identity
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : '')

function readBody(call: Call): Json {
  const text = textOf(call.request.body)
  if (call.request.method === 'GET') return {}
  const body = parseJson(text)
  if (body === undefined) throw new Complaint(call.wire.invalidJson)
  return body
}

function checkKey(call: Call): void {
  const key = call.wire.key(call.request.headers, asRecord(call.request.query))
  if (key === undefined || key.includes('invalid')) throw new Complaint(call.wire.unauthorized(key))
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function planOf(call: Call): Plan {
  const { request, stage } = call
  const reading: Reading = readScenarios(header(request.headers, 'x-sim-scenario'), textOf(request.body))
  if (!reading.ok) throw new Complaint({ status: 400, message: reading.problem })
  stage.record.scenario = reading.names
  return reading.plan
}

/** The walk of one request: what stands before the provider, then the key, then the request itself, then the answer. */
async function walk(call: Call): Promise<void> {
  const { app, wire, request, stage, id } = call
  // Whoever looks around, as LiteLLM does of itself, is not whom the script is for.
  const scripted = stage.record.method === 'POST' ? app.script.answerTo(stage.record.url) : null
  if (scripted !== null) return await performScripted(stage, scripted)
  const plan = planOf(call)
  await stage.pause(plan.delayMs)
  if (plan.reset) return stage.reset()
  if (plan.gated && !app.gate.admits(request.headers.cookie)) {
    const headers = { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare', 'cf-ray': id.hex('ray', 16) }
    return stage.answer(503, { ...headers, 'set-cookie': app.gate.issue(id) }, gatePage)
  }
  checkKey(call)
  const body = asObject(readBody(call))
  const params = asRecord(request.params) as Record<string, string | undefined>
  const prepared = call.endpoint({ body, params, query: asRecord(request.query), headers: request.headers, plan, id })
  const cookies: Record<string, string[]> = plan.setCookies ? { 'set-cookie': app.gate.issue(id) } : {}
  const headers = { ...wire.headers(id), ...cookies }
  const model = asText(body['model']) || (params['target'] ?? '')
  if (plan.instead !== null) return performInstead(stage, plan.instead, model, headers)
  await perform(stage, prepared, plan, headers, app.pauseMs)
}

function complain(call: Call, details: ErrorDetails): void {
  const { wire, stage, id } = call
  const headers = { ...wire.headers(id), ...wire.errorHeaders(details, id), 'content-type': 'application/json' }
  stage.answer(details.status, headers, JSON.stringify(wire.errorBody(details, id)))
}

/** Makes a route handler of an endpoint. The answer is written to the raw response: faults need the socket itself. */
export function handle(app: FastifyInstance, wire: Wire, endpoint: Endpoint) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack()
    const record = request.record
    record.wire = wire.name
    app.recorder.setBody(record, textOf(request.body))
    const stage = new Stage(request.raw, reply.raw, app.recorder, record)
    const call = { app, wire, endpoint, request, stage, id: createIdentity(record.id, record.at) }
    try {
      await walk(call).catch((error: unknown) => {
        if (!(error instanceof Complaint)) throw error
        complain(call, error.details)
      })
    } catch (error) {
      if (error instanceof CallerGone) return
      // A fault of the simulator itself: nobody may wait for an answer that never comes.
      request.log.error(error)
      stage.destroy()
    }
  }
}
