/** Requests and answers of those who speak OpenAI's wire and are not OpenAI. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { openaiAnswer, openaiMessage } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { compatibles } from '../models.ts'
import { imagesOfTools } from './openai.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: {} } },
}

const parameters: readonly JsonObject[] = [
  { max_tokens: 9 },
  { max_completion_tokens: 9 },
  { stop: 'x' },
  { seed: 2 },
  { user: 'u' },
  { n: 2 },
  { frequency_penalty: 0.1 },
  { parallel_tool_calls: true },
  { logprobs: true },
  { logit_bias: { a: 1 } },
  { response_format: { type: 'json_object' } },
  { response_format: schema },
  { reasoning_effort: 'low' },
  { thinking: { type: 'enabled', budget_tokens: 1000 } },
  { store: true },
  { service_tier: 'auto' },
  { functions: [{ name: 'f' }], function_call: 'auto' },
  { foo: 1 },
]

const rows: readonly Row[] = [
  ['a question', {}, { provider: openaiAnswer() }],
  ...parameters.map(named),
  [
    'nearly every parameter, dropped where unknown',
    {
      temperature: 0.3,
      top_p: 0.5,
      max_tokens: 9,
      stop: ['x'],
      seed: 2,
      user: 'u',
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      drop_params: true,
      foo: 1,
      parallel_tool_calls: true,
      logprobs: true,
      top_logprobs: 2,
      logit_bias: { a: 1 },
      response_format: { type: 'json_object' },
      reasoning_effort: 'low',
      max_completion_tokens: 11,
      store: true,
      service_tier: 'auto',
      metadata: { a: 'b' },
    },
  ],
  [
    'what only steers LiteLLM',
    { foo: 1, bar: null, top_k: 3, extra_body: { z: 1 }, metadata: { a: 'b' }, timeout: 3, tags: ['x'] },
  ],
  ['tools', { tools: [weatherTool, clockTool], tool_choice: 'required' }],
  ['a choice among no tools', { tools: [], tool_choice: 'required' }],
  ['options of a stream that is none', { stream_options: { include_usage: true } }],
  [
    'a pattern that Python cannot compile',
    {
      tools: [
        {
          type: 'function',
          function: {
            name: 'f',
            parameters: { type: 'object', properties: { a: { type: 'string', pattern: String.raw`\p{L}+` } } },
          },
        },
      ],
    },
  ],
  [
    'tool results that are more than text',
    {
      messages: [
        user('q'),
        {
          role: 'assistant',
          content: null,
          tool_calls: [toolCall('t1', '{}'), toolCall('t2', '{}'), toolCall('t3', '{}')],
        },
        {
          role: 'tool',
          tool_call_id: 't1',
          content: [
            { type: 'text', text: 'see' },
            { type: 'image_url', image_url: png },
          ],
        },
        { role: 'tool', tool_call_id: 't2', content: [{ type: 'image_url', image_url: { url: png } }] },
        { role: 'tool', tool_call_id: 't3', content: [{ type: 'tool_reference', tool_name: 'x' }] },
        user('and?'),
      ],
    },
  ],
  [
    'media as they may be written',
    {
      messages: [
        user([
          { type: 'image_url', image_url: { url: png, format: 'image/png' } },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=' } },
          { type: 'file', file: { file_id: 'file-1', format: 'application/pdf' } },
        ]),
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: '' },
        user('go on'),
      ],
    },
  ],
  [
    'all that a conversation may hold',
    {
      messages: [
        { role: 'developer', content: 'D' },
        { role: 'system', content: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }] },
        user([
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: png } },
        ]),
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'rc',
          thinking_blocks: [{ type: 'thinking', thinking: 'x', signature: 's' }],
          tool_calls: [toolCall('t1', '{}')],
          refusal: null,
          name: 'nm',
          provider_specific_fields: { a: 1 },
        },
        { role: 'tool', tool_call_id: 't1', name: 'f', content: 'r' },
        { role: 'tool', tool_call_id: 't1', content: [{ type: 'text', text: 'r2' }] },
        user([{ type: 'text', text: 'only' }]),
        { role: 'assistant', content: null },
        user(''),
      ],
      tools: [weatherTool],
    },
  ],
  [
    'an answer with everything',
    {},
    {
      provider: openaiMessage(
        { content: 'x', reasoning: 'rr', tool_calls: null, weird: 1 },
        { native_finish_reason: 'stop', logprobs: null },
        {
          x_groq: { id: 'r' },
          usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, queue_time: 1, prompt_cache_hit_tokens: 1 },
        },
      ),
    },
  ],
  [
    'an answer with tool calls',
    { tools: [weatherTool] },
    {
      provider: openaiMessage({
        content: '',
        refusal: null,
        tool_calls: [toolCall('t1', '{"a": 1}', 'f', { index: 0 })],
      }),
    },
  ],
  ['a choice without tools', { tool_choice: 'auto' }],
  ...imagesOfTools,
  ['an unknown finish_reason', {}, { provider: openaiMessage({ content: 'x' }, { finish_reason: 'weird' }) }],
]

/** Groq does not stream what has a response format. */
const wholeRows: readonly Row[] = [
  ['text', {}],
  ['with its usage', { stream_options: { include_usage: true } }],
  ['a tool call', { tools: [weatherTool], messages: [user('[sim:tool] hi')] }],
  ['a refusal', { messages: [user('[sim:refusal] hi')] }],
  ['an error', { messages: [user('[sim:error:429] hi')] }],
  ['no JSON', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' } }],
  ['a JSON object', { response_format: { type: 'json_object' } }],
  ['a schema', { response_format: schema }],
  ['a timeout of a whole number', { timeout: 30, n: 'x', logit_bias: 1 }],
]
const wholeStreams = wholeRows.map(([name, body, more = {}]): Row => [
  name,
  { stream: true, response_format: { type: 'text' }, ...body },
  more,
])

export const compatibleCases = [
  ...compatibles.flatMap(model => chats(model, model, rows)),
  ...chats('groq whole', 'groq', wholeStreams),
  ...chats('vllm', 'vllm', [['without a key', {}, { deployment: { api_key: null } }]]),
]
