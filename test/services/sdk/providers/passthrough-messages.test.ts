import t from 'tap'
import { passthroughMessages } from '../../../../services/sdk/providers/anthropic/passthrough-messages.ts'
import { withoutBilling } from '../../../../services/sdk/providers/anthropic/passthrough-system.ts'
import { peerRequest } from '../../../../services/sdk/providers/anthropic/peers.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const text = (value: string): JsonObject => ({ type: 'text', text: value })
const assistant = (...content: JsonObject[]): JsonObject => ({ role: 'assistant', content })
const advice = [
  { type: 'server_tool_use', id: 'srv_1', name: 'advisor', input: {} },
  { type: 'advisor_tool_result', tool_use_id: 'srv_1', content: 'x' },
]
const sealed = 'litellm_encrypted_reasoning:x'

const cases: { name: string; message: JsonObject; tools?: JsonObject[]; want: JsonObject[] }[] = [
  { name: 'words stay', message: { role: 'user', content: 'a' }, want: [{ role: 'user', content: 'a' }] },
  { name: 'empty blocks go', message: assistant(text(' '), text('a')), want: [assistant(text('a'))] },
  { name: 'a message of nothing goes', message: assistant(text('')), want: [] },
  {
    name: 'fields of others go',
    message: assistant({ ...text('a'), provider_specific_fields: { signature: 's' } }),
    want: [assistant(text('a'))],
  },
  {
    name: 'thoughts of others go',
    message: assistant({ type: 'thinking', thinking: 'h', signature: sealed }, text('a')),
    want: [assistant(text('a'))],
  },
  { name: 'and all of a message', message: assistant({ type: 'redacted_thinking', data: sealed }), want: [] },
  { name: 'an adviser who is gone', message: assistant(text('a'), ...advice), want: [assistant(text('a'))] },
  {
    name: 'an adviser who is there',
    message: assistant(...advice),
    tools: [{ type: 'advisor_20260301', name: 'advisor' }],
    want: [assistant(...advice)],
  },
]

t.test('the conversation of a request', async t => {
  for (const { name, message, tools, want } of cases) t.strictSame(passthroughMessages([message], tools), want, name)
})

t.test('the accounting of Claude Code', async t => {
  const bill = 'x-anthropic-billing-header: a'
  for (const [system, want] of [
    [bill, undefined],
    ['', undefined],
    ['S', 'S'],
    [[text(bill)], undefined],
    [[text(bill), text('S')], [text('S')]],
  ] as const) {
    t.strictSame(
      withoutBilling({ system: system as JsonObject['system'], a: 1 }),
      want === undefined ? { a: 1 } : { a: 1, system: want },
    )
  }
})

t.test('DeepSeek', async t => {
  const tools = [
    { type: 'custom', name: 'f' },
    { type: 'web_search_20250305', name: 'w' },
  ]
  const body = { max_tokens: 5, messages: [{ role: 'user', content: 'a' }], tools, context_management: { edits: [{}] } }
  for (const [apiBase, url] of [
    ['https://d.com/beta', 'https://d.com/anthropic/v1/messages'],
    ['https://d.com/v1', 'https://d.com/anthropic/v1/messages'],
    ['https://d.com/anthropic', 'https://d.com/anthropic/v1/messages'],
    ['https://d.com/anthropic/v1/messages', 'https://d.com/anthropic/v1/messages'],
  ] as const) {
    const request = peerRequest(body, { ...target('deepseek', 'deepseek-chat'), apiBase })
    t.equal(request.url, url)
    t.match(request, { headers: { 'anthropic-version': '2023-06-01' }, body: { tools: [{ name: 'f' }, tools[1]] } })
    t.notOk('anthropic-beta' in request.headers, 'no betas')
    t.strictSame((request.body['tools'] as JsonObject[])[0], { name: 'f' })
  }
  t.throws(() => peerRequest({ messages: [] }, target('deepseek', 'd')), {
    message: /^DeepseekException - max_tok/,
  })
})
