import t from 'tap'
import { snowflakeTranslator } from '../../../../services/sdk/providers/openai/snowflake.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const here = target('snowflake', 'llama')
const asked = (more: Partial<Target>, chat: JsonObject = {}) =>
  snowflakeTranslator.request({ messages: [user], ...chat }, { ...here, ...more })

t.test('where Cortex is, and by what token', async t => {
  const path = '/api/v2/cortex/v1/chat/completions'
  const table: [name: string, more: Partial<Target>, url: string][] = [
    ['an account', { apiBase: '', defaults: { account_id: 'a-1' } }, `https://a-1.snowflakecomputing.com${path}`],
    ['an address', { apiBase: 'https://mine' }, `https://mine${path}`],
    ['an address with its path', { apiBase: 'https://mine/api/v2' }, `https://mine${path}`],
  ]
  for (const [name, more, url] of table) t.equal(asked(more).url, url, name)
  t.notOk('account_id' in asked({ defaults: { account_id: 'a-1' } }).body)
  t.match(asked({}).headers, {
    authorization: 'Bearer key',
    'x-snowflake-authorization-token-type': 'KEYPAIR_JWT',
  })
  t.match(asked({ apiKey: 'pat/mine' }).headers, {
    authorization: 'Bearer mine',
    'x-snowflake-authorization-token-type': 'PROGRAMMATIC_ACCESS_TOKEN',
  })
})

t.test('what is left to the other backend', async t => {
  t.throws(() => asked({ model: 'claude-4-sonnet' }), /does not serve Claude/)
  t.throws(() => asked({ apiKey: undefined }), /no key/)
  t.throws(() => asked({ apiBase: '' }), /no account/)
  t.throws(() => asked({ apiBase: '', defaults: { account_id: 'a/b' } }), /no account/)
})

t.test('one limit', async t => {
  t.match(asked({}, { max_tokens: 3 }).body, { max_completion_tokens: 3, max_tokens: undefined })
  t.match(asked({}, { max_tokens: 3, max_completion_tokens: 4 }).body, { max_completion_tokens: 4 })
})

t.test('streams', async t => {
  const stream = snowflakeTranslator.stream({ messages: [user] }, here, context)
  const push = (data: JsonObject) => stream.push({ event: '', data: JSON.stringify(data) })
  const call = { index: 0, id: 't', function: { name: 'f', arguments: '{}' } }
  const frames = [
    ...push({ choices: [{ delta: { content: 'a' } }] }),
    ...push({ choices: [] }),
    ...push({ choices: [{ delta: { tool_calls: [call] } }] }),
    ...push({ choices: [{ delta: {}, finish_reason: 'length' }] }),
  ]
  t.match(chunksOf(frames), [
    { choices: [{ delta: { content: 'a' } }] },
    { choices: [{ delta: { tool_calls: [call] } }] },
    { choices: [{ finish_reason: 'length' }] },
  ])
  t.throws(() => push({ error: { message: 'boom' } }), { message: /boom/ })
})
