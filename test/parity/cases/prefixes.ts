/** The prefixes that LiteLLM asks through OpenAI's client: each with all it may be sent, and what it may answer. */
import { compatiblePrefixes } from '../../../services/sdk/providers/openai/compatible.ts'
import { directPrefixes } from '../../../services/sdk/providers/openai/direct-prefixes.ts'
import { chunk, data, openaiError, openaiMessage, stream, textChunks, usageChunk, done } from '../answers.ts'
import {
  anthropicMessages,
  callsOf,
  chats,
  clockTool,
  type ParityCase,
  png,
  toolCall,
  user,
  weatherTool,
  type Row,
} from '../case.ts'

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

/** What every prefix is asked. */
export const rows: readonly Row[] = [
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

/** Errors by their status, where LiteLLM goes by that. */
const statuses: readonly Row[] = [400, 401, 402, 403, 404, 408, 409, 422, 424, 500, 502, 503, 504].map(status => [
  `an error ${status}`,
  {},
  { provider: openaiError(status, { message: 'no' }), deployment: {} },
])

/** Words by which LiteLLM knows errors whatever their status. */
const worded: readonly Row[] = [
  'authorization denied for this key',
  'token_quota_reached',
  'The server received an invalid response from an upstream server.',
  'Authentication error',
  'must have required property',
  'length limit exceeded',
  'A valid user token is required',
  'Rate limit reached',
].map(message => [message, {}, { provider: openaiError(418, { message }), deployment: {} }])

/** What sets apart how LiteLLM reads answers: all that a provider of its own may say, whole and in pieces. */
export const richRows: readonly Row[] = [
  ['an overflow', {}, { provider: openaiError(400, { message: "This model's maximum context length is 5" }) }],
  ['no JSON', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' }, deployment: {} }],
  ['no choices', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '{}' }, deployment: {} }],
  [
    'nulls',
    {},
    {
      provider: openaiMessage(
        { content: null, refusal: null, tool_calls: null, reasoning: 'r', annotations: [] },
        { logprobs: null },
        { usage: { prompt_tokens: 1, completion_tokens: null, total_tokens: 3, prompt_tokens_details: null } },
      ),
    },
  ],
  [
    'tool calls',
    { tools: [weatherTool] },
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('t1', '{}')] }, { finish_reason: 'stop' }) },
  ],
  ['a tool call, streamed', { stream: true, tools: [weatherTool], messages: [user('[sim:tool] hi')] }],
  ['thoughts, streamed', { stream: true, messages: [user('[sim:thinking] hi')] }],
  [
    'deltas of all kinds',
    { stream: true, stream_options: { include_usage: true } },
    {
      provider: stream([
        chunk({ role: 'assistant', content: '' }),
        chunk({ reasoning: 'r', weird: 1 }),
        chunk({ content: 'a', weird: 1 }, { weird: 2 }),
        chunk({ content: 'b' }, { logprobs: { content: [], refusal: null } }),
        chunk({ content: 'c' }, { finish_reason: 'length' }),
        usageChunk(),
        done,
      ]),
    },
  ],
  ['usage that is not told', { stream: true }, { provider: stream([...textChunks, done]) }],
  [
    'an error in the first event',
    { stream: true },
    { provider: stream([data({ error: { message: 'boom', code: 400 } })]), deployment: {} },
  ],
  ['words of its own', { foo: 1, top_k: 3, extra_body: { z: 1 }, extra_headers: { 'x-own': 'y' } }],
]

/** Whose streams are in messages of AWS's. */
const framed = new Set(['sagemaker_chat', 'sagemaker_nova'])
const direct = Object.keys(directPrefixes).filter(prefix => !framed.has(prefix))

const topicOf = (prefix: string): string =>
  Object.hasOwn(directPrefixes, prefix) ? `direct prefixes/${prefix}` : `prefixes/${prefix}`

