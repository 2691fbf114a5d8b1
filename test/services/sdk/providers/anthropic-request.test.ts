import t from 'tap'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const note = 'Operator note (not from the user): the following was originally a mid-conversation system-role reminder.'
const filler = '[System: Empty message content sanitised to satisfy protocol]'
const png = 'data:image/png;base64,iVBORw0KGgo='
const user = (content: string | JsonObject[] = 'hi'): JsonObject => ({ role: 'user', content })
const text = (value: string): JsonObject => ({ type: 'text', text: value })
const sent = (chat: JsonObject, model = 'claude-sonnet-4-5', more: Partial<Target> = {}) =>
  anthropicTranslator.request({ messages: [user()], ...chat }, target('anthropic', model, more))

const conversations: { name: string; model?: string; messages: JsonObject[]; want: JsonObject }[] = [
  { name: 'text', messages: [user()], want: { messages: [{ role: 'user', content: [text('hi')] }] } },
  {
    name: 'leading system and developer messages, empty text left out, cache marks kept',
    messages: [
      { role: 'system', content: 'S', cache_control: { type: 'ephemeral' } },
      { role: 'developer', content: [text('D'), text('')] },
      user(),
    ],
    want: { system: [{ ...text('S'), cache_control: { type: 'ephemeral' } }, text('D')] },
  },
  {
    name: 'a later system message becomes a marked user message',
    messages: [user('a'), { role: 'system', content: 'mid' }, { role: 'assistant', content: 'b' }, user('c')],
    want: {
      messages: [
        { role: 'user', content: [text('a'), text(note), text('mid')] },
        { role: 'assistant', content: [text('b')] },
        { role: 'user', content: [text('c')] },
      ],
    },
  },
  {
    name: 'a newer model takes it as a system turn, behind the user turn',
    model: 'claude-sonnet-5',
    messages: [user('a'), { role: 'assistant', content: 'b' }, { role: 'system', content: 'mid' }, user('c')],
    want: {
      messages: [
        { role: 'user', content: [text('a')] },
        { role: 'assistant', content: [text('b')] },
        { role: 'user', content: [text('c')] },
        { role: 'system', content: [text('mid')] },
      ],
    },
  },
  {
    name: 'a tool result stays first in its turn',
    messages: [
      user('a'),
      { role: 'assistant', content: null, tool_calls: [call('t1', '{}')] },
      { role: 'system', content: 'mid' },
      { role: 'tool', tool_call_id: 't1', content: 'r' },
    ],
    want: {
      messages: [
        { role: 'user', content: [text('a')] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'f', input: {} }] },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't1', content: 'r' }, text(note), text('mid')],
        },
      ],
    },
  },
  {
    name: 'consecutive messages merge, trailing space at the end goes',
    messages: [user('a'), user([text('b')]), { role: 'assistant', content: 'c' }, { role: 'assistant', content: 'd ' }],
    want: {
      messages: [
        { role: 'user', content: [text('a'), text('b')] },
        { role: 'assistant', content: [text('c'), text('d')] },
      ],
    },
  },
  {
    name: 'empty text gets a filler',
    messages: [user(''), { role: 'assistant', content: ' ' }, user([text('  ')])],
    want: {
      messages: [
        { role: 'user', content: [text(filler)] },
        { role: 'assistant', content: [text(filler)] },
        { role: 'user', content: [text(filler)] },
      ],
    },
  },
  {
    name: 'images, files and what has no block',
    messages: [
      user([
        { type: 'image_url', image_url: { url: png }, cache_control: { type: 'ephemeral' } },
        { type: 'image_url', image_url: 'https://host.test/x.png' },
        { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA' } },
        { type: 'file', file: { file_id: 'file_1' } },
        { type: 'input_audio', input_audio: { data: 'x', format: 'wav' } },
      ]),
    ],
    want: {
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
              cache_control: { type: 'ephemeral' },
            },
            { type: 'image', source: { type: 'url', url: 'https://host.test/x.png' } },
            { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } },
            { type: 'container_upload', file_id: 'file_1' },
          ],
        },
      ],
    },
  },
  {
    name: 'thinking first, unsigned thinking left out; tool results join the next user text',
    messages: [
      user('w'),
      {
        role: 'assistant',
        content: 'hm',
        thinking_blocks: [
          { type: 'thinking', thinking: 'abc', signature: 'sig' },
          { type: 'thinking', thinking: 'unsigned' },
          { type: 'redacted_thinking', data: 'xx' },
        ],
        tool_calls: [call('t.1', ''), call('t2', '{"a": [1')],
      },
      { role: 'tool', tool_call_id: 't.1', content: 'sun' },
      { role: 'tool', tool_call_id: 't2', content: [text('rain')] },
      user('and'),
    ],
    want: {
      messages: [
        { role: 'user', content: [text('w')] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'abc', signature: 'sig' },
            { type: 'redacted_thinking', data: 'xx' },
            text('hm'),
            { type: 'tool_use', id: 't_1', name: 'f', input: {} },
            { type: 'tool_use', id: 't2', name: 'f', input: { a: [1] } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't_1', content: 'sun' },
            { type: 'tool_result', tool_use_id: 't2', content: [text('rain')] },
            text('and'),
          ],
        },
      ],
    },
  },
]

