/** Anthropic's own API, for models at Anthropic. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import {
  answer,
  anthropicAnswer,
  anthropicError,
  block,
  event,
  messageEnd,
  messageStart,
  stream,
  textBlock,
} from '../answers.ts'
import { anthropicMessages, user, type Row } from '../case.ts'

const own = { deployment: {} }
const streams = (name: string, events: readonly string[]): Row => [name, { stream: true }, { provider: stream(events) }]
const begun = [messageStart(), ...textBlock(0, 'a')]
const failure = event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
export const tool = {
  name: 'get_weather',
  description: 'w',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
}
const thinkers = [
  'claude',
  'claude-3',
  'claude-opus-4-5',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-sonnet-5-5',
  'claude-unknown',
]
/** Every form of thinking, with room for it. */
export const thoughts: readonly Row[] = [
  ['adaptive', { thinking: { type: 'adaptive' } }],
  ['adaptive with few tokens', { thinking: { type: 'adaptive' }, max_tokens: 1500 }],
  ['a budget', { thinking: { type: 'enabled', budget_tokens: 3000, display: 'omitted' } }],
  ['disabled', { thinking: { type: 'disabled' } }],
  ['effort', { output_config: { effort: 'low' } }],
  [
    'adaptive with the highest effort',
    { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' }, temperature: 1 },
  ],
  [
    'effort and a schema',
    { output_config: { effort: 'medium', format: { type: 'json_schema', schema: { type: 'object' } } } },
  ],
  ['reasoning_effort', { reasoning_effort: 'high' }],
  ['reasoning_effort none', { reasoning_effort: 'none', thinking: { type: 'adaptive' } }],
  ['reasoning_effort unknown', { reasoning_effort: 'weird' }],
  [
    'a budget and a temperature',
    { thinking: { type: 'enabled', budget_tokens: 1024 }, temperature: 0, drop_params: true },
  ],
  ['sampling', { temperature: 0.5, top_p: 0.5 }],
].map(([name, body]): Row => [name as string, { max_tokens: 6000, ...(body as JsonObject) }])
const statuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529]

/** How Anthropic fails. */
export const failures: readonly Row[] = [
  ...statuses.map((status): Row => [`${status}`, {}, { ...own, provider: anthropicError(status) }]),
  ...[400, 429, 500, 529].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: anthropicError(status) },
  ]),
  ['too long a prompt', {}, { ...own, provider: anthropicError(400, 'prompt is too long: 5 > 4') }],
  ['a page', {}, { ...own, provider: answer('<html>no</html>', 403, { 'content-type': 'text/html' }) }],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
]

