/** A reweight takes effect on the next request, on every gateway process, and no request notices. */
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { chat, type Exchange } from '../support/chat.ts'
import { startStack } from '../support/stack.ts'

const stack = await startStack({ CANARY_PERCENT: '100' })
t.teardown(() => stack.stop())

/** Fifty requests a second for a while, on connections that both gateway processes serve. */
async function flow(milliseconds: number, results: Promise<Exchange>[]): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 40 })
  const until = performance.now() + milliseconds
  for (let next = performance.now(); next < until; next += 20) {
    await sleep(Math.max(0, next - performance.now()))
    results.push(chat({ ...stack, model: 'gpt-4.1-mini', prompt: 'Hello', stream: results.length % 2 === 0, agent }))
  }
  await Promise.allSettled(results)
  agent.destroy()
}

t.test('CANARY_PERCENT is the first share', async t => {
  t.equal(await stack.metric('crossfade_rollout_percent'), 100)
})

for (const { name, command } of [
  { name: 'set 0', command: ['set', '0'] },
  { name: 'rollback', command: ['rollback', '--reason', 'a test'] },
]) {
  t.test(`crossfade ${name} under load`, async t => {
    await stack.crossfade('set', '100')
    const results: Promise<Exchange>[] = []
    const flowing = flow(6_000, results)
    await sleep(2_000)
    const { code } = await stack.crossfade(...command)
    const returnedAt = performance.now()
    await flowing

    t.equal(code, 0)
    const settled = await Promise.allSettled(results)
    const answers = settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    t.equal(answers.length, results.length, 'no connection failed')
    t.strictSame(
      answers.filter(({ status, clean }) => status !== 200 || !clean),
      [],
      'every answer is whole',
    )
    const later = answers.filter(({ startedAt }) => startedAt > returnedAt)
    t.ok(later.length > 50, `${later.length} requests began after it returned`)
    t.strictSame(
      later.filter(({ backend }) => backend !== 'binary'),
      [],
      'all of them were answered by binary',
    )
    t.ok(
      answers.some(({ backend }) => backend === 'sdk'),
      'earlier ones by sdk',
    )
    const { body } = await fetchMetrics()
    for (const proc of ['gateway-0', 'gateway-1']) {
      t.match(body, new RegExp(`crossfade_canary_weight_ratio\\{proc="${proc}"\\} 0\\n`), `${proc} reads the weight 0`)
    }
  })
}

async function fetchMetrics(): Promise<{ body: string }> {
  const response = await fetch(`http://127.0.0.1:${stack.ports.control}/metrics`)
  return { body: await response.text() }
}
