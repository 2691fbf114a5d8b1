/**
 * The calls made for one request: the group's deployments, made again where that may help, then the fallbacks. What to do
 * next is decided in router/; this asks, waits and answers. A call is made again only while the client has nothing yet.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallRecord } from '../shared/call-record.ts'
import { type Outcome, outcomeOf } from '../shared/metrics.ts'
import { type Course, errorHeaders, type HeaderRoute } from './answer-headers.ts'
import { type ErrorAnswer, sendAnswer } from './answers.ts'
import { decline } from './decline.ts'
import type { Deployment } from './deployments.ts'
import { type Exchange, type Listeners, runExchange } from './exchange.ts'
import type { SdkParts } from './parts.ts'
import { listenersOf, recordOf } from './prepare.ts'
import { pythonFloat } from './providers/python-text.ts'
import { type JsonObject, NotServed } from './providers/translator.ts'
import type { Failure } from './router/failure.ts'
import { isRetryable, isTransient, type Remaining, waitBeforeRetry, waitBudgetMs } from './router/retry.ts'
import { choose, type Router } from './router/router.ts'
import type { Wishes } from './router/settings.ts'
import { fallbacksTried, type Hop, hopFailed, startWalk, type Walk } from './router/walk.ts'

/** One call: what serves it, for which group, with which body. */
export interface Attempt extends Course {
  readonly body: JsonObject
  readonly timeoutSeconds: number
}

/** A request, as its route understands it. */
export interface Errand {
  readonly route: HeaderRoute
  readonly asked: string
  readonly body: JsonObject
  readonly streams: boolean
  readonly wishes: Wishes
  /** Seconds for an answer where nothing is configured. */
  readonly usualTimeout: number
  serves(deployment: Deployment): boolean
  /** May throw a fault, which `explain` turns into an answer. */
  exchangeFor(attempt: Attempt): Exchange
  explain(fault: unknown): ErrorAnswer
  /** A refusal of the router's own in the route's dialect. */
  refusal(failure: Failure): ErrorAnswer
}

/** Answers a request, with as many calls as it takes. */
export function answerErrand(
  errand: Errand,
  router: Router,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  new Attempts(errand, router, request, reply, parts).start()
}

class Attempts {
  readonly #errand: Errand
  readonly #router: Router
  readonly #parts: SdkParts
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #tell: Listeners
  readonly #startedAt = performance.now()
  #record: CallRecord | null = null
  #walk: Walk
  #hop: Hop
  #retries = 0
  #maxRetries: number
  #waited = 0
  #skipped = new Set<string>()
  #deployment: Deployment | null = null
  #timeoutSeconds: number | undefined
  #failures = 0
  /** The failure of the group the client named: the one that is told, however many fallbacks fail after it. */
  #answer: ErrorAnswer | null = null
  #failedFirst: Deployment | null = null
  #waiting: NodeJS.Timeout | null = null
  #last: { status: number; outcome: Outcome } = { status: 0, outcome: 'client_error' }

  constructor(errand: Errand, router: Router, request: FastifyRequest, reply: FastifyReply, parts: SdkParts) {
    this.#errand = errand
    this.#router = router
    this.#parts = parts
    this.#request = request
    this.#reply = reply
    this.#tell = listenersOf(parts)
    this.#maxRetries = this.#retriesFor(undefined)
    const { walk, hop } = startWalk(errand.asked, errand.wishes.fallbacks)
    this.#walk = walk
    this.#hop = hop
  }

