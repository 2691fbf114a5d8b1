/** One answer out of at most two attempts: a backend that declines before anything was sent hands over to the other. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GatewayConfig } from '../config/gateway-schema.ts'
import { cutAfterWriting, type Dialect, type ErrorCode, errorFrame, sendError } from '../services/shared/errors.ts'
import { backendHeader, reasonHeader } from '../services/shared/internal-headers.ts'
import { type Outcome, outcomeOf } from '../services/shared/metrics.ts'
import { sdkServes } from '../services/shared/capabilities.ts'
import type { Attempt, Forward } from './forward.ts'
import type { GatewayMetrics } from './metrics.ts'
import { type Backend, type Decision, decideAgain } from './routing/decide.ts'

/** A request as it came in. */
export interface Arrival {
  readonly requestId: string
  /** Milliseconds of the monotonic clock. */
  readonly startedAt: number
  readonly method: string
  readonly path: string
  readonly route: string
  readonly dialect: Dialect
  readonly client: string
  readonly userId: string
}

/** How a request ended, for metrics and log. `status` is 499 where the client left before there was one. */
export interface Ending {
  readonly decision: Decision | null
  readonly status: number
  readonly outcome: Outcome
  readonly model: string | null
  readonly firstByteAt: number | null
}

interface AnswererParts {
  readonly gateway: GatewayConfig
  readonly backends: Readonly<Record<Backend, string>>
  readonly metrics: GatewayMetrics
  readonly forward: Forward
}

type Answerer = (
  req: IncomingMessage,
  res: ServerResponse,
  arrival: Arrival,
  body: Buffer,
  first: Decision,
) => Promise<Ending>

/** Makes the function that answers a request after its first decision. It never rejects for what a backend does. */
export function createAnswerer({ gateway, backends, metrics, forward }: AnswererParts): Answerer {
  const tryBackend = async (
    req: IncomingMessage,
    res: ServerResponse,
    arrival: Arrival,
    body: Buffer,
    { backend, reason }: Decision,
  ): Promise<Attempt> => {
    metrics.decisions.inc({ backend, reason })
    metrics.inFlight.inc({ backend })
    try {
      return await forward(req, res, {
        target: backends[backend],
        body,
        requestId: arrival.requestId,
        connectMs: gateway.limits.connect_ms,
        firstByteMs: gateway.limits.first_byte_ms,
        stalledReaderMs: gateway.limits.stalled_reader_ms,
        answerHeaders: { [backendHeader]: backend, [reasonHeader]: reason, 'x-request-id': arrival.requestId },
      })
    } finally {
      metrics.inFlight.dec({ backend })
    }
  }

  return async (req, res, arrival, body, first) => {
    const headers = req.headers
    const attempt = await tryBackend(req, res, arrival, body, first)
    if (attempt.kind !== 'declined') return conclude(res, arrival, first, attempt)

    const second = decideAgain(first.backend, attempt.why)
    // Only LiteLLM may know the key; the sdk backend would call it wrong.
    if (first.reason === 'key') return giveUp(res, arrival, null, 'unavailable', 'LiteLLM cannot be reached.')
    if (second.backend === 'sdk' && !sdkServes(arrival.method, arrival.path)) {
      return giveUp(
        res,
        arrival,
        null,
        'unavailable',
        'LiteLLM cannot be reached, and the sdk backend does not do this.',
      )
    }
    metrics.failovers.inc({ from: first.backend, to: second.backend, cause: attempt.why })
    req.headers = headers
    const last = await tryBackend(req, res, arrival, body, second)
    if (last.kind !== 'declined') return conclude(res, arrival, second, last)
    const neither = attempt.why === 'unavailable' && last.why === 'unavailable'
    const message = neither
      ? 'Neither backend can be reached.'
      : 'LiteLLM cannot be reached, and the sdk backend does not do this.'
    return giveUp(res, arrival, null, 'unavailable', message)
  }
}

/** Answers in no backend's name where both have declined. */
function giveUp(
  res: ServerResponse,
  arrival: Arrival,
  decision: Decision | null,
  code: ErrorCode,
  message: string,
): Ending {
  if (decision) {
    res.setHeader(backendHeader, decision.backend)
    res.setHeader(reasonHeader, decision.reason)
  }
  sendError(res, arrival.dialect, code, message, arrival.requestId)
  return { decision, status: res.statusCode, outcome: 'arm_error', model: null, firstByteAt: null }
}

function conclude(
  res: ServerResponse,
  arrival: Arrival,
  decision: Decision,
  attempt: Exclude<Attempt, { kind: 'declined' }>,
): Ending {
  switch (attempt.kind) {
    case 'answered': {
      const { status, fault, model, firstByteAt } = attempt
      const outcome = fault === 'arm' ? 'arm_error' : fault === 'provider' ? 'provider_error' : outcomeOf(status)
      return { decision, status, outcome, model, firstByteAt }
    }
    case 'failed': {
      const late = attempt.cause === 'timeout'
      const message = late
        ? 'The backend did not answer in time.'
        : 'The backend ended the connection before it answered.'
      return giveUp(res, arrival, decision, late ? 'timeout' : 'unavailable', message)
    }
    case 'broken':
      breakOff(res, arrival, attempt.told)
      return {
        decision,
        status: attempt.status,
        outcome: 'broken',
        model: attempt.model,
        firstByteAt: attempt.firstByteAt,
      }
    case 'client-gone': {
      const { status, firstByteAt } = attempt
      return { decision, status: status ?? 499, outcome: 'client_gone', model: null, firstByteAt }
    }
  }
}

/**
 * Ends an answer that cannot be completed. A stream gets an error event, which client libraries raise, and then its
 * connection is cut, because a clean end makes every one of them take the truncated text for the whole.
 */
function breakOff(res: ServerResponse, arrival: Arrival, told: boolean): void {
  const streams =
    String(res.getHeader('content-type') ?? '').startsWith('text/event-stream') &&
    // Text in the middle of compressed bytes would be one more fault, not an event.
    res.getHeader('content-encoding') === undefined
  if (streams && !told) {
    const message = 'The backend ended the stream before it was complete.'
    // The broken event, if any, is ended first, so that the error is an event of its own.
    res.write(`\n\n${errorFrame(arrival.dialect, 'unavailable', message, arrival.requestId)}`)
  }
  cutAfterWriting(res)
}
