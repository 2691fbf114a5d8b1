import t from 'tap'
import { summaryOf } from './report.ts'
import type { Result } from './suite.ts'

const result = (verdict: Result['verdict'], lossy = false): Result => {
  return { name: 'n', request: { name: 'n', path: '/' }, verdict, judged: [], lossy, litellm: {}, ours: {} }
}

t.test('lossy cases are never hidden among the others', async t => {
  t.equal(summaryOf([result('same'), result('intended')]), '1 same, 1 intended, 0 different')
  t.equal(
    summaryOf([result('same'), result('same', true), result('different', true)]),
    '1 same, 0 intended, 0 different; lossy, through the AI SDK: 1 same, 0 intended, 1 different',
  )
})
