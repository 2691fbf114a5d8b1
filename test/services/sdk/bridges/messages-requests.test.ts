import t from 'tap'
import { chatRequest } from '../../../../services/sdk/bridges/messages/chat-request.ts'
import { repairedJson } from '../../../../services/sdk/bridges/messages/repaired-json.ts'
import { responsesBody } from '../../../../services/sdk/bridges/messages/responses-request.ts'
import { strictSchema } from '../../../../services/sdk/bridges/messages/strict-schema.ts'
import { longNames, shortName } from '../../../../services/sdk/bridges/messages/tool-names.ts'
import { signatureOf, toolUseId } from '../../../../services/sdk/providers/anthropic/tool-use-ids.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from '../providers/fixtures.ts'

const groq = target('groq', 'llama')
const gpt = target('openai', 'gpt-4o')
const gemini = target('gemini', 'gemini-2.5-flash')
const user = (content: JsonObject['content']): JsonObject => ({ role: 'user', content })
const assistant = (content: JsonObject['content']): JsonObject => ({ role: 'assistant', content })
const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const cached = { cache_control: { type: 'ephemeral' } }
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const url = 'data:image/png;base64,AAAA'
const use = { type: 'tool_use', id: 'a.b:1', name: 'f', input: { x: 1 } }
const result = (content: JsonObject['content']): JsonObject => ({ type: 'tool_result', tool_use_id: 'a.b:1', content })
const note = 'Operator note (not from the user): the following was originally a mid-conversation system-role reminder.'

const messagesOf = (messages: JsonObject[], at = groq, more: JsonObject = {}): unknown =>
  chatRequest({ messages, ...more }, at)['messages']

t.test('a conversation as a chat’s', async t => {
  const cases: { name: string; messages: JsonObject[]; want: unknown }[] = [
    { name: 'text', messages: [user('a')], want: [{ role: 'user', content: 'a' }] },
    {
      name: 'blocks lose their marks where nobody reads them',
      messages: [user([text('a', cached), image])],
      want: [{ role: 'user', content: [text('a'), { type: 'image_url', image_url: { url } }] }],
    },
    {
      name: 'results come before what the user says',
      messages: [user('q'), assistant([text('b'), use]), user([text('c'), result([text('r')])])],
      want: [
        { role: 'user', content: 'q' },
        {
          role: 'assistant',
          content: 'b',
          tool_calls: [{ id: 'a_b_1', type: 'function', function: { name: 'f', arguments: '{"x": 1}' } }],
        },
        { role: 'tool', tool_call_id: 'a_b_1', content: 'r' },
        { role: 'user', content: [text('c')] },
      ],
    },
    {
      name: 'thoughts',
      messages: [user('q'), assistant([{ type: 'thinking', thinking: 'h', signature: 's' }, text('b')])],
      want: [
        { role: 'user', content: 'q' },
        {
          role: 'assistant',
          content: 'b',
          thinking_blocks: [{ type: 'thinking', thinking: 'h', signature: 's' }],
          reasoning_content: 'h',
        },
      ],
    },
    {
      name: 'another provider’s sealed thoughts and empty blocks are left out',
      messages: [
        user([text(' '), text('q')]),
        assistant([{ type: 'redacted_thinking', data: 'litellm_encrypted_reasoning:x' }]),
        assistant([{ type: 'thinking', thinking: '' }]),
      ],
      want: [{ role: 'user', content: [text('q')] }],
    },
    {
      name: 'the operator’s word waits for the result',
      messages: [user('q'), assistant([use]), { role: 'system', content: 'S' }, user([result('r')])],
      want: [
        { role: 'user', content: 'q' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'a_b_1', type: 'function', function: { name: 'f', arguments: '{"x": 1}' } }],
        },
        { role: 'tool', tool_call_id: 'a_b_1', content: 'r' },
        { role: 'user', content: [text(note), text('S')] },
      ],
    },
  ]
  for (const { name, messages, want } of cases) t.strictSame(messagesOf(messages), want, name)
  t.match(messagesOf([user([text('a', cached)])], gemini), [{ content: [cached] }], 'Gemini reads marks of caching')
  t.strictSame(
    messagesOf([user('a')], groq, { system: [text('S', cached)] }),
    [
      { role: 'system', content: [text('S')] },
      { role: 'user', content: 'a' },
    ],
    'the system prompt is the first message',
  )
})

