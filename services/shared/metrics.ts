/** Metrics every process has, and those both workers share. The gateway's and control's own stand beside their code. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { faultOfStatus } from './internal-headers.ts'

/** Long answers are normal: LLM calls take from tens of milliseconds to minutes. */
export const durationBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600]
export const firstByteBuckets = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 20, 30, 60]

/** How a request ended; the same words in metrics and logs. */
export type Outcome =
  | 'ok'
  | 'client_error'
  | 'provider_error'
  | 'arm_error'
  /** An answer that began and did not end. */
  | 'broken'
  | 'client_gone'
  /** Turned away before any backend was asked. */
  | 'refused'

/** A registry whose every series is labelled with its process: series of two processes are never summed by accident. */
export function createRegistry(proc: string): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ proc })
  collectDefaultMetrics({ register: registry })
  return registry
}

/** A worker's calls to its next hop. */
export type UpstreamMetrics = ReturnType<typeof createUpstreamMetrics>

/** `upstream` is `litellm` or a provider's name from the configuration. */
export function createUpstreamMetrics(registry: Registry) {
  const registers = [registry]
  const by = ['backend', 'upstream'] as const
  return {
    requests: new Counter({
      name: 'crossfade_upstream_requests_total',
      help: 'Calls to the next hop by its answer and outcome; code is 0 where there was none.',
      labelNames: [...by, 'code', 'outcome'],
      registers,
    }),
    duration: new Histogram({
      name: 'crossfade_upstream_request_duration_seconds',
      help: 'From the call to the last byte of its answer.',
      labelNames: by,
      buckets: durationBuckets,
      registers,
    }),
    firstByte: new Histogram({
      name: 'crossfade_upstream_time_to_first_byte_seconds',
      help: 'From the call to the first byte of its answer.',
      labelNames: by,
      buckets: firstByteBuckets,
      registers,
    }),
    inFlight: new Gauge({
      name: 'crossfade_upstream_requests_in_flight',
      help: 'Calls to the next hop under way.',
      labelNames: by,
      registers,
    }),
  }
}

/** The outcome of a whole answer, by its status. */
export function outcomeOf(status: number): Outcome {
  if (status < 400) return 'ok'
  return faultOfStatus(status) === 'client' ? 'client_error' : 'provider_error'
}
