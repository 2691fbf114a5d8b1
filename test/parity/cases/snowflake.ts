/** Snowflake Cortex, but for Claude there. */
import { openaiMessage } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool } from '../case.ts'

const usage = { usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } }

export const snowflakeCases = chats('snowflake', 'snowflake', [
  ['a programmatic token', {}, { deployment: { api_key: 'pat/abc' } }],
  ['without a key', {}, { deployment: { api_key: null } }],
  ['without an address', {}, { deployment: { api_base: null } }],
  ['an account that is none', {}, { deployment: { api_base: null, account_id: 'a.b' } }],
  ['an address with its path', {}, { deployment: { api_base: 'ORIGIN/api/v2' } }],
  ['a limit', { max_tokens: 5 }],
  ['a newer limit', { max_completion_tokens: 6, max_tokens: 5 }],
  ['tools', { tools: [weatherTool, clockTool], tool_choice: 'required' }],
  ['a format', { response_format: { type: 'json_object' } }],
  ['a refused parameter, dropped', { seed: 3, drop_params: true }],
  ['a stream with its usage', { stream: true, stream_options: { include_usage: true } }],
  [
    'a known model',
    {},
    { deployment: { model: 'snowflake/llama3.1-70b' }, provider: openaiMessage({ content: 'x' }, {}, usage) },
  ],
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:1' } }],
  ['nobody there, streamed', { stream: true }, { deployment: { api_base: 'http://127.0.0.1:1' } }],
  [
    'a history',
    {
      messages: [
        { role: 'developer', content: 'D' },
        user([{ type: 'image_url', image_url: png }]),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}')] },
        { role: 'tool', tool_call_id: 't1', content: [{ type: 'text', text: 'r' }] },
      ],
    },
  ],
])
