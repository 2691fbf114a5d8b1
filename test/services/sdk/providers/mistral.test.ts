import t from 'tap'
import { mistralDelta, mistralMessage } from '../../../../services/sdk/providers/openai/mistral-content.ts'
import { mistralEffort, withReasoningWords } from '../../../../services/sdk/providers/openai/mistral-reasoning.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const text = (words: string): JsonObject => ({ type: 'text', text: words })
const thought = (...words: string[]): JsonObject => ({ type: 'thinking', thinking: words.map(text) })

t.test('a list of thoughts and words is taken apart', async t => {
  t.strictSame(mistralMessage({ content: [thought('a', 'b'), text('c'), text('d')] }), {
    content: 'cd',
    reasoning_content: 'a\nb',
  })
  t.strictSame(mistralMessage({ content: '' }), { content: null })
  t.strictSame(mistralMessage({ content: 'plain' }), { content: 'plain' })
})

t.test('in a stream the thoughts are told as blocks, too', async t => {
  t.strictSame(mistralDelta({ content: [thought('a', 'b')] }), {
    reasoning_content: 'ab',
    thinking_blocks: [{ type: 'thinking', thinking: 'ab', signature: 'mistral' }],
  })
  t.strictSame(mistralDelta({ content: [text('c')] }), { content: 'c' })
  t.strictSame(mistralDelta({ content: 'c' }), { content: 'c' })
})

t.test('an effort becomes one that the model has', async t => {
  for (const [model, effort, want] of [
    ['mistral-medium-latest', 'low', { reasoning_effort: 'high' }],
    ['mistral-medium-latest', 'none', { reasoning_effort: 'none' }],
    ['mistral-medium-latest', 'max', { reasoning_effort: 'high' }],
    ['unheard-of', 'low', { reasoning_effort: 'low' }],
    ['magistral-medium-latest', 'low', {}],
  ] as const) {
    t.strictSame(mistralEffort({ reasoning_effort: effort }, model), want, `${model} ${effort}`)
  }
})

t.test('Magistral is told in words, where the first system message stands', async t => {
  const user = { role: 'user', content: 'hi' }
  t.match(withReasoningWords([user]), [{ role: 'system', content: /^\n +<s>\[SYSTEM_PROMPT\]/ }, user])
  t.match(withReasoningWords([user, { role: 'system', content: 'S' }]), [user, { content: /\n\nS$/ }])
  t.match(withReasoningWords([{ role: 'system', content: [text('S')] }]), [{ content: [{ type: 'text' }, text('S')] }])
})
