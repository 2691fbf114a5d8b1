import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { openCell } from '../../../../services/shared/rollout/cell.ts'
import { openRolloutStore } from '../../../../services/shared/rollout/store.ts'
import { startChild } from '../../../support/child.ts'
import { temporaryFolder } from '../../../support/files.ts'

const set = (percent: number, version?: number) =>
  ({ kind: 'set', percent, actor: 'ada', reason: 'r', version }) as const
const rollback = { kind: 'rollback', percent: 0, actor: 'ada', reason: 'errors' } as const
const env = (percent: number) => ({ kind: 'env', percent, actor: 'environment', reason: 'e' }) as const
const writer = path.resolve(import.meta.dirname, '../../../support/rollout-writer.ts')

function auditOf(runtime: string): Record<string, unknown>[] {
  const lines = readFileSync(path.join(runtime, 'rollout-audit.jsonl'), 'utf8').trim().split('\n')
  return lines.map(line => JSON.parse(line) as Record<string, unknown>)
}

t.test('a change is in the snapshot, the cell and the audit log', async t => {
  const runtime = path.join(temporaryFolder(t), 'new')
  const store = openRolloutStore(runtime, () => new Date('2026-01-02T03:04:05Z'))
  t.match(store.read(), { version: 0, percent: 0, phase: 'idle', envSeed: null })
  t.match(await store.change(set(25)), { kind: 'changed', record: { version: 1, percent: 25 } })
  t.match(await store.change(rollback), { kind: 'changed', record: { version: 2, percent: 0 } })

  t.match(openRolloutStore(runtime).read(), { version: 2, percent: 0, phase: 'rolled-back', actor: 'ada' })
  const cell = openCell(runtime)
  t.teardown(() => cell.close())
  t.match(cell.read(), { version: 2, percent: 0, phase: 'rolled-back' })
  t.match(auditOf(runtime), [
    { action: 'set', from: 0, percent: 25, version: 1, actor: 'ada', reason: 'r', at: '2026-01-02T03:04:05.000Z' },
    { action: 'rollback', from: 25, percent: 0, version: 2, reason: 'errors' },
  ])
  t.strictSame(readdirSync(runtime).toSorted(), ['rollout-audit.jsonl', 'rollout.cell', 'rollout.json'])
  for (const name of readdirSync(runtime)) t.equal(statSync(path.join(runtime, name)).mode & 0o777, 0o600, name)
})

t.test('what changes nothing leaves no trace', async t => {
  const runtime = temporaryFolder(t)
  const store = openRolloutStore(runtime)
  await store.change(env(25))
  t.match(await store.change(env(25)), { kind: 'unchanged' })
  t.match(await store.change(set(50, 7)), { kind: 'conflict', version: 1 })
  t.equal(auditOf(runtime).length, 1)
  t.equal(store.read().version, 1)
  t.notOk(existsSync(path.join(runtime, 'rollout.lock')))
})

for (const [name, text] of [
  ['empty', ''],
  ['half written', '{"version":3,"perc'],
  ['of another shape', '{"version":3}'],
  ['out of range', JSON.stringify({ version: 3, percent: 400 })],
  ['no JSON', '\0\x01\x02'],
] as const) {
  t.test(`a snapshot that is ${name} means 0, and the environment does not raise it`, async t => {
    const runtime = temporaryFolder(t)
    await openRolloutStore(runtime).change(set(50))
    writeFileSync(path.join(runtime, 'rollout.json'), text)
    const store = openRolloutStore(runtime)
    t.equal((await store.restore()).percent, 0)
    const cell = openCell(runtime)
    t.teardown(() => cell.close())
    t.equal(cell.read()?.percent, 0)
    t.match(await store.change(env(50)), { kind: 'unchanged' })
    t.equal(cell.read()?.percent, 0)
    t.match(await store.change(set(10)), { kind: 'changed', record: { percent: 10 } })
    t.equal(cell.read()?.percent, 10)
  })
}

t.test('restore brings a lost or older cell back', async t => {
  const runtime = temporaryFolder(t)
  const store = openRolloutStore(runtime)
  await store.change(set(30))
  writeFileSync(path.join(runtime, 'rollout.cell'), 'damaged')
  const cell = openCell(runtime)
  t.teardown(() => cell.close())
  t.equal(cell.read(), null)
  t.match(await store.restore(), { percent: 30 })
  t.match(cell.read(), { percent: 30, version: 1, salt: store.read().salt })
})

t.test('changes of one process at the same time all count', async t => {
  const runtime = temporaryFolder(t)
  const store = openRolloutStore(runtime)
  await Promise.all(Array.from({ length: 10 }, (_, index) => store.change(set(index + 1))))
  t.equal(store.read().version, 10)
  t.strictSame(
    auditOf(runtime).map(({ version }) => version),
    Array.from({ length: 10 }, (_, index) => index + 1),
  )
})

t.test('of two who saw the same version one wins', async t => {
  const store = openRolloutStore(temporaryFolder(t))
  const results = await Promise.all([store.change(set(10, 0)), store.change(set(20, 0))])
  t.strictSame(results.map(({ kind }) => kind).toSorted(), ['changed', 'conflict'])
})

t.test('changes of two processes at the same time all count', async t => {
  const runtime = temporaryFolder(t)
  const children = [1, 2].map(() => startChild(t, writer, ['change', runtime, '30']))
  t.strictSame(await Promise.all(children.map(({ exited }) => exited)), [0, 0])
  t.equal(openRolloutStore(runtime).read().version, 60)
  const audit = auditOf(runtime)
  t.strictSame(
    audit.map(({ version }) => version),
    Array.from({ length: 60 }, (_, index) => index + 1),
  )
  t.equal(new Set(audit.map(({ actor }) => actor)).size, 2)
})

t.test('a lock whose holder is dead is taken over', async t => {
  const runtime = temporaryFolder(t)
  const dead = startChild(t, writer, ['change', path.join(runtime, 'other'), '0'])
  await dead.exited
  writeFileSync(path.join(runtime, 'rollout.lock'), String(dead.process.pid))
  t.match(await openRolloutStore(runtime).change(set(10)), { kind: 'changed' })
  t.notOk(existsSync(path.join(runtime, 'rollout.lock')))
})

t.test('a lock that stays held: the change says so, a rollback has taken effect all the same', async t => {
  const runtime = temporaryFolder(t)
  const store = openRolloutStore(runtime)
  await store.change(set(100))
  writeFileSync(path.join(runtime, 'rollout.lock'), String(process.pid))
  const cell = openCell(runtime)
  t.teardown(() => cell.close())
  const refused = [store.change(set(50)), store.change(rollback)].map(change =>
    t.rejects(change, { message: /rollout\.lock has been held for two seconds/ }),
  )
  t.match(cell.read(), { percent: 0, phase: 'rolled-back' }, 'before anything was waited for')
  await Promise.all(refused)
  t.equal(cell.read()?.percent, 0)
})
