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
}

export interface CallRecord {
  /** Called for every chunk; the first one counts. */
  firstByte(): void
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
  let firstByteAt: number | null = null
  let over = false
  metrics.inFlight.inc(labels)

  return {
    firstByte() {
      firstByteAt ??= performance.now()
    },
    finish({ outcome, status, model, tokens }) {
      if (over) return
      over = true
      const elapsed = performance.now() - startedAt
      const firstByte = firstByteAt === null ? null : firstByteAt - startedAt
      metrics.inFlight.dec(labels)
      metrics.requests.inc({ ...labels, code: String(status), outcome })
      metrics.duration.observe(labels, elapsed / 1000)
      if (firstByte !== null) metrics.firstByte.observe(labels, firstByte / 1000)
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