/** What Volcengine and Tencent make of thoughts. */
const thinkingRows: readonly Row[] = [
  ['enabled', { thinking: { type: 'enabled', budget_tokens: 2000 } }],
  ['auto', { thinking: { type: 'auto' } }],
  ['a kind of its own', { thinking: { type: 'weird' } }],
  ['an effort', { reasoning_effort: 'high' }],
  ['no effort', { reasoning_effort: 'none' }],
  ['an effort and thoughts', { reasoning_effort: 'low', thinking: { type: 'disabled' }, extra_body: { z: 1 } }],
  ['tools', { tools: [clockTool], tool_choice: 'required', max_completion_tokens: 9 }],
]

/** Parameters of the foundry's models, of which some are OpenAI's. */
const foundryRows: readonly Row[] = [
  'azure_ai/gpt-5-nope',
  'azure_ai/gpt-5',
  'azure_ai/grok-3',
  'azure_ai/o3-mini',
  'azure_ai/deepseek-r1',
  'azure_ai/cohere-command-r-plus',
].flatMap((model): Row[] => [
  [
    `${model} with parameters`,
    {
      temperature: 1,
      stop: ['x'],
      max_tokens: 9,
      reasoning_effort: 'low',
      tools: [clockTool],
      tool_choice: 'auto',
      drop_params: true,
    },
    { deployment: { model, api_base: 'ORIGIN/models' } },
  ],
  [`${model} with an effort`, { reasoning_effort: 'low' }, { deployment: { model } }],
  [`${model} with a stop`, { stop: ['x'] }, { deployment: { model, api_version: '2024-05-01-preview' } }],
  [`${model} streamed`, { stream: true }, { deployment: { model } }],
])

/** A prefix at the endpoints that go over its chat. */
function otherEndpoints(prefix: string): ParityCase[] {
  const topic = `other endpoints/${prefix}`
  const refused = { provider: openaiError(400, { message: 'no' }) }
  return [
    ...anthropicMessages(topic, prefix, [
      ['a message', {}],
      ['a message, streamed', { stream: true }],
      ['a message, refused', {}, refused],
    ]),
    ...callsOf('/v1/responses', topic, { model: prefix, input: 'hi' }, [
      ['a response', {}],
      ['a response, streamed', { stream: true }],
      ['a response, refused', {}, refused],
    ]),
    ...callsOf('/v1/completions', topic, { model: prefix, prompt: 'hi' }, [
      ['a completion', {}],
      ['a completion, streamed', { stream: true }],
      ['a completion, refused', {}, refused],
    ]),
  ]
}

/** Contents in blocks, and conversations as Databricks takes them. */
const thought = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'th', signature: 'sig' }] }
const databricksRows: readonly Row[] = [
  [
    'a conversation with several calls',
    {
      messages: [
        { role: 'system', content: 'a' },
        { role: 'developer', content: 'b' },
        { role: 'system', content: [{ type: 'text', text: 'c', cache_control: { type: 'ephemeral' } }] },
        { ...user('q'), cache_control: { type: 'ephemeral' } },
        { role: 'assistant', content: 'x', tool_calls: [toolCall('t1', '{}'), toolCall('t2', '{}')], name: 'n' },
        { role: 'tool', tool_call_id: 't2', content: 'r2', name: 'f' },
        { role: 'tool', tool_call_id: 't1', content: 'r1' },
        { role: 'assistant', content: '', reasoning_content: 'r', thinking_blocks: [] },
        user([
          { type: 'text', text: '' },
          { type: 'image_url', image_url: png },
        ]),
      ],
    },
  ],
  ['tools of all kinds', { tools: [weatherTool, clockTool], tool_choice: 'auto', max_completion_tokens: 5 }],
  [
    'content in blocks',
    {},
    {
      provider: openaiMessage({
        content: [thought, { type: 'text', text: 'a', citations: [{ url: 'u' }] }, { type: 'text', text: 'b' }],
      }),
    },
  ],
  ['thoughts in tags', {}, { provider: openaiMessage({ content: '<think>hm</think>yes' }) }],
  [
    'deltas in blocks',
    { stream: true },
    {
      provider: stream([
        chunk({ role: 'assistant', content: [thought] }),
        chunk({ content: [{ type: 'text', text: 'a' }] }),
        chunk({ content: 'b', reasoning_content: 'c' }),
        chunk({ tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'f', arguments: '{}' } }] }),
        chunk({}, { finish_reason: 'tool_calls' }),
        done,
      ]),
    },
  ],
  ['a format', { response_format: { type: 'json_object' } }],
  ['a format, streamed', { response_format: { type: 'json_object' }, stream: true }],
  ['an effort', { reasoning_effort: 'low', user_agent: 'acme/1' }],
]

