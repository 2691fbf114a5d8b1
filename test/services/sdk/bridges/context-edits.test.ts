import t from 'tap'
import { tellingEdits, toldEdits, withContextEdited } from '../../../../services/sdk/bridges/messages/context-edits.ts'
import { conversationTokens, mostTokens } from '../../../../services/sdk/bridges/messages/conversation-tokens.ts'
import { toolDefinitions } from '../../../../services/sdk/bridges/messages/tool-definitions.ts'
import type { JsonObject, StreamTranslator } from '../../../../services/sdk/providers/translator.ts'

const user = (content: JsonObject['content']): JsonObject => ({ role: 'user', content })
const assistant = (content: JsonObject['content']): JsonObject => ({ role: 'assistant', content })
const use = (id: string): JsonObject => ({ type: 'tool_use', id, name: 'f', input: {} })
const result = (id: string, content: JsonObject['content'] = 'sunny and warm'): JsonObject => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
})
const summary = { type: 'compaction', content: 'S' }
const cleared = '[Cleared by context management]'
const clear = (more: JsonObject = {}): JsonObject => ({
  type: 'clear_tool_uses_20250919',
  trigger: { type: 'tool_uses', value: 1 },
  ...more,
})
const called = ['a', 'b', 'c'].flatMap(id => [assistant([use(id)]), user([result(id)])])
const keep = (value: number): JsonObject => ({ keep: { type: 'tool_uses', value } })

const edited = (body: JsonObject, summarises = false): ReturnType<typeof withContextEdited> =>
  withContextEdited(body, 'llama', summarises)
const contents = (body: JsonObject): unknown[] =>
  (body['messages'] as JsonObject[]).flatMap(({ content }) =>
    Array.isArray(content)
      ? content.flatMap(block => ('content' in (block as JsonObject) ? [(block as JsonObject)['content']] : []))
      : [],
  )

t.test('results of tools are cleared', async t => {
  const cases: { name: string; edits: JsonObject[]; want: unknown[]; count?: number }[] = [
    { name: 'nothing is asked', edits: [], want: contents({ messages: called }) },
    {
      name: 'an edit nobody knows',
      edits: [{ type: 'clear_thinking_20251015' }],
      want: contents({ messages: called }),
    },
    { name: 'three are kept', edits: [clear()], want: contents({ messages: called }) },
    { name: 'one is kept', edits: [clear(keep(1))], want: [cleared, cleared, 'sunny and warm'], count: 2 },
    { name: 'the last is kept always', edits: [clear(keep(0))], want: [cleared, cleared, 'sunny and warm'], count: 2 },
    {
      name: 'two edits',
      edits: [clear(keep(2)), clear(keep(1))],
      want: [cleared, cleared, 'sunny and warm'],
      count: 1,
    },
    {
      name: 'not enough calls',
      edits: [clear({ trigger: { type: 'tool_uses', value: 3 }, ...keep(0) })],
      want: contents({ messages: called }),
    },
    {
      name: 'not enough tokens',
      edits: [clear({ trigger: { type: 'input_tokens', value: 100_000 }, ...keep(0) })],
      want: contents({ messages: called }),
    },
    {
      name: 'enough tokens',
      edits: [clear({ trigger: { type: 'input_tokens', value: 20 }, ...keep(1) })],
      want: [cleared, cleared, 'sunny and warm'],
      count: 2,
    },
  ]
  for (const { name, edits, want, count } of cases) {
    const { body, applied } = edited({ messages: called, context_management: { edits } })
    t.same(contents(body), want, name)
    t.equal(applied[0]?.['cleared_tool_uses'], count, name)
    t.notOk('context_management' in body, name)
  }
  const list = edited({
    messages: [assistant([use('a')]), user([result('a', [{ type: 'text', text: 'x' }])]), ...called],
    context_management: { edits: [clear({ exclude_tools: [] })] },
  })
  t.same(contents(list.body)[0], [{ type: 'text', text: cleared }], 'a list stays a list')
  t.match(list.applied, [{ warnings: ['exclude_tools_ignored'] }])
})

