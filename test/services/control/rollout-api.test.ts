import t from 'tap'
import { openCell } from '../../../services/shared/rollout/cell.ts'
import { startControl } from '../../support/control.ts'
import { sampleSum } from '../../support/exposition.ts'
import { temporaryFolder } from '../../support/files.ts'
import { rawExchange, statusOf } from '../../support/raw-client.ts'

t.test('a change is answered with the record, read by gateways, counted and logged', async t => {
  const runtime = temporaryFolder(t)
  const control = await startControl(t, runtime)
  const cell = openCell(runtime)
  t.teardown(() => cell.close())

  const changed = await control.put({ percent: 25, actor: 'ada', reason: 'looks good', version: 0 })
  t.match(changed, { status: 200, body: { version: 1, percent: 25, phase: 'progressing', actor: 'ada' } })
  t.match(cell.read(), { percent: 25, version: 1 })
  const read = await fetch(`${control.origin}/api/rollout`)
  t.strictSame(await read.json(), changed.body)

  const metrics = await control.metrics()
  t.equal(sampleSum(metrics, 'crossfade_rollout_changes_total', { action: 'set', proc: 'control' }), 1)
  t.equal(sampleSum(metrics, 'crossfade_rollout_percent'), 25)
  t.equal(sampleSum(metrics, 'crossfade_rollout_phase', { phase: 'progressing' }), 1)
  t.equal(sampleSum(metrics, 'crossfade_rollout_phase'), 1, 'in one phase at a time')
  t.match(await control.log.line('rollout-changed'), { action: 'set', percent: 25, actor: 'ada', reason: 'looks good' })
})

const invalid: { name: string; body: unknown; error: RegExp }[] = [
  { name: 'no percentage', body: {}, error: /percent: give percent, a number from 0 to 100/ },
  { name: 'no percentage from the environment', body: { action: 'env' }, error: /percent: give percent/ },
  { name: 'too much', body: { percent: 101 }, error: /^percent: / },
  { name: 'too little', body: { percent: -1 }, error: /^percent: / },
  { name: 'a text', body: { percent: '25' }, error: /^percent: / },
  { name: 'null', body: { percent: null }, error: /^percent: / },
  { name: 'an unknown action', body: { percent: 1, action: 'promote' }, error: /^action: / },
  { name: 'an unknown key', body: { percent: 1, percentage: 1 }, error: /^body: .*percentage/ },
  { name: 'half a version', body: { percent: 1, version: 0.5 }, error: /^version: / },
  { name: 'an empty actor', body: { percent: 1, actor: '' }, error: /^actor: / },
  { name: 'an endless reason', body: { percent: 1, reason: 'x'.repeat(2_001) }, error: /^reason: / },
  { name: 'two faults at once', body: { percent: 101, actor: '' }, error: /percent: .*; actor: |actor: .*; percent: / },
  { name: 'a list', body: [], error: /^body: / },
  { name: 'null as a whole', body: null, error: /^body: / },
]

t.test('what is wrong with a change is said, and nothing is changed', async t => {
  const control = await startControl(t, temporaryFolder(t))
  for (const { name, body, error } of invalid) {
    const answer = await control.put(body)
    t.equal(answer.status, 400, name)
    t.match(answer.body.error, error, name)
  }
  t.equal((await control.put('{"percent":')).status, 400, 'broken JSON')
  t.equal((await fetch(`${control.origin}/api/rollout`, { method: 'PUT', body: 'percent=1' })).status, 400, 'a form')
  t.equal(control.store.read().version, 0)
})

t.test('a change on what is no longer current is a conflict', async t => {
  const control = await startControl(t, temporaryFolder(t))
  await control.put({ percent: 10 })
  const late = await control.put({ percent: 50, version: 0 })
  t.match(late, { status: 409, body: { version: 1, error: /version 1 by now/ } })
  t.equal(control.store.read().percent, 10)
  t.equal(sampleSum(await control.metrics(), 'crossfade_rollout_changes_total'), 1)
})

t.test('a rollback needs neither percentage nor version, and an old one does not stop it', async t => {
  const control = await startControl(t, temporaryFolder(t))
  for (const body of [{ action: 'rollback' }, { action: 'rollback', version: 0, reason: 'errors' }]) {
    await control.put({ percent: 100 })
    t.match(await control.put(body), { status: 200, body: { percent: 0, phase: 'rolled-back' } })
  }
  t.equal(sampleSum(await control.metrics(), 'crossfade_rollout_changes_total', { action: 'rollback' }), 2)
})

t.test('the environment does not revive, and the answer says so', async t => {
  const control = await startControl(t, temporaryFolder(t))
  await control.put({ action: 'rollback' })
  const answer = await control.put({ action: 'env', percent: 50 })
  t.match(answer, { status: 200, body: { percent: 0, phase: 'rolled-back', unchanged: /does not revive/ } })
})

t.test('only names of this machine are answered to', async t => {
  const control = await startControl(t, temporaryFolder(t))
  const port = Number(new URL(control.origin).port)
  const table: [host: string, status: number][] = [
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
    [`[::1]:${port}`, 200],
    ['localhost', 200],
    ['evil.example', 421],
    [`evil.example:${port}`, 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost@evil.example', 421],
    ['10.0.0.1', 421],
    ['', 421],
  ]
  for (const [host, status] of table) {
    for (const target of ['/api/rollout', '/metrics', '/healthz']) {
      const answer = await rawExchange(port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      t.equal(statusOf(answer), status, `${target} as ${host}`)
    }
  }
  const body = '{"percent":50}'
  const put = `PUT /api/rollout HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  t.equal(statusOf(await rawExchange(port, put)), 421)
  t.equal(control.store.read().version, 0)
})

t.test('a page of another origin is given no permission', async t => {
  const control = await startControl(t, temporaryFolder(t))
  const answer = await fetch(`${control.origin}/api/rollout`, {
    method: 'OPTIONS',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'PUT' },
  })
  t.equal(answer.ok, false)
  t.equal(answer.headers.get('access-control-allow-origin'), null)
})

t.test('alive and ready', async t => {
  const control = await startControl(t, temporaryFolder(t))
  t.equal(await (await fetch(`${control.origin}/healthz`)).text(), 'ok\n')
  t.equal(await (await fetch(`${control.origin}/readyz`)).text(), 'ready\n')
})
