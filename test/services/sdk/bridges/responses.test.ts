import t from 'tap'
import { chatRequest } from '../../../../services/sdk/bridges/responses/chat-request.ts'
import { ToldCalls } from '../../../../services/sdk/bridges/responses/told-calls.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context } from '../providers/fixtures.ts'
import { claude, groq, overGroq } from './responses-fixtures.ts'

const message = (role: string, content: JsonObject['content']): JsonObject => ({ type: 'message', role, content })
const input = (text: string): JsonObject => ({ type: 'input_text', text })
const called = (call_id: string, more: JsonObject = {}): JsonObject => ({
  type: 'function_call',
  call_id,
  name: 'f',
  arguments: '{}',
  ...more,
})
const output = (call_id: string, value: JsonObject['output']): JsonObject => ({
  type: 'function_call_output',
  call_id,
  output: value,
})
const call = (id: string, name = 'f', args = '{}'): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: args },
  index: 0,
})

t.test('input items as messages', async t => {
  const thought = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'h' }] }
  const sealed = { type: 'reasoning', encrypted_content: '[{"type":"thinking","thinking":"h","signature":"s"}]' }
  const cases: { name: string; items: JsonObject[]; want: JsonObject[] }[] = [
    {
      name: 'roles and parts',
      items: [message('developer', 'D'), message('user', [input('a'), { type: 'input_image', image_url: 'u' }])],
      want: [
        { role: 'developer', content: 'D' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'u', detail: 'auto' } },
          ],
        },
      ],
    },
    {
      name: 'calls of one turn are one message, and words behind them join it',
      items: [called('1'), called('2'), message('assistant', 'w'), output('1', 'a'), output('2', [input('b')])],
      want: [
        { role: 'assistant', content: 'w', tool_calls: [call('1'), call('2')] },
        { role: 'tool', content: 'a', tool_call_id: '1' },
        { role: 'tool', content: 'b', tool_call_id: '2' },
      ],
    },
    {
      name: 'reasoning belongs to the message behind it',
      items: [thought, message('assistant', 'w'), sealed, called('1'), output('1', 'r')],
      want: [
        { role: 'assistant', content: 'w', reasoning_content: 'h' },
        {
          role: 'assistant',
          content: null,
          thinking_blocks: [{ type: 'thinking', thinking: 'h', signature: 's' }],
          tool_calls: [call('1')],
        },
        { role: 'tool', content: 'r', tool_call_id: '1' },
      ],
    },
    {
      name: 'a call for any text, and one in a namespace',
      items: [
        { type: 'custom_tool_call', call_id: '1', name: 'patch', input: 't' },
        called('2', { name: 'read', namespace: 'files' }),
      ],
      want: [
        {
          role: 'assistant',
          content: null,
          tool_calls: [call('1', 'patch', '{"content": "t"}'), call('2', 'files__read')],
        },
      ],
    },
  ]
  for (const { name, items, want } of cases) t.strictSame(chatRequest({ input: items }, groq)['messages'], want, name)
})

t.test('parameters in a chat’s words', async t => {
  const tool = { type: 'function', name: 'f', parameters: { properties: {} }, strict: true }
  const sent = {
    type: 'function',
    function: { name: 'f', description: '', parameters: { properties: {}, type: 'object' }, strict: true },
  }
  const custom = { type: 'custom', name: 'p', description: 'd', format: { syntax: 'lark', definition: 'x' } }
  const schema = { type: 'object' }
  const cases: { name: string; body: JsonObject; want: JsonObject }[] = [
    {
      name: 'instructions',
      body: { instructions: 'I' },
      want: {
        messages: [
          { role: 'system', content: 'I' },
          { role: 'user', content: 'a' },
        ],
      },
    },
    {
      name: 'limits and effort',
      body: { max_output_tokens: 9, reasoning: { effort: 'low', summary: 'auto' } },
      want: { max_tokens: 9, reasoning_effort: 'low' },
    },
    {
      name: 'a tool',
      body: { tools: [tool], tool_choice: { type: 'function', name: 'f' } },
      want: { tools: [sent], tool_choice: { type: 'function', function: { name: 'f' } } },
    },
    {
      name: 'a tool for any text',
      body: { tools: [custom] },
      want: {
        tools: [
          {
            type: 'function',
            function: {
              name: 'p',
              description: 'd\n\nFormat:\n```lark\nx\n```',
              parameters: { required: ['content'] },
            },
          },
        ],
      },
    },
    {
      name: 'a namespace',
      body: { tools: [{ type: 'namespace', name: 'n', description: 'N', tools: [tool] }] },
      want: { tools: [{ type: 'function', function: { name: 'n__f', description: 'N' } }] },
    },
    {
      name: 'tools among the input',
      body: { input: [{ type: 'additional_tools', tools: [tool] }, message('user', 'a')] },
      want: { tools: [sent] },
    },
    {
      name: 'a schema',
      body: { text: { format: { type: 'json_schema', name: 'n', schema } } },
      want: { response_format: { type: 'json_schema', json_schema: { name: 'n', schema, strict: false } } },
    },
    {
      name: 'a stream counts its tokens',
      body: { stream: true },
      want: { stream: true, stream_options: { include_usage: true } },
    },
  ]
  for (const { name, body, want } of cases) t.match(chatRequest({ input: 'a', ...body }, groq), want, name)
  const choiceless = chatRequest({ input: 'a', tools: [{ type: 'local_shell' }], tool_choice: 'auto' }, groq)
  t.strictSame(Object.keys(choiceless), ['messages'], 'without a tool there is nothing to choose')
  const search = { input: 'a', tools: [{ type: 'web_search', search_context_size: 'low' }] }
  t.match(chatRequest(search, claude), { web_search_options: { search_context_size: 'low' } })
  t.notOk('web_search_options' in chatRequest(search, groq), 'a model that does not search is not asked to')
  t.throws(() => chatRequest({ input: 'a', prompt: { id: 'p' } }, groq), { message: /keeps no prompts/ })
})

