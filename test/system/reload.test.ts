/** `pm2 reload` replaces every process under load, and no client notices. */
import { execFile } from 'node:child_process'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import t from 'tap'
import { chat, type Exchange } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { root, startStack, untapped } from '../support/stack.ts'

const run = promisify(execFile)

t.test('reload under load', async t => {
  const stack = await startStack({ CANARY_PERCENT: '100' })
  t.teardown(() => stack.stop())
  const names = ['gateway', 'worker-sdk', 'worker-binary']
  const before = (await Promise.all(names.map(name => stack.pids(name)))).flat()

  const agent = new http.Agent({ keepAlive: true, maxSockets: 30 })
  t.teardown(() => agent.destroy())
  const results: Promise<Exchange>[] = []
  let reloaded = false
  const long = chat({ ...stack, prompt: '[sim:long:200][sim:slow:50]', stream: true })
  const reload = async (): Promise<void> => {
    // pm2 takes one name a time.
    for (const name of names)
      await run('env', [...untapped, 'npx', 'pm2', 'reload', name], { cwd: root, env: stack.env })
  }
  const reloading = sleep(1_000)
    .then(reload)
    .finally(() => (reloaded = true))
  for (let next = performance.now(); ; next += 20) {
    if (reloaded) break
    await sleep(Math.max(0, next - performance.now()))
    results.push(chat({ ...stack, model: 'gpt-4.1-mini', prompt: 'Hello', stream: results.length % 2 === 0, agent }))
  }
  await reloading

  const settled = await Promise.allSettled(results)
  t.ok(settled.length > 100, `${settled.length} requests`)
  t.strictSame(
    settled.filter(result => result.status === 'rejected' || result.value.status !== 200 || !result.value.clean),
    [],
    'every one was answered whole',
  )
  const { clean, text } = await long
  t.ok(clean && text.includes('[DONE]'), 'the stream that was under way came to its end')
  const pids = async (): Promise<number[]> => (await Promise.all(names.map(name => stack.pids(name)))).flat()
  const kept = await eventually(
    async () => (await pids()).filter(pid => before.includes(pid)),
    list => list.length === 0,
    20_000,
  )
  t.strictSame(kept, [], 'and every process is another one')
})
