/** Anthropic's own API for Claude at Amazon Bedrock. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chunkText, encoded } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import { answer } from '../answers.ts'
import { anthropicMessages, user, type Row } from '../case.ts'
import { awsException, awsStream } from '../aws-answers.ts'
import { chunks, end, own, start, words } from './bedrock-claude.ts'

const weather: JsonObject = {
  name: 'get_weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
}
const cached = (ttl: string): JsonObject => ({
  type: 'text',
  text: 'x',
  cache_control: { type: 'ephemeral', ttl, scope: 'global' },
})

const messages: readonly Row[] = [
  ['a question', {}],
  ['a question, streamed', { stream: true, messages: [user('[sim:slow:5] hi')] }],
  ['the simulator’s tool, streamed', { messages: [user('[sim:tool] [sim:slow:5]')], tools: [weather], stream: true }],
  [
    'the simulator’s thinking, streamed',
    {
      messages: [user('[sim:thinking] [sim:slow:5]')],
      stream: true,
      max_tokens: 5000,
      thinking: { type: 'enabled', budget_tokens: 2000 },
    },
  ],
  [
    'system and later system messages',
    {
      system: 'S',
      messages: [
        { role: 'system', content: 'T' },
        user('a'),
        { role: 'system', content: 'U' },
        { role: 'assistant', content: 'b' },
        user('c'),
      ],
    },
  ],
  [
    'a billing header',
    {
      system: [
        { type: 'text', text: 'x-anthropic-billing-header: a' },
        { type: 'text', text: 'S' },
      ],
    },
  ],
  [
    'cache marks',
    {
      system: [cached('1h')],
      messages: [user([cached('5m')])],
      tools: [{ ...weather, cache_control: { type: 'ephemeral', ttl: '2h' } }],
    },
  ],
  [
    'everything Bedrock takes',
    {
      system: 'S',
      stop_sequences: ['x'],
      temperature: 0.5,
      top_k: 3,
      tools: [weather],
      tool_choice: { type: 'any' },
      metadata: { user_id: 'u' },
    },
  ],
  [
    'what Bedrock does not take',
    {
      speed: 'fast',
      drop_params: true,
      mcp_servers: [],
      container: 'c',
      inference_geo: 'us',
      service_tier: 'auto',
      foo: 1,
    },
  ],
  [
    'tools of Claude Code',
    {
      tools: [
        { ...weather, custom: { defer_loading: true }, input_schema: { type: 'custom' } },
        { input_schema: { type: 'object' } },
        { ...weather, eager_input_streaming: true },
      ],
    },
  ],
  ['a web search', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
  ['a tool search', { tools: [{ type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' }, weather] }],
  [
    'a computer',
    { tools: [{ type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1 }] },
  ],
  ['structured output', { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }],
  ['structured output of old', { output_format: { type: 'json_schema', schema: { type: 'object' } } }],
  ['an effort', { output_config: { effort: 'low' } }],
  ['reasoning_effort', { reasoning_effort: 'low', max_tokens: 5000 }],
  [
    'context edits',
    {
      context_management: { edits: [{ type: 'clear_tool_uses_20250919' }, { type: 'clear_thinking_20251015' }] },
      max_tokens: 5000,
    },
  ],
  ['thoughts to clear', { context_management: { edits: [{ type: 'clear_thinking_20251015' }] }, max_tokens: 5000 }],
  [
    'betas',
    {},
    {
      headers: {
        'anthropic-beta': 'context-1m-2025-08-07,claude-code-20250219,interleaved-thinking-2025-05-14',
        'anthropic-version': '2023-06-01',
      },
    },
  ],
  ['headers', {}, { headers: { 'x-custom': 'a' } }],
  ['a version of its own', { anthropic_version: 'bedrock-2024-01-01' }],
  ['a stream with counts at its end', { stream: true }, { provider: chunks(start, ...words, ...end) }],
  [
    'a stream with a cache',
    { stream: true },
    {
      provider: chunks(start, ...words, end[0] ?? {}, {
        type: 'message_stop',
        'amazon-bedrock-invocationMetrics': {
          inputTokenCount: 10,
          outputTokenCount: 7,
          cacheReadInputTokenCount: 3,
          cacheWriteInputTokenCount: 4,
        },
      }),
    },
  ],
  [
    'an exception in the middle',
    { stream: true },
    {
      ...own,
      provider: awsStream([
        ...[start, ...words.slice(0, 2)].flatMap(event => [encoded(chunkText(event)), 25]),
        awsException('throttlingException', 'said'),
      ]),
    },
  ],
  [
    'an exception at once',
    { stream: true },
    { ...own, provider: awsStream([awsException('validationException', 'said')]) },
  ],
  ['an end without message_stop', { stream: true }, { ...own, provider: chunks(start, ...words) }],
  ...[400, 401, 403, 404, 408, 413, 424, 429, 500, 503].map((status): Row => [
    `status ${status}`,
    {},
    { ...own, provider: answer({ message: `said ${status}` }, status) },
  ]),
  ...[400, 429, 500].map((status): Row => [
    `status ${status}, streamed`,
    { stream: true },
    { ...own, provider: answer({ message: `said ${status}` }, status) },
  ]),
  ['no JSON', {}, { ...own, provider: answer('<html>') }],
]

/** The same words for models that take them differently. */
const messagesByModel: readonly Row[] = [
  ['an effort', { output_config: { effort: 'xhigh' } }],
  ['structured output', { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }],
  ['a budget', { thinking: { type: 'enabled', budget_tokens: 3000 }, max_tokens: 5000 }],
  ['thoughts to clear', { context_management: { edits: [{ type: 'clear_thinking_20251015' }] }, max_tokens: 5000 }],
  [
    'a later system message',
    { messages: [user('a'), { role: 'system', content: 'U' }, { role: 'assistant', content: 'b' }, user('c')] },
  ],
  ['cache marks', { system: [cached('1h')] }],
]

export const bedrockMessageCases = [
  ...anthropicMessages('bedrock messages', 'bedrock', messages),
  ...['bedrock-3-5', 'bedrock-opus-4-6', 'bedrock-opus-4-7', 'bedrock-invoke'].flatMap(model =>
    anthropicMessages(`bedrock messages/${model}`, model, messagesByModel),
  ),
]
