// A chat as a request to the Responses API.
import t from 'tap'
import { chatOverResponses } from '../../../../services/sdk/bridges/chat/over-responses.ts'
import { chatInput } from '../../../../services/sdk/bridges/chat/input.ts'
import type { PartRules } from '../../../../services/sdk/bridges/chat/parts.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from '../providers/fixtures.ts'

const rules: PartRules = { breakpoints: false, audio: true, drop: false }
const codex = target('openai', 'gpt-5.3-codex')
const user = (content: JsonObject['content']): JsonObject => ({ role: 'user', content })
const system = (content: JsonObject['content']): JsonObject => ({ role: 'system', content })
const item = (role: string, ...content: JsonObject[]): JsonObject => ({ type: 'message', role, content })
const said = (text: string): JsonObject => ({ type: 'input_text', text })
const told = (text: string): JsonObject => ({ type: 'output_text', text })
const called = (more: JsonObject): JsonObject => ({ role: 'assistant', tool_calls: [{ id: 'c1', ...more }] })
const mark = { prompt_cache_breakpoint: { mode: 'explicit' } }
const sound: JsonObject = { type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }

t.test('messages', async t => {
  const cases: {
    name: string
    messages: JsonObject[]
    want: JsonObject[]
    instructions?: string
    rules?: PartRules
  }[] = [
    {
      name: 'leading systems instruct',
      messages: [system('S'), system('T'), user('a')],
      want: [item('user', said('a'))],
      instructions: 'S T',
    },
    {
      name: 'later ones are said',
      messages: [user('a'), system('T')],
      want: [item('user', said('a')), item('system', said('T'))],
    },
    { name: 'nothing but instructions', messages: [system('S')], want: [item('system', said('S'))] },
    {
      name: 'a system in parts',
      messages: [system([{ type: 'text', text: 'S' }]), user('a')],
      want: [item('system', said('S')), item('user', said('a'))],
    },
    { name: 'an answer', messages: [{ role: 'assistant', content: 'x' }], want: [item('assistant', told('x'))] },
    {
      name: 'a call and its result',
      messages: [
        called({ type: 'function', function: { name: 'f', arguments: '{}' } }),
        { role: 'tool', tool_call_id: 'c1', content: 'r' },
      ],
      want: [
        { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: [said('r')] },
      ],
    },
    {
      name: 'a custom call and its result',
      messages: [
        called({ type: 'custom', custom: { name: 'g', input: 'x' } }),
        { role: 'tool', tool_call_id: 'c1', content: 'r' },
      ],
      want: [
        { type: 'custom_tool_call', call_id: 'c1', name: 'g', input: 'x' },
        { type: 'custom_tool_call_output', call_id: 'c1', output: 'r' },
      ],
    },
    {
      name: 'reasoning comes before what was said',
      messages: [
        { role: 'assistant', content: 'x', reasoning_items: [{ id: 'rs', type: 'reasoning', encrypted_content: 'e' }] },
      ],
      want: [{ type: 'reasoning', id: 'rs', summary: [], encrypted_content: 'e' }, item('assistant', told('x'))],
    },
    {
      name: 'thoughts of another API',
      messages: [
        { role: 'assistant', content: 'x', thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }] },
      ],
      want: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] }, item('assistant', told('x'))],
    },
    {
      name: 'images and files',
      messages: [
        user([
          { type: 'image_url', image_url: 'u' },
          { type: 'image_url', image_url: { url: 'v', detail: 'low' } },
          { type: 'file', file: { file_id: 'f', format: 'x' } },
        ]),
      ],
      want: [
        item(
          'user',
          { image_url: 'u', detail: 'auto', type: 'input_image' },
          { image_url: 'v', detail: 'low', type: 'input_image' },
          { type: 'input_file', file_id: 'f' },
        ),
      ],
    },
    {
      name: 'marks of caching are left out',
      messages: [user([{ type: 'text', text: 'a', ...mark }])],
      want: [item('user', said('a'))],
    },
    {
      name: 'or kept',
      messages: [user([{ type: 'text', text: 'a', ...mark }])],
      want: [item('user', { ...said('a'), ...mark })],
      rules: { ...rules, breakpoints: true },
    },
    {
      name: 'a sound that is left out hands its mark on',
      messages: [
        user([
          { type: 'text', text: 'a' },
          { ...sound, ...mark },
        ]),
      ],
      want: [item('user', { ...said('a'), ...mark })],
      rules: { breakpoints: true, audio: false, drop: true },
    },
    { name: 'a sound', messages: [user([sound])], want: [item('user', sound)] },
  ]
  for (const one of cases) {
    const { input, instructions } = chatInput(one.messages, one.rules ?? rules)
    t.strictSame({ input, instructions }, { input: one.want, instructions: one.instructions }, one.name)
  }
})