t.test('parameters in a chat’s words', async t => {
  const base = { messages: [user('a')], max_tokens: 9 }
  const tool = { name: 'f', description: 'd', input_schema: { type: 'object' }, ...cached }
  const called = { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' } } }
  const cases: { name: string; body: JsonObject; want: JsonObject }[] = [
    {
      name: 'a stream counts its tokens',
      body: { stream: true },
      want: { stream: true, stream_options: { include_usage: true } },
    },
    { name: 'stops', body: { stop_sequences: ['E'] }, want: { stop: ['E'] } },
    { name: 'a user', body: { metadata: { user_id: 'u' } }, want: { user: 'u' } },
    {
      name: 'a conversation of Claude Code',
      body: { metadata: { user_id: '{"session_id":"s"}' } },
      want: { user: '{"session_id":"s"}', prompt_cache_key: 's' },
    },
    {
      name: 'tools',
      body: { tools: [tool], tool_choice: { type: 'any' } },
      want: { tools: [called], tool_choice: 'required' },
    },
    {
      name: 'one tool',
      body: { tools: [tool], tool_choice: { type: 'tool', name: 'f' } },
      want: { tool_choice: { type: 'function', function: { name: 'f' } } },
    },
    {
      name: 'a search',
      body: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      want: { web_search_options: {} },
    },
    {
      name: 'a budget',
      body: { thinking: { type: 'enabled', budget_tokens: 3000 } },
      want: { reasoning_effort: 'medium' },
    },
    { name: 'no thoughts', body: { thinking: { type: 'disabled' } }, want: { reasoning_effort: 'none' } },
    {
      name: 'more effort than is known of the model',
      body: { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      want: { reasoning_effort: 'high' },
    },
    {
      name: 'a schema',
      body: { output_config: { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } } },
      want: { response_format: { type: 'json_schema', json_schema: { name: 'structured_output', strict: true } } },
    },
    { name: 'unknown keys stay', body: { foo: 1, top_k: 2 }, want: { foo: 1, top_k: 2, max_tokens: 9 } },
  ]
  for (const { name, body, want } of cases) t.match(chatRequest({ ...base, ...body }, groq), want, name)
  t.notMatch(chatRequest({ ...base, output_config: { effort: 'low' } }, groq), { output_config: {} }, 'Anthropic’s own')
  const claude = target('openrouter', 'anthropic/claude-sonnet-4.5')
  const thinking = { type: 'enabled', budget_tokens: 3000 }
  t.match(chatRequest({ ...base, thinking }, claude), { thinking }, 'a Claude elsewhere takes thinking as it is')
  t.throws(() => chatRequest({ messages: [] }, groq), { message: /messages is required/ }, 'nothing asked')
  t.throws(() => chatRequest({ ...base, tools: [{ type: 'advisor_20260301', name: 'advisor' }] }, groq), {
    message: /asks no other model/,
  })
  for (const server_url of ['litellm_proxy/mcp/x', 'https://e.com/mcp/x']) {
    t.throws(() => chatRequest({ ...base, tools: [{ type: 'mcp', server_url }] }, groq), { message: /server of tools/ })
  }
  t.throws(() => chatRequest({ ...base, tool_choice: { type: 'maybe' } }, groq), {
    message: /Incompatible tool choice/,
  })
})

t.test('a request for the Responses API', async t => {
  const cases: { name: string; body: JsonObject; want: JsonObject }[] = [
    {
      name: 'text',
      body: { messages: [user('a')], system: [text('S'), text('T')], max_tokens: 9 },
      want: {
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'a' }] }],
        instructions: 'S\nT',
        max_output_tokens: 9,
        include: ['reasoning.encrypted_content'],
      },
    },
    {
      name: 'calls, results and images',
      body: { messages: [assistant([use]), user([result([text('r'), image])])] },
      want: {
        input: [
          { type: 'function_call', call_id: 'a_b_1', name: 'f', arguments: '{"x": 1}' },
          {
            type: 'function_call_output',
            call_id: 'a_b_1',
            output: 'r\n[Tool returned an image - see the following user message]',
          },
          { role: 'user', content: [{ type: 'input_text' }, { type: 'input_image', image_url: url }] },
        ],
      },
    },
    {
      name: 'thoughts',
      body: {
        messages: [
          assistant([
            { type: 'thinking', thinking: 'a', signature: 'litellm_encrypted_reasoning:x' },
            { type: 'thinking', thinking: 'b' },
            { type: 'thinking', thinking: 'c', signature: '' },
          ]),
        ],
      },
      want: {
        input: [
          { type: 'reasoning', summary: [{ text: 'a' }], encrypted_content: 'x' },
          { type: 'reasoning', summary: [{ text: 'b' }, { text: 'c' }] },
        ],
      },
    },
    {
      name: 'tools are not strict unless they say so',
      body: {
        messages: [user('a')],
        tools: [{ name: 'f', input_schema: { type: 'object' } }],
        tool_choice: { type: 'any' },
      },
      want: { tools: [{ type: 'function', name: 'f', strict: false }], tool_choice: 'required' },
    },
    {
      name: 'thinking and a user whose name is long',
      body: {
        messages: [user('a')],
        thinking: { type: 'enabled', budget_tokens: 5000, summary: 'auto' },
        metadata: { user_id: 'u'.repeat(70) },
      },
      want: { reasoning: { effort: 'high', summary: 'auto' }, user: 'u'.repeat(64) },
    },
    {
      name: 'compaction',
      body: {
        messages: [user('a')],
        context_management: { edits: [{ type: 'compact_20260112', trigger: { type: 'input_tokens', value: 5 } }] },
      },
      want: { context_management: [{ type: 'compaction', compact_threshold: 5 }] },
    },
  ]
  for (const { name, body, want } of cases) t.match(responsesBody(body, gpt), want, name)
  t.notOk('stop_sequences' in responsesBody({ messages: [user('a')], stop_sequences: ['E'] }, gpt))
})

t.test('names, ids and JSON that was cut', async t => {
  const long = 'n'.repeat(80)
  t.equal(shortName(long).length, 64)
  t.equal(longNames([{ name: long }]).get(shortName(long)), long)
  t.not(shortName(`${long}a`), shortName(`${long}b`), 'told apart by what was cut off')
  t.equal(toolUseId('call_1__thought__abc'), 'call_1')
  t.equal(signatureOf('call_1__thought__abc'), 'abc')
  t.equal(toolUseId(''), 'tool_use_id')
  t.strictSame(repairedJson('{"a": [1, {"b": "}"'), { a: [1, { b: '}' }] })
  t.equal(repairedJson('"a'), undefined)
  const open = { type: 'object', properties: { a: { anyOf: [{ type: 'object', properties: { b: {} } }] } } }
  t.match(strictSchema(open), {
    additionalProperties: false,
    required: ['a'],
    properties: { a: { anyOf: [{ additionalProperties: false, required: ['b'] }] } },
  })
})
