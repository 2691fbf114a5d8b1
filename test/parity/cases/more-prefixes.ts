/** Prefixes on OpenAI's wire with habits of their own. */
import { answer, openaiError } from '../answers.ts'
import { chats, type ParityCase, png, type Row, toolCall, user, weatherTool } from '../case.ts'

const statuses: readonly Row[] = [400, 401, 403, 404, 408, 409, 422, 424, 429, 500, 502, 503, 504, 529].map(status => [
  `status ${status}`,
  {},
  { provider: openaiError(status, { message: 'no' }), deployment: {} },
])

const copilot: readonly Row[] = [
  [
    'a picture',
    {
      messages: [
        user([
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: png } },
        ]),
      ],
    },
  ],
  [
    'a turn of tools',
    {
      tools: [weatherTool],
      messages: [
        user('a'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}')] },
        { role: 'tool', tool_call_id: 't1', content: 'r' },
      ],
    },
  ],
  ['a system', { messages: [{ role: 'system', content: 'S' }, { role: 'developer', content: 'D' }, user('a')] }],
  [
    'a model of OpenAI’s',
    { max_tokens: 3, user: 'u', temperature: 0.2 },
    { deployment: { model: 'github_copilot/gpt-4o' } },
  ],
  [
    'a model that reasons',
    { max_completion_tokens: 3, reasoning_effort: 'low' },
    { deployment: { model: 'github_copilot/gpt-5-mini' } },
  ],
  [
    'a model that reasons, warm',
    { max_tokens: 3, temperature: 0.2, drop_params: true },
    { deployment: { model: 'github_copilot/gpt-5-mini' } },
  ],
  [
    'a Claude',
    { reasoning_effort: 'low', max_tokens: 3 },
    { deployment: { model: 'github_copilot/claude-sonnet-4.5' } },
  ],
  [
    'an older Claude',
    { reasoning_effort: 'low', drop_params: true },
    { deployment: { model: 'github_copilot/claude-3.5-sonnet' } },
  ],
  [
    'an older Claude with an effort',
    { reasoning_effort: 'low' },
    { deployment: { model: 'github_copilot/claude-3.5-sonnet' } },
  ],
  ['an o model', { max_tokens: 3 }, { deployment: { model: 'github_copilot/o3-mini' } }],
  ['Claude, told in strings', {}, { provider: answer({ id: 'm', content: 'Hi', usage: { input_tokens: 3 } }) }],
  [
    'a Claude that thinks',
    { thinking: { type: 'enabled', budget_tokens: 1024 } },
    { deployment: { model: 'github_copilot/claude-opus-4.5' } },
  ],
  [
    'a Gemini',
    { reasoning_effort: 'low', drop_params: true },
    { deployment: { model: 'github_copilot/gemini-2.5-pro' } },
  ],
  ['a key of its own', { foo: 1, top_k: 3, extra_body: { z: 1 }, extra_headers: { 'x-own': 'y' } }],
  ['headers of the deployment', {}, { deployment: { extra_headers: { 'editor-version': 'acme/1', 'x-acme': '1' } } }],
  ['a configured key', {}, { deployment: { api_key: 'configured' } }],
  [
    'Claude’s own answer',
    {},
    {
      provider: answer({
        id: 'm',
        model: 'claude',
        content: [{ type: 'text', text: 'Hello' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 3, output_tokens: 4 },
      }),
    },
  ],
  [
    'Claude’s own call',
    { tools: [weatherTool] },
    {
      provider: answer({
        id: 'm',
        model: 'claude',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'tool_use', id: 't', name: 'get_weather', input: { city: 'x' } },
        ],
        stop_reason: 'tool_use',
        usage: { input_tokens: 3, output_tokens: 4 },
      }),
    },
  ],
  [
    'nothing said',
    {},
    {
      provider: answer({
        id: 'm',
        model: 'claude',
        stop_reason: 'max_tokens',
        usage: { input_tokens: 3, output_tokens: 1, prompt_tokens: 3 },
      }),
    },
  ],
  ['a price', {}, { deployment: { model: 'github_copilot/gpt-4.1' } }],
  ['a stream of calls', { stream: true, tools: [weatherTool], messages: [user('[sim:tool] hi')] }],
  ['thoughts, streamed', { stream: true, messages: [user('[sim:thinking] hi')] }],
]

export const morePrefixCases: readonly ParityCase[] = [
  ...chats('more prefixes/maritalk', 'maritalk', statuses),
  ...chats('more prefixes/github_copilot', 'github_copilot', [...copilot, ...statuses]),
]
