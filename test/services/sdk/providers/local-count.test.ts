import t from 'tap'
import { declarations, localCount } from '../../../../services/sdk/providers/local-count.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const schema = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'A city.' },
    n: { type: 'integer' },
    u: { type: 'string', enum: ['c', 'f'] },
    o: { type: 'object', properties: { a: { type: 'array', items: { type: 'boolean' } } }, required: ['a'] },
    x: {},
  },
  required: ['city'],
}
const tools = [
  { name: 'get_weather', description: 'The weather.', input_schema: schema },
  { name: 'now' },
  { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
]
const input = { city: 'Paris', n: 1, b: true, x: null, l: ['a"b'] }
const messages = [
  { role: 'user', content: 'Hello there' },
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'Hm, well.', signature: 'abc' },
      { type: 'text', text: 'Yes' },
      { type: 'tool_use', id: 't1', name: 'get_weather', input },
    ],
  },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'sunny' }] },
      { type: 'tool_result', tool_use_id: 't2', content: 'rainy' },
      { type: 'text', text: 'and?' },
    ],
  },
]

t.test('LiteLLM’s own counts', async t => {
  const counts: readonly (readonly [name: string, body: JsonObject, model: string, count: number])[] = [
    ['calls and results', { messages }, 'some-model', 61],
    ['instructions and tools', { messages, system: 'Be kind.', tools }, 'some-model', 144],
    ['tools alone', { messages: messages.slice(0, 1), tools }, 'some-model', 89],
    ['a model of OpenAI', { messages, tools }, 'gpt-4o', 138],
    [
      'instructions in blocks',
      { messages: messages.slice(0, 2), system: [{ type: 'text', text: 'Be kind.' }] },
      'nope',
      58,
    ],
  ]
  for (const [name, body, model, count] of counts) t.equal(localCount(body, model), count, name)
})

t.test('tools as they are counted', async t => {
  t.equal(declarations([{ function: { name: 'f', description: 'd' } }]), 'namespace functions {\n\n// d\ntype f = () => any;\n\n} // namespace functions') // prettier-ignore
  t.match(declarations(tools), 'o?: {\n  a: boolean[],\n},')
})

t.test('what LiteLLM counts by other means, or not at all', async t => {
  const odd: readonly JsonObject[] = [
    { messages: [{ role: 'user', content: [{ type: 'document' }] }] },
    { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] },
    { messages: [{ role: 'user', content: 'x', tool_calls: [] }] },
    { messages, tools: [{ name: 'f', input_schema: { type: 'object', properties: { a: { type: 'array' } } } }] },
  ]
  for (const body of odd) t.throws(() => localCount(body, 'some-model'), { name: 'Uncountable' }, JSON.stringify(body))
  t.throws(() => localCount({ messages }, 'llama-3.3-70b'), { name: 'Uncountable' })
})
