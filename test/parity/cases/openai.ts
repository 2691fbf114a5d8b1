/** Requests and answers on OpenAI's own wire. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, openaiAnswer, openaiMessage } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const says = (name: string, message: JsonObject, choice: JsonObject = {}, body: JsonObject = {}): Row => [
  name,
  body,
  { provider: openaiMessage(message, choice) },
]
const answers = (name: string, changes: JsonObject, body: JsonObject = {}): Row => [
  name,
  body,
  { provider: openaiAnswer(changes) },
]
const usage: JsonObject = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

/** What the GPT models take differently. */
const perModel: readonly JsonObject[] = [
  { temperature: 0.3 },
  { temperature: 1 },
  { top_p: 0.5 },
  { max_tokens: 9 },
  { max_completion_tokens: 9 },
  { stop: 'x' },
  { reasoning_effort: 'low' },
  { reasoning_effort: 'none' },
  { reasoning_effort: 'xhigh' },
  { logprobs: true },
  { parallel_tool_calls: false, tools: [clockTool] },
  { thinking: { type: 'enabled', budget_tokens: 1000 } },
  { frequency_penalty: 0 },
  { verbosity: 'low' },
  { seed: 1 },
  { messages: [{ role: 'developer', content: 'D' }, { role: 'system', content: 's' }, user('hi')] },
]

/** What tools return besides text. */
export const imagesOfTools: readonly Row[] = [
  [
    'images of tools',
    {
      messages: [
        user('a'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}'), toolCall('t2', '{}')] },
        { role: 'tool', tool_call_id: 't1', content: [{ type: 'image_url', image_url: { url: png } }] },
        {
          role: 'tool',
          tool_call_id: 't2',
          content: [
            { type: 'text', text: 'x' },
            { type: 'image_url', image_url: png },
            { type: 'tool_reference', tool_name: 'f' },
          ],
        },
        user('b'),
      ],
    },
  ],
  [
    'only a reference of a tool',
    {
      messages: [
        user('a'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}')] },
        { role: 'tool', tool_call_id: 't1', content: [{ type: 'tool_reference', tool_name: 'f' }] },
      ],
    },
  ],
]

const requests = chats('openai', 'gpt', [
  ['a question', {}],
  ['a question to the simulator', { messages: [user('What is new?')] }],
  [
    'system, developer, images',
    {
      messages: [
        { role: 'system', content: 'S' },
        { role: 'developer', content: 'D' },
        user([
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: png } },
          { type: 'image_url', image_url: 'https://images.example.com/y.png' },
        ]),
      ],
    },
  ],
  [
    'every parameter',
    {
      temperature: 0.3,
      top_p: 0.5,
      max_tokens: 9,
      stop: ['x'],
      seed: 2,
      user: 'u',
      n: 2,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      parallel_tool_calls: true,
      logprobs: true,
      top_logprobs: 2,
      logit_bias: { a: 1 },
      response_format: { type: 'json_object' },
      store: true,
      service_tier: 'auto',
      metadata: { a: 'b' },
      prediction: { type: 'content', content: 'x' },
      modalities: ['text'],
      safety_identifier: 's',
      prompt_cache_key: 'k',
      max_completion_tokens: 11,
      verbosity: 'low',
      web_search_options: {},
      tools: [weatherTool],
      tool_choice: 'auto',
    },
  ],
  [
    'unknown keys',
    { foo: 1, bar: null, top_k: 3, extra_body: { z: 1 }, thinking: { type: 'enabled', budget_tokens: 1000 } },
  ],
  [
    'what only steers LiteLLM',
    { timeout: 3, tags: ['x'], metadata: { a: 'b' }, store: true, prompt_cache_retention: '24h', num_retries: 0 },
  ],
  [
    'all that a conversation may hold',
    {
      messages: [
        user([{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }]),
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'rc',
          thinking_blocks: [{ type: 'thinking', thinking: 'x', signature: 's' }],
          tool_calls: [toolCall('t1', '{}', 'get_weather', { index: 0, cache_control: { type: 'ephemeral' } })],
          refusal: null,
          name: 'nm',
          provider_specific_fields: { a: 1 },
          annotations: [],
        },
        { role: 'tool', tool_call_id: 't1', name: 'f', content: 'r', cache_control: { type: 'ephemeral' } },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: 'x' },
        user(''),
        { ...user('z'), name: 'bob', foo: 1 },
      ],
      tools: [{ ...weatherTool, cache_control: { type: 'ephemeral' } }],
    },
  ],
  ['prompt_cache_retention', { prompt_cache_retention: '24h' }],
  ['prompt_cache_key', { prompt_cache_key: 'k' }],
  ['safety_identifier', { safety_identifier: 'k' }],
  [
    'a schema',
    {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'n', strict: true, schema: { type: 'object', properties: {} } },
      },
    },
  ],
  ['a forced tool', { tools: [weatherTool], tool_choice: { type: 'function', function: { name: 'get_weather' } } }],
  ['no messages in the list', { messages: [] }],
  ['a choice without tools', { tool_choice: 'auto' }],
  ['a part nobody knows', { messages: [user([{ type: 'weird' }])] }],
  ...imagesOfTools,
])

