/** Counts that LiteLLM made of the same texts. */
import t from 'tap'
import { countPromptTokens, countTokens } from '../../../../services/sdk/providers/tokens.ts'

const texts: { text: string; model?: string; want: number }[] = [
  { text: '', want: 0 },
  { text: 'hello world', want: 2 },
  { text: 'hello world '.repeat(20), want: 41 },
  { text: 'é€😀', want: 4 },
  { text: 'é€😀', model: 'gpt-4o', want: 3 },
  { text: '<|endoftext|>', want: 7 },
]

for (const { text, model, want } of texts) {
  t.test(`${JSON.stringify(text.slice(0, 20))} for ${model ?? 'any model'}`, async t => {
    t.equal(countTokens(text, model), want)
  })
}

t.test('a prompt: the words of its messages, and what the format adds', async t => {
  t.equal(countPromptTokens([{ role: 'user', content: 'hi' }], 'gpt-4o'), 8)
  t.equal(countPromptTokens([{ role: 'user', content: [{ type: 'text', text: 'hi' }] }], 'm'), 8)
  t.equal(countPromptTokens([{ role: 'user', content: 'hi', name: 'bob' }], 'm'), 10)
  const call = { id: 'x', type: 'function', function: { name: 'f', arguments: '{"a": 1}' } }
  const turns = [
    { role: 'user', content: 'a', tool_calls: [] },
    { role: 'assistant', content: null, tool_calls: [call] },
    { role: 'tool', tool_call_id: 'x', content: 'r' },
  ]
  t.equal(countPromptTokens(turns, 'm'), 24)
})