const answer = (message: JsonObject, finish_reason: string): JsonObject => ({
  id: 'chatcmpl-1',
  created: 5,
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } },
})

t.test('a chat completion as a response', async t => {
  const tools = [
    { type: 'custom', name: 'p' },
    { type: 'namespace', name: 'n', tools: [{ type: 'function', name: 'f' }] },
  ]
  const body: JsonObject = { input: 'a', instructions: 'I', tools, max_output_tokens: 9 }
  const { index: _, ...patch } = call('c1', 'p', '{"content":"t"}')
  const { index: __, ...spaced } = call('c2', 'n__f', '{}')
  const whole = overGroq.response(
    answer({ content: 'w', reasoning_content: 'h', tool_calls: [patch, spaced] }, 'tool_calls'),
    body,
    groq,
    context,
  )
  t.match(whole.body, {
    id: 'told_chatcmpl-1',
    object: 'response',
    model: 'my-group',
    status: 'completed',
    instructions: 'I',
    max_output_tokens: 9,
    usage: { input_tokens: 9, input_tokens_details: { cached_tokens: 4 }, output_tokens: 3, total_tokens: 12 },
    output: [
      { type: 'reasoning', id: 'rs_1', content: [{ text: 'h' }] },
      { type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'w' }] },
      { type: 'custom_tool_call', id: 'ctc_c1', call_id: 'c1', name: 'p', input: 't' },
      { type: 'function_call', id: 'fc_c2', call_id: 'c2', name: 'f', namespace: 'n', arguments: '{}' },
    ],
  })
  for (const [finish, status, reason] of [
    ['stop', 'completed', null],
    ['length', 'incomplete', 'max_output_tokens'],
    ['content_filter', 'incomplete', 'content_filter'],
  ] as const) {
    const told = overGroq.response(answer({ content: 'w' }, finish), body, groq, context).body
    t.match(told, { status, incomplete_details: reason === null ? null : { reason } }, finish)
  }
})

const madeCall = (id: string): JsonObject => ({ id, type: 'function', function: { name: 'f', arguments: '{"a":1}' } })

t.test('calls of earlier answers', async t => {
  let now = 0
  const told = new ToldCalls(() => now)
  told.remember([{ message: { tool_calls: [madeCall('c1'), madeCall('')] } }])
  const input = [{ type: 'function_call_output', call_id: 'c1', output: 'r' }]
  const asked = (body: JsonObject): unknown => chatRequest(body, groq, id => told.find(id))['messages']
  const made = { role: 'assistant', tool_calls: [{ ...madeCall('c1'), index: 0 }] }
  const result = { role: 'tool', content: 'r', tool_call_id: 'c1' }
  t.strictSame(asked({ input }), [made, result])
  const said = { type: 'function_call', call_id: 'c1', name: 'g', arguments: '{}' }
  t.match(asked({ input: [said, ...input] }), [{ tool_calls: [{ function: { name: 'g' } }] }, result])
  now = 600_000
  t.strictSame(asked({ input }), [result], 'ten minutes later it is forgotten')
  const tools = [{ type: 'function', name: 'h', parameters: {} }]
  const words = { type: 'message', role: 'assistant', content: 'b' }
  t.match(asked({ input: [words, ...input], tools, previous_response_id: 'resp_1' }), [
    { content: 'b', tool_calls: [{ id: 'c1', function: { name: 'h', arguments: '{}' } }] },
    result,
  ])
  t.strictSame(asked({ input: [{ role: 'user', content: 'q' }], previous_response_id: 'resp_1' }), [
    { role: 'user', content: 'q' },
  ])
  told.remember(Array.from({ length: 201 }, (_, at) => ({ message: { tool_calls: [madeCall(`d${at}`)] } })))
  t.equal(told.find('d0'), undefined, 'two hundred are kept')
  t.ok(told.find('d1'))
})

t.test('a search in the conversation', async t => {
  const search = { type: 'web_search_call', status: 'completed', id: 'ws_1', action: { query: 'q', type: 'search' } }
  const told = '{"id":"ws_1","action":{"type":"search","query":"q"},"status":"completed","type":"web_search_call"}'
  t.strictSame(chatRequest({ input: [search] }, groq)['messages'], [
    { role: 'assistant', content: `Hosted web search: ${told}` },
  ])
})
