import t from 'tap'
import { mapFinishReason } from '../../../../services/sdk/providers/anthropic/map-finish-reason.ts'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import type { Json, JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }
const model = target('anthropic', 'claude-sonnet-4-5')
const usage = { input_tokens: 10, output_tokens: 5 }
const schema = { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } }
const haiku = target('anthropic', 'claude-3-haiku-20240307')

const answer = (content: JsonObject[], more: JsonObject = {}, request: JsonObject = chat, at = model): JsonObject =>
  anthropicTranslator.response({ content, stop_reason: 'end_turn', usage, ...more }, request, at, context).body

t.test('finish reasons', async t => {
  const table: [Json, string][] = [
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['compaction', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
    ['pause_turn', 'stop'],
    ['never heard of', 'stop'],
    [null, 'stop'],
  ]
  for (const [reason, want] of table) t.equal(mapFinishReason(reason), want, JSON.stringify(reason))
})

t.test('a text answer, whole', async t => {
  t.strictSame(answer([{ type: 'text', text: 'Hello' }]), {
    id: 'chatcmpl-test',
    created: 1_700_000_000,
    model: 'my-group',
    object: 'chat.completion',
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        message: {
          content: 'Hello',
          role: 'assistant',
          provider_specific_fields: { citations: null, thinking_blocks: null },
        },
      },
    ],
    usage: {
      completion_tokens: 5,
      prompt_tokens: 10,
      total_tokens: 15,
      completion_tokens_details: { reasoning_tokens: 0, text_tokens: 5 },
      prompt_tokens_details: { cache_write_tokens: 0, cached_tokens: 0, text_tokens: 10, cache_creation_tokens: 0 },
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  })
})

const messages: { name: string; content: JsonObject[]; request?: JsonObject; want: JsonObject }[] = [
  { name: 'empty text is null', content: [{ type: 'text', text: '' }], want: { content: null } },
  {
    name: 'arguments as Python writes them, indexed by their block',
    content: [
      { type: 'text', text: 'ok' },
      { type: 'tool_use', id: 'tu', name: 'f', input: { city: 'Zürich', l: [1, { a: null }], t: true } },
    ],
    want: {
      content: 'ok',
      tool_calls: [
        {
          index: 1,
          id: 'tu',
          type: 'function',
          function: { name: 'f', arguments: '{"city": "Z\\u00fcrich", "l": [1, {"a": null}], "t": true}' },
        },
      ],
    },
  },
  {
    name: 'thinking',
    content: [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'redacted_thinking', data: 'd' },
      { type: 'text', text: 'yes' },
    ],
    want: {
      content: 'yes',
      reasoning_content: 'hm',
      thinking_blocks: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'redacted_thinking', data: 'd' },
      ],
    },
  },
  {
    name: 'citations with the text they support',
    content: [{ type: 'text', text: 'b', citations: [{ type: 'char_location', cited_text: 'x' }] }],
    want: {
      provider_specific_fields: { citations: [[{ type: 'char_location', cited_text: 'x', supported_text: 'b' }]] },
    },
  },
  {
    name: 'a web search',
    content: [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: [{ type: 'web_search_result', url: 'https://x.test' }],
      },
    ],
    want: {
      provider_specific_fields: {
        web_search_calls: [{ action: { queries: ['q'], sources: [{ url: 'https://x.test' }] }, status: 'completed' }],
      },
    },
  },
  {
    name: 'the text the client began with',
    content: [{ type: 'text', text: 'lo' }],
    request: { messages: [{ role: 'assistant', content: 'Hel', prefix: true }] },
    want: { content: 'Hello' },
  },
]

t.test('messages', async t => {
  for (const { name, content, request, want } of messages) {
    t.match(answer(content, {}, request), { choices: [{ message: want }] }, name)
  }
  const json = { type: 'tool_use', id: 't', name: 'json_tool_call', input: { values: [1] } }
  const asked = { ...chat, response_format: schema }
  t.match(
    answer([json], { stop_reason: 'tool_use' }, asked, haiku),
    { choices: [{ finish_reason: 'stop', message: { content: '[1]', tool_calls: undefined } }] },
    'the json tool becomes content',
  )
  t.match(
    answer([json, { type: 'tool_use', id: 'u', name: 'f', input: {} }], { stop_reason: 'tool_use' }, asked, haiku),
    { choices: [{ finish_reason: 'tool_calls', message: { content: '[1]', tool_calls: [{ id: 'u' }] } }] },
    'beside other tools too',
  )
  t.throws(() => answer([], { error: { type: 'x' } }), {
    message: "litellm.APIConnectionError: AnthropicException - {'type': 'x'}",
  })
})

t.test('usage', async t => {
  const counted = anthropicTranslator.response(
    {
      content: [{ type: 'thinking', thinking: 'let me think', signature: 's' }],
      usage: { ...usage, cache_creation_input_tokens: 3, cache_read_input_tokens: 4, service_tier: 'standard' },
    },
    chat,
    model,
    context,
  )
  t.match(counted.usage, { input: 10, output: 5, cacheRead: 4, cacheWrite: 3 })
  t.match(counted.body['usage'], {
    prompt_tokens: 17,
    total_tokens: 22,
    completion_tokens_details: { reasoning_tokens: 3, text_tokens: 2 },
    prompt_tokens_details: { cache_write_tokens: 3, cached_tokens: 4, text_tokens: 10 },
    service_tier: 'standard',
  })
})
