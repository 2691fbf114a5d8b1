import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Counter, Registry } from 'prom-client'
import t from 'tap'
import { announce, announcedProcesses, isAlive } from '../../../services/shared/health.ts'
import { startChild } from '../../support/child.ts'
import { temporaryFolder } from '../../support/files.ts'

t.test('a process can be found, asked, and is gone when it closes', async t => {
  const runtime = path.join(temporaryFolder(t), 'new')
  const registry = new Registry()
  new Counter({ name: 'asked_total', help: 'x', registers: [registry] }).inc(3)
  let ready = false
  const health = await announce({ proc: 'worker-1', runtime, registry, ready: () => ready })
  const other = await announce({ proc: 'gateway-0', runtime, registry, ready: () => true })
  t.teardown(() => other.close())

  const found = announcedProcesses(runtime)
  t.match(found, [
    { proc: 'gateway-0', pid: process.pid },
    { proc: 'worker-1', pid: process.pid },
  ])
  const origin = `http://127.0.0.1:${found[1]?.port}`
  const get = async (target: string): Promise<[number, string]> => {
    const answer = await fetch(origin + target)
    return [answer.status, await answer.text()]
  }
  t.strictSame(await get('/healthz'), [200, 'ok\n'])
  t.strictSame(await get('/readyz'), [503, 'not ready\n'])
  ready = true
  t.strictSame(await get('/readyz'), [200, 'ready\n'])
  t.match(await get('/metrics'), [200, /^asked_total 3$/m])
  t.match(await get('/other'), [404, /\/metrics/])

  await health.close()
  t.match(announcedProcesses(runtime), [{ proc: 'gateway-0' }])
  await t.rejects(fetch(`${origin}/healthz`))
  t.strictSame(readdirSync(path.join(runtime, 'procs')), ['gateway-0.json'], 'nothing temporary is left')
})

t.test("a process that closes does not take its successor's announcement", async t => {
  const runtime = temporaryFolder(t)
  const health = await announce({ proc: 'worker', runtime, registry: new Registry(), ready: () => true })
  const file = path.join(runtime, 'procs/worker.json')
  writeFileSync(file, JSON.stringify({ proc: 'worker', pid: process.pid + 1, port: 1 }))
  await health.close()
  t.ok(existsSync(file))
})

t.test('files that are no announcements are passed over', async t => {
  const runtime = temporaryFolder(t)
  t.strictSame(announcedProcesses(runtime), [], 'no folder')
  mkdirSync(path.join(runtime, 'procs'))
  writeFileSync(path.join(runtime, 'procs/torn.json'), '{"proc":')
  writeFileSync(path.join(runtime, 'procs/worker.json.77'), '{}')
  t.strictSame(announcedProcesses(runtime), [])
})

t.test('alive or not', async t => {
  t.equal(isAlive(process.pid), true)
  t.equal(isAlive(1), true, "another user's, too")
  const writer = path.resolve(import.meta.dirname, '../../support/rollout-writer.ts')
  const child = startChild(t, writer, ['change', temporaryFolder(t), '0'])
  await child.exited
  t.equal(isAlive(child.process.pid ?? 0), false)
})
