/** Fireworks and Together AI: their own parameters, names and tools. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, chunk, done, openaiError, openaiMessage, stream, textChunks, usageChunk } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type ParityCase, type Row } from '../case.ts'

const streaming = { stream: true, stream_options: { include_usage: true } }
const schema: JsonObject = { type: 'object', properties: { n: { type: 'integer' } } }
const jsonSchema: JsonObject = { type: 'json_schema', json_schema: { name: 'n', schema } }
const thinking: JsonObject = { type: 'enabled', budget_tokens: 1024 }
const image = user([
  { type: 'text', text: 'x' },
  { type: 'image_url', image_url: { url: png } },
])

/** Tools whose schemas have their definitions the older ways. */
const olderTools: JsonObject[] = [
  {
    type: 'function',
    function: {
      name: 'f',
      strict: true,
      parameters: {
        type: 'object',
        properties: { a: { $ref: '#/definitions/A' }, b: { $ref: '#/components/schemas/B' } },
        definitions: { A: { type: 'string' } },
        components: { schemas: { B: { type: 'integer' } } },
      },
    },
  },
]

const names = [
  'accounts/me/models/mine',
  'accounts/fireworks/models/llama-v3p1-8b-instruct',
  'models/m',
  'routers/r',
  'm#deployment',
  'kimi-k2p6-fast',
  'auto',
  'firerouter/x',
  'llama-v3p1-8b-instruct',
  'deepseek-coder-v2-instruct',
  'deepseek-r1',
  'my-deepseek-coder-v2-instruct-tuned',
  'qwen3-coder-480b-a35b-instruct',
]

const named: readonly Row[] = names.flatMap(
  name =>
    [
      [name, {}, { deployment: { model: `fireworks_ai/${name}` } }],
      [
        `${name} with tools and thoughts, dropped where unknown`,
        { tools: [weatherTool], tool_choice: 'required', reasoning_effort: 'low', drop_params: true },
        { deployment: { model: `fireworks_ai/${name}` } },
      ],
    ] satisfies Row[],
)

const rows: readonly Row[] = [
  ['required tools', { tools: [weatherTool, clockTool], tool_choice: 'required' }],
  ['a tool by name', { tools: [clockTool], tool_choice: { type: 'function', function: { name: 'now' } } }],
  ['tools with older definitions', { tools: olderTools }],
  ['a schema', { response_format: jsonSchema }],
  ['a schema beside tools', { tools: [clockTool], response_format: jsonSchema }],
  ['JSON beside tools', { tools: [clockTool], response_format: { type: 'json_object' } }],
  ['an effort', { reasoning_effort: 'high' }],
  ['thinking', { thinking }],
  ['both', { thinking, reasoning_effort: 'high' }],
  ['its own parameters', { top_k: 4, min_p: 0.1, context_length_exceeded_behavior: 'truncate', echo: true, foo: 1 }],
  ['parameters of vLLM', { truncate_prompt_tokens: 5, best_of: 2, guided_json: schema, include_reasoning: true }],
  ['a guided choice', { guided_choice: ['a', 'b'], response_format: { type: 'text' } }],
  ['a grammar', { extra_body: { guided_grammar: 'g', min_tokens: 1 } }],
  ['a choice', { guided_choice: ['a', 'b'] }],
  ['a template that thinks little', { chat_template_kwargs: { low_effort: true, other: 1 } }],
  ['a template that does not think', { chat_template_kwargs: { enable_thinking: false } }],
  ['a template with a budget', { chat_template_kwargs: { reasoning_budget: 9 } }],
  ['a session', { metadata: { session_id: 's1' } }],
  ['an image', { messages: [image] }],
  ['a file', { messages: [user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,AA' } }])] }],
  ['a user', { user: 'u' }],
  ['no usage, please', { stream: true, stream_options: { include_usage: false } }],
  [
    'a call as content',
    { tools: [weatherTool] },
    { provider: openaiMessage({ content: '{"name": "get_weather", "arguments": "{}"}' }) },
  ],
  [
    'another object as content',
    { tools: [weatherTool] },
    { provider: openaiMessage({ content: '{"name": "other", "arguments": "{}"}' }) },
  ],
  [
    'an answer with its own fields',
    {},
    {
      provider: openaiMessage(
        { content: 'x', reasoning_content: 'r' },
        { raw_output: { a: 1 }, token_ids: [1] },
        { perf_metrics: { a: 1 }, prompt_token_ids: [2] },
      ),
    },
  ],
  ['a stream', streaming, { provider: stream([...textChunks, usageChunk(), done]) }],
  [
    'a stream of thoughts and calls',
    { ...streaming, tools: [weatherTool] },
    {
      provider: stream([
        chunk({ role: 'assistant', content: null }),
        chunk({ reasoning_content: 'hm' }),
        chunk({ tool_calls: [toolCall('t1', '{"city":', 'get_weather', { index: 0 })] }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '"x"}' } }] }),
        chunk({}, { finish_reason: 'tool_calls' }),
        usageChunk(),
        done,
      ]),
    },
  ],
  [
    'a stream with its own fields',
    streaming,
    {
      provider: stream([
        chunk({ content: 'x' }, { token_ids: [1] }, { perf_metrics: { a: 1 } }),
        chunk({}, { finish_reason: 'stop' }),
        done,
      ]),
    },
  ],
  [
    'an error in a stream',
    streaming,
    { provider: stream([chunk({ content: 'x' }), 'data: {"error":{"message":"boom","code":500}}\n\n']) },
  ],
  ...[400, 401, 403, 404, 413, 422, 429, 500, 503].map((status): Row => [
    `status ${status}`,
    {},
    { provider: openaiError(status), deployment: {} },
  ]),
  ['too long', {}, { provider: openaiError(400, { message: "This model's maximum context length is 9 tokens." }) }],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
]

const together: readonly Row[] = [
  'openai/gpt-oss-20b',
  'zai-org/GLM-4.6',
  'Qwen/Qwen3.6-Plus',
  'deepseek-ai/DeepSeek-V4-Pro',
  'moonshotai/Kimi-K3',
  'Qwen/Qwen2.5-7B-Instruct-Turbo',
].flatMap(model =>
  ['minimal', 'low', 'xhigh', 'none', 'default'].map((effort): Row => [
    `${model} with ${effort}`,
    { reasoning_effort: effort, tools: [clockTool], response_format: jsonSchema },
    { deployment: { model: `together_ai/${model}` } },
  ]),
)

export const fireworksCases: readonly ParityCase[] = [
  ...chats('fireworks names', 'fireworks', named),
  ...chats('fireworks', 'fireworks', rows),
  ...chats('fireworks text only', 'fireworks', [
    ['an image', { messages: [image] }, { deployment: { model: 'fireworks_ai/deepseek-v4-flash' } }],
  ]),
  ...chats('together', 'together', [
    ...together,
    ...rows.filter(([name]) => /^(?:a stream|status|an error|no JSON|an answer|an image|a tool|too)/.test(name)),
  ]),
]
