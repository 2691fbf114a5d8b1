/** A request as its route understands it, and what a call for it is made of. */
import type { Course, HeaderRoute } from './answer-headers.ts'
import type { ErrorAnswer } from './answers.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange, Listeners } from './exchange.ts'
import type { Materials } from './providers/materials.ts'
import { type JsonObject, RequestFault, type TokenUsage } from './providers/translator.ts'
import type { Failure } from './router/failure.ts'
import type { Wishes } from './router/settings.ts'
import type { Hop } from './router/walk.ts'

/** One call: what serves it, for which group, with which body. */
export interface Attempt extends Course {
  readonly body: JsonObject
  readonly timeoutSeconds: number
  /** What was fetched for it. */
  readonly materials?: Materials | undefined
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
  /** May throw a fault, which `explain` turns into an answer, or `Missing` for what must be fetched first. */
  exchangeFor(attempt: Attempt): Exchange
  explain(fault: unknown): ErrorAnswer
  /** A refusal of the router's own in the route's dialect. */
  refusal(failure: Failure): ErrorAnswer
}

/** A body whose model stands in the path gets no other. */
export function bodyFor({ body }: Errand, { group, changes }: Hop): JsonObject {
  return { ...body, ...changes, ...(body.model === undefined ? {} : { model: group }) }
}

/** Listeners that hand all tokens of an answer to somebody else, too. */
export function alsoCounting(tell: Listeners, count: (tokens: number) => void): Listeners {
  return {
    ...tell,
    countTokens: (group, usage, ...told) => {
      count(allTokens(usage))
      tell.countTokens(group, usage, ...told)
    },
  }
}

/** All that was counted. */
export const allTokens = ({ input, output, cacheRead, cacheWrite }: TokenUsage): number =>
  input + output + cacheRead + cacheWrite

/** Seconds for an answer of a deployment. */
export function timeoutOf({ streams, wishes, usualTimeout }: Errand, deployment: Deployment): number {
  const wished = (streams ? wishes.streamTimeout : undefined) ?? wishes.timeout
  if (wished !== undefined) return wished
  if (!deployment.hasTimeout && (!streams || deployment.streamTimeoutMs === deployment.timeoutMs)) return usualTimeout
  return (streams ? deployment.streamTimeoutMs : deployment.timeoutMs) / 1000
}

type ErrorBody = { error?: { message?: unknown } }

/** What the router sees of an error. */
export function failureOf(answer: ErrorAnswer): Failure {
  const message = (answer.body as ErrorBody).error?.message
  const retryAfter = answer.headers?.['retry-after']
  return {
    status: answer.status,
    litellmClass: answer.litellmClass ?? '',
    message: typeof message === 'string' ? message : '',
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  }
}

const ofOurOwn = new RequestFault('The sdk backend could not make this request; its log says why.', {
  status: 500,
  litellmClass: 'InternalServerError',
  type: 'internal_server_error',
})

/** The answer to a fault. One of our own is told, and nobody is asked again for it: nothing else would end the client's wait. */
export function explained(fault: unknown, errand: Errand, { ownFault }: Listeners): ErrorAnswer {
  try {
    return errand.explain(fault)
  } catch (ours) {
    ownFault(ours)
    return { ...errand.explain(ofOurOwn), fault: 'arm', final: true }
  }
}

/** An error's body with other words. */
export function withMessage(body: object, message: string): object {
  const { error, ...rest } = body as ErrorBody
  return { ...rest, error: { ...error, message } }
}

/** An exchange, or what its making failed with. */
export function prepared(make: () => Exchange): { exchange?: Exchange; fault?: unknown } {
  try {
    return { exchange: make() }
  } catch (fault) {
    return { fault }
  }
}
