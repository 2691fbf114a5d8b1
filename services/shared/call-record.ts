/** What a worker remembers of one call to its next hop: one set of metrics and one log line, whatever the ending. */
import type { IncomingHttpHeaders } from 'node:http'
import { routeLabel } from './capabilities.ts'
import { internal } from './internal-headers.ts'
import { type Logger, logRequest } from './logger.ts'
import { clientName } from './memory-routing.ts'
import type { Outcome, UpstreamMetrics } from './metrics.ts'

/** The request a call is made for. */
export interface CallOrigin {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Used where no gateway has given the request an id. */
  readonly fallbackId: string
  readonly userId: string
}

/** What is known at the end. */
export interface CallEnd {
  readonly outcome: Outcome
  /** 0 where there was no answer. */
  readonly status: number
  readonly model: string | null
  readonly tokens: { input: number; output: number } | null
  /** Dollars, where the tokens have a price. */
  readonly cost?: number | null
}

export interface CallRecord {
  /** Called for every chunk; the first one counts. */
  firstByte(): void
  /** A call has failed and another is made for the same request, perhaps to another next hop. */
  again(failed: { outcome: Outcome; status: number }, upstream: string): void
  /** The first ending counts; a later one (a client that leaves after the end) is ignored. */
  finish(end: CallEnd): void
}

/** Starts a record. `labels` name the backend and its next hop. */
export function startCallRecord(
  origin: CallOrigin,
  labels: { backend: 'binary' | 'sdk'; upstream: string },
  metrics: UpstreamMetrics,
  logger: Logger,
): CallRecord {
  const startedAt = performance.now()
  let current = labels
  let callStartedAt = startedAt
  let firstByteAt: number | null = null
  let calls = 1
  let over = false
  metrics.inFlight.inc(labels)

  const count = (outcome: Outcome, status: number): void => {
    metrics.inFlight.dec(current)
    metrics.requests.inc({ ...current, code: String(status), outcome })
    metrics.duration.observe(current, (performance.now() - callStartedAt) / 1000)
    if (firstByteAt !== null) metrics.firstByte.observe(current, (firstByteAt - callStartedAt) / 1000)
  }

  return {
    firstByte() {
      firstByteAt ??= performance.now()
    },
    again({ outcome, status }, upstream) {
      if (over) return
      count(outcome, status)
      current = { ...labels, upstream }
      callStartedAt = performance.now()
      firstByteAt = null
      calls += 1
      metrics.inFlight.inc(current)
    },
    finish({ outcome, status, model, tokens, cost = null }) {
      if (over) return
      over = true
      const elapsed = performance.now() - startedAt
      const firstByte = firstByteAt === null ? null : firstByteAt - startedAt
      count(outcome, status)
      logRequest(logger, {
        request_id: String(origin.headers[internal.requestId] ?? origin.fallbackId),
        client: clientName(origin.headers),
        user_id: origin.userId,
        model,
        backend: labels.backend,
        reason: null,
        status,
        outcome,
        duration_ms: tenths(elapsed),
        ttft_ms: firstByte === null ? null : tenths(firstByte),
        tokens,
        cost,
        calls,
        method: origin.method,
        route: routeLabel(origin.url.split('?', 1)[0] ?? ''),
      })
    },
  }
}

/** Milliseconds to one decimal, as the log has them. */
export function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