export const prefixCases = compatiblePrefixes
  .filter(prefix => !framed.has(prefix))
  .flatMap(prefix => chats(topicOf(prefix), prefix, rows))
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
    chats('direct prefixes/gradient_ai', 'gradient_ai', [
      [
        'without drop_params',
        {},
        { deployment: { drop_params: null }, provider: openaiError(429, { message: 'slow down' }) },
      ],
    ]),
    ...['volcengine/doubao-seed', 'tencent/hy3', 'tencent/minimax-m3', 'minimax/MiniMax-M2.1'].flatMap(model =>
      chats(
        `thinking prefixes/${model}`,
        'gpt',
        thinkingRows.map(([name, body]): Row => [name, body, { deployment: { model } }]),
      ),
    ),
    chats('prefixes/sail', 'sail', [
      ...['auto', 'default', 'priority', 'Flex', 'balanced', 'weird'].map((tier): Row => [
        `tier ${tier}`,
        { service_tier: tier },
      ]),
      ['a weird tier, dropped', { service_tier: 'weird', drop_params: true }],
      ['metadata of its own', { service_tier: 'flex', extra_body: { metadata: { a: 1 }, z: 2 } }],
      ['a window of its own', { extra_body: { metadata: { completion_window: 'flex' } } }],
      ['a window of its own, dropped', { drop_params: true, extra_body: { metadata: { completion_window: 'flex' } } }],
      ['a tier on the side', { extra_body: { service_tier: 'flex' } }],
      ['a known model, flex', { service_tier: 'flex' }, { deployment: { model: 'sail/moonshotai/Kimi-K3' } }],
    ]),
    ...['azure_ai', 'azure-ai-unknown'].flatMap(model => chats(`foundry/${model}`, model, [...rows, ...richRows])),
    chats('foundry', 'azure_ai', [
      ...foundryRows,
      ['a base with a part of the path', {}, { deployment: { api_base: 'ORIGIN/a/chat?api-version=1' } }],
      ['a base with all of the path', {}, { deployment: { api_base: 'ORIGIN/chat/completions', api_version: '2' } }],
    ]),
    ...['azure_ai', 'databricks', 'heroku', 'lemonade', 'vercel_ai_gateway', 'cometapi', 'nebius', 'poe'].flatMap(
      prefix => otherEndpoints(prefix),
    ),
    ...['together', 'fireworks', 'moonshot', 'llamafile'].flatMap(prefix =>
      callsOf('/v1/completions', `legacy completions/${prefix}`, { model: prefix, prompt: 'hi' }, [
        ['a completion', { max_tokens: 5, foo: 1 }],
        ['a completion, streamed', { stream: true }],
        ['a completion, refused', {}, { provider: openaiError(400, { message: 'no' }) }],
      ]),
    ),
    chats('databricks', 'databricks', databricksRows),
    chats(
      'databricks/claude',
      'databricks',
      databricksRows
        .slice(0, 5)
        .map(([name, body, more]): Row => [
          name,
          body,
          { ...more, deployment: { model: 'databricks/databricks-claude-sonnet-4-5' } },
        ]),
    ),
    chats('databricks', 'databricks', [
      ['behind the gateway', {}, { deployment: { model: 'databricks/a.b.c', api_base: 'ORIGIN/serving-endpoints' } }],
      ['behind the gateway, of a host', {}, { deployment: { model: 'databricks/a.b.c', api_base: 'ORIGIN' } }],
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
    ...direct.flatMap(prefix => chats(`rich direct/${prefix}`, prefix, richRows)),
    ...['cloudflare', 'huggingface', 'lemonade', 'minimax', 'veniceai'].flatMap(prefix =>
      chats(`direct errors/${prefix}`, prefix, [...statuses, ...worded]),
    ),
    ...['lm_studio', 'llamafile', 'docker_model_runner'].flatMap(prefix =>
      chats(`prefixes/${prefix}`, prefix, keyless),
    ),
  )