const responses = chats('openai answers', 'gpt', [
  says(
    'tool calls',
    {
      content: null,
      tool_calls: [toolCall('t1', '{"a": 1}'), { ...toolCall('t2', '{}'), index: 1, extra: 1 }],
    },
    { finish_reason: 'tool_calls', logprobs: null },
    { tools: [weatherTool] },
  ),
  says('tool calls that end with stop', { content: '', tool_calls: [toolCall('t1', '{"a": 1}')] }),
  says('reasoning', { content: 'x', reasoning_content: 'r', reasoning: 'q' }),
  says('reasoning details', { content: 'x', reasoning: 'q', reasoning_details: [{ a: 1 }] }),
  says('think tags', { content: '<think>abc</think>rest' }),
  says(
    'logprobs',
    { content: 'x' },
    {
      logprobs: { content: [{ token: 'x', logprob: -0.1, bytes: [1], top_logprobs: [] }], refusal: null },
    },
  ),
  says('a refusal', { content: null, refusal: 'no' }),
  says('annotations', {
    content: 'x',
    annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 0, end_index: 1 } }],
  }),
  says(
    'the old function call',
    { content: null, function_call: { name: 'f', arguments: '{}' } },
    { finish_reason: 'function_call' },
  ),
  says('audio', { content: null, audio: { id: 'a', data: 'x', expires_at: 1, transcript: 't' } }),
  ...[
    'length',
    'content_filter',
    'function_call',
    'weird',
    null,
    'eos',
    'max_tokens',
    'stop_sequence',
    'insufficient_system_resource',
  ].map(reason => says(`finish_reason ${reason}`, { content: 'x' }, { finish_reason: reason })),
  answers('without usage', { usage: undefined }),
  answers('usage null', { usage: null }),
  answers('usage with more', {
    usage: {
      ...usage,
      queue_time: 0.1,
      x: null,
      prompt_cache_hit_tokens: 4,
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  }),
  answers('usage bare', { usage }),
  answers(
    'two choices',
    {
      choices: ['a', 'b'].map((content, index) => ({
        index,
        message: { role: 'assistant', content },
        finish_reason: 'stop',
      })),
    },
    { n: 2 },
  ),
  answers('no choices', { choices: [] }),
  ['no JSON', {}, { deployment: {}, provider: answer('not json') }],
  ['an empty body', {}, { deployment: {}, provider: answer('') }],
  [
    'an error with status 200',
    {},
    { deployment: {}, provider: answer({ error: { message: 'm', type: 't', code: 'c' } }) },
  ],
  ['the simulator calls', { tools: [weatherTool], messages: [user('Go [sim:tool]')] }],
  ['the simulator thinks', { messages: [user('Go [sim:thinking]')] }],
  ['the simulator refuses', { messages: [user('Go [sim:refusal]')] }],
  ['the simulator is cut short', { messages: [user('Tell me more [sim:length]')] }],
])

const configured = chats('openai configured', 'gpt', [
  ['defaults and headers', {}, { deployment: { temperature: 0.4, extra_headers: { 'x-from-config': 'yes' } } }],
  ['additional_drop_params', { temperature: 0.3, seed: 1 }, { deployment: { additional_drop_params: ['seed'] } }],
  ['an organization', {}, { deployment: { organization: 'org-1' } }],
])

export const openaiCases = [
  ...requests,
  ...['gpt-5', 'gpt-5-2', 'o3', 'gpt-unknown'].flatMap(model => [
    ...chats(`openai/${model}`, model, perModel.map(named)),
    ...chats(
      `openai/${model}/dropped`,
      model,
      perModel.slice(0, 12).map((body): Row => [JSON.stringify(body), { ...body, drop_params: true }]),
    ),
  ]),
  ...responses,
  ...configured,
]
