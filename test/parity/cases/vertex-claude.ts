/** Claude at Vertex AI: requests, answers and streams of chat completions. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer, answer, args, block, event, messageEnd, messageStart, stream, textBlock } from '../answers.ts'
import { chats, clockTool, type ParityCase, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const plain = { provider: anthropicAnswer() }
const named = (body: JsonObject): Row => [JSON.stringify(body), body, plain]
const ephemeral = { cache_control: { type: 'ephemeral' } }
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: {
    name: 'city',
    schema: {
      type: 'object',
      properties: { name: { type: 'string' }, size: { type: 'integer', minimum: 1 } },
      required: ['name'],
    },
  },
}
const called = { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Rome"}')] }
const result = { role: 'tool', tool_call_id: 't1', content: 'sunny' }

const conversations: readonly Row[] = [
  ['a question', {}, plain],
  [
    'parts',
    {
      messages: [
        user([
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two', ...ephemeral },
        ]),
      ],
    },
    plain,
  ],
  ['a system prompt', { messages: [{ role: 'system', content: 'Be brief.' }, user('hi')] }, plain],
  [
    'system parts, one of them marked',
    {
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'A', ...ephemeral },
            { type: 'text', text: 'B' },
          ],
        },
        user('hi'),
      ],
    },
    plain,
  ],
  [
    'Claude Code’s billing block',
    {
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'x-anthropic-billing-header: cc_version=2; cch=1' },
            { type: 'text', text: 'B' },
          ],
        },
        user('hi'),
      ],
    },
    plain,
  ],
  ['a billing text', { messages: [{ role: 'system', content: 'x-anthropic-billing-header: a' }, user('hi')] }, plain],
  ['a developer', { messages: [{ role: 'developer', content: 'Be brief.' }, user('hi')] }, plain],
  [
    'a later system message',
    { messages: [user('hi'), { role: 'system', content: 'Now in French.' }, user('go on')] },
    plain,
  ],
  ['nothing but a system prompt', { messages: [{ role: 'system', content: 'Be brief.' }] }, plain],
  ['an empty text', { messages: [user('')] }, plain],
  ['a prefill', { messages: [user('hi'), { role: 'assistant', content: 'Well, ' }] }, plain],
  [
    'an image',
    {
      messages: [
        user([
          { type: 'text', text: 'what?' },
          { type: 'image_url', image_url: { url: png } },
        ]),
      ],
    },
    plain,
  ],
  [
    'an image from an address that is not allowed',
    { messages: [user([{ type: 'image_url', image_url: { url: 'http://images.invalid/a.png' } }])] },
    plain,
  ],
  [
    'a document',
    {
      messages: [
        user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'a.pdf' } }]),
      ],
    },
    plain,
  ],
  ['tools', { tools: [weatherTool, clockTool] }, plain],
  ...(['auto', 'required', 'none', { type: 'function', function: { name: 'get_weather' } }] as const).map(
    (tool_choice): Row => [`tool choice ${JSON.stringify(tool_choice)}`, { tools: [weatherTool], tool_choice }, plain],
  ),
  ['one call at a time', { tools: [weatherTool], parallel_tool_calls: false }, plain],
  ['a tool result', { messages: [user('hi'), called, result], tools: [weatherTool] }, plain],
  ['a tool result without tools', { messages: [user('hi'), called, result] }, plain],
  [
    'a tool result with an image',
    {
      messages: [
        user('hi'),
        called,
        {
          role: 'tool',
          tool_call_id: 't1',
          content: [
            { type: 'text', text: 'r' },
            { type: 'image_url', image_url: { url: png } },
          ],
        },
      ],
      tools: [weatherTool],
    },
    plain,
  ],
  [
    'arguments that are no JSON',
    { messages: [user('hi'), { ...called, tool_calls: [toolCall('t1', '{"city":')] }, result], tools: [weatherTool] },
    plain,
  ],
  ['a marked tool', { tools: [{ ...weatherTool, ...ephemeral }] }, plain],
  [
    'thoughts given back',
    {
      messages: [
        user('hi'),
        {
          role: 'assistant',
          content: 'So.',
          thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }],
        },
        user('go on'),
      ],
    },
    plain,
  ],
]

const parameters: readonly Row[] = [
  ...[
    { stop: 'x' },
    { stop: ['x', 'y'] },
    { max_tokens: 9 },
    { max_completion_tokens: 9 },
    { temperature: 0.3 },
    { top_p: 0.5 },
    { top_k: 5 },
    { user: 'u-1' },
    { metadata: { user_id: 'u-2', other: 'x' } },
    { n: 2 },
    { seed: 1 },
    { logprobs: true },
    { frequency_penalty: 0.1, drop_params: true },
    { foo: 1 },
    { foo: 1, additional_drop_params: ['foo'] },
    { extra_body: { bar: 2 } },
    { speed: 'fast' },
    { speed: 'fast', drop_params: true },
    { service_tier: 'auto' },
    { web_search_options: { search_context_size: 'low' } },
    { output_config: { effort: 'low' } },
    { anthropic_version: 'mine' },
    { anthropic_beta: ['context-1m-2025-08-07'] },
    { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } },
    { context_management: { edits: [{ type: 'compact_20260112' }] } },
    { context_management: [{ type: 'compaction', compact_threshold: 1000 }] },
    { mcp_servers: [{ type: 'url', url: 'https://mcp.invalid', name: 'm' }] },
    { response_format: { type: 'json_object' } },
    { response_format: { type: 'text' } },
  ].map(named),
  ['a schema', { response_format: schema }, plain],
  ['a schema beside tools', { response_format: schema, tools: [weatherTool] }, plain],
  ...[
    { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
    {
      type: 'computer_20250124',
      function: { name: 'computer', parameters: { display_width_px: 10, display_height_px: 20 } },
    },
    {
      type: 'computer_20241022',
      function: { name: 'computer', parameters: { display_width_px: 10, display_height_px: 20 } },
    },
    { type: 'bash_20250124', name: 'bash' },
    { type: 'text_editor_20250124', name: 'str_replace_editor' },
    { type: 'code_execution_20250825', name: 'code_execution' },
    { type: 'memory_20250818', name: 'memory' },
    { type: 'web_fetch_20250910', name: 'web_fetch' },
    { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
    { type: 'mcp', server_url: 'https://mcp.invalid', server_label: 'm' },
  ].map((tool): Row => [`the tool ${tool.type}`, { tools: [tool] }, plain]),
  [
    'a beta of the client',
    {},
    { ...plain, headers: { 'anthropic-beta': 'context-1m-2025-08-07,files-api-2025-04-14,nope' } },
  ],
  [
    'a beta of the client beside one of the body',
    { tools: [{ type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' }] },
    { ...plain, headers: { 'anthropic-beta': 'context-1m-2025-08-07' } },
  ],
  [
    'a beta in extra_headers',
    { extra_headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14', 'x-mine': '1' } },
    plain,
  ],
  [
    'headers of the deployment',
    {},
    { ...plain, deployment: { extra_headers: { 'x-deployed': '1', 'anthropic-beta': 'web-search-2025-03-05' } } },
  ],
]

const thinking: readonly JsonObject[] = [
  { reasoning_effort: 'minimal' },
  { reasoning_effort: 'low' },
  { reasoning_effort: 'high' },
  { reasoning_effort: 'xhigh' },
  { reasoning_effort: 'none' },
  { reasoning_effort: 'odd' },
  { thinking: { type: 'enabled', budget_tokens: 3000 } },
  { thinking: { type: 'enabled', budget_tokens: 9000 }, max_tokens: 10_000 },
  { thinking: { type: 'adaptive' } },
  { thinking: { type: 'disabled' } },
  { thinking: { type: 'enabled', budget_tokens: 3000 }, response_format: schema },
  { reasoning_effort: 'low', response_format: schema },
  { output_config: { effort: 'medium' } },
  { output_config: { effort: 'max' } },
  { temperature: 0.2 },
  { temperature: 0.2, response_format: schema },
  { temperature: 0.2, drop_params: true },
  { top_k: 3, response_format: schema },
  { tools: [weatherTool], tool_choice: 'required' },
  { response_format: { type: 'json_object' } },
  { response_format: schema, max_tokens: 100 },
]

const all = anthropicAnswer({
  content: [
    { type: 'thinking', thinking: 'hm', signature: 'sig' },
    { type: 'redacted_thinking', data: 'xx' },
    { type: 'text', text: 'Hello', citations: [{ type: 'char_location', cited_text: 'c' }] },
    { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Rome' } },
  ],
  stop_reason: 'tool_use',
  usage: {
    input_tokens: 10,
    output_tokens: 5,
    cache_creation_input_tokens: 3,
    cache_read_input_tokens: 4,
    cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 2 },
  },
})

const answers: readonly Row[] = [
  ['everything', { tools: [weatherTool] }, { provider: all }],
  ...['max_tokens', 'stop_sequence', 'refusal', 'pause_turn', 'model_context_window_exceeded'].map(
    (stop_reason): Row => [`ended by ${stop_reason}`, {}, { provider: anthropicAnswer({ stop_reason }) }],
  ),
  [
    'the schema’s tool',
    { response_format: schema },
    {
      provider: anthropicAnswer({
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'json_tool_call', input: { name: 'Rome' } }],
        stop_reason: 'tool_use',
      }),
    },
  ],
  ['no content', {}, { provider: anthropicAnswer({ content: [] }) }],
  ['an error after all', {}, { provider: answer({ type: 'error', error: { type: 'x', message: 'm' } }) }],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
  ['the simulator’s answer', { messages: [user('[sim:tool] weather?')], tools: [weatherTool] }],
]

const thought = block(0, { type: 'thinking', thinking: '', signature: '' }, [
  { type: 'thinking_delta', thinking: 'hm' },
  { type: 'signature_delta', signature: 'sig' },
])
const toolBlock = block(1, { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} }, [
  args(''),
  args('{"city":'),
  args('"Rome"}'),
])
const streamed = (name: string, events: readonly string[], body: JsonObject = {}, cut = false): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events, cut) },
]

const streams: readonly Row[] = [
  streamed('a text', [messageStart(), ...textBlock(0, 'Hel', 'lo'), ...messageEnd('end_turn')]),
  streamed('a text with its usage', [messageStart(), ...textBlock(0, 'Hello'), ...messageEnd('end_turn')], {
    stream_options: { include_usage: true },
  }),
  streamed('thoughts and a call', [messageStart(), ...thought, ...toolBlock, ...messageEnd('tool_use')], {
    tools: [weatherTool],
  }),
  streamed(
    'a schema’s tool',
    [
      messageStart(),
      ...block(0, { type: 'tool_use', id: 'toolu_1', name: 'json_tool_call', input: {} }, [args('{"name":"R"}')]),
      ...messageEnd('tool_use'),
    ],
    { response_format: schema },
  ),
  streamed('cut short', [messageStart(), ...textBlock(0, 'Hel'), ...messageEnd('max_tokens')]),
  streamed('an error in the middle', [
    messageStart(),
    ...textBlock(0, 'Hel', 'lo', ' you'),
    event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  ]),
  ['a cut', { stream: true, messages: [user('Go [sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
  streamed('an end without the last event', [messageStart(), ...textBlock(0, 'Hel')]),
  ['the simulator’s answer', { stream: true, messages: [user('[sim:thinking] hi')] }],
]

export const vertexClaudeCases: readonly ParityCase[] = [
  ...chats('vertex claude', 'vertex-claude', [...conversations, ...parameters]),
  ...chats('vertex claude/answers', 'vertex-claude', answers),
  ...chats('vertex claude/streams', 'vertex-claude', streams),
  ...[
    'vertex-claude',
    'vertex-claude-dated',
    'vertex-claude-opus-4-5',
    'vertex-claude-4-6',
    'vertex-claude-4-7',
    'vertex-claude-5-5',
  ].flatMap(model => chats(`vertex claude/${model}`, model, [...thinking.map(named), ['a question', {}, plain]])),
]
