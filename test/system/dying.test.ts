/** What dies in mid-stream ends the stream with an error, never with a clean end; LiteLLM's death is nobody's failure. */
import t from 'tap'
import { chat, type Exchange } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { startStack } from '../support/stack.ts'

const stack = await startStack()
t.teardown(() => stack.stop())

/** Whether a client can tell that the stream failed: an error event, or a connection that broke. */
function failedVisibly({ text, clean }: Exchange): boolean {
  return !clean || text.includes('"error"')
}

const provider = [
  { death: 'breaks the connection', marker: '[sim:cut:3]', binaryHides: false },
  { death: 'ends without its last event', marker: '[sim:eof:3]', binaryHides: true },
  { death: 'sends an error event', marker: '[sim:midstream-error:3]', binaryHides: false },
]
const routes = [
  { model: 'claude-haiku-4.5', path: '/v1/chat/completions' },
  { model: 'gpt-4.1-mini', path: '/v1/chat/completions' },
  { model: 'claude-haiku-4.5', path: '/v1/messages' },
]
for (const { death, marker, binaryHides } of provider) {
  for (const { model, path } of routes) {
    t.test(`a provider that ${death}: ${path}, ${model}`, async t => {
      const ask = (backend: 'binary' | 'sdk'): Promise<Exchange> =>
        chat({ ...stack, backend, model, path, stream: true, prompt: marker })
      const sdk = await ask('sdk')
      t.equal(sdk.backend, 'sdk')
      t.ok(failedVisibly(sdk), 'sdk: the client sees the failure')
      t.notMatch(sdk.text, /\[DONE\]|message_stop/, 'sdk: and no sign of success')
      const binary = await ask('binary')
      t.equal(binary.backend, 'binary')
      // LiteLLM closes such a stream as if it were whole, or just ends it; this shows the difference, it does not hide it.
      if (!binaryHides && path !== '/v1/messages') t.ok(failedVisibly(binary), 'binary: the client sees the failure')
      if (binaryHides) t.notOk(failedVisibly(binary), 'binary: LiteLLM hides it')
    })
  }
}

for (const { victim, backend, route } of [
  { victim: 'worker-sdk', backend: 'sdk', route: '/v1/chat/completions' },
  { victim: 'worker-sdk', backend: 'sdk', route: '/v1/messages' },
  { victim: 'worker-binary', backend: 'binary', route: '/v1/chat/completions' },
  { victim: 'litellm', backend: 'binary', route: '/v1/chat/completions' },
  { victim: 'litellm', backend: 'binary', route: '/v1/messages' },
] as const) {
  t.test(`kill -9 of ${victim} in mid-stream on ${route}`, async t => {
    const pids = await stack.pids(victim)
    let seen = 0
    const streaming = chat({
      ...stack,
      backend,
      path: route,
      stream: true,
      prompt: '[sim:long:400][sim:slow:25]',
      onChunk: () => (seen += 1),
    })
    await eventually(
      () => seen,
      count => count > 3,
      15_000,
    )
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    const killedAt = performance.now()
    const ended = await streaming
    const took = performance.now() - killedAt
    t.equal(ended.status, 200)
    t.ok(took < 1_000, `the stream ended at once (${Math.round(took)} ms), not when the provider was done`)
    t.match(ended.text, /"error"/, 'with an error event')
    t.equal(ended.clean, false, 'and a broken connection')
    const back = await eventually(
      () => stack.pids(victim),
      now => now.length === pids.length && now.every(pid => !pids.includes(pid)),
      20_000,
    )
    t.equal(back.length, pids.length, 'pm2 has started it anew')
    const again = await eventually(
      () => chat({ ...stack, backend, prompt: 'Hello' }),
      answer => answer.backend === backend && answer.status === 200,
      60_000,
    )
    t.match(again, { backend, status: 200 }, 'and it answers again')
  })
}

t.test('kill -9 of LiteLLM: sdk requests do not notice, binary ones are answered by sdk or by a clear 503', async t => {
  await stack.crossfade('set', '50')
  const killAt = 40
  const results: Promise<Exchange>[] = []
  const [pid] = await stack.pids('litellm')
  for (let index = 0; index < 120; index += 1) {
    if (index === killAt && pid !== undefined) process.kill(pid, 'SIGKILL')
    results.push(chat({ ...stack, prompt: 'Hello', ...(index % 3 === 0 ? { backend: 'sdk' as const } : {}) }))
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const answers = await Promise.all(results)
  const failed = answers.filter(({ status }) => status !== 200)
  t.strictSame(
    failed.filter(({ status, text }) => status !== 503 || !text.includes('LiteLLM')),
    [],
    'nothing but a 503 that says why',
  )
  t.strictSame(
    failed.filter(({ backend }) => backend === 'sdk'),
    [],
    'no sdk request failed',
  )
  t.ok(
    answers.filter(({ status, backend }) => status === 200 && backend === 'sdk').length > 60,
    'sdk answered for both',
  )
  t.ok(
    (await stack.metric('crossfade_failovers_total', { from: 'binary', to: 'sdk' })) > 0,
    'and the failovers are counted',
  )
})
