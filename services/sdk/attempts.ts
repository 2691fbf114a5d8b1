/**
 * The calls made for one request: the group's deployments, made again where that may help, then the fallbacks. What to do
 * next is decided in router/; this asks, waits and answers. A call is made again only while the client has nothing yet.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CallRecord } from '../shared/call-record.ts'
import { type Outcome, outcomeOf } from '../shared/metrics.ts'
import { errorHeaders } from './answer-headers.ts'
import { type ErrorAnswer, sendAnswer } from './answers.ts'
import { decline } from './decline.ts'
import type { Deployment } from './deployments.ts'
import {
  allTokens,
  alsoCounting,
  bodyFor,
  type Errand,
  explained,
  failureOf,
  prepared,
  timeoutOf,
  withMessage,
} from './errand.ts'
import type { Exchange, Listeners } from './exchange.ts'
import { runExchange } from './run-exchange.ts'
import { Provisions } from './gathering/provisions.ts'
import type { SdkParts } from './parts.ts'
import { listenersOf, recordOf } from './prepare.ts'
import { pythonFloat } from './providers/python-text.ts'
import { Missing } from './providers/materials.ts'
import { NotServed } from './providers/translator.ts'
import type { Failure } from './router/failure.ts'
import { retriesByPolicy } from './router/policies.ts'
import { isRetryable, isTransient, type Remaining, remainingOf, waitBeforeRetry, waitBudgetMs } from './router/retry.ts'
import { choose, ordersOf, type Router } from './router/router.ts'
import { fallbacksTried, type Hop, hopFailed, startWalk, type Walk } from './router/walk.ts'

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
  #byPolicy = false
  #waited = 0
  #skipped = new Set<string>()
  #deployment: Deployment | null = null
  #timeoutSeconds: number | undefined
  #failures = 0
  /** What the first failure said, where it was a stream's that had begun. */
  #lateFirst: string | null = null
  /** The failure of the group the client named: the one that is told, however many fallbacks fail after it. */
  #answer: ErrorAnswer | null = null
  #latest: ErrorAnswer | null = null
  #failedFirst: Deployment | null = null
  #waiting: NodeJS.Timeout | null = null
  readonly #provisions: Provisions
  #last: { status: number; outcome: Outcome } = { status: 0, outcome: 'client_error' }

  constructor(errand: Errand, router: Router, request: FastifyRequest, reply: FastifyReply, parts: SdkParts) {
    this.#errand = errand
    this.#router = router
    this.#parts = parts
    this.#request = request
    this.#reply = reply
    this.#tell = listenersOf(parts)
    this.#provisions = new Provisions(parts, this.#tell, reply.raw)
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
    return choose(this.#hop.group, this.#parts.catalogue, this.#router.cooldowns, this.#skipped, at, this.#hop.order)
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
    if (!this.#errand.serves(deployment)) {
      return this.#unserved(`the sdk backend does not speak to ${deployment.target.provider} yet`)
    }
    if (this.#retries === 0) this.#maxRetries = this.#retriesFor(deployment)
    this.#provisions.clear()
    this.#call(deployment)
  }

  #call(deployment: Deployment): void {
    const { exchange, fault } = prepared(() => this.#exchangeFor(deployment))
    if (fault instanceof NotServed) return this.#unserved(fault.message)
    if (fault instanceof Missing) {
      return this.#provisions.fetch(deployment, fault.materials, () => this.#call(deployment))
    }
    const { provider } = deployment.target
    if (this.#record === null) this.#record = recordOf(this.#request, provider, this.#parts)
    else this.#record.again(this.#last, provider)
    if (exchange) return runExchange(exchange, this.#reply.raw, this.#record, this.#listenersFor(deployment))
    const answer = explained(fault, this.#errand, this.#tell)
    this.#failed(answer, failureOf(answer), { status: answer.status, outcome: outcomeOf(answer.status) })
  }

  /** A stream's tokens are known when it is over. */
  #listenersFor({ id }: Deployment): Listeners {
    if (!this.#errand.streams) return this.#tell
    return alsoCounting(this.#tell, tokens => this.#router.meter.addTokens(id, tokens, Date.now()))
  }

  #exchangeFor(deployment: Deployment): Exchange {
    const [errand, hop] = [this.#errand, this.#hop]
    this.#timeoutSeconds = timeoutOf(errand, deployment)
    const exchange = errand.exchangeFor({
      deployment,
      group: hop.group,
      body: bodyFor(errand, hop),
      timeoutSeconds: this.#timeoutSeconds,
      materials: this.#provisions.materials,
      retries: this.#retries,
      maxRetries: this.#maxRetries,
      fallbacks: fallbacksTried(this.#walk),
      startedAt: this.#startedAt,
      calledAt: performance.now(),
    })
    return {
      ...exchange,
      answerHeaders: (upstream, usage) => {
        const now = Date.now()
        const { cooldowns, meter } = this.#router
        cooldowns.succeeded(deployment.id, now)
        meter.count(deployment.id, usage ? allTokens(usage) : 0, now)
        const limits = meter.headersFor(this.#parts.catalogue.find(hop.group), now)
        return { ...limits, ...exchange.answerHeaders(upstream, usage) }
      },
      failed: (answer, ending) => this.#failed(answer, failureOf(answer), ending),
    }
  }

  #failed(answer: ErrorAnswer, failure: Failure, ending: { status: number; outcome: Outcome }): void {
    this.#last = ending
    this.#latest = answer
    if (this.#hop.depth === 0) {
      this.#answer = answer
      this.#failedFirst = this.#deployment
    }
    const group = this.#parts.catalogue.find(this.#hop.group)
    const late = answer.late === true && isTransient(answer.status)
    if (answer.final && !late) return this.#finish(failure.message)
    this.#failures += 1
    // LiteLLM notes one failure a request, and one for each fallback.
    if (this.#failures === 1) this.#cool(failure, group.length)
    // A stream that fails before its first words is not asked for again, but another group may answer.
    if (late) return this.#hopOver(failure, true)
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
    const now = Date.now()
    const cooling = group.map(({ id }) => this.#router.cooldowns.isCooling(id, now))
    const remaining = remainingOf(cooling, this.#errand.wishes.fallbacks)
    if (!this.#mayRetry(failure, remaining)) return null
    const at = { now, draw: this.#parts.random(), shortest: this.#router.settings.shortestWait }
    const wait = waitBeforeRetry(failure, remaining, this.#retries, at)
    return this.#waited + wait > waitBudgetMs ? null : wait
  }

  /** A policy is asked about the first failure only; it then decides alone. */
  #mayRetry(failure: Failure, remaining: Remaining): boolean {
    if (this.#retries === 0 && this.#errand.wishes.numRetries !== 0) {
      const wanted = retriesByPolicy(failure, this.#router.settings.retryPolicyOf(this.#hop.group))
      this.#byPolicy = wanted !== null
      this.#maxRetries = wanted ?? this.#maxRetries
    }
    return this.#retries < this.#maxRetries && (this.#byPolicy || isRetryable(failure, remaining))
  }

  #hopOver(failure: Failure, late = false): void {
    if (late && this.#hop.depth === 0) this.#lateFirst = failure.message
    const orders = ordersOf(this.#parts.catalogue.find(this.#hop.group))
    const spent = { used: this.#retries, max: this.#maxRetries, orders }
    const next = hopFailed(this.#walk, this.#hop, failure, spent)
    if ('last' in next) {
      this.#answer = this.#latest
      return this.#finish(failure.message)
    }
    if ('failure' in next) {
      // The router has nothing to add to a stream: the last of them tells, or the first where the rest never began.
      if (late) this.#answer = this.#latest
      if (late) return this.#finish(failure.message)
      if (this.#lateFirst !== null) return this.#finish(this.#lateFirst)
      return this.#finish(next.failure.message + (this.#answer?.bare === true ? '' : next.ending))
    }
    this.#walk = next.walk
    this.#hop = next.hop
    this.#retries = 0
    this.#byPolicy = false
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
    this.#router.cooldowns.failed({ ...this.#deployment, size }, failure, Date.now())
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
    if (this.#waiting) clearTimeout(this.#waiting)
    else if (!this.#provisions.isUnderWay) return
    this.#provisions.abort()
    const record = this.#record ?? recordOf(this.#request, 'none', this.#parts)
    record.finish({ ...this.#last, outcome: 'client_gone', model: this.#model(), tokens: null })
  }

  /** The configured name: what a client asks for is no label. */
  #model(): string | null {
    return this.#parts.catalogue.find(this.#errand.asked)[0]?.target.group ?? null
  }
}
