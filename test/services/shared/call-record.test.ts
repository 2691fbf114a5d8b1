import { Registry } from 'prom-client'
import t from 'tap'
import { startCallRecord, tenths } from '../../../services/shared/call-record.ts'
import { createUpstreamMetrics, outcomeOf } from '../../../services/shared/metrics.ts'
import { sampleSum } from '../../support/exposition.ts'
import { logLines } from '../../support/log-lines.ts'

function start(headers: Record<string, string> = {}) {
  const registry = new Registry()
  const log = logLines()
  const origin = { method: 'POST', url: '/v1/messages?beta=true', headers, fallbackId: 'own-1', userId: 'ada' }
  const labels = { backend: 'sdk', upstream: 'anthropic' } as const
  return { record: startCallRecord(origin, labels, createUpstreamMetrics(registry), log.logger), registry, log }
}

t.test('a call is in flight until its first ending, which is the one that counts', async t => {
  const { record, registry, log } = start({ 'user-agent': 'a/1 b', 'x-crossfade-request-id': 'r-1' })
  t.equal(sampleSum(await registry.metrics(), 'crossfade_upstream_requests_in_flight'), 1)
  record.firstByte()
  record.firstByte()
  record.finish({ outcome: 'ok', status: 200, model: 'm', tokens: { input: 1, output: 2 } })
  record.finish({ outcome: 'client_gone', status: 0, model: null, tokens: null })

  const metrics = await registry.metrics()
  const labels = { backend: 'sdk', upstream: 'anthropic' }
  t.equal(sampleSum(metrics, 'crossfade_upstream_requests_in_flight', labels), 0)
  t.equal(sampleSum(metrics, 'crossfade_upstream_requests_total', { ...labels, code: '200', outcome: 'ok' }), 1)
  t.equal(sampleSum(metrics, 'crossfade_upstream_requests_total'), 1)
  t.equal(sampleSum(metrics, 'crossfade_upstream_request_duration_seconds_count', labels), 1)
  t.equal(sampleSum(metrics, 'crossfade_upstream_time_to_first_byte_seconds_count', labels), 1)
  t.match(log.lines, [
    {
      request_id: 'r-1',
      client: 'a/1',
      user_id: 'ada',
      model: 'm',
      backend: 'sdk',
      status: 200,
      outcome: 'ok',
      tokens: { input: 1, output: 2 },
      method: 'POST',
      route: 'messages',
    },
  ])
  t.equal(log.lines.length, 1)
  t.ok(Number(log.lines[0]?.ttft_ms) <= Number(log.lines[0]?.duration_ms))
})

t.test('a call without an answer has no first byte, and its own id', async t => {
  const { record, registry, log } = start()
  record.finish({ outcome: 'arm_error', status: 0, model: null, tokens: null })
  t.equal(sampleSum(await registry.metrics(), 'crossfade_upstream_time_to_first_byte_seconds_count'), 0)
  t.equal(sampleSum(await registry.metrics(), 'crossfade_upstream_requests_total', { code: '0' }), 1)
  t.match(log.lines, [{ request_id: 'own-1', ttft_ms: null, client: 'unknown', level: 'warn' }])
})

t.test('outcomes by status', async t => {
  const table = { 200: 'ok', 204: 'ok', 304: 'ok', 400: 'client_error', 404: 'client_error', 429: 'provider_error' }
  for (const [status, want] of Object.entries({ ...table, 500: 'provider_error', 529: 'provider_error' })) {
    t.equal(outcomeOf(Number(status)), want, status)
  }
})

t.test('milliseconds to one decimal', async t => {
  t.strictSame([0, 0.04, 0.06, 12.345].map(tenths), [0, 0, 0.1, 12.3])
})
