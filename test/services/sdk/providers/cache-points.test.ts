/** Marks for the cache that the configuration sets. */
import t from 'tap'
import { withCachePoints } from '../../../../services/sdk/providers/cache-points.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const mark = { cache_control: { type: 'ephemeral' } }
const at = (where: JsonObject): JsonObject => ({ location: 'message', ...where })
const said = (role: string, content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  role,
  content,
  ...more,
})
const messages = [said('system', 'S'), said('user', 'a'), said('assistant', 'b'), said('user', [{ type: 'text' }])]
const lastMarked = said('user', [{ type: 'text', ...mark }])

const rows: { name: string; points: JsonObject[]; chat?: JsonObject; want: JsonObject[] }[] = [
  { name: 'a role', points: [at({ role: 'system' })], want: [said('system', 'S', mark), ...messages.slice(1)] },
  { name: 'a number from the end', points: [at({ index: -1 })], want: [...messages.slice(0, 3), lastMarked] },
  { name: 'a number as a text', points: [at({ index: '3' })], want: [...messages.slice(0, 3), lastMarked] },
  { name: 'a number beyond the end', points: [at({ index: 4 })], want: messages },
  { name: 'nowhere', points: [at({})], want: messages },
  {
    name: 'a mark of another length',
    points: [at({ index: 0, control: { type: 'ephemeral', ttl: '1h' } })],
    want: [said('system', 'S', { cache_control: { type: 'ephemeral', ttl: '1h' } }), ...messages.slice(1)],
  },
  {
    name: 'what is marked already',
    points: [at({ index: 0, control: { type: 'odd' } })],
    chat: { messages: [said('system', 'S', mark)] },
    want: [said('system', 'S', mark)],
  },
  {
    name: 'four marks at most, the tools’ among them',
    points: [at({ role: 'user' })],
    chat: { messages: ['a', 'b', 'c'].map(text => said('user', text)), tools: [mark, { function: mark }] },
    want: [said('user', 'a', mark), said('user', 'b', mark), said('user', 'c')],
  },
]

t.test('marks', async t => {
  for (const { name, points, chat = { messages }, want } of rows) {
    const where = target('bedrock', 'm', { defaults: { cache_control_injection_points: points } })
    t.same(withCachePoints(chat, where)['messages'], want, name)
  }
})

t.test('other places are left to the provider, while there is room', async t => {
  const points = [{ location: 'tool_config' }, at({ role: 'user' })]
  const left = (count: number): JsonObject[string] =>
    withCachePoints(
      {
        messages: Array.from({ length: count }, () => said('user', 'a', mark)),
        cache_control_injection_points: points,
      },
      target('bedrock', 'm'),
    )['cache_control_injection_points']
  t.same(left(3), [{ location: 'tool_config' }])
  t.same(left(4), [])
})

t.test('without points nothing changes, and OpenAI’s models are the other backend’s', async t => {
  const chat = { messages }
  t.equal(withCachePoints(chat, target('openai', 'gpt-4o')), chat)
  const asked = { ...chat, cache_control_injection_points: [at({ role: 'user' })] }
  t.throws(() => withCachePoints(asked, target('openai', 'gpt-4o')), /marks no messages/)
})
