/** What Anthropic answers, not streamed, as OpenAI's clients get it. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { answer, anthropicAnswer } from '../answers.ts'
import { chats, clockTool, user, weatherTool, type Row } from '../case.ts'

const says = (name: string, changes: JsonObject): Row => [name, {}, { provider: anthropicAnswer(changes) }]
const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const thinking: JsonObject = { type: 'thinking', thinking: 'let me think', signature: 's' }
const searched: Json[] = [
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
  {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: [
      { type: 'web_search_result', url: 'https://x.example.com', title: 't', encrypted_content: 'e', page_age: null },
    ],
  },
]
const ran: Json[] = [
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'bash_code_execution', input: { command: 'ls' } },
  {
    type: 'bash_code_execution_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: { type: 'bash_code_execution_result', stdout: 'o', stderr: 'e', return_code: 0, content: [] },
  },
]
const reasons = [
  'max_tokens',
  'stop_sequence',
  'pause_turn',
  'refusal',
  'compaction',
  'content_filter',
  'model_context_window_exceeded',
  'weird',
  null,
]

export const responseCases = [
  ...chats('answers', 'claude', [
    [
      'tool calls',
      { tools: [weatherTool, clockTool] },
      {
        provider: anthropicAnswer({
          content: [
            text('ok '),
            {
              type: 'tool_use',
              id: 'tu',
              name: 'get_weather',
              input: { city: 'Zürich', n: 1.5, l: [1, { a: null }], t: true, e: '\u{1F600}' },
            },
            { type: 'tool_use', id: 'tu2', name: 'now', input: {} },
          ],
          stop_reason: 'tool_use',
          usage: {
            input_tokens: 10,
            output_tokens: 5,
            cache_creation_input_tokens: 3,
            cache_read_input_tokens: 4,
            cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 0 },
            service_tier: 'standard',
            inference_geo: 'us',
          },
        }),
      },
    ],
    says('thinking', { content: [thinking, { type: 'redacted_thinking', data: 'd' }, text('yes')] }),
    says('only redacted thinking', { content: [{ type: 'redacted_thinking', data: 'd' }, text('yes')] }),
    says('thinking that is counted', {
      content: [thinking, text('yes')],
      usage: { input_tokens: 1, output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } },
    }),
    says('citations', { content: [text('a'), text('b', { citations: [{ type: 'char_location', cited_text: 'x' }] })] }),
    says('nothing', { content: [] }),
    says('an empty text', { content: [text('')] }),
    says('a web search', {
      content: [...searched, text('b')],
      usage: { input_tokens: 1, output_tokens: 2, server_tool_use: { web_search_requests: 1 } },
    }),
    says('a run of code', {
      content: ran,
      container: { id: 'c1', expires_at: 'z' },
      context_management: { applied_edits: [] },
    }),
    says('iterations', {
      usage: {
        input_tokens: 1,
        output_tokens: 2,
        iterations: [
          { type: 'message', input_tokens: 3, output_tokens: 4, cache_read_input_tokens: 1 },
          { type: 'compaction', input_tokens: 5, output_tokens: 6 },
        ],
      },
    }),
    says('fields nobody has announced', {
      surprise: { a: 1 },
      usage: { input_tokens: 1, output_tokens: 2, surprise: 3 },
    }),
    ...reasons.map(reason => says(`stop_reason ${reason}`, { stop_reason: reason })),
    ['the simulator is cut short', { max_tokens: 3, messages: [user('Tell me more [sim:length]')] }],
    ['the simulator refuses', { messages: [user('No [sim:refusal]')] }],
    ['the simulator says nothing', { messages: [user('Nothing [sim:blank]')] }],
    [
      'the simulator counts a cache',
      { messages: [user([text('x'.repeat(400), { cache_control: { type: 'ephemeral' } })])] },
    ],
    ['no JSON', {}, { deployment: {}, provider: answer('not json') }],
    ['an empty body', {}, { deployment: {}, provider: answer('') }],
    ['an error with status 200', {}, { deployment: {}, provider: answer({ error: { type: 'x', message: 'm' } }) }],
    ['a page with status 200', { messages: [user('[sim:html]')] }, { deployment: {} }],
  ]),
]