  start(): void {
    const choice = this.#choose()
    if ('deployment' in choice && !this.#errand.serves(choice.deployment)) {
      const { provider } = choice.deployment.target
      decline(this.#reply, `The sdk backend does not serve this route for ${this.#errand.asked} at ${provider} yet.`)
      return
    }
    this.#reply.hijack()
    this.#reply.raw.once('close', () => this.#clientLeft())
    this.#begin(choice)
  }

  #choose(): ReturnType<typeof choose> {
    const at = { now: Date.now(), draw: this.#parts.random() }
    return choose(this.#hop.group, this.#parts.catalogue, this.#router.cooldowns, this.#skipped, at)
  }

  #begin(choice: ReturnType<typeof choose>): void {
    this.#deployment = 'deployment' in choice ? choice.deployment : null
    if (!('deployment' in choice)) {
      const answer = this.#errand.refusal(choice.failure)
      const headers = choice.retryAfter === undefined ? {} : { 'retry-after': String(choice.retryAfter) }
      const ending = { status: answer.status, outcome: outcomeOf(answer.status) }
      return this.#failed({ ...answer, headers }, choice.failure, ending)
    }
    const { deployment } = choice
    const { provider } = deployment.target
    if (!this.#errand.serves(deployment)) {
      return this.#unserved(`the sdk backend does not speak to ${provider} yet`)
    }
    if (this.#retries === 0) this.#maxRetries = this.#retriesFor(deployment)
    const { exchange, fault } = this.#prepared(deployment)
    if (fault instanceof NotServed) return this.#unserved(fault.message)
    if (this.#record === null) this.#record = recordOf(this.#request, provider, this.#parts)
    else this.#record.again(this.#last, provider)
    if (exchange) return runExchange(exchange, this.#reply.raw, this.#record, this.#tell)
    const answer = this.#errand.explain(fault)
    this.#failed(answer, failureOf(answer), { status: answer.status, outcome: outcomeOf(answer.status) })
  }

  #prepared(deployment: Deployment): { exchange?: Exchange; fault?: unknown } {
    try {
      return { exchange: this.#exchangeFor(deployment) }
    } catch (fault) {
      return { fault }
    }
  }

  #exchangeFor(deployment: Deployment): Exchange {
    const { errand, hop } = { errand: this.#errand, hop: this.#hop }
    this.#timeoutSeconds = timeoutOf(errand, deployment)
    const exchange = errand.exchangeFor({
      deployment,
      group: hop.group,
      body: bodyFor(errand, hop),
      timeoutSeconds: this.#timeoutSeconds,
      retries: this.#retries,
      maxRetries: this.#maxRetries,
      fallbacks: fallbacksTried(this.#walk),
      startedAt: this.#startedAt,
      calledAt: performance.now(),
    })
    return {
      ...exchange,
      answerHeaders: (upstream, usage) => {
        this.#router.cooldowns.succeeded(deployment.id, Date.now())
        return exchange.answerHeaders(upstream, usage)
      },
      failed: (answer, ending) => this.#failed(answer, failureOf(answer), ending),
    }
  }

  #failed(answer: ErrorAnswer, failure: Failure, ending: { status: number; outcome: Outcome }): void {
    this.#last = ending
    if (this.#hop.depth === 0) {
      this.#answer = answer
      this.#failedFirst = this.#deployment
    }
    const group = this.#parts.catalogue.find(this.#hop.group)
    if (answer.final) return this.#finish(failure.message)
    this.#failures += 1
    // LiteLLM notes one failure a request, and one for each fallback.
    if (this.#failures === 1) this.#cool(failure, group.length)
    const wait = this.#retryAfter(failure, group)
    if (wait !== null) {
      if (failure.status !== null && !isTransient(failure.status) && this.#deployment) {
        this.#skipped.add(this.#deployment.id)
      }
      this.#retries += 1
      this.#waited += wait
      this.#waiting = setTimeout(() => {
        this.#waiting = null
        this.#begin(this.#choose())
      }, wait)
      return
    }
    if (this.#failures > 1 && this.#hop.depth > 0) this.#cool(failure, group.length)
    this.#hopOver(failure)
  }

  /** Milliseconds until the same group is asked again; null where it is not. */
  #retryAfter(failure: Failure, group: readonly Deployment[]): number | null {
    const { fallbacks } = this.#errand.wishes
    const now = Date.now()
    const remaining: Remaining = {
      all: group.length,
      healthy: group.filter(({ id }) => !this.#router.cooldowns.isCooling(id, now)).length,
      contextFallbacks: fallbacks.contextWindow !== null,
      policyFallbacks: fallbacks.contentPolicy !== null,
      fallbacks: (fallbacks.general?.length ?? 0) > 0,
    }
    if (this.#retries >= this.#maxRetries || !isRetryable(failure, remaining)) return null
    const at = { now, draw: this.#parts.random(), shortest: this.#router.settings.shortestWait }
    const wait = waitBeforeRetry(failure, remaining, this.#retries, at)
    return this.#waited + wait > waitBudgetMs ? null : wait
  }

  #hopOver(failure: Failure): void {
    const next = hopFailed(this.#walk, this.#hop, failure, { used: this.#retries, max: this.#maxRetries })
    if ('failure' in next) return this.#finish(next.failure.message + next.ending)
    this.#walk = next.walk
    this.#hop = next.hop
    this.#retries = 0
    this.#skipped = new Set()
    this.#maxRetries = this.#retriesFor(undefined)
    this.#begin(this.#choose())
  }

  /** Only the other backend could do it: it gets the request while nobody has been asked yet, else it counts as failed. */
  #unserved(message: string): void {
    if (this.#record === null) return decline(this.#reply, message)
    this.#hopOver({ status: 400, litellmClass: 'BadRequestError', message: `litellm.BadRequestError: ${message}` })
  }

  #cool(failure: Failure, size: number): void {
    if (this.#deployment === null) return
    const { id, cooldownTime } = this.#deployment
    this.#router.cooldowns.failed(id, failure, { size, cooldownTime }, Date.now())
  }

  #retriesFor(deployment: Deployment | undefined): number {
    return this.#errand.wishes.numRetries ?? deployment?.numRetries ?? this.#router.settings.numRetries
  }

  #finish(message: string): void {
    const answer = this.#answer ?? this.#errand.refusal({ status: 500, litellmClass: 'APIError', message })
    const record = this.#record ?? recordOf(this.#request, 'none', this.#parts)
    record.finish({ ...this.#last, model: this.#model(), tokens: null })
    const headers = answer.headersAreComplete
      ? {}
      : errorHeaders(this.#errand.route, this.#timeoutTold(), this.#failedFirst?.id)
    sendAnswer(this.#reply.raw, {
      ...answer,
      body: withMessage(answer.body, message),
      headers: { ...headers, ...answer.headers },
    })
  }

  #timeoutTold(): string | undefined {
    if (this.#timeoutSeconds === undefined) return undefined
    return this.#errand.wishes.timeoutTold ?? pythonFloat(this.#timeoutSeconds)
  }

  #clientLeft(): void {
    if (this.#waiting === null) return
    clearTimeout(this.#waiting)
    this.#record?.finish({ ...this.#last, outcome: 'client_gone', model: this.#model(), tokens: null })
  }

  /** The configured name: what a client asks for is no label. */
  #model(): string | null {
    return this.#parts.catalogue.find(this.#errand.asked)[0]?.target.group ?? null
  }
}

/** A body whose model stands in the path gets no other. */
function bodyFor({ body }: Errand, { group, changes }: Hop): JsonObject {
  return { ...body, ...changes, ...(body.model === undefined ? {} : { model: group }) }
}

function timeoutOf({ streams, wishes, usualTimeout }: Errand, deployment: Deployment): number {
  const wished = (streams ? wishes.streamTimeout : undefined) ?? wishes.timeout
  if (wished !== undefined) return wished
  if (!deployment.hasTimeout && (!streams || deployment.streamTimeoutMs === deployment.timeoutMs)) return usualTimeout
  return (streams ? deployment.streamTimeoutMs : deployment.timeoutMs) / 1000
}

type ErrorBody = { error?: { message?: unknown } }

function failureOf(answer: ErrorAnswer): Failure {
  const message = (answer.body as ErrorBody).error?.message
  const retryAfter = answer.headers?.['retry-after']
  return {
    status: answer.status,
    litellmClass: answer.litellmClass ?? '',
    message: typeof message === 'string' ? message : '',
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  }
}

function withMessage(body: object, message: string): object {
  const { error, ...rest } = body as ErrorBody
  return { ...rest, error: { ...error, message } }
}
