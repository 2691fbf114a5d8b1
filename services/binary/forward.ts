/** Passes one request on to LiteLLM, with the memory headers in it, and LiteLLM's answer back as it comes. */
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { type CallRecord, startCallRecord } from '../shared/call-record.ts'
import { cutAfterWriting, dialectOf, sendError } from '../shared/errors.ts'
import { endToEndHeaders, internal, isHearsay } from '../shared/internal-headers.ts'
import type { Logger } from '../shared/logger.ts'
import { type MemoryRoute, memoryHeaders, userIdHeader } from '../shared/memory-routing.ts'
import { type Outcome, outcomeOf, type UpstreamMetrics } from '../shared/metrics.ts'
import { type AnswerHeaders, callUpstream, type Flow, type Sink, type UpstreamError } from '../shared/upstream.ts'
import { isSignOfLife } from '../shared/sign-of-life.ts'
import { holdsTerminalEvent } from '../shared/terminal-event.ts'
import { faultOf } from './faults.ts'

/** What forwarding needs besides the request. */
export interface ForwardParts {
  readonly litellm: string
  readonly dispatcher: Dispatcher
  readonly memoryRoute: (headers: FastifyRequest['headers']) => MemoryRoute
  readonly memoryEnabled: boolean
  /** Names of models that Supermemory serves; its key goes only with those. */
  readonly supermemory: ReadonlySet<string>
  readonly supermemoryKey: string | undefined
  readonly firstByteMs: number
  readonly metrics: UpstreamMetrics
  readonly logger: Logger
}

/** Makes the handler of every path and method. It takes the raw response over from Fastify. */
export function createForward(parts: ForwardParts): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, reply) => {
    reply.hijack()
    const res = reply.raw
    const route = parts.memoryRoute(request.headers)
    const { method, url, headers, id: fallbackId } = request
    const origin = { method, url, headers, fallbackId, userId: route.userId }
    const record = startCallRecord(origin, { backend: 'binary', upstream: 'litellm' }, parts.metrics, parts.logger)
    const call = new ForwardedCall(url, res, record)
    const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : null
    const flow = callUpstream(
      parts.dispatcher,
      {
        origin: parts.litellm,
        path: url,
        method,
        headers: forwardedHeaders(request, route, body, parts),
        body,
        firstByteMs: parts.firstByteMs,
        idleMs: 0,
      },
      call,
    )
    res.once('close', () => {
      if (res.writableFinished) return
      flow.abort()
      call.clientLeft()
    })
  }
}

/** The way of one answer from LiteLLM to the client; `Sink` of the call. */
class ForwardedCall implements Sink {
  readonly #url: string
  readonly #res: ServerResponse
  readonly #record: CallRecord
  #status = 0
  #model: string | null = null
  #flow: Flow | null = null
  #last: Buffer | null = null
  #began = false

  constructor(url: string, res: ServerResponse, record: CallRecord) {
    this.#url = url
    this.#res = res
    this.#record = record
  }

  head(status: number, headers: AnswerHeaders, flow: Flow): void {
    this.#status = status
    this.#flow = flow
    const model = headers['x-litellm-model-group']
    this.#model = typeof model === 'string' ? model : null
    const fault = faultOf(status, headers)
    this.#res.writeHead(status, { ...endToEndHeaders(headers), ...(fault ? { [internal.fault]: fault } : {}) })
    this.#res.flushHeaders()
  }

  data(chunk: Buffer): void {
    if (!this.#began && !isSignOfLife(chunk)) {
      this.#began = true
      this.#record.firstByte()
    }
    this.#last = chunk
    if (this.#res.write(chunk)) return
    this.#flow?.pause()
    this.#res.once('drain', () => this.#flow?.resume())
  }

  end(): void {
    this.#finish(outcomeOf(this.#status))
    this.#res.end()
  }

  fail(error: UpstreamError): void {
    if (this.#res.headersSent) {
      this.#finish('broken')
      // The gateway tells a streaming client; a clean end here would hide the break from it.
      cutAfterWriting(this.#res)
      return
    }
    this.#finish('arm_error')
    this.#res.setHeader(internal.fault, 'arm')
    if (error.reason === 'refused') this.#res.setHeader(internal.decline, 'unavailable')
    const late = error.reason === 'timeout'
    const message = late ? 'LiteLLM did not answer in time.' : 'LiteLLM cannot be reached; it may be restarting.'
    sendError(this.#res, dialectOf(this.#url), late ? 'timeout' : 'unavailable', message)
  }

  clientLeft(): void {
    this.#finish(holdsTerminalEvent(this.#last) ? 'ok' : 'client_gone')
  }

  #finish(outcome: Outcome): void {
    this.#record.finish({ outcome, status: this.#status, model: this.#model, tokens: null })
  }
}

/** LiteLLM passes every `x-` header on to the provider, so what is internal or hearsay ends here. */
function forwardedHeaders(
  request: FastifyRequest,
  route: MemoryRoute,
  body: Buffer | null,
  parts: ForwardParts,
): Record<string, string | string[]> {
  const kept = Object.entries(endToEndHeaders(request.headers)).flatMap(([name, value]) => {
    const ours = name === 'host' || name === 'content-length' || name === 'expect' || isHearsay(name)
    const replaced = parts.memoryEnabled && name === userIdHeader
    return ours || replaced || value === undefined ? [] : [[name, value] as const]
  })
  const supermemory =
    parts.supermemoryKey !== undefined && parts.supermemory.size > 0 && parts.supermemory.has(modelOf(body))
  const { memoryEnabled: enabled, supermemoryKey } = parts
  return {
    ...Object.fromEntries(kept),
    ...memoryHeaders(route, { enabled, supermemory, supermemoryKey }),
  }
}

/** The model a JSON body asks for; an unreadable body is LiteLLM's to complain of. */
function modelOf(body: Buffer | null): string {
  try {
    const model: unknown = (JSON.parse(body?.toString('utf8') ?? '') as { model?: unknown }).model
    return typeof model === 'string' ? model : ''
  } catch {
    return ''
  }
}
