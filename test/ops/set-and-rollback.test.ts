import { readFileSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { changeRollout } from '../../ops/rollout-client.ts'
import { buildControl } from '../../services/control/app.ts'
import { createControlMetrics } from '../../services/control/metrics.ts'
import { createLogger } from '../../services/shared/logger.ts'
import { createRegistry } from '../../services/shared/metrics.ts'
import { openCell } from '../../services/shared/rollout/cell.ts'
import { openRolloutStore } from '../../services/shared/rollout/store.ts'
import { loadEnvironment, type Settings } from '../../config/environment.ts'
import { type Cli, prepareCli, root } from '../support/cli-run.ts'
import { startProvider } from '../support/sdk-worker.ts'

const wish = { actor: 'tester', reason: 'because' } as const

/** Control on the port the command line will ask. */
async function startControl(t: Test, { runtime, env }: Cli): Promise<void> {
  const store = openRolloutStore(runtime)
  await store.restore()
  const registry = createRegistry('control')
  const metrics = createControlMetrics(registry, store.read, async () => true)
  const logger = createLogger('control', 'silent')
  const app = buildControl({ proc: 'control', runtime, store, registry, metrics, logger })
  await app.listen({ port: Number(env.CONTROL_PORT), host: '127.0.0.1' })
  t.teardown(() => app.close())
}

function weightIn(runtime: string): { percent: number; phase: string; version: number } | null {
  const cell = openCell(runtime)
  const weight = cell.read()
  cell.close()
  return weight
}

const settingsOf = ({ env }: Cli): Settings => loadEnvironment(root, { ...env })

for (const withControl of [true, false]) {
  t.test(`set and rollback ${withControl ? 'through control' : 'while control is down'}`, async t => {
    const cli = await prepareCli(t)
    if (withControl) await startControl(t, cli)

    const set = await cli.run('set', '25', '--reason', 'first step')
    t.equal(set.code, 0, set.err)
    t.match(set.out, 'sdk 25 %, binary 75 % (progressing, version 1): in force on the next request')
    t.equal(set.out.includes('control did not answer'), !withControl)
    t.match(weightIn(cli.runtime), { percent: 25, phase: 'progressing', version: 1 }, 'it is in the hot cell')

    const back = await cli.run('rollback', '--reason', 'enough')
    t.equal(back.code, 0, back.err)
    t.match(back.out, 'sdk 0 %, binary 100 % (rolled-back, version 2)')
    t.match(weightIn(cli.runtime), { percent: 0, phase: 'rolled-back', version: 2 })

    const audit = readFileSync(path.join(cli.runtime, 'rollout-audit.jsonl'), 'utf8').trim().split('\n')
    t.match(
      audit.map(line => JSON.parse(line) as object),
      [
        { action: 'set', from: 0, percent: 25, reason: 'first step', actor: /./ },
        { action: 'rollback', from: 25, percent: 0, reason: 'enough' },
      ],
    )
  })

  t.test(
    `--if-version protects another’s change ${withControl ? 'through control' : 'while control is down'}`,
    async t => {
      const cli = await prepareCli(t)
      if (withControl) await startControl(t, cli)
      t.equal((await cli.run('set', '10', '--if-version', '0')).code, 0)
      const late = await cli.run('set', '50', '--if-version', '0')
      t.equal(late.code, 5)
      t.match(late.err, /at version 1 by now/)
      t.match(weightIn(cli.runtime), { percent: 10, version: 1 }, 'nothing has changed')
    },
  )
}

const refused: { name: string; args: string[]; err: RegExp }[] = [
  { name: 'no share', args: ['set'], err: /missing required argument 'percent'/ },
  { name: 'a word', args: ['set', 'half'], err: /"half" is not a share; give a number from 0 to 100/ },
  { name: 'nothing between quotes', args: ['set', ''], err: /is not a share/ },
  { name: 'a lone percent sign', args: ['set', '%'], err: /"%" is not a share/ },
  { name: 'too much', args: ['set', '101'], err: /is not a share/ },
  { name: 'less than nothing', args: ['set', '--', '-1'], err: /is not a share/ },
  { name: 'less than nothing, outright', args: ['set', '-1'], err: /is not a share/ },
  { name: 'no number', args: ['set', 'NaN'], err: /is not a share/ },
  { name: 'two shares', args: ['set', '10', '20'], err: /too many arguments/ },
  { name: 'a version that is none', args: ['set', '10', '--if-version', 'x'], err: /"x" is not a version/ },
  { name: 'an unknown option', args: ['rollback', '--force'], err: /unknown option '--force'/ },
  { name: 'an unknown command', args: ['promote'], err: /unknown command 'promote'/ },
]

t.test('what makes no sense is a usage error, and changes nothing', async t => {
  const cli = await prepareCli(t)
  for (const { name, args, err } of refused) {
    const ran = await cli.run(...args)
    t.equal(ran.code, 2, name)
    t.match(ran.err, err, name)
  }
  t.equal(weightIn(cli.runtime), null)
})

t.test('shares as people write them', async t => {
  const cli = await prepareCli(t)
  for (const [share, percent] of [
    ['25%', 25],
    ['0.5', 0.5],
    ['100', 100],
    ['0', 0],
  ] as const) {
    t.equal((await cli.run('set', share)).code, 0, share)
    t.equal(weightIn(cli.runtime)?.percent, percent, share)
  }
})

t.test('a control that fails is a failure of the command; the record is not written behind its back', async t => {
  const answers = [
    { status: 500, body: '{"error":"disk full"}', want: /disk full/ },
    { status: 503, body: '{}', want: /control answered 503/ },
    { status: 502, body: '<html>', want: /control answered 502/ },
  ]
  for (const { status, body, want } of answers) {
    const origin = await startProvider(t, (_req, res) => void res.writeHead(status).end(body))
    const cli = await prepareCli(t, { CONTROL_PORT: new URL(origin).port })
    await t.rejects(changeRollout(settingsOf(cli), { action: 'set', percent: 5, ...wish }), { message: want })
    t.equal(weightIn(cli.runtime), null)
  }
})

t.test('a rollback waits for no control: not for one that fails, nor for one that hangs', async t => {
  for (const status of [400, 500, null]) {
    const origin = await startProvider(t, (_req, res) => {
      if (status !== null) res.writeHead(status).end('{"error":"no"}')
    })
    const cli = await prepareCli(t, { CONTROL_PORT: new URL(origin).port })
    const ran = await cli.run('rollback', '--reason', 'now')
    t.equal(ran.code, 0, ran.err)
    t.match(ran.out, 'control did not answer; the record was written without it')
    t.match(weightIn(cli.runtime), { percent: 0, phase: 'rolled-back' })
  }
})

t.test('the environment revives no rollout that was rolled back, and says so', async t => {
  const cli = await prepareCli(t)
  const settings = settingsOf(cli)
  await changeRollout(settings, { action: 'rollback', ...wish })
  const granted = await changeRollout(settings, { action: 'env', percent: 50, ...wish })
  t.match(granted, { direct: true, unchanged: /rolled-back/, record: { percent: 0, phase: 'rolled-back', version: 1 } })
  await t.rejects(changeRollout(settings, { action: 'set', percent: 5, version: 9, ...wish }), /at version 1 by now/)
})