function call(id: string, args: string): JsonObject {
  return { id, type: 'function', function: { name: 'f', arguments: args } }
}

t.test('conversations', async t => {
  for (const { name, model, messages, want } of conversations) {
    t.match(sent({ messages }, model).body, want, name)
  }
  const calls = sent({ messages: [user(), { role: 'assistant', content: 'x', tool_calls: [call('a', '{}')] }] })
  t.match(calls.body['tools'], [{ name: 'dummy_tool' }], 'tool calls without tools get a dummy tool')
})

const parameters: { name: string; chat: JsonObject; model?: string; want: JsonObject }[] = [
  { name: 'the model decides max_tokens', chat: {}, want: { max_tokens: 64_000 } },
  { name: 'newer models have more', chat: {}, model: 'claude-opus-4-6', want: { max_tokens: 128_000 } },
  { name: 'unknown ones little', chat: {}, model: 'claude-nope', want: { max_tokens: 4096 } },
  { name: 'completion tokens win', chat: { max_tokens: 5, max_completion_tokens: 9 }, want: { max_tokens: 9 } },
  { name: 'fractions are rounded', chat: { max_tokens: 5.6 }, want: { max_tokens: 6 } },
  { name: 'but not to zero', chat: { max_tokens: 0.2 }, want: { max_tokens: 1 } },
  { name: 'zero is sent', chat: { max_tokens: 0 }, want: { max_tokens: 0 } },
  { name: 'one stop sequence', chat: { stop: 'END' }, want: { stop_sequences: ['END'] } },
  { name: 'several, blank ones too', chat: { stop: ['a', ' '] }, want: { stop_sequences: ['a', ' '] } },
  { name: 'user', chat: { user: 'u-1' }, want: { metadata: { user_id: 'u-1' } } },
  {
    name: 'metadata.user_id wins over user',
    chat: { user: 'u-1', metadata: { user_id: 'm-1' } },
    want: { metadata: { user_id: 'm-1' } },
  },
  {
    name: 'sampling',
    chat: { temperature: 0.3, top_p: 0.5, top_k: 4 },
    want: { temperature: 0.3, top_p: 0.5, top_k: 4 },
  },
  { name: 'own parameters pass', chat: { foo: { a: 1 }, n: 1 }, want: { foo: { a: 1 } } },
  {
    name: 'a schema where the model has structured answers',
    chat: schemaChat({ type: 'object', properties: { a: { type: 'integer', minimum: 1, description: 'd' } } }),
    want: {
      output_format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          additionalProperties: false,
          properties: { a: { type: 'integer', description: 'd Note: minimum value: 1.' } },
        },
      },
    },
  },
  {
    name: 'a schema elsewhere is a tool the model must call',
    chat: schemaChat({ type: 'object', properties: {} }),
    model: 'claude-3-haiku-20240307',
    want: {
      tools: [{ name: 'json_tool_call', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'tool', name: 'json_tool_call' },
    },
  },
  {
    name: 'web search',
    chat: { web_search_options: { search_context_size: 'low' } },
    want: { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 1 }] },
  },
]

function schemaChat(schema: JsonObject): JsonObject {
  return { response_format: { type: 'json_schema', json_schema: { name: 'n', schema } } }
}

t.test('parameters', async t => {
  for (const { name, chat, model, want } of parameters) t.match(sent(chat, model).body, want, name)
  t.notOk('metadata' in sent({ user: 'a@b.co' }).body, 'an e-mail address is not sent as user')
  t.notOk('metadata' in sent({ user: '1234567' }).body, 'nor is a phone number')
  const control = sent({ timeout: 3, num_retries: 1, tags: ['x'], metadata: { a: 1 }, drop_params: true }).body
  t.strictSame(Object.keys(control).toSorted(), ['max_tokens', 'messages', 'model'], 'control keys are never sent')
  t.match(sent({}, 'claude-sonnet-4-5', { defaults: { temperature: 0.1 } }).body, { temperature: 0.1 })
})
