/** Anthropic's own API where the conversation was made elsewhere, and where DeepSeek has the same. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'
import { failures, rows, thoughts, tool } from './messages-api.ts'

const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const assistant = (content: JsonObject['content']): JsonObject => ({ role: 'assistant', content })
const use = (id: string, more: JsonObject = {}): JsonObject => ({
  type: 'tool_use',
  id,
  name: 'get_weather',
  input: { city: 'B' },
  ...more,
})
const result = (id: string, content: JsonObject['content']): JsonObject => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
})
/** Conversations in which other models had a part. */
export const history: readonly Row[] = [
  [
    'empty blocks',
    {
      messages: [
        user([text(' '), text('a')]),
        assistant([text('')]),
        assistant([text(''), use('t1')]),
        user([result('t1', '')]),
      ],
      tools: [tool],
    },
  ],
  ['nothing but empty blocks', { messages: [user('a'), assistant([text('')]), user([text('b')])] }],
  [
    'thoughts',
    {
      messages: [
        user('a'),
        assistant([{ type: 'thinking', thinking: ' ' }, { type: 'thinking', thinking: '', signature: 's' }, text('b')]),
        user('c'),
        assistant([{ type: 'thinking', thinking: 'h', signature: 'litellm_encrypted_reasoning:x' }, text('d')]),
        user('e'),
        assistant([{ type: 'redacted_thinking', data: 'litellm_encrypted_reasoning:x' }]),
        user('f'),
      ],
    },
  ],
  [
    'ids of others',
    {
      messages: [
        user('a'),
        assistant([use('functions.f:0', { provider_specific_fields: { signature: 's' } }), use('call__thought__xyz')]),
        user([result('functions.f:0', 'x'), result('call__thought__xyz', [text('y')])]),
      ],
      tools: [{ ...tool, type: 'custom', strict: true, input_examples: [{ city: 'B' }] }],
    },
  ],
  [
    'searches',
    {
      messages: [
        user('a'),
        assistant([
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [{ type: 'web_search_result', title: 'T', url: 'https://e.com', snippet: 's' }],
          },
          { type: 'server_tool_use', id: 'srvtoolu_2', name: 'web_search', input: { query: 'q' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_2',
            content: [{ type: 'web_search_result', title: 'T', url: 'https://e.com', encrypted_content: 'E' }],
          },
          text('b'),
        ]),
        user('c'),
      ],
    },
  ],
  [
    'an adviser',
    {
      messages: [
        user('a'),
        assistant([
          text('b'),
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'advisor', input: {} },
          { type: 'advisor_tool_result', tool_use_id: 'srvtoolu_1', content: { type: 'advisor_result', text: 'x' } },
        ]),
        user('c'),
      ],
    },
  ],
  [
    'the accounting of Claude Code',
    {
      system: [
        text('x-anthropic-billing-header: a'),
        text('Be brief.', { cache_control: { type: 'ephemeral', ttl: '1h' } }),
      ],
    },
  ],
  ['nothing but accounting', { system: 'x-anthropic-billing-header: a' }],
  ['a blank system prompt', { system: '' }],
  ['leading system messages', { messages: [{ role: 'system', content: 'S' }, user('a')], system: 'T' }],
]

/** What LiteLLM makes of a request without messages has cases of its own. */
const elsewhere = new Set(['no messages', 'context management of OpenAI'])
const atDeepseek = [...rows, ...history].filter(([name]) => !elsewhere.has(name))

export const messagesHistoryCases: readonly ParityCase[] = [
  ...['claude', 'claude-sonnet-5', 'vertex-claude', 'bedrock-invoke'].flatMap(model =>
    anthropicMessages(`messages api/${model}/history`, model, history),
  ),
  ...anthropicMessages('messages api/deepseek', 'deepseek', atDeepseek),
  ...anthropicMessages('messages api/deepseek/thinking', 'deepseek', thoughts),
  ...anthropicMessages('messages api/deepseek/errors', 'deepseek', failures),
]
