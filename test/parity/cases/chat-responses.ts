/** Chats with models that only the Responses API has. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { responseAnswer } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { streams } from './chat-responses-streams.ts'
import { answers, errors } from './responses-answers.ts'

const withUsage: JsonObject = { stream_options: { include_usage: true } }
const asked = (name: string, ...messages: JsonObject[]): Row => [name, { messages }]
const said = (name: string, role: string, content: JsonObject['content'], more: JsonObject = {}): Row =>
  asked(name, user('a'), { role, content, ...more }, user('b'))
const calls = (...tool_calls: JsonObject[]): JsonObject => ({ role: 'assistant', content: null, tool_calls })
const result = (content: JsonObject['content'], tool_call_id = 'c1'): JsonObject => ({
  role: 'tool',
  tool_call_id,
  content,
})
const system = (content: JsonObject['content']): JsonObject => ({ role: 'system', content })
const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const custom: JsonObject = { id: 'c2', type: 'custom', custom: { name: 'g', input: 'x' } }

const messages: readonly Row[] = [
  ['plain', {}],
  asked('system', system('S'), user('a')),
  asked('two systems', system('S'), system('T'), user('a')),
  asked('nothing but a system', system('S')),
  asked('a system in parts', system([text('S')]), user('a')),
  asked('a late system', system('S'), user('a'), system('T'), user('b')),
  asked('an empty system', system(''), user('a')),
  asked('developer', { role: 'developer', content: 'D' }, user('a')),
  said('an assistant', 'assistant', 'x'),
  said('an assistant in parts', 'assistant', [text('x'), { type: 'refusal', refusal: 'no' }]),
  said('an assistant without words', 'assistant', null),
  said('thoughts', 'assistant', 'x', { thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }] }),
  said('sealed thoughts', 'assistant', 'x', {
    thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'litellm_encrypted_reasoning:e' }],
  }),
  said('reasoning items', 'assistant', 'x', {
    reasoning_items: [
      { id: 'rs_1', type: 'reasoning', encrypted_content: 'e', summary: [{ type: 'summary_text', text: 's' }] },
      { type: 'reasoning', summary: [] },
    ],
  }),
  asked(
    'calls',
    user('a'),
    calls(toolCall('c1', '{"city": "Paris"}'), toolCall('c2', '')),
    result('sunny'),
    result('1', 'c2'),
  ),
  asked('calls with words', user('a'), { ...calls(toolCall('c1', '{}')), content: 'let me see' }, result('sunny')),
  asked(
    'results in parts',
    user('a'),
    calls(toolCall('c1', '{}')),
    result([text('x'), { type: 'image_url', image_url: { url: png } }]),
  ),
  asked('no result', user('a'), calls(toolCall('c1', '{}')), result(null)),
  asked('a custom call', user('a'), calls(custom), result('done', 'c2')),
  asked('a custom call with parts', user('a'), calls(custom), result([text('done')], 'c2')),
  asked('a call of neither kind', user('a'), calls({ id: 'c1', type: 'function' }), result('x')),
  asked('a name', { role: 'user', content: 'a', name: 'bob' }),
  asked('parts', user([text('a', { cache_control: { type: 'ephemeral' } }), text('b')])),
  asked('an image', user([{ type: 'image_url', image_url: { url: png, detail: 'low' } }])),
  asked('a bare image', user([{ type: 'image_url', image_url: 'https://example.com/a.png' }])),
  asked('an image without an address', user([{ type: 'image_url', image_url: {} }])),
  asked(
    'a file',
    user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', format: 'application/pdf' } }]),
  ),
  asked('a file by id', user([{ type: 'file', file: { file_id: 'file-1' } }])),
  asked('a sound', user([text('a'), { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])),
  [
    'a sound that is dropped',
    {
      messages: [user([text('a'), { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])],
      drop_params: true,
    },
  ],
  asked('marks of caching', user([text('a', { prompt_cache_breakpoint: { mode: 'explicit' } })])),
  asked('an empty text', user('')),
  asked('no parts', user([])),
]

const tools = [weatherTool, clockTool]
const format = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: {} }, strict: true },
}

const parameters: readonly Row[] = [
  ['max_tokens', { max_tokens: 100 }],
  ['few tokens', { max_completion_tokens: 5 }],
  ['temperature', { temperature: 1 }],
  ['a temperature that is refused', { temperature: 0.5 }],
  ['a temperature that is dropped', { temperature: 0.5, drop_params: true }],
  ['top_p', { top_p: 0.5 }],
  ['stop', { stop: ['x'] }],
  ['stop, dropped', { stop: ['x'], drop_params: true }],
  ['seed', { seed: 1 }],
  ['n', { n: 2 }],
  ['logprobs', { logprobs: true, top_logprobs: 2 }],
  ['user', { user: 'u'.repeat(70) }],
  ['metadata', { metadata: { a: 'b' } }],
  ['store', { store: true, service_tier: 'flex', safety_identifier: 's', prompt_cache_key: 'k' }],
  ['verbosity', { verbosity: 'low' }],
  ['verbosity and a format', { verbosity: 'low', response_format: format }],
  ['a schema', { response_format: format }],
  [
    'a schema without a name',
    { response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' } } } },
  ],
  ['json_object', { response_format: { type: 'json_object' } }],
  ['text', { response_format: { type: 'text' } }],
  ['tools', { tools }],
  ['tools one by one', { tools, parallel_tool_calls: false }],
  ['no tools', { tools: [], tool_choice: 'auto' }],
  [
    'custom tools',
    {
      tools: [
        {
          type: 'custom',
          custom: {
            name: 'g',
            description: 'd',
            format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } },
          },
        },
      ],
    },
  ],
  ['hosted tools', { tools: [{ type: 'web_search' }, { type: 'code_interpreter', container: { type: 'auto' } }] }],
  ['flat tools', { tools: [{ type: 'function', name: 'f', parameters: { type: 'object', properties: {} } }] }],
  ...['auto', 'none', 'required'].map((tool_choice): Row => [`choice ${tool_choice}`, { tools, tool_choice }]),
  ['choice of one', { tools, tool_choice: { type: 'function', function: { name: 'now' } } }],
  ...['none', 'minimal', 'low', 'high', 'xhigh', 'odd'].map((reasoning_effort): Row => [
    `effort ${reasoning_effort}`,
    { reasoning_effort },
  ]),
  ['an effort with a summary', { reasoning_effort: { effort: 'low', summary: 'auto' } }],
  ['an effort as an object', { reasoning_effort: { effort: 'low' } }],
  ['reasoning_summary', { reasoning_effort: 'low', reasoning_summary: 'auto' }],
  ['reasoningSummary alone', { reasoningSummary: 'detailed' }],
  ['extra_body', { extra_body: { include: ['reasoning.encrypted_content'], truncation: 'auto', odd: 1 } }],
  ['an effort in extra_body', { extra_body: { reasoning_effort: { effort: 'low', summary: 'auto' } } }],
  [
    'the API’s own parameters',
    { include: ['reasoning.encrypted_content'], max_tool_calls: 2, background: false, odd: 1 },
  ],
  ['previous_response_id', { previous_response_id: 'resp_1' }],
  ['instructions', { instructions: 'I', messages: [system('S'), user('a')] }],
  ['extra_headers', { extra_headers: { 'x-own': '1' } }],
  ['web_search_options', { web_search_options: { search_context_size: 'low' } }],
  ['web_search_options, dropped', { web_search_options: { search_context_size: 'low' }, drop_params: true }],
  ['a stream', { stream: true }],
  ['a stream with usage', { stream: true, ...withUsage }],
  ['a stream with options', { stream: true, stream_options: { include_obfuscation: false } }],
  ['a stream of calls', { stream: true, tools, messages: [user('[sim:tool] x')], ...withUsage }],
  ['a stream of thoughts', { stream: true, messages: [user('[sim:thinking] x')], ...withUsage }],
  ['calls', { tools, messages: [user('[sim:tool] x')] }],
  ['thoughts', { messages: [user('[sim:thinking] x')] }],
]

const at = (model: string, rows: readonly Row[]): readonly Row[] =>
  rows.map(([name, body, more]) => [name, body, { ...more, deployment: { ...more?.deployment, model } }])

const few: readonly Row[] = [
  ...messages.slice(0, 3),
  ...parameters.filter(([name]) => /stream|tools|effort|user|temperature/.test(name)),
  ['a broken limit', { max_tokens: 5.6 }],
  ['no words, streamed', { messages: [user('[sim:refusal]')], stream: true }],
  ['a call of the simulator’s, streamed', { messages: [user('[sim:tool]')], stream: true }],
]

const searched: JsonObject = { web_search_options: { search_context_size: 'low', allowed_domains: ['a.example'] } }

const xai: readonly Row[] = [
  ['a search', searched],
  ['a search with functions', { ...searched, tools, tool_choice: 'auto', parallel_tool_calls: true }],
  ['an empty search', { web_search_options: {} }],
  [
    'hosted tools',
    {
      ...searched,
      tools: [
        { type: 'x_search', from_date: '2025-01-01', odd: 1 },
        { type: 'code_interpreter', container: 'c' },
      ],
    },
  ],
  [
    'parameters',
    {
      ...searched,
      max_tokens: 5,
      temperature: 0.5,
      top_p: 0.5,
      user: 'u',
      metadata: { a: 'b' },
      seed: 1,
      n: 2,
      odd: 1,
    },
  ],
  ['a schema', { ...searched, response_format: format }],
  [
    'the API’s own parameters',
    { ...searched, include: ['x'], extra_body: { max_tool_calls: 1, reasoning_effort: 'low' } },
  ],
  ['an effort', { ...searched, reasoning_effort: 'low' }],
  ['an effort that is dropped', { ...searched, reasoning_effort: 'low', drop_params: true }],
  ['stop', { ...searched, stop: 'x' }],
  ['a stream', { ...searched, stream: true, ...withUsage }],
  ['a stream of calls', { ...searched, stream: true, tools, messages: [user('[sim:tool] x')] }],
  ['a model of that API alone', {}, { deployment: { model: 'xai/grok-4.20-multi-agent' } }],
  ['a stream of that', { stream: true }, { deployment: { model: 'xai/grok-4.20-multi-agent' } }],
  [
    'reasoning tokens',
    searched,
    {
      provider: responseAnswer({
        usage: {
          input_tokens: 1,
          output_tokens: 2,
          total_tokens: 3,
          cost_in_usd_ticks: 100000,
          num_sources_used: 2,
          output_tokens_details: { reasoning_tokens: 1 },
        },
      }),
    },
  ],
]

const gpt54: readonly Row[] = [
  ['functions', { tools }],
  ['functions with an effort', { tools, reasoning_effort: 'low' }],
  ['functions without one', { tools, reasoning_effort: 'none' }],
  ['functions with a summary', { tools, reasoning_effort: { effort: 'none', summary: 'auto' } }],
  ['an effort', { reasoning_effort: 'low' }],
  ['custom tools', { tools: [{ type: 'custom', custom: { name: 'g' } }], reasoning_effort: 'low' }],
  ['a summary', { reasoning_effort: 'low', extra_body: { reasoningSummary: 'auto' } }],
  ['a summary in snake case', { reasoning_effort: 'low', reasoning_summary: 'detailed' }],
  ['a summary without an effort', { reasoning_summary: 'detailed' }],
  ['a stream', { tools, reasoning_effort: 'low', stream: true, ...withUsage, messages: [user('[sim:tool] x')] }],
  ['calls', { tools, reasoning_effort: 'low', messages: [user('[sim:tool] x')] }],
  ['sampling', { tools, reasoning_effort: 'low', temperature: 0.5 }],
  ['an effort it has not', { tools, reasoning_effort: 'minimal' }],
]

const names: readonly Row[] = [
  'openai/responses/gpt-4o',
  'openai/responses/gpt-5-pro',
  'openai/responses/my/model',
  'openai/o1-pro',
  'openai/gpt-5.4-pro',
  'openai/o4-mini-deep-research',
  'openai/computer-use-preview',
  'azure/responses/my-deployment',
  'azure/o3-pro',
  'azure/gpt-5.4',
  'hosted_vllm/responses/my-model',
].flatMap((model): Row[] => [
  [model, { reasoning_effort: 'low', max_tokens: 100, drop_params: true, odd: 1 }, { deployment: { model } }],
  [`${model}, streamed`, { stream: true, tools, drop_params: true, ...withUsage }, { deployment: { model } }],
])

const openrouter: Row = [
  'openrouter/responses/my-model',
  {},
  { deployment: { model: 'openrouter/responses/my-model' }, provider: responseAnswer() },
]

export const chatResponsesCases = [
  ...chats('chat responses, xai', 'xai', xai),
  ...chats('chat responses, gpt-5.4', 'gpt', at('openai/gpt-5.4', gpt54)),
  ...chats(
    'chat responses, azure gpt-5.4',
    'gpt',
    at(
      'azure/gpt-5.4',
      gpt54.filter(([name]) => name !== 'an effort it has not'),
    ),
  ),
  ...chats('chat responses, names', 'gpt', [...names, openrouter]),
  ...chats('chat responses/messages', 'gpt-codex', messages),
  ...chats('chat responses/parameters', 'gpt-codex', parameters),
  ...chats('chat responses/answers', 'gpt-codex', answers),
  ...chats('chat responses/streams', 'gpt-codex', streams),
  ...chats(
    'chat responses, errors',
    'gpt-codex',
    errors.filter(([, body]) => !('input' in body)),
  ),
  ...chats('chat responses, gpt-pro', 'gpt-pro', few),
  ...chats('chat responses, azure', 'azure-codex', few),
  ...chats(
    'chat responses, azure errors',
    'azure-codex',
    errors.filter(([, body]) => !('input' in body)),
  ),
  ...chats('chat responses, o3-pro', 'gpt', at('openai/o3-pro', few)),
  ...chats('chat responses, unknown', 'gpt', at('openai/responses/other-model', few)),
]
