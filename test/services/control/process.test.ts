import path from 'node:path'
import t, { type Test } from 'tap'
import { openRolloutStore } from '../../../services/shared/rollout/store.ts'
import { type Child, startChild } from '../../support/child.ts'
import { refusingOrigin } from '../../support/fake-backend.ts'
import { temporaryFolder } from '../../support/files.ts'

const main = path.resolve(import.meta.dirname, '../../../services/control/main.ts')

async function startProcess(t: Test, runtime: string, env: Record<string, string>): Promise<Child> {
  return startChild(t, main, [], {
    CROSSFADE_ENV_FILE: path.join(runtime, 'no-such-file'),
    CROSSFADE_RUNTIME: runtime,
    CONTROL_PORT: new URL(await refusingOrigin()).port,
    LITELLM_PORT: new URL(await refusingOrigin()).port,
    CANARY_PERCENT: '',
    USE_SDK_PROXY: '',
    LOG_LEVEL: 'info',
    ...env,
  })
}

interface Start {
  readonly env: Record<string, string>
  readonly percent: number
  readonly version: number
}

/** Starts of one control after the other over the same folder; each sees what the last one left. */
const histories: { name: string; between?: 'rollback' | 'set'; starts: Start[] }[] = [
  { name: 'nothing asked for', starts: [{ env: {}, percent: 0, version: 0 }] },
  { name: 'USE_SDK_PROXY alone', starts: [{ env: { USE_SDK_PROXY: 'true' }, percent: 100, version: 1 }] },
  {
    name: 'the same share again is no change',
    starts: [
      { env: { CANARY_PERCENT: '25' }, percent: 25, version: 1 },
      { env: { CANARY_PERCENT: '25', USE_SDK_PROXY: 'true' }, percent: 25, version: 1 },
    ],
  },
  {
    name: "a person's share outlives a restart, a new one of the environment counts",
    between: 'set',
    starts: [
      { env: { CANARY_PERCENT: '25' }, percent: 25, version: 1 },
      { env: { CANARY_PERCENT: '25' }, percent: 60, version: 2 },
    ],
  },
  {
    name: 'a rollback outlives a restart, whatever the environment asks for',
    between: 'rollback',
    starts: [
      { env: { CANARY_PERCENT: '25' }, percent: 25, version: 1 },
      { env: { CANARY_PERCENT: '50' }, percent: 0, version: 2 },
    ],
  },
]

for (const { name, between, starts } of histories) {
  t.test(name, async t => {
    const runtime = temporaryFolder(t)
    for (const [index, { env, percent, version }] of starts.entries()) {
      const store = openRolloutStore(runtime)
      if (index > 0 && between) await store.change({ kind: between, percent: 60, actor: 'ada', reason: 'r' })
      const child = await startProcess(t, runtime, env)
      t.equal(await child.message(), 'ready')
      t.match(store.read(), { percent, version })
      child.process.kill('SIGINT')
      t.equal(await child.exited, 0)
    }
  })
}

t.test('a share that is none ends the process and is named', async t => {
  const child = await startProcess(t, temporaryFolder(t), { CANARY_PERCENT: 'half' })
  t.equal(await child.exited, 1)
  t.match(child.stdout(), 'CANARY_PERCENT=half is not a share')
})
