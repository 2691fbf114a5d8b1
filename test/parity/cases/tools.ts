/** Tools, their choice and their turns on the Anthropic wire. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool } from '../case.ts'

const tools = [weatherTool]
const ephemeral: JsonObject = { type: 'ephemeral' }
const tool = (name: string, more: JsonObject = {}): JsonObject => ({ type: 'function', function: { name, ...more } })
const called = (calls: Json[], content: Json = null, more: JsonObject = {}): JsonObject => ({
  role: 'assistant',
  content,
  tool_calls: calls,
  ...more,
})
const result = (tool_call_id: string, content: Json = 'sun', more: JsonObject = {}): JsonObject => ({
  role: 'tool',
  tool_call_id,
  content,
  ...more,
})
const turns = (...messages: JsonObject[]): JsonObject => ({ tools, messages: [user('w?'), ...messages] })

const definitions = chats('tools', 'claude', [
  ['schema keys', { tools: [weatherTool, clockTool] }],
  [
    'to be cached, raw and hosted',
    {
      tools: [
        { ...weatherTool, cache_control: ephemeral },
        tool('now', { cache_control: ephemeral }),
        { name: 'raw', input_schema: { type: 'object' } },
        { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
      ],
    },
  ],
  [
    'definitions and $defs',
    {
      tools: [
        tool('x', {
          parameters: {
            type: 'object',
            properties: { a: { $ref: '#/definitions/A' } },
            definitions: { A: { type: 'string' } },
          },
        }),
        tool('y', { parameters: { properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'string' } } } }),
        tool('z', { parameters: null }),
      ],
    },
  ],
  [
    'deferred, callers, examples',
    { tools: [{ ...weatherTool, defer_loading: true, allowed_callers: ['x'], input_examples: [{ city: 'B' }] }] },
  ],
  ['called by code', { tools: [{ ...weatherTool, allowed_callers: ['code_execution_20250825'] }] }],
  ['eager input streaming', { tools: [{ ...weatherTool, eager_input_streaming: true }] }],
  [
    'hosted ones as they are',
    {
      tools: [
        { type: 'custom', name: 'x', input_schema: { type: 'object' } },
        { type: 'bash_20250124', name: 'bash' },
        { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' },
        { type: 'web_fetch_20250910', name: 'web_fetch' },
        { type: 'memory_20250818', name: 'memory' },
        { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
        { type: 'code_execution_20250825', name: 'code_execution' },
      ],
    },
  ],
  [
    'an MCP server',
    {
      tools: [
        {
          type: 'mcp',
          server_label: 's',
          server_url: 'https://mcp.example.com',
          headers: { Authorization: 'Bearer z' },
        },
      ],
    },
  ],
  ['a URL server', { tools: [{ type: 'url', url: 'https://mcp.example.com', name: 's' }] }],
  ['an unknown type', { tools: [{ type: 'weird', function: { name: 'x' } }] }],
  ['an empty list', { tools: [] }],
  [
    'a computer',
    { tools: [{ type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1 }] },
  ],
  [
    'a computer as a function',
    {
      tools: [
        {
          type: 'computer_20250124',
          function: { name: 'computer', parameters: { display_width_px: 1, display_height_px: 2, display_number: 0 } },
        },
      ],
    },
  ],
  [
    'functions of old',
    { functions: [{ name: 'f', parameters: { type: 'object', properties: {} } }], drop_params: true },
  ],
  ['a choice without tools', { tool_choice: 'auto' }],
  [
    'names Anthropic would refuse',
    {
      tools: [tool('a/b.c'), tool('a_b_c')],
      tool_choice: { type: 'function', function: { name: 'a/b.c' } },
      messages: [user('hi'), called([toolCall('x.1', '{}', 'a/b.c')], ''), result('x.1', 'r')],
    },
    {
      provider: anthropicAnswer({
        content: [{ type: 'tool_use', id: 'tu_1', name: 'a_b_c_2', input: { k: 'ü', n: [1, 2.5] } }],
        stop_reason: 'tool_use',
      }),
    },
  ],
  [
    'web search options',
    {
      web_search_options: {
        search_context_size: 'low',
        user_location: { type: 'approximate', approximate: { city: 'B', country: 'CH', x: 1 } },
      },
    },
  ],
  ['web search, medium', { web_search_options: { search_context_size: 'medium' } }],
  ['web search, high', { web_search_options: { search_context_size: 'high' } }],
  ['web search, nothing said', { web_search_options: {} }],
])

const choices = chats('tool choice', 'claude', [
  ...(
    ['auto', 'required', 'none', { type: 'function', function: { name: 'get_weather' } }, { type: 'any' }] as const
  ).map(choice => [JSON.stringify(choice), { tools, tool_choice: choice }] as const),
  ['required and not parallel', { tools, tool_choice: 'required', parallel_tool_calls: false }],
  ['auto and parallel', { tools, tool_choice: 'auto', parallel_tool_calls: true }],
  ['none and not parallel', { tools, tool_choice: 'none', parallel_tool_calls: false }],
  ['parallel', { tools, parallel_tool_calls: true }],
  ['not parallel', { tools, parallel_tool_calls: false }],
  ['not parallel, no tools', { parallel_tool_calls: false }],
])

const conversations = chats('tool turns', 'claude', [
  [
    'two calls, two results, a question',
    turns(
      called([toolCall('t1', '{"city":"Bern"}'), toolCall('t2', '')], 'let me'),
      result('t1'),
      result(
        't2',
        [
          { type: 'text', text: 'rain' },
          { type: 'image_url', image_url: { url: png } },
        ],
        { cache_control: ephemeral },
      ),
      user('and?'),
    ),
  ],
  [
    'without tools',
    {
      messages: [
        user('w?'),
        called([toolCall('t1', '{"city":"Bern"}', 'get_weather', { cache_control: ephemeral })], ''),
        result('t1', ''),
      ],
    },
  ],
  ['arguments that are no JSON', turns(called([toolCall('t1', '{"city":')]), result('t1'))],
  ['arguments that can be mended', turns(called([toolCall('t1', '{"city": "B"')]), result('t1'))],
  ['arguments that are a list', turns(called([toolCall('t.1', '[1]')], ''), result('t.1', []))],
  ['two calls with one id', turns(called([toolCall('a', '{}'), toolCall('a', '{"b":1}')]), result('a', 'x'))],
  ['a result without a call', turns(called([toolCall('a', '{}')]), result('b', 'x'))],
  [
    'the old function role',
    {
      messages: [
        user('w?'),
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'x' },
      ],
    },
  ],
  [
    'with thinking',
    {
      ...turns(
        called([toolCall('t1', '{}')], 'hm', {
          reasoning_content: 'abc',
          thinking_blocks: [
            { type: 'thinking', thinking: 'abc', signature: 'sig' },
            { type: 'thinking', thinking: 'unsigned' },
            { type: 'redacted_thinking', data: 'xx' },
          ],
        }),
        result('t1'),
      ),
      thinking: { type: 'enabled', budget_tokens: 2000 },
    },
  ],
  [
    'a hosted search comes back',
    {
      messages: [
        user('hi'),
        called([toolCall('srvtoolu_1', '{"query":"q"}', 'web_search')], 'found', {
          provider_specific_fields: {
            web_search_results: [{ type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] }],
          },
          thinking_blocks: [{ type: 'thinking', thinking: 't', signature: 's' }],
        }),
        user('x'),
      ],
    },
  ],
  ['the simulator calls', { tools, messages: [user('Go [sim:tool]')] }],
  ['the simulator calls twice', { tools: [weatherTool, clockTool], messages: [user('Go [sim:tool:2]')] }],
  ['the simulator is forced', { tools, tool_choice: 'required', messages: [user('Go')] }],
  ['the simulator answers a result', turns(called([toolCall('t1', '{"city":"Bern"}')]), result('t1'))],
])

export const toolCases = [
  ...definitions,
  ...choices,
  ...chats('tool choice/claude-sonnet-5-5', 'claude-sonnet-5-5', [
    ['forced', { tools, tool_choice: 'required' }],
    ['forced, dropped', { tools, tool_choice: 'required', drop_params: true }],
    ['auto', { tools, tool_choice: 'auto' }],
  ]),
  ...conversations,
]