const sent = (chat: JsonObject, at = codex): JsonObject =>
  chatOverResponses.request({ messages: [user('a')], ...chat }, at).body

t.test('parameters', async t => {
  const cases: [string, JsonObject, JsonObject][] = [
    ['limits', { max_tokens: 100 }, { max_output_tokens: 100 }],
    ['the least', { max_completion_tokens: 1 }, { max_output_tokens: 16 }],
    ['an effort', { reasoning_effort: 'low' }, { reasoning: { effort: 'low' } }],
    [
      'a summary beside it',
      { reasoning_effort: 'low', reasoning_summary: 'auto' },
      { reasoning: { effort: 'low', summary: 'auto' } },
    ],
    [
      'a summary in it',
      { reasoning_effort: { effort: 'low', summary: 'auto' } },
      { reasoning: { effort: 'low', summary: 'auto' } },
    ],
    [
      'verbosity',
      { verbosity: 'low', response_format: { type: 'text' } },
      { text: { format: { type: 'text' }, verbosity: 'low' } },
    ],
    [
      'a schema',
      { response_format: { type: 'json_schema', json_schema: { schema: {} } } },
      { text: { format: { type: 'json_schema', name: 'response_schema', schema: {}, strict: false } } },
    ],
    [
      'a function',
      {
        tools: [{ type: 'function', function: { name: 'f' } }],
        tool_choice: { type: 'function', function: { name: 'f' } },
      },
      {
        tools: [{ name: 'f', parameters: null, strict: null, type: 'function', description: null }],
        tool_choice: { type: 'function', name: 'f' },
      },
    ],
    [
      'a grammar',
      {
        tools: [
          {
            type: 'custom',
            custom: { name: 'g', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'd' } } },
          },
        ],
      },
      { tools: [{ type: 'custom', name: 'g', format: { type: 'grammar', syntax: 'lark', definition: 'd' } }] },
    ],
    [
      'what the API has by itself',
      { include: ['x'], odd: 1, extra_body: { truncation: 'auto', odd: 1 } },
      { include: ['x'], truncation: 'auto' },
    ],
    ['a long name', { user: 'u'.repeat(65) }, { user: 'u'.repeat(64) }],
    [
      'obfuscation',
      { stream: true, stream_options: { include_usage: true, include_obfuscation: false } },
      { stream: true, stream_options: { include_obfuscation: false } },
    ],
  ]
  const input = [item('user', said('a'))]
  for (const [name, chat, want] of cases) {
    t.strictSame(sent(chat), { model: 'gpt-5.3-codex', input, stream: false, ...want }, name)
  }
})

t.test('a model that does not stream is asked for the whole', async t => {
  const { body, framing } = chatOverResponses.request(
    { messages: [user('a')], stream: true },
    target('openai', 'gpt-5-pro'),
  )
  t.equal(framing, 'whole')
  t.notOk('stream' in body)
})

t.test('the name of the model is what stands behind the API’s', async t => {
  t.equal(sent({}, target('openai', 'responses/mine'))['model'], 'mine')
})

t.test('what xAI searches by', async t => {
  const search = { web_search_options: { search_context_size: 'low', allowed_domains: ['a'] }, metadata: { a: 'b' } }
  t.strictSame(sent(search, target('xai', 'grok-4'))['tools'], [
    { type: 'web_search', filters: { allowed_domains: ['a'] } },
  ])
})

t.test('what cannot be asked', async t => {
  t.throws(
    () => sent({ messages: [called({ type: 'function' })] }),
    { message: /tool call not supported/ },
    'a call of nothing',
  )
  t.throws(
    () => sent({ messages: [user([{ type: 'image_url', image_url: {} }])] }),
    { message: /Invalid image URL/ },
    'an image without an address',
  )
  t.throws(() => sent({ stop: 'x' }), { message: /does not support parameters/ }, 'a parameter the model has not')
  t.doesNotThrow(() => sent({ stop: 'x', drop_params: true }), 'unless it is dropped')
})
