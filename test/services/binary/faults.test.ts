import t from 'tap'
import { faultOf } from '../../../services/binary/faults.ts'
import { startBinaryWorker, startFakeLitellm } from '../../support/binary-worker.ts'
import { postRaw } from '../../support/sdk-worker.ts'

const relayed = { 'llm_provider-content-type': 'application/json' }

const cases: { name: string; status: number; headers: Record<string, string>; want: string | null }[] = [
  { name: 'a good answer', status: 200, headers: relayed, want: null },
  { name: 'a redirect', status: 307, headers: {}, want: null },
  { name: 'a bad request', status: 400, headers: {}, want: 'client' },
  { name: 'a bad request the provider refused', status: 400, headers: relayed, want: 'client' },
  { name: 'a missing key', status: 401, headers: {}, want: 'client' },
  { name: 'a rate limit of the provider', status: 429, headers: relayed, want: 'provider' },
  { name: 'a rate limit of LiteLLM', status: 429, headers: {}, want: 'provider' },
  { name: 'a failure of LiteLLM', status: 500, headers: {}, want: 'arm' },
  { name: 'a failure of the provider', status: 500, headers: relayed, want: 'provider' },
  { name: 'an overload of the provider', status: 529, headers: relayed, want: 'provider' },
  { name: 'a header that only sounds alike', status: 503, headers: { 'x-llm_provider-a': 'b' }, want: 'arm' },
]

for (const { name, status, headers, want } of cases) {
  t.test(`fault: ${name}`, async t => {
    t.equal(faultOf(status, headers), want)
    const litellm = await startFakeLitellm(t, (_req, res) => void res.writeHead(status, headers).end('x'))
    const worker = await startBinaryWorker(t, litellm.origin)
    const answer = await postRaw(`${worker.base}/v1/chat/completions`, {})
    t.equal(answer.status, status)
    t.equal(answer.headers['x-crossfade-fault'], want ?? undefined)
    t.equal(answer.headers['x-crossfade-decline'], undefined, 'an answer of LiteLLM is an answer')
  })
}
