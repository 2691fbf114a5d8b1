import t from 'tap'
import { snowflakeTranslator } from '../../../../services/sdk/providers/snowflake.ts'
import type { JsonObject, ProviderRequest, Target } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const messages = [{ role: 'user', content: 'hi' }]
const asked = (chat: JsonObject, more: Partial<Target> = {}, model = 'mistral-large'): ProviderRequest =>
  snowflakeTranslator.request({ messages, ...chat }, target('snowflake', model, more))

t.test('addresses and keys', async t => {
  const table: [Partial<Target>, url: string][] = [
    [{ apiBase: 'https://h' }, 'https://h/api/v2/cortex/v1/chat/completions'],
    [{ apiBase: 'https://h/api/v2' }, 'https://h/api/v2/cortex/v1/chat/completions'],
    [
      { apiBase: '', defaults: { account_id: 'acme-1' } },
      'https://acme-1.snowflakecomputing.com/api/v2/cortex/v1/chat/completions',
    ],
  ]
  for (const [more, url] of table) {
    const made = asked({}, more)
    t.equal(made.url, url)
    t.notOk('account_id' in made.body)
  }
  t.throws(() => asked({}, { apiBase: '' }), /Missing snowflake account_id/)
  t.throws(() => asked({}, { apiBase: '', defaults: { account_id: 'a.b/c' } }), /Invalid account_id format/)
  t.throws(() => asked({}, { apiKey: undefined }), /Missing Snowflake JWT key/)
  t.match(asked({}).headers, { authorization: 'Bearer key', 'x-snowflake-authorization-token-type': 'KEYPAIR_JWT' })
  t.match(asked({}, { apiKey: 'pat/x' }).headers, {
    authorization: 'Bearer x',
    'x-snowflake-authorization-token-type': 'PROGRAMMATIC_ACCESS_TOKEN',
  })
  t.throws(() => asked({}, {}, 'claude-sonnet-4-5'), /does not serve Claude/)
})

t.test('one limit', async t => {
  t.match(asked({ max_tokens: 3 }).body, { max_completion_tokens: 3, max_tokens: undefined })
  t.match(asked({ max_tokens: 3, max_completion_tokens: 4 }).body, { max_completion_tokens: 4 })
})

t.test('a stream', async t => {
  const stream = snowflakeTranslator.stream({ messages }, target('snowflake', 'm'), context)
  const push = (event: JsonObject): unknown[] => chunksOf(stream.push({ event: '', data: JSON.stringify(event) }))
  t.match(push({ choices: [{ delta: { content: 'a' } }] }), [{ choices: [{ delta: { content: 'a' } }] }])
  const part = { index: 0, function: { arguments: '{}' } }
  t.match(push({ choices: [{ delta: { tool_calls: [part] } }] }), [
    { choices: [{ delta: { tool_calls: [{ id: '', type: 'function', function: { name: '', arguments: '{}' } }] } }] },
  ])
  t.same(push({ choices: [] }), [])
  t.throws(() => push({ error: { message: 'boom', code: 400 } }), /boom/)
  push({ choices: [{ delta: {}, finish_reason: 'stop' }] })
  t.ok(stream.end().complete)
})
