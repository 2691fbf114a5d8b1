/** Claude at Azure, which speaks Anthropic's wire. */
import { anthropicAnswer, anthropicError, event, messageEnd, messageStart, stream, textBlock } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const plain = { provider: anthropicAnswer() }

const asked: readonly Row[] = [
  ['a question', {}, plain],
  [
    'a conversation',
    {
      messages: [
        { role: 'system', content: 'Be brief.' },
        user([
          { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
          { type: 'image_url', image_url: { url: png } },
        ]),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Rome"}')] },
        { role: 'tool', tool_call_id: 't1', content: 'sunny' },
      ],
      tools: [weatherTool],
    },
    plain,
  ],
  ['tools', { tools: [weatherTool, clockTool], tool_choice: 'required', parallel_tool_calls: false }, plain],
  ['parameters', { max_tokens: 9, temperature: 0.2, top_p: 0.5, stop: ['x'], user: 'u' }, plain],
  ['parameters of its own', { top_k: 3, extra_body: { z: 1 }, foo: 2 }, plain],
  ['a refused parameter', { seed: 1 }],
  ['an effort', { reasoning_effort: 'low' }, plain],
  ['thinking', { thinking: { type: 'enabled', budget_tokens: 2000 } }, plain],
  ['a format', { response_format: { type: 'json_object' } }, plain],
  [
    'a schema',
    {
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object', properties: {} } } },
    },
    plain,
  ],
  ['a search', { web_search_options: { search_context_size: 'low' } }, plain],
  [
    'betas',
    {},
    { ...plain, headers: { 'anthropic-beta': 'context-1m-2025-08-07,fast-mode-2026-02-01,computer-use-2025-01-24' } },
  ],
  [
    'a screen',
    {
      tools: [
        {
          type: 'computer_20250124',
          function: { name: 'computer', parameters: { display_width_px: 10, display_height_px: 10 } },
        },
      ],
    },
    plain,
  ],
  ['another base', {}, { ...plain, deployment: { api_base: 'ORIGIN/anthropic/v1' } }],
  ['the whole address', {}, { ...plain, deployment: { api_base: 'ORIGIN/v1/messages' } }],
  ['an adaptive model', { reasoning_effort: 'high' }, { ...plain, deployment: { model: 'azure_ai/claude-opus-4-6' } }],
  ['an unknown model', { max_tokens: 5 }, { ...plain, deployment: { model: 'azure_ai/claude-mine' } }],
  [
    'Claude Code’s billing block',
    {
      messages: [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'x-anthropic-billing-header: a' },
            { type: 'text', text: 'S' },
          ],
        },
        user('hi'),
      ],
    },
    plain,
  ],
]

const answered: readonly Row[] = [
  ...[400, 401, 403, 404, 413, 429, 500, 503, 529].flatMap((status): Row[] => [
    [`an error ${status}`, {}, { provider: anthropicError(status), deployment: {} }],
    [`an error ${status}, streamed`, { stream: true }, { provider: anthropicError(status), deployment: {} }],
  ]),
  ['too long', {}, { provider: anthropicError(400, 'prompt is too long: 5 tokens > 3 maximum') }],
  ['no JSON', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' }, deployment: {} }],
  [
    'a stream',
    { stream: true, stream_options: { include_usage: true } },
    { provider: stream([messageStart(), ...textBlock(0, 'a', 'b'), ...messageEnd('end_turn')]) },
  ],
  [
    'a stream with an error',
    { stream: true },
    {
      provider: stream([
        messageStart(),
        ...textBlock(0, 'a'),
        event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
      ]),
    },
  ],
  ['a tool call, streamed', { stream: true, tools: [weatherTool], messages: [user('[sim:tool] hi')] }],
  ['thoughts, streamed', { stream: true, messages: [user('[sim:thinking] hi')], reasoning_effort: 'low' }],
  ['thoughts', { messages: [user('[sim:thinking] hi')], reasoning_effort: 'low' }],
]

export const azureClaudeCases = chats('azure claude', 'azure-claude', [...asked, ...answered])