t.test('what cannot be counted here is declined', async t => {
  const picture = { type: 'image', source: { type: 'url', url: 'https://e.com/a.png' } }
  const messages = [user([picture, { type: 'text', text: 'a'.repeat(300_000) }]), ...called]
  const edits = [clear({ trigger: { type: 'input_tokens', value: 100_000 }, ...keep(0) })]
  t.throws(() => edited({ messages, context_management: { edits } }), { message: /cannot count/ })
  t.throws(() => edited({ messages: called, context_management: { edits: [{ type: 'compact_20260112' }] } }, true), {
    message: /summaries/,
  })
})

t.test('a conversation behind a summary', async t => {
  const cases: { name: string; body: JsonObject; want: JsonObject }[] = [
    {
      name: 'what was before goes',
      body: { system: 'Y', messages: [user('a'), assistant([{ type: 'text', text: 'b' }, summary]), user('c')] },
      want: { system: 'Previous conversation summary: S\n\nY', messages: [user('c')] },
    },
    {
      name: 'blocks of a system prompt',
      body: { system: [{ type: 'text', text: 'Y' }], messages: [assistant([summary]), user('c')] },
      want: { system: [{ type: 'text', text: 'Previous conversation summary: S\n\nY' }], messages: [user('c')] },
    },
    {
      name: 'nothing is left to answer',
      body: { messages: [user('a'), assistant([summary])] },
      want: {
        system: 'Previous conversation summary: S',
        messages: [user('Please continue based on the conversation summary above.')],
      },
    },
  ]
  for (const { name, body, want } of cases) t.same(edited(body).body, want, name)
})

t.test('no model is configured that writes summaries', async t => {
  const told = (edit: JsonObject): unknown =>
    edited({ messages: [user('a')], context_management: { edits: [{ type: 'compact_20260112', ...edit }] } }).applied
  const error = 'summary_model_not_configured'
  const type = 'compact_20260112'
  t.same(told({}), [{ type, error }])
  t.same(told({ trigger: 5 }), [{ type, error, warnings: ['trigger_not_a_dict_using_default'] }])
  t.same(told({ pause_after_compaction: true }), [{ type, error, warnings: ['pause_after_compaction_ignored'] }])
  t.throws(() => told({ trigger: { value: 5 } }), { message: /at least 50000/ })
  const list = { messages: [user('a')], context_management: [{ type: 'compaction', compact_threshold: 60_000 }] }
  t.same(edited(list).applied, [{ type, error }])
})

t.test('the client is told', async t => {
  const applied = [{ type: 'x' }]
  t.same(toldEdits([]), {})
  t.same(toldEdits(applied), { context_management: { applied_edits: applied } })
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  const frames = ['event: message_start\ndata: {}\n\n', 'event: message_delta\ndata: {"delta":{}}\n\n']
  const stream: StreamTranslator = { usage, push: () => frames, end: () => ({ complete: true, frames: [] }) }
  t.same(tellingEdits(stream, applied).push({ event: '', data: '' }), [
    frames[0],
    'event: message_delta\ndata: {"delta":{},"context_management":{"applied_edits":[{"type":"x"}]}}\n\n',
  ])
  t.equal(tellingEdits(stream, []), stream)
})

t.test('tokens', async t => {
  const messages = [user('hi'), assistant([{ type: 'thinking', thinking: 'hi' }, use('a')]), user([result('a', 'hi')])]
  t.equal(conversationTokens(messages, undefined, 'llama'), 3 * 3 + 3 + 3 + 5)
  t.ok(mostTokens(messages, undefined) > conversationTokens(messages, undefined, 'llama'))
  const properties = {
    a: { type: 'string', enum: ['x', 'y'] },
    b: { type: 'array', items: { type: 'integer' } },
    c: {},
  }
  const input_schema = {
    type: 'object',
    properties: { ...properties, d: { type: 'object', properties } },
    required: ['a'],
  }
  t.equal(
    toolDefinitions([{ name: 'f', description: 'F.', input_schema }, { name: 'g' }]),
    [
      'namespace functions {',
      '',
      '// F.',
      'type f = (_: {',
      'a: "x" | "y",',
      'b?: number[],',
      'c?: any,',
      'd?: {',
      '  a?: "x" | "y",',
      '  b?: number[],',
      '  c?: any,',
      '},',
      '}) => any;',
      '',
      'type g = () => any;',
      '',
      '} // namespace functions',
    ].join('\n'),
  )
})
