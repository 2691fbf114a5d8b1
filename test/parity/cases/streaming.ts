/** Streams of Anthropic's as OpenAI's clients get them. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { anthropicError, args, block, event, messageEnd, messageStart, stream, text, textBlock } from '../answers.ts'
import { chats, clockTool, user, weatherTool, type Row } from '../case.ts'

const withUsage: JsonObject = { stream_options: { include_usage: true } }
const streams = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]
const asked = (name: string, prompt: string, body: JsonObject = {}): Row => [
  name,
  { stream: true, messages: [user(prompt)], ...body },
]
const whole = (blocks: readonly string[], reason: Json = 'end_turn', ...rest: JsonObject[]): string[] => [
  messageStart(),
  ...blocks,
  ...messageEnd(reason, ...rest),
]
const failure = (type: string, message: string): string => event({ type: 'error', error: { type, message } })
const begun = [messageStart(), ...textBlock(0, 'a')]
const jsonSchema: JsonObject = {
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'n', schema: { type: 'object', properties: { a: { type: 'integer' } } } },
  },
}
const jsonTool = (index: number, ...pieces: string[]): string[] =>
  block(index, { type: 'tool_use', id: 'tu1', name: 'json_tool_call', input: {} }, pieces.map(args))
const toolUse = (id: string, name: string, more: JsonObject = {}): JsonObject => ({
  type: 'tool_use',
  id,
  name,
  input: {},
  ...more,
})
const reasons = [
  'max_tokens',
  'stop_sequence',
  'pause_turn',
  'refusal',
  'compaction',
  'model_context_window_exceeded',
  'weird',
  null,
  'content_filter',
]

const contents = chats('streams', 'claude', [
  streams('text', whole(textBlock(0, 'Hel', 'lo ü', ''))),
  streams('text with usage', whole(textBlock(0, 'Hel', 'lo ü', '')), withUsage),
  streams('usage not wanted', whole(textBlock(0, 'Hel')), { stream_options: { include_usage: false } }),
  streams(
    'usage of a cache',
    [
      messageStart({
        input_tokens: 10,
        cache_creation_input_tokens: 2,
        cache_read_input_tokens: 3,
        output_tokens: 1,
        service_tier: 'standard',
        cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 0 },
      }),
      ...block(0, { type: 'text', text: 'start' }, [text('x')]),
      ...messageEnd('max_tokens', {
        input_tokens: 10,
        cache_creation_input_tokens: 2,
        cache_read_input_tokens: 3,
        output_tokens: 9,
      }),
    ],
    withUsage,
  ),
  streams(
    'tools behind a text',
    whole(
      [
        ...textBlock(0, 'ok'),
        ...block(1, toolUse('tu1', 'get_weather'), [args(''), args('{"ci'), args('ty":"ü"}')]),
        ...block(2, toolUse('tu2', 'now'), []),
        ...block(3, toolUse('tu3', 'now', { caller: { type: 'direct' } }), [args('')]),
      ],
      'tool_use',
    ),
    { tools: [weatherTool, clockTool] },
  ),
  streams('a tool first', whole(block(0, toolUse('tu1', 'now'), []), 'tool_use'), { tools: [clockTool] }),
  streams('a tool whose name was changed', whole(block(0, toolUse('tu1', 'a_b'), [args('{}')]), 'tool_use'), {
    tools: [{ type: 'function', function: { name: 'a/b' } }],
  }),
  streams(
    'thinking',
    whole([
      ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
        { type: 'thinking_delta', thinking: 'let' },
        { type: 'thinking_delta', thinking: ' me' },
        { type: 'thinking_delta', thinking: '' },
        { type: 'signature_delta', signature: 'SIG' },
      ]),
      ...block(1, { type: 'redacted_thinking', data: 'RR' }, []),
      ...textBlock(2, 'yes'),
    ]),
    withUsage,
  ),
  streams(
    'only redacted thinking',
    whole([...block(0, { type: 'redacted_thinking', data: 'RR' }, []), ...textBlock(1, 'yes')]),
    withUsage,
  ),
  streams(
    'citations',
    whole(
      block(0, { type: 'text', text: '', citations: [] }, [
        text('a'),
        { type: 'citations_delta', citation: { type: 'char_location', cited_text: 'x' } },
        text('b'),
      ]),
    ),
  ),
  streams('pings', whole([event({ type: 'ping' }), ...textBlock(0, 'a'), event({ type: 'ping' })])),
  streams('unknown events', whole([event({ type: 'mystery', x: 1 }), ...textBlock(0, 'a')])),
  streams('nothing', whole([])),
  streams(
    'a web search',
    whole(
      [
        ...block(0, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }, [
          args('{"query":'),
          args(' "q"}'),
        ]),
        ...block(
          1,
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [
              {
                type: 'web_search_result',
                url: 'https://x.example.com',
                title: 't',
                encrypted_content: 'e',
                page_age: null,
              },
            ],
          },
          [],
        ),
        ...textBlock(2, 'a'),
      ],
      'end_turn',
      { output_tokens: 7, server_tool_use: { web_search_requests: 1 } },
    ),
    withUsage,
  ),
  streams(
    'a run of code',
    whole(
      [
        ...block(0, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'bash_code_execution', input: {} }, [
          args('{"command": "ls"}'),
        ]),
        ...block(
          1,
          {
            type: 'bash_code_execution_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: { type: 'bash_code_execution_result', stdout: 'o', stderr: '', return_code: 0, content: [] },
          },
          [],
        ),
        ...textBlock(2, 'a'),
      ],
      'end_turn',
      { output_tokens: 7 },
      { container: { id: 'c1', expires_at: 'z' } },
    ),
  ),
  ...reasons.map(reason => streams(`stop_reason ${reason}`, whole(textBlock(0, 'a'), reason))),
])

const failures = chats('broken streams', 'claude', [
  streams('overloaded in the middle', [...begun, failure('overloaded_error', 'Overloaded')]),
  streams('an error in the middle', [...begun, failure('api_error', 'Internal "x"')]),
  streams('overloaded at once', [failure('overloaded_error', 'Overloaded')]),
  streams('an error at once', [failure('rate_limit_error', 'slow')]),
  asked('a cut', 'Go [sim:long:20] [sim:cut:3] [sim:slow:20]'),
  streams('an end without the last event', begun),
  streams('nothing at all', []),
  streams('an event that is no JSON', [
    ...begun,
    'event: content_block_delta\ndata: {oops\n\n',
    ...textBlock(1, 'b'),
    ...messageEnd('end_turn'),
  ]),
  ['a page instead', { stream: true, messages: [user('[sim:html]')] }, { deployment: {} }],
  ['an empty body instead', { stream: true, messages: [user('[sim:empty]')] }, { deployment: {} }],
  ['a reset instead', { stream: true, messages: [user('[sim:reset]')] }, { deployment: {} }],
  asked('the simulator fails in the middle', 'Go [sim:long:20] [sim:midstream-error:3]'),
])

const simulated = chats('simulated streams', 'claude', [
  asked('text', 'Hello'),
  asked('long text', 'Hello [sim:long:200]'),
  asked('a tool', 'Hello [sim:tool]', { tools: [weatherTool] }),
  asked('two tools with usage', 'Hello [sim:tool:2]', { tools: [weatherTool, clockTool], ...withUsage }),
  asked('thinking and a tool', 'Hello [sim:thinking] [sim:tool]', { tools: [weatherTool], ...withUsage }),
  asked('cut short', 'Hello [sim:length]'),
  asked('refused', 'Hello [sim:refusal]'),
  asked('blank', 'Hello [sim:blank]'),
])

export const streamCases = [
  ...contents,
  ...failures,
  ...simulated,
  ...chats('streams/claude-3', 'claude-3', [
    streams('a schema by a tool', whole(jsonTool(0, '', '{"a": ', '1}'), 'tool_use'), jsonSchema),
    streams(
      'a schema by a tool, beside others',
      whole(
        [
          ...textBlock(0, 'T'),
          ...jsonTool(1, '{"a": 1}'),
          ...block(2, toolUse('tu2', 'get_weather'), [args('{"c": 1}')]),
        ],
        'tool_use',
      ),
      { ...jsonSchema, tools: [weatherTool] },
    ),
  ]),
  ...chats('streams', 'claude', [
    [
      'an error status',
      { stream: true },
      { deployment: {}, provider: anthropicError(529, 'Overloaded', 'overloaded_error') },
    ],
  ]),
]
