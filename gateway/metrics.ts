/** Every metric of the gateway. Dashboards and alert rules may use only these and those of services/shared/metrics.ts. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { durationBuckets, firstByteBuckets } from '../services/shared/metrics.ts'
import type { Weight } from '../services/shared/rollout/cell.ts'

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>

/** `weight` is asked at each scrape, so the series show what this very process reads. */
export function createGatewayMetrics(registry: Registry, weight: () => Weight | null) {
  const registers = [registry]
  const by = ['route', 'backend'] as const
  return {
    weight: new Gauge({
      name: 'crossfade_canary_weight_ratio',
      help: "The sdk backend's share of new requests as this process reads it, 0 to 1.",
      registers,
      collect() {
        this.set((weight()?.percent ?? 0) / 100)
      },
    }),
    rolloutVersion: new Gauge({
      name: 'crossfade_rollout_version',
      help: 'The version of the rollout record this process reads; 0 before the first change.',
      registers,
      collect() {
        this.set(weight()?.version ?? 0)
      },
    }),
    requests: new Counter({
      name: 'crossfade_requests_total',
      help: 'Requests by route, backend, status code and outcome; backend is none where no backend was asked.',
      labelNames: [...by, 'code', 'outcome'],
      registers,
    }),
    duration: new Histogram({
      name: 'crossfade_request_duration_seconds',
      help: 'From the request to the last byte of its answer.',
      labelNames: by,
      buckets: durationBuckets,
      registers,
    }),
    firstByte: new Histogram({
      name: 'crossfade_time_to_first_byte_seconds',
      help: 'From the request to the first byte of the body of its answer.',
      labelNames: by,
      buckets: firstByteBuckets,
      registers,
    }),
    inFlight: new Gauge({
      name: 'crossfade_requests_in_flight',
      help: 'Requests a backend is answering.',
      labelNames: ['backend'],
      registers,
    }),
    decisions: new Counter({
      name: 'crossfade_routing_decisions_total',
      help: 'Decisions by backend and reason, second choices included.',
      labelNames: ['backend', 'reason'],
      registers,
    }),
    failovers: new Counter({
      name: 'crossfade_failovers_total',
      help: 'Requests the other backend took over before their first byte.',
      labelNames: ['from', 'to', 'cause'],
      registers,
    }),
  }
}
