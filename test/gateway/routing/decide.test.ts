import t from 'tap'
import { type Backend, decide, decideAgain, isBackend, type Question } from '../../../gateway/routing/decide.ts'

const question: Question = {
  pinned: null,
  percent: 0,
  draw: 0,
  sticky: false,
  sdkCapable: true,
  foreignKey: false,
}

const cases: { name: string; ask: Partial<Question>; want: [Backend, string] }[] = [
  { name: 'weight 0 never picks the canary', ask: { percent: 0, draw: 0 }, want: ['binary', 'weight'] },
  { name: 'weight 100 always does', ask: { percent: 100, draw: 1 - 2 ** -53 }, want: ['sdk', 'weight'] },
  { name: 'a draw below the weight', ask: { percent: 25, draw: 0.2499 }, want: ['sdk', 'weight'] },
  { name: 'a draw at the weight', ask: { percent: 25, draw: 0.25 }, want: ['binary', 'weight'] },
  { name: 'a fraction of a percent', ask: { percent: 0.5, draw: 0.0049 }, want: ['sdk', 'weight'] },
  { name: 'a session above the weight', ask: { percent: 25, draw: 0.9, sticky: true }, want: ['binary', 'session'] },
  { name: 'a session below the weight', ask: { percent: 25, draw: 0.1, sticky: true }, want: ['sdk', 'session'] },
  { name: 'a pin beats the weight', ask: { pinned: 'sdk', percent: 0 }, want: ['sdk', 'header'] },
  { name: 'a pin beats the weight downwards', ask: { pinned: 'binary', percent: 100 }, want: ['binary', 'header'] },
  { name: 'a pin beats a session', ask: { pinned: 'sdk', sticky: true, draw: 0.9 }, want: ['sdk', 'header'] },
  { name: 'a foreign key', ask: { foreignKey: true, percent: 100 }, want: ['binary', 'key'] },
  { name: 'a foreign key beats a pin', ask: { foreignKey: true, pinned: 'sdk' }, want: ['binary', 'key'] },
  { name: 'only LiteLLM does this', ask: { sdkCapable: false, percent: 100 }, want: ['binary', 'capability'] },
  {
    name: 'capability beats everything',
    ask: { sdkCapable: false, pinned: 'sdk', foreignKey: true, sticky: true, percent: 100 },
    want: ['binary', 'capability'],
  },
]

for (const { name, ask, want } of cases) {
  t.test(name, async t => {
    const { backend, reason } = decide({ ...question, ...ask })
    t.strictSame([backend, reason], want)
  })
}

const second: { first: Backend; why: 'capability' | 'unavailable'; want: [Backend, string] }[] = [
  { first: 'sdk', why: 'capability', want: ['binary', 'capability'] },
  { first: 'sdk', why: 'unavailable', want: ['binary', 'failover'] },
  { first: 'binary', why: 'unavailable', want: ['sdk', 'failover'] },
  { first: 'binary', why: 'capability', want: ['sdk', 'capability'] },
]

for (const { first, why, want } of second) {
  t.test(`after ${first} declined for ${why}`, async t => {
    const { backend, reason } = decideAgain(first, why)
    t.strictSame([backend, reason], want)
  })
}

t.test('only the two names are backends', async t => {
  t.strictSame(['binary', 'sdk', 'SDK', '', 'sdk, sdk', undefined, ['sdk']].map(isBackend), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})
