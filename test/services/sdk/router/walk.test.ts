import t from 'tap'
import type { Failure } from '../../../../services/sdk/router/failure.ts'
import type { Fallbacks } from '../../../../services/sdk/router/fallbacks.ts'
import { fallbacksTried, hopFailed, startWalk } from '../../../../services/sdk/router/walk.ts'

const none: Fallbacks = { general: null, contextWindow: null, contentPolicy: null, disabled: false, max: 5 }
const failure = (message = 'it', litellmClass = 'InternalServerError'): Failure => ({
  status: 500,
  litellmClass,
  message,
})

/** Walks until nothing is left; every group fails. */
function walkAll(asked: string, fallbacks: Fallbacks, first = failure()): { groups: string[]; text: string } {
  let { walk, hop } = startWalk(asked, fallbacks)
  const groups: string[] = []
  for (;;) {
    groups.push(hop.group)
    const next = hopFailed(walk, hop, hop.depth === 0 ? first : failure(`${hop.group} failed`), {
      used: 0,
      max: 0,
      orders: [],
    })
    if ('last' in next) return { groups, text: 'the last' }
    if ('failure' in next) return { groups, text: next.failure.message + next.ending }
    ;({ walk, hop } = next)
  }
}

const lead = (group: string): string => `it\n\nLiteLLM: model group '${group}' failed with the error above`

const walks: { name: string; fallbacks: Partial<Fallbacks>; first?: Failure; groups: string[]; text: string }[] = [
  { name: 'no fallbacks', fallbacks: {}, groups: ['a'], text: `${lead('a')}. No fallback was attempted.` },
  { name: 'switched off', fallbacks: { general: [{ a: ['b'] }], disabled: true }, groups: ['a'], text: 'it' },
  {
    name: 'by name, in order, and the first one’s failure is told',
    fallbacks: { general: [{ a: ['b', 'c'] }] },
    groups: ['a', 'b', 'c'],
    text: `${lead('a')}. Fallback to b, c also failed: b failed`,
  },
  {
    name: 'fallbacks of fallbacks, each once, in a circle too',
    fallbacks: { general: [{ a: ['b'] }, { b: ['c'] }, { c: ['a', 'b'] }] },
    groups: ['a', 'b', 'c'],
    text: `${lead('a')}. Fallback to b also failed: b failed`,
  },
  {
    name: 'for everybody, but a chain of its own comes first',
    fallbacks: { general: [{ '*': ['z'] }, { a: ['b'] }] },
    groups: ['a', 'b'],
    text: `${lead('a')}. Fallback to b also failed: b failed`,
  },
  {
    name: 'for everybody',
    fallbacks: { general: [{ '*': ['z'] }] },
    groups: ['a', 'z'],
    text: `${lead('a')}. Fallback to z also failed: z failed`,
  },
  {
    name: 'a plain list of the client’s',
    fallbacks: { general: ['b'] },
    groups: ['a', 'b'],
    text: `${lead('a')}. Fallback to b also failed: b failed`,
  },
  {
    name: 'too long: groups of its own first; a failure there is one of any kind',
    fallbacks: { general: [{ a: ['b'] }], contextWindow: [{ a: ['long'] }] },
    first: failure('it', 'ContextWindowExceededError'),
    groups: ['a', 'long', 'b'],
    text: `${lead('a')}. Fallback to long also failed: long failed`,
  },
  {
    name: 'refused content, but groups only for another',
    fallbacks: { general: [{ a: ['b'] }], contentPolicy: [{ x: ['y'] }] },
    first: failure('it', 'ContentPolicyViolationError'),
    groups: ['a'],
    text: `${lead('a')}. No fallback was attempted.`,
  },
]

for (const { name, fallbacks, first, groups, text } of walks) {
  t.test(`walk: ${name}`, async t => t.strictSame(walkAll('a', { ...none, ...fallbacks }, first), { groups, text }))
}

t.test('fallbacks for others only: the ones there are, are named', async t => {
  t.match(
    walkAll('a', { ...none, general: [{ x: ['y'] }, { z: ['y'] }] }).text,
    /Fallbacks are configured for: x, z\. Add/,
  )
  t.match(walkAll('a', { ...none, general: [] }).text, /No fallbacks are configured\. Add/)
})

t.test('what could have fallbacks of its own kind says so', async t => {
  const { text } = walkAll('a', { ...none, general: [{ '*': ['b'] }] }, failure('it', 'ContextWindowExceededError'))
  t.match(
    text,
    "it\nmodel=a. context_window_fallbacks=None. fallbacks=[{'*': ['b']}].\n\nSet 'context_window_fallback'",
  )
})

t.test('no deeper than allowed', async t => {
  const general = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index, all) => ({
    [name]: [all[index + 1] ?? 'end'],
  }))
  t.strictSame(walkAll('a', { ...none, general, max: 2 }).groups, ['a', 'b', 'c'])
})

t.test('retries that were used up are told of a fallback; parameters of a target replace the request’s', async t => {
  const start = startWalk('a', { ...none, general: [{ a: [{ model: 'b', max_tokens: 7 }] }] })
  const next = hopFailed(start.walk, start.hop, failure(), { used: 2, max: 2, orders: [] })
  if (!('hop' in next)) throw new Error('there is a fallback')
  t.match(next.hop, { group: 'b', changes: { max_tokens: 7 }, depth: 1 })
  t.equal(fallbacksTried(next.walk), 1)
  const end = hopFailed(next.walk, next.hop, failure('b'), { used: 1, max: 1, orders: [] })
  t.match('ending' in end && end.ending, /b LiteLLM Retried: 1 times, LiteLLM Max Retries: 1$/)
})

t.test('deployments of a higher order come before other groups', async t => {
  const start = startWalk('a', { ...none, general: [{ a: ['b'] }] })
  const orders = [1, 2, 5]
  const second = hopFailed(start.walk, start.hop, failure(), { used: 0, max: 0, orders })
  if (!('hop' in second)) return t.fail('there is a next order')
  t.strictSame(second.hop, { group: 'a', changes: {}, depth: 1, order: 2 })
  const third = hopFailed(second.walk, second.hop, failure(), { used: 0, max: 0, orders })
  if (!('hop' in third)) return t.fail('there is another order')
  t.equal(third.hop.order, 5)
  const other = hopFailed(third.walk, third.hop, failure(), { used: 0, max: 0, orders })
  if (!('hop' in other)) return t.fail('there is a fallback')
  t.equal(other.hop.group, 'b')
  const end = hopFailed(other.walk, other.hop, failure(), { used: 0, max: 0, orders: [] })
  t.strictSame(end, { last: true })
})
