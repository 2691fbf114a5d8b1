import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Counter, Registry } from 'prom-client'
import t, { type Test } from 'tap'
import { announce } from '../../../services/shared/health.ts'
import { startChild } from '../../support/child.ts'
import { startControl } from '../../support/control.ts'
import { sampleSum, samplesOf } from '../../support/exposition.ts'
import { rawBackend, refusingOrigin } from '../../support/fake-backend.ts'
import { temporaryFolder, writeFile } from '../../support/files.ts'

/** A process that has announced itself, with one counter. */
async function announced(t: Test, runtime: string, proc: string, count: number): Promise<void> {
  const registry = new Registry()
  registry.setDefaultLabels({ proc })
  new Counter({ name: 'work_total', help: 'Work.', registers: [registry] }).inc(count)
  const health = await announce({ proc, runtime, registry, ready: () => true })
  t.teardown(() => health.close())
}

function writeAnnouncement(runtime: string, proc: string, pid: number, origin: string): void {
  writeFile(runtime, `procs/${proc}.json`, JSON.stringify({ proc, pid, port: Number(new URL(origin).port) }))
}

t.test('one scrape has every process, each under its own name', async t => {
  const runtime = temporaryFolder(t)
  await announced(t, runtime, 'gateway-0', 3)
  await announced(t, runtime, 'gateway-1', 5)
  const control = await startControl(t, runtime)
  const metrics = await control.metrics()
  t.strictSame(
    samplesOf(metrics, 'work_total').map(({ labels, value }) => [labels.proc, value]),
    [
      ['gateway-0', 3],
      ['gateway-1', 5],
    ],
  )
  t.equal(metrics.split('# TYPE work_total counter').length, 2, 'told of once')
  for (const target of ['control', 'gateway-0', 'gateway-1']) {
    t.equal(sampleSum(metrics, 'crossfade_proc_up', { target }), 1, target)
  }
  t.equal(sampleSum(metrics, 'crossfade_litellm_up'), 1)
})

t.test('a process that is dead, deaf, broken or slow is down, and costs the others nothing', async t => {
  const runtime = temporaryFolder(t)
  mkdirSync(path.join(runtime, 'procs'), { recursive: true })
  await announced(t, runtime, 'alive', 1)

  const writer = path.resolve(import.meta.dirname, '../../support/rollout-writer.ts')
  const ended = startChild(t, writer, ['change', path.join(runtime, 'other'), '0'])
  await ended.exited
  // Its port belongs to somebody else by now, who must not be asked in its name.
  const successor = await rawBackend(t)
  writeAnnouncement(runtime, 'dead', ended.process.pid ?? 0, successor.origin)
  writeAnnouncement(runtime, 'deaf', process.pid, await refusingOrigin())
  const broken = await rawBackend(t, socket => socket.end('HTTP/1.1 500 No\r\ncontent-length: 10\r\n\r\nwork_bad 1'))
  writeAnnouncement(runtime, 'broken', process.pid, broken.origin)
  const slow = await rawBackend(t, () => {})
  writeAnnouncement(runtime, 'slow', process.pid, slow.origin)

  const control = await startControl(t, runtime, false)
  const startedAt = performance.now()
  const metrics = await control.metrics()
  t.ok(performance.now() - startedAt < 3_000, 'one second for all that are slow together')
  t.equal(sampleSum(metrics, 'crossfade_proc_up', { target: 'alive' }), 1)
  for (const target of ['dead', 'deaf', 'broken', 'slow']) {
    const samples = samplesOf(metrics, 'crossfade_proc_up').filter(({ labels }) => labels.target === target)
    t.strictSame(
      samples.map(({ value }) => value),
      [0],
      target,
    )
  }
  t.equal(successor.requests.length, 0)
  t.notMatch(metrics, 'work_bad')
  t.equal(sampleSum(metrics, 'work_total'), 1)
  t.equal(sampleSum(metrics, 'crossfade_litellm_up'), 0)
})

t.test('a process that has taken itself back is no longer listed', async t => {
  const runtime = temporaryFolder(t)
  const registry = new Registry()
  const health = await announce({ proc: 'brief', runtime, registry, ready: () => true })
  const control = await startControl(t, runtime)
  t.equal(sampleSum(await control.metrics(), 'crossfade_proc_up', { target: 'brief' }), 1)
  await health.close()
  t.notMatch(await control.metrics(), 'target="brief"')
})
