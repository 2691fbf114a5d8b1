/** The prefixes that LiteLLM asks through OpenAI's client: each with all it may be sent, and what it may answer. */
import { compatiblePrefixes } from '../../../services/sdk/providers/openai/compatible.ts'
import { data, openaiError, openaiMessage, stream, textChunks, usageChunk, done } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const everything: Row = [
  'every parameter, dropped where unknown',
  {
    drop_params: true,
    functions: [{ name: 'f' }],
    function_call: 'auto',
    temperature: 0.2,
    top_p: 0.5,
    n: 2,
    stop: ['x'],
    max_completion_tokens: 11,
    modalities: ['text'],
    prediction: { type: 'content', content: 'x' },
    audio: { voice: 'a', format: 'wav' },
    presence_penalty: 0.2,
    frequency_penalty: 0.1,
    logit_bias: { a: 1 },
    user: 'u',
    response_format: { type: 'json_object' },
    seed: 2,
    tools: [weatherTool, clockTool],
    tool_choice: 'auto',
    logprobs: true,
    top_logprobs: 2,
    parallel_tool_calls: true,
    reasoning_effort: 'low',
    verbosity: 'low',
    thinking: { type: 'enabled', budget_tokens: 1024 },
    web_search_options: { search_context_size: 'low' },
    safety_identifier: 's',
    service_tier: 'auto',
    prompt_cache_key: 'k',
    prompt_cache_retention: '24h',
    store: true,
    metadata: { a: 'b' },
  },
]

const conversation: Row = [
  'a conversation',
  {
    temperature: 1.995,
    max_tokens: 7,
    messages: [
      { role: 'developer', content: 'D' },
      { role: 'system', content: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }] },
      user([
        { type: 'text', text: 'x' },
        { type: 'image_url', image_url: { url: png } },
      ]),
      { role: 'assistant', content: '', reasoning_content: 'rc', tool_calls: [toolCall('t1', '{}')], name: 'nm' },
      { role: 'tool', tool_call_id: 't1', name: 'f', content: 'r' },
      { role: 'tool', tool_call_id: 't1', content: [{ type: 'text', text: 'r2' }] },
      user([
        { type: 'text', text: 'one' },
        { type: 'text', text: 'two' },
      ]),
      user(''),
    ],
  },
  {
    provider: openaiMessage(
      { content: 'x', reasoning_content: 'rr', weird: 1 },
      { finish_reason: 'weird' },
      { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, cost: 0.1 }, citations: ['a'] },
    ),
  },
]

const rows: readonly Row[] = [
  everything,
  conversation,
  ['a refused parameter', { verbosity: 'low', thinking: { type: 'enabled', budget_tokens: 1 }, top_logprobs: 1 }],
  [
    'a stream',
    { stream: true, stream_options: { include_usage: true } },
    { provider: stream([...textChunks, usageChunk(), done]) },
  ],
  ['an error', {}, { provider: openaiError(429, { message: 'slow down' }) }],
]

/** Some that LiteLLM has on its list of compatible providers, and some that it has not. */
const someListed = ['nebius', 'perplexity', 'litellm_proxy', 'dashscope']
const someUnlisted = ['custom_openai', 'scaleway', 'veniceai']

/** Models of which the table says that they call tools or reason. */
const known: readonly Row[] = [
  'cerebras/gpt-oss-120b',
  'deepinfra/deepseek-ai/DeepSeek-R1',
  'moonshot/kimi-k2-thinking',
  'publicai/swiss-ai/apertus-8b-instruct',
  'sambanova/DeepSeek-R1',
  'sambanova/Meta-Llama-3.3-70B-Instruct',
  'scaleway/qwen3-235b-a22b-instruct-2507',
  'aihubmix/gpt-4o',
  'nebius/gpt-4o',
].flatMap(
  model =>
    [
      [`${model} with tools`, { tools: [clockTool], tool_choice: 'auto', user: 'u' }, { deployment: { model } }],
      [`${model} with an effort`, { reasoning_effort: 'low', temperature: 0.2 }, { deployment: { model } }],
    ] satisfies Row[],
)

/** An error in the place of the first chunk, by its code. */
const errorAtOnce: readonly Row[] = [502, 429, 400, 401, 503, undefined].flatMap(
  code =>
    [
      [
        `first event with ${code ?? 'no code'}`,
        { stream: true },
        {
          provider: stream([data({ error: { message: 'boom', ...(code === undefined ? {} : { code }) } })]),
          deployment: {},
        },
      ],
    ] satisfies Row[],
)

const cut: readonly Row[] = [
  ['a cut', { stream: true, messages: [user('Go [sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
]
const keyless: readonly Row[] = [['without a key', {}, { deployment: { api_key: null } }]]

export const prefixCases = compatiblePrefixes
  .flatMap(prefix => chats(`prefixes/${prefix}`, prefix, rows))
  .concat(
    [...someListed, ...someUnlisted].flatMap(prefix =>
      chats(`prefixes/${prefix}`, prefix, [['a key of its own', { foo: 1, top_k: 3, extra_body: { z: 1 } }]]),
    ),
  )
  .concat(
    ...['openrouter', 'nebius', 'scaleway', 'fireworks'].flatMap(model =>
      chats(`error streams/${model}`, model, [...errorAtOnce, ...cut]),
    ),
    chats('prefixes', 'gpt', known),
    chats('prefixes/deepinfra', 'deepinfra', [
      ['a tool choice it has not', { tools: [clockTool], tool_choice: 'required' }],
      ['a tool choice it has not, dropped', { tools: [clockTool], tool_choice: 'required', drop_params: true }],
    ]),
    chats('prefixes/moonshot', 'moonshot', [
      ['several answers, too cold', { n: 2, temperature: 0.1 }],
      [
        'text alone',
        {
          messages: [
            user([
              { type: 'text', text: 'a' },
              { type: 'text', text: 'b' },
            ]),
          ],
        },
      ],
    ]),
    ...['lm_studio', 'llamafile', 'docker_model_runner'].flatMap(prefix =>
      chats(`prefixes/${prefix}`, prefix, keyless),
    ),
  )
