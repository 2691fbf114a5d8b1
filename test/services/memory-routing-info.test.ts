import t from 'tap'
import { mappedModels, startBinaryWorker, startFakeLitellm } from '../support/binary-worker.ts'
import { startSdkWorker } from '../support/sdk-worker.ts'

const rule = { header: 'User-Agent', pattern: '^claude-cli/', user_id: 'claude-code' }

const cases: { name: string; headers: Record<string, string>; want: object }[] = [
  {
    name: 'nothing',
    headers: {},
    want: { user_id: 'nobody', matched_pattern: null, custom_header_present: false, is_default: true },
  },
  {
    name: 'a pattern',
    headers: { 'user-agent': 'claude-cli/2.1' },
    want: {
      user_id: 'claude-code',
      matched_pattern: { ...rule, value: 'claude-cli/2.1' },
      custom_header_present: false,
      is_default: false,
    },
  },
  {
    name: 'the custom header',
    headers: { 'X-Memory-User-ID': 'ann', 'user-agent': 'claude-cli/2.1' },
    want: { user_id: 'ann', matched_pattern: null, custom_header_present: true, is_default: false },
  },
  {
    name: 'a forged answer',
    headers: { 'x-sm-user-id': 'victim' },
    want: { user_id: 'nobody', is_default: true },
  },
  {
    name: 'an empty custom header',
    headers: { 'x-memory-user-id': '' },
    want: { user_id: 'nobody', is_default: true },
  },
  { name: 'a pattern in the wrong place', headers: { 'user-agent': 'x claude-cli/' }, want: { is_default: true } },
]

t.test('both workers say the same of the same headers, without a key and without a next hop', async t => {
  const litellm = await startFakeLitellm(t)
  const binary = await startBinaryWorker(t, litellm.origin)
  const sdk = await startSdkWorker(t, { config: mappedModels })
  for (const { name, headers, want } of cases) {
    const answers = await Promise.all(
      [binary, sdk].map(async ({ base }) => {
        const answer = await fetch(`${base}/memory-routing/info`, { headers })
        return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
      }),
    )
    t.strictSame(answers[0], answers[1], name)
    t.equal(answers[0]?.status, 200)
    const body = JSON.parse(answers[0]?.body ?? '') as { routing: object }
    t.match(body, want, name)
    const { routing, ...flat } = body
    t.strictSame(routing, flat, `${name}: once more under routing`)
  }
  t.strictSame(litellm.received, [])
})
