/** Anthropic's own API for Claude at Vertex AI. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import {
  anthropicAnswer,
  anthropicError,
  answer,
  event,
  messageEnd,
  messageStart,
  stream,
  textBlock,
} from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'

const plain = { provider: anthropicAnswer() }
const own = { deployment: {} }
const named = (body: JsonObject): Row => [JSON.stringify(body), body, plain]
const scoped = { cache_control: { type: 'ephemeral', scope: 'global' } }
const tool = { name: 'f', input_schema: { type: 'object', properties: {} } }
const used = { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'f', input: {} }] }
const result = user([{ type: 'tool_result', tool_use_id: 't1', content: 'r', ...scoped }])
const aside = { role: 'system', content: 'Mind the gap.' }

const bodies: readonly JsonObject[] = [
  { system: 'Be brief.' },
  {
    system: [
      { type: 'text', text: 'A', ...scoped },
      { type: 'text', text: 'B' },
    ],
  },
  {
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: a' },
      { type: 'text', text: 'B' },
    ],
  },
  { system: 'x-anthropic-billing-header: a' },
  { messages: [aside, user('hi')] },
  { messages: [user('hi'), aside, user('go on')] },
  { messages: [user('hi'), used, aside, result], tools: [tool] },
  { messages: [user([{ type: 'text', text: 'hi', ...scoped }])] },
  { messages: [user([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }])] },
  { messages: [user([{ type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } }])] },
  { tools: [{ ...tool, ...scoped }], tool_choice: { type: 'any' } },
  { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  { tools: [{ type: 'tool_search_tool_regex_20251119', name: 't' }] },
  { tools: [{ type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 2 }] },
  { temperature: 0.3, top_p: 0.5, top_k: 4, stop_sequences: ['x'] },
  { metadata: { user_id: 'u' } },
  { foo: 1 },
  { speed: 'fast' },
  { safeguards: { a: 1 } },
  { compaction: { a: 1 } },
  { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }, { type: 'compact_20260112' }] } },
  { context_management: [{ type: 'compaction', compact_threshold: 1000 }] },
  { output_config: { effort: 'low' } },
  { output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object' } } } },
  { output_format: { type: 'json_schema', schema: { type: 'object' } } },
  { anthropic_version: 'mine', anthropic_beta: ['b'] },
  { extra_headers: { 'x-mine': '1', 'anthropic-beta': 'interleaved-thinking-2025-05-14' } },
]

const thinking: readonly JsonObject[] = [
  { thinking: { type: 'enabled', budget_tokens: 2000 }, max_tokens: 4000 },
  { thinking: { type: 'enabled', budget_tokens: 2000, block_binding: 'x' }, max_tokens: 4000 },
  { thinking: { type: 'adaptive' }, output_config: { effort: 'high' }, max_tokens: 9000 },
  { thinking: { type: 'disabled' } },
  { reasoning_effort: 'low', max_tokens: 9000 },
  { reasoning_effort: 'odd' },
  { output_config: { effort: 'medium' } },
  { temperature: 0.3 },
  { messages: [user('hi'), aside, { role: 'assistant', content: 'ok' }, user('go on')] },
]

const rows: readonly Row[] = [
  ['a question', {}, plain],
  ...bodies.map(named),
  [
    'betas of the client',
    {},
    { ...plain, headers: { 'anthropic-beta': 'context-1m-2025-08-07,nope,advanced-tool-use-2025-11-20' } },
  ],
  ['the client’s version', {}, { ...plain, headers: { 'anthropic-version': '2023-01-01' } }],
  [
    'headers of the deployment',
    {},
    { ...plain, deployment: { extra_headers: { 'x-deployed': '1', 'anthropic-beta': 'web-search-2025-03-05' } } },
  ],
  [
    'an answer with more',
    {},
    {
      provider: anthropicAnswer({
        extra: 1,
        content: [
          { type: 'text', text: 'y', citations: [{ type: 'char_location', cited_text: 'c' }] },
          { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} },
        ],
      }),
    },
  ],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
]

const streams: readonly Row[] = [
  [
    'a text',
    { stream: true },
    { provider: stream([messageStart(), ...textBlock(0, 'Hel', 'lo'), ...messageEnd('end_turn')]) },
  ],
  [
    'an error in the middle',
    { stream: true },
    {
      provider: stream([
        messageStart(),
        ...textBlock(0, 'Hel'),
        event({ type: 'error', error: { type: 'overloaded_error', message: 'O' } }),
      ]),
    },
  ],
  ['an end without the last event', { stream: true }, { provider: stream([messageStart(), ...textBlock(0, 'Hel')]) }],
  ['the simulator’s answer', { stream: true, messages: [user('[sim:thinking] hi')] }],
]

const statuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529]
const errors: readonly Row[] = [
  ...statuses.flatMap((status): Row[] => [
    [`Anthropic’s ${status}`, {}, { ...own, provider: anthropicError(status) }],
    [`Anthropic’s ${status}, streamed`, { stream: true }, { ...own, provider: anthropicError(status) }],
    [
      `Google’s ${status}`,
      {},
      { ...own, provider: answer({ error: { code: status, message: `said ${status}`, status: 'S' } }, status) },
    ],
  ]),
  ['too long a prompt', {}, { ...own, provider: anthropicError(400, 'prompt is too long: 5 > 4') }],
  [
    'an exhausted quota',
    {},
    { ...own, provider: answer({ error: { code: 400, message: 'Quota exceeded for x' } }, 400) },
  ],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
]

export const vertexMessagesCases: readonly ParityCase[] = [
  ...anthropicMessages('vertex messages', 'vertex-claude', rows),
  ...anthropicMessages('vertex messages/streams', 'vertex-claude', streams),
  ...anthropicMessages('vertex messages/errors', 'vertex-claude', errors),
  ...['vertex-claude', 'vertex-claude-opus-4-5', 'vertex-claude-4-6', 'vertex-claude-4-7', 'vertex-claude-5-5'].flatMap(
    model => anthropicMessages(`vertex messages/${model}`, model, thinking.map(named)),
  ),
]
