import t from 'tap'
import {
  applyChange,
  type Change,
  emptyRecord,
  percentFromEnv,
  phases,
  recordSchema,
  type RolloutRecord,
} from '../../../../services/shared/rollout/record.ts'

const now = '2026-01-02T03:04:05.000Z'
const empty = emptyRecord('2026-01-01T00:00:00.000Z', '0'.repeat(16))
const fresh = 'f'.repeat(16)

function change(partial: Partial<Change>): Change {
  return { kind: 'set', percent: 0, actor: 'ada', reason: 'because', ...partial }
}

const changed: {
  name: string
  from?: Partial<RolloutRecord>
  change: Partial<Change>
  want: Partial<RolloutRecord>
}[] = [
  { name: 'the first step', change: { percent: 5 }, want: { percent: 5, phase: 'progressing', salt: fresh } },
  { name: 'all of it', change: { percent: 100 }, want: { percent: 100, phase: 'promoted', salt: fresh } },
  { name: 'a fraction', change: { percent: 0.5 }, want: { percent: 0.5, phase: 'progressing' } },
  {
    name: 'a further step keeps the salt, so nobody moves back',
    from: { percent: 5, phase: 'progressing', salt: 'a'.repeat(16) },
    change: { percent: 25 },
    want: { percent: 25, phase: 'progressing', salt: 'a'.repeat(16) },
  },
  {
    name: 'down to nothing',
    from: { percent: 25, phase: 'progressing', salt: 'a'.repeat(16) },
    change: { percent: 0 },
    want: { percent: 0, phase: 'idle', salt: 'a'.repeat(16) },
  },
  {
    name: 'a rollback, whatever percentage it names',
    from: { percent: 100, phase: 'promoted' },
    change: { kind: 'rollback', percent: 50 },
    want: { percent: 0, phase: 'rolled-back' },
  },
  {
    name: 'a rollback that saw an older version',
    from: { version: 9, percent: 100 },
    change: { kind: 'rollback', version: 3 },
    want: { version: 10, percent: 0, phase: 'rolled-back' },
  },
  {
    name: 'a person revives what was rolled back, with other users first',
    from: { phase: 'rolled-back', salt: 'a'.repeat(16) },
    change: { percent: 10 },
    want: { percent: 10, phase: 'progressing', salt: fresh },
  },
  {
    name: 'the environment seeds an empty record',
    change: { kind: 'env', percent: 25, actor: 'environment' },
    want: { percent: 25, phase: 'progressing', envSeed: 25, actor: 'environment' },
  },
  {
    name: 'the environment asks for something new',
    from: { percent: 40, phase: 'progressing', envSeed: 25 },
    change: { kind: 'env', percent: 50 },
    want: { percent: 50, envSeed: 50 },
  },
  {
    name: "a person's change leaves the seed",
    from: { percent: 25, phase: 'progressing', envSeed: 25 },
    change: { percent: 40 },
    want: { percent: 40, envSeed: 25 },
  },
  {
    name: 'a version that is the current one',
    from: { version: 4 },
    change: { percent: 5, version: 4 },
    want: { version: 5, percent: 5 },
  },
]

for (const { name, from = {}, change: partial, want } of changed) {
  t.test(name, async t => {
    const current = { ...empty, ...from }
    const applied = applyChange(current, change(partial), now, fresh)
    t.match(applied, { kind: 'changed', record: { at: now, reason: 'because', actor: 'ada', ...want } })
    if (applied.kind !== 'changed') return
    t.equal(applied.record.version, current.version + 1)
    t.ok(recordSchema.safeParse(applied.record).success)
  })
}

const refused: { name: string; from: Partial<RolloutRecord>; change: Partial<Change>; want: unknown }[] = [
  {
    name: 'the environment asks for what it asked before',
    from: { percent: 40, phase: 'progressing', envSeed: 25 },
    change: { kind: 'env', percent: 25 },
    want: { kind: 'unchanged', because: /asked for before/ },
  },
  {
    name: 'the environment never revives what was rolled back',
    from: { phase: 'rolled-back', envSeed: 25 },
    change: { kind: 'env', percent: 50 },
    want: { kind: 'unchanged', because: /rolled-back/ },
  },
  {
    name: 'nor what is paused',
    from: { percent: 25, phase: 'paused', envSeed: null },
    change: { kind: 'env', percent: 50 },
    want: { kind: 'unchanged', because: /paused/ },
  },
  {
    name: 'somebody else was first',
    from: { version: 5 },
    change: { percent: 5, version: 4 },
    want: { kind: 'conflict', version: 5 },
  },
  {
    name: 'a version from the future',
    from: { version: 5 },
    change: { percent: 5, version: 6 },
    want: { kind: 'conflict', version: 5 },
  },
]

for (const { name, from, change: partial, want } of refused) {
  t.test(name, async t => t.match(applyChange({ ...empty, ...from }, change(partial), now, fresh), want))
}

t.test('every phase is one that the record can be stored with', async t => {
  for (const phase of phases) t.ok(recordSchema.safeParse({ ...empty, phase }).success)
  for (const wrong of [{ percent: 101 }, { percent: -1 }, { percent: Number.NaN }, { salt: 'x' }, { extra: 1 }]) {
    t.notOk(recordSchema.safeParse({ ...empty, ...wrong }).success, JSON.stringify(wrong))
  }
})

const environments: { env: Record<string, string | undefined>; want: number | null | RegExp }[] = [
  { env: {}, want: null },
  { env: { CANARY_PERCENT: '' }, want: null },
  { env: { CANARY_PERCENT: ' 25 ' }, want: 25 },
  { env: { CANARY_PERCENT: '0' }, want: 0 },
  { env: { CANARY_PERCENT: '12.5' }, want: 12.5 },
  { env: { CANARY_PERCENT: '101' }, want: /CANARY_PERCENT=101/ },
  { env: { CANARY_PERCENT: '-1' }, want: /CANARY_PERCENT=-1/ },
  { env: { CANARY_PERCENT: 'half' }, want: /CANARY_PERCENT=half/ },
  { env: { CANARY_PERCENT: '25%' }, want: /CANARY_PERCENT=25%/ },
  { env: { USE_SDK_PROXY: 'true' }, want: 100 },
  { env: { USE_SDK_PROXY: 'False' }, want: 0 },
  { env: { USE_SDK_PROXY: '1' }, want: 100 },
  { env: { USE_SDK_PROXY: '0' }, want: 0 },
  { env: { USE_SDK_PROXY: '' }, want: null },
  { env: { USE_SDK_PROXY: 'maybe' }, want: /USE_SDK_PROXY=maybe/ },
  { env: { CANARY_PERCENT: '5', USE_SDK_PROXY: 'true' }, want: 5 },
  { env: { CANARY_PERCENT: ' ', USE_SDK_PROXY: 'true' }, want: 100 },
]

for (const { env, want } of environments) {
  t.test(`${JSON.stringify(env)} asks for ${want}`, async t => {
    if (want instanceof RegExp) t.throws(() => percentFromEnv(env), { message: want })
    else t.equal(percentFromEnv(env), want)
  })
}
