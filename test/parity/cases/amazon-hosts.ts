/** Amazon's hosts on OpenAI's wire besides Bedrock's own API: Nova's and Mantle. */
import { data, openaiError, openaiMessage, stream } from '../answers.ts'
import { chats, clockTool, toolCall, user, weatherTool, type Row } from '../case.ts'

const counted: Row[1] = { usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 } }

/** What a table of prices knows of a model of this provider's. */
const priced = (model: string): Row => [
  `${model}, priced`,
  {},
  { deployment: { model }, provider: openaiMessage({ content: 'x' }, {}, counted) },
]

const statuses: readonly Row[] = [401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529].map(status => [
  `an error ${status}`,
  {},
  { provider: openaiError(status, { message: 'no' }), deployment: {} },
])

const signed = {
  api_key: null,
  aws_access_key_id: 'AKIDPARITY',
  aws_secret_access_key: 'a secret for parity',
  aws_region_name: 'us-west-2',
}

const overflows: readonly Row[] = [
  'prompt tokens (12) exceed model maximum (10)',
  'Input is too long',
  'AccessDeniedException',
  'ThrottlingException: slow',
].flatMap(message =>
  ['invalid_request_error', 'other'].map((type): Row => [
    `${message}, ${type}`,
    {},
    { provider: openaiError(400, { message, type }), deployment: {} },
  ]),
)

export const amazonHostCases = [
  ...chats('amazon nova', 'amazon_nova', [
    priced('amazon_nova/nova-micro-v1'),
    priced('amazon_nova/nova-nope'),
    ['with tools', { tools: [weatherTool, clockTool], tool_choice: 'required', reasoning_effort: 'low' }],
    [
      'metadata of its own',
      { metadata: { a: 'b' }, max_completion_tokens: 4, stream_options: { include_usage: true } },
    ],
    ['a refused parameter', { seed: 3 }],
    ['without a key', {}, { deployment: { api_key: null } }],
    [
      'a history with calls',
      {
        messages: [
          user('hi'),
          { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}')] },
          { role: 'tool', tool_call_id: 't1', content: 'r' },
        ],
      },
    ],
    ...statuses,
  ]),
  ...chats('mantle', 'bedrock_mantle', [
    ...['openai.gpt-oss-120b', 'us-gov-west-1/openai.gpt-oss-20b', 'us-east-2/openai.gpt-oss-20b'].map(model =>
      priced(`bedrock_mantle/${model}`),
    ),
    [
      'priced by the region of the deployment',
      {},
      {
        deployment: { model: 'bedrock_mantle/openai.gpt-oss-20b', aws_region_name: 'us-gov-west-1' },
        provider: openaiMessage({ content: 'x' }, {}, counted),
      },
    ],
    [
      'priced by the region and the model that answers',
      {},
      {
        deployment: { model: 'bedrock_mantle/openai.gpt-oss-20b', aws_region_name: 'us-gov-west-1' },
        provider: openaiMessage({ content: 'x' }, {}, { ...counted, model: 'openai.gpt-oss-120b' }),
      },
    ],
    ['an effort', { reasoning_effort: 'low' }, { deployment: { model: 'bedrock_mantle/openai.gpt-oss-120b' } }],
    ['a verbosity', { verbosity: 'low' }, { deployment: { model: 'bedrock_mantle/openai.gpt-6-nope' } }],
    ['an effort that is not known', { reasoning_effort: 'low' }],
    ['a project', {}, { deployment: { aws_bedrock_project_id: 'proj-1' } }],
    ['signed', {}, { deployment: signed }],
    ['signed, with headers of its own', { extra_headers: { 'x-own': 'y' } }, { deployment: signed }],
    ['signed, streamed', { stream: true }, { deployment: signed }],
    ['signed, with tools', { tools: [weatherTool], tool_choice: 'auto' }, { deployment: signed }],
    ...overflows,
    ...statuses,
    ...statuses.map(([name, body, more = {}]): Row => [`${name}, streamed`, { ...body, stream: true }, more]),
    ...[400, 429, 503, undefined].map((code): Row => [
      `first event with ${code ?? 'no code'}`,
      { stream: true },
      {
        provider: stream([data({ error: { message: 'boom', ...(code === undefined ? {} : { code }) } })]),
        deployment: {},
      },
    ]),
  ]),
]

/** Calls that bring no answer, by how LiteLLM words failures of their providers. */
export const unheardCases = [
  'amazon_nova',
  'bedrock_mantle',
  'cloudflare',
  'huggingface',
  'lemonade',
  'minimax',
].flatMap(model =>
  chats(`unheard/${model}`, model, [
    ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:1' } }],
    ['nobody there, streamed', { stream: true }, { deployment: { api_base: 'http://127.0.0.1:1' } }],
    ['a cut', { stream: true, messages: [user('Go [sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
    ['too late', { timeout: 0.2, messages: [user('Go [sim:delay:1500]')] }],
    ['too late, streamed', { stream: true, timeout: 0.2, messages: [user('Go [sim:delay:1500]')] }],
  ]),
)