/** Requests of every kind. */
export const rows: readonly Row[] = [
  ['a question', {}],
  ['an alias', { model: 'nickname' }],
  ['to the simulator', { messages: [user('What is new?')] }],
  [
    'system, tools, thinking, metadata',
    {
      system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
      tools: [tool, { type: 'web_search_20250305', name: 'web_search' }],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      thinking: { type: 'enabled', budget_tokens: 1024 },
      max_tokens: 2048,
      metadata: { user_id: 'u-1' },
      stop_sequences: ['END'],
      temperature: 1,
    },
  ],
  [
    'every parameter Anthropic has',
    {
      compaction: { a: 1 },
      safeguards: [{}],
      cache_control: { type: 'ephemeral' },
      inference_geo: 'us',
      mcp_servers: [],
      context_management: { edits: [] },
      container: { id: 'c' },
    },
  ],
  ['output_config', { output_config: { effort: 'low' } }],
  ['output_format', { output_format: { type: 'json_schema', schema: { type: 'object' } } }],
  ['reasoning_effort', { reasoning_effort: 'low' }],
  ['speed', { speed: 'fast' }],
  ['speed, dropped', { speed: 'fast', drop_params: true }],
  [
    'compaction that comes back',
    {
      messages: [
        user('a'),
        { role: 'assistant', content: [{ type: 'compaction', content: 'c', signature: 's' }] },
        user('b'),
      ],
    },
  ],
  ['context management of OpenAI', { context_management: [{ type: 'compaction', compact_threshold: 1000 }] }],
  [
    'clearing of tools',
    { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }, { type: 'compact_20260112' }] } },
  ],
  ['tool search', { tools: [tool, { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' }] }],
  ['system in mid-conversation', { messages: [user('a'), { role: 'system', content: 'S' }, user('b')] }],
  ['a made-up failure', { mock_testing_rate_limit_error: true, mock_timeout: true }],
  ['x-api-key', {}, { headers: { authorization: null, 'x-api-key': 'KEY' } }],
  ['stream false', { stream: false }],
  [
    'what only steers LiteLLM',
    { timeout: 30, num_retries: 0, tags: ['x'], drop_params: true, litellm_metadata: { a: 1 }, user: 'u' },
  ],
  ['extra_headers', { extra_headers: { 'x-extra': '1' } }],
  [
    'configured defaults',
    {},
    {
      deployment: {
        temperature: 0.4,
        max_tokens: 77,
        drop_params: true,
        additional_drop_params: ['top_p'],
        extra_headers: { 'x-from-config': 'yes' },
      },
    },
  ],
  [
    'configured and said',
    { temperature: 0.1, top_p: 0.2 },
    { deployment: { temperature: 0.4, additional_drop_params: ['top_p'] } },
  ],
  ['configured unknown keys', {}, { deployment: { something_else: 1, extra_body: { a: 1 } } }],
  ['sampling', { temperature: 0.3, top_p: 0.4, top_k: 5, service_tier: 'auto' }],
  ['unknown keys', { foo: 1, bar: null, seed: 4 }],
  [
    'blocks as they are',
    {
      messages: [
        user([
          { type: 'text', text: 'x' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } },
        ]),
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 't', signature: 's' },
            { type: 'tool_use', id: 'tu', name: 'get_weather', input: { city: 'B' } },
          ],
        },
        user([{ type: 'tool_result', tool_use_id: 'tu', content: 'sun' }]),
      ],
      tools: [tool],
    },
  ],
  [
    'betas and versions',
    {},
    { headers: { 'anthropic-beta': 'zeta-2030-01-01,context-1m-2025-08-07', 'anthropic-version': '2024-01-01' } },
  ],
  ['with ?beta=true', {}, { path: '/v1/messages?beta=true' }],
  ['x-headers pass', {}, { headers: { 'x-foo': 'bar', cookie: 'a=b' } }],
  ['no messages', { messages: null }],
  ['no max_tokens', { max_tokens: null }],
  ['an unknown model', { model: 'nope' }],
  ['no model', { model: null }],
  [
    'an answer with everything',
    {},
    {
      provider: anthropicAnswer({
        surprise: 1,
        content: [{ type: 'text', text: 'x', citations: [] }],
        container: { id: 'c' },
      }),
    },
  ],
  ['a tool call', { tools: [tool], messages: [user('[sim:tool]')] }],
  ['the simulator thinks', { messages: [user('[sim:thinking]')] }],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
  ['an empty body', {}, { ...own, provider: answer('') }],
]

/** What comes in pieces, and how it may end. */
export const streamed: readonly Row[] = [
  streams('text', [messageStart(), event({ type: 'ping' }), ...textBlock(0, 'Hel', 'lo ü'), ...messageEnd('end_turn')]),
  streams('a tool', [
    messageStart(),
    ...block(0, { type: 'tool_use', id: 'tu1', name: 'get_weather', input: {} }, [
      { type: 'input_json_delta', partial_json: '{}' },
    ]),
    ...messageEnd('tool_use'),
  ]),
  streams('unknown events', [
    messageStart(),
    event({ type: 'mystery', x: 1 }),
    ...textBlock(0, 'a'),
    ...messageEnd('end_turn'),
  ]),
  streams('an error in the middle', [...begun, failure]),
  streams('an error at once', [failure]),
  ['a cut', { stream: true, messages: [user('[sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
  streams('an end without the last event', begun),
  ['the simulator’s text', { stream: true, messages: [user('Hello')] }],
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [tool], messages: [user('[sim:thinking] [sim:tool]')] },
  ],
]

export const messagesApiCases = [
  ...anthropicMessages('messages api', 'claude', rows),
  ...thinkers.flatMap(model => anthropicMessages(`messages api/${model}`, model, thoughts)),
  ...anthropicMessages('messages api/errors', 'claude', failures),
  ...anthropicMessages('messages api/streams', 'claude', streamed),
]
