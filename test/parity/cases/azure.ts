/** OpenAI at Azure: addresses, keys, names that need not tell the model, its own errors and additions. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import {
  answer,
  chunk,
  data,
  done,
  openaiAnswer,
  openaiError,
  spaced,
  stream,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { imagesOfTools } from './openai.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const configured = (name: string, deployment: JsonObject, body: JsonObject = {}): Row => [name, body, { deployment }]
const versions = [null, '2024-02-15-preview', '2025-04-01-preview', '2023-05-15-preview', 'v1', 'latest', 'preview']

const addresses: readonly Row[] = [
  ['a question', {}],
  ...versions.map(api_version => configured(`api_version ${api_version}`, { api_version })),
  ...versions.map(api_version => configured(`api_version ${api_version}, streamed`, { api_version }, { stream: true })),
]

/** Bases with something behind the resource; `ORIGIN` is the simulator's address. */
const bases = [
  'ORIGIN/',
  'ORIGIN/openai',
  'ORIGIN/openai/',
  'ORIGIN/openai/v1',
  'ORIGIN/openai/v1/',
  'ORIGIN/openai/deployments/other',
  'ORIGIN/openai/deployments/other/',
  'ORIGIN/openai/deployments/other/chat/completions',
  'ORIGIN/openai/deployments/other/chat/completions?api-version=2024-06-01',
  'ORIGIN/proxy',
  'ORIGIN/proxy/openai/deployments/other',
]

const based: readonly Row[] = [
  ...bases.map(api_base => configured(`api_base ${api_base.replace('ORIGIN', '')}`, { api_base })),
  ...bases
    .slice(3, 8)
    .filter(base => !base.endsWith('/'))
    .map(api_base => configured(`api_base ${api_base.replace('ORIGIN', '')}, v1`, { api_base, api_version: 'v1' })),
  configured('a token', { api_key: null, azure_ad_token: 'ad-token' }),
  configured('a token, v1', { api_key: null, azure_ad_token: 'ad-token', api_version: 'v1' }),
  configured('a token and a key', { azure_ad_token: 'ad-token' }),
  configured('headers', { extra_headers: { 'x-from-config': 'yes' } }),
  configured('an organization', { organization: 'org-1' }),
]

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
  { reasoning_effort: 'minimal' },
  { reasoning_effort: 'xhigh' },
  { logprobs: true, top_logprobs: 2 },
  { parallel_tool_calls: false, tools: [clockTool] },
  { tools: [weatherTool], tool_choice: 'required' },
  { thinking: { type: 'enabled', budget_tokens: 1000 } },
  { frequency_penalty: 0.5 },
  { verbosity: 'low' },
  { seed: 1 },
  { stream: true },
  { response_format: { type: 'json_object' } },
  { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object', properties: {} } } } },
  { messages: [{ role: 'developer', content: 'D' }, { role: 'system', content: 's' }, user('hi')] },
  { temperature: 0.3, top_p: 0.5, stop: 'x', logprobs: true, frequency_penalty: 0.1, drop_params: true },
]

const models: readonly (readonly [string, JsonObject])[] = [
  ['gpt-4o', { model: 'azure/gpt-4o' }],
  ['a name', { model: 'azure/my-deployment' }],
  ['a name with a base', { model: 'azure/my-deployment', base_model: 'azure/gpt-4o-mini' }],
  ['gpt-5', { model: 'azure/gpt-5' }],
  ['gpt-5 by its base', { model: 'azure/my-deployment', base_model: 'azure/gpt-5' }],
  ['gpt-5.1', { model: 'azure/gpt-5.1' }],
  ['gpt-5.2', { model: 'azure/gpt-5.2' }],
  ['gpt-5-chat', { model: 'azure/gpt-5-chat' }],
  ['gpt5_series', { model: 'azure/gpt5_series/my-deployment' }],
  ['o3-mini', { model: 'azure/o3-mini' }],
  ['o3 by its base', { model: 'azure/my-deployment', base_model: 'azure/o3' }],
  ['o_series', { model: 'azure/o_series/my-deployment' }],
  ['gpt-35-turbo', { model: 'azure/gpt-35-turbo' }],
  ['model_router', { model: 'azure/model_router' }],
]

const schema: JsonObject = {
  response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object', properties: {} } } },
}

/** What older versions of the API do not take. */
const dated: readonly Row[] = [
  '2023-05-15-preview',
  '2024-02-15-preview',
  '2024-06-01-preview',
  '2024-08-01-preview',
].flatMap(api_version =>
  [
    { tools: [weatherTool], tool_choice: 'auto' },
    { tools: [weatherTool], tool_choice: 'required' },
    { tools: [weatherTool], tool_choice: 'required', drop_params: true },
    { response_format: { type: 'json_object' } },
    schema,
    { ...schema, stream: true },
    { ...schema, tools: [weatherTool] },
  ].map((body): Row => [`${api_version}/${JSON.stringify(body)}`, body, { deployment: { api_version } }]),
)

const parameters: readonly JsonObject[] = [
  { tool_choice: 'auto' },
  { tool_choice: 'auto', tools: [] },
  { messages: [user([{ type: 'image_url', image_url: { url: png, format: 'image/png', detail: 'low' } }])] },
  { messages: [user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', format: 'x' } }])] },
  { messages: [user('a'), { role: 'assistant', content: null, function_call: { name: 'f' } }] },
  { n: 2 },
  { user: 'u' },
  { logit_bias: { 1: 2 } },
  { presence_penalty: 0.2 },
  { store: true },
  { metadata: { a: 'b' } },
  { service_tier: 'auto' },
  { prediction: { type: 'content', content: 'x' } },
  { modalities: ['text'] },
  { safety_identifier: 's' },
  { prompt_cache_key: 'k' },
  { web_search_options: {} },
  { functions: [{ name: 'f' }], function_call: 'auto' },
  { foo: 1, bar: null },
  { extra_body: { z: 1 } },
  { extra_headers: { 'x-extra': '1' } },
  { data_sources: [{ type: 'azure_search', parameters: { endpoint: 'https://s.example.com', index_name: 'i' } }] },
  { enhancements: { grounding: { enabled: true } } },
  { api_version: '2024-06-01' },
  { stream: true, stream_options: { include_usage: true } },
  {
    messages: [
      user([
        { type: 'text', text: 'x' },
        { type: 'image_url', image_url: png },
      ]),
    ],
  },
  {
    messages: [
      user('a'),
      { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{}')], refusal: null, annotations: [] },
      { role: 'tool', tool_call_id: 't1', content: 'x', name: 'f' },
    ],
  },
  { messages: [user([{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }])] },
  { messages: [] },
]

const filters = {
  hate: { filtered: false, severity: 'safe' },
  violence: { filtered: false, severity: 'safe' },
}
const promptFilters: JsonObject = { prompt_filter_results: [{ prompt_index: 0, content_filter_results: filters }] }
const filteredChunk = (delta: JsonObject, finish: string | null = null): string =>
  chunk(delta, { finish_reason: finish, content_filter_results: filters, content_filter_offsets: { check_offset: 1 } })
const streams = (name: string, chunks: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(chunks) },
]
const withUsage: JsonObject = { stream_options: { include_usage: true } }

const answers: readonly Row[] = [
  ['an answer', {}, { provider: openaiAnswer() }],
  [
    'filter results',
    {},
    {
      provider: openaiAnswer({
        ...promptFilters,
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: 'x' },
            finish_reason: 'stop',
            content_filter_results: filters,
          },
        ],
      }),
    },
  ],
  [
    'a filtered answer',
    {},
    {
      provider: openaiAnswer({
        choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'content_filter' }],
      }),
    },
  ],
  [
    'context of data sources',
    {},
    {
      provider: openaiAnswer({
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: 'x [doc1]',
              context: { citations: [{ content: 'c' }], intent: 'i' },
            },
            finish_reason: 'stop',
          },
        ],
      }),
    },
  ],
  ['no choices', {}, { provider: openaiAnswer({ choices: [] }) }],
  ['no JSON', {}, { deployment: {}, provider: answer('not json') }],
  ['an empty body', {}, { deployment: {}, provider: answer('') }],
  streams('text', [
    data({ id: '', object: '', created: 0, model: '', choices: [], ...promptFilters }),
    ...textChunks,
    done,
  ]),
  streams(
    'text with usage',
    [
      data({ id: '', object: '', created: 0, model: '', choices: [], ...promptFilters }),
      ...textChunks,
      usageChunk(),
      done,
    ],
    withUsage,
  ),
  streams('filter results in a stream', [
    data({ id: '', object: '', created: 0, model: '', choices: [], ...promptFilters }),
    filteredChunk({ role: 'assistant', content: '' }),
    filteredChunk({ content: 'x' }),
    filteredChunk({}, 'stop'),
    data({ id: '', object: '', created: 0, model: '', choices: [], content_filter_results: filters }),
    done,
  ]),
  streams('a filtered stream', [
    filteredChunk({ role: 'assistant', content: 'x' }),
    filteredChunk({}, 'content_filter'),
    done,
  ]),
  streams('tools', [
    chunk({
      role: 'assistant',
      content: null,
      tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name: 'f', arguments: '' } }],
    }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }),
    chunk({}, { finish_reason: 'tool_calls' }),
    done,
  ]),
  streams('an error in the middle', [
    chunk({ role: 'assistant', content: 'a' }),
    data({ error: { message: 'boom', type: 'server_error', code: 'x' } }),
  ]),
  streams('an error at once', [data({ error: { message: 'boom', type: 'server_error', code: '500' } })]),
  streams('an end without the last chunk', textChunks.slice(0, 3)),
  streams('a chunk that is no JSON', [...textChunks.slice(0, 2), 'data: {oops\n\n', done]),
  streams('nothing at all', []),
  ['a cut', { stream: true }, { provider: stream(spaced(textChunks.slice(0, 3), 30), true) }],
]

const own = { deployment: {} }
const statuses = [400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 502, 503, 504, 529]
const failing = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [
  name,
  body,
  { ...own, provider },
]
const filtered = openaiError(400, {
  message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  type: null,
  param: 'prompt',
  code: 'content_filter',
  status: 400,
  innererror: {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: { hate: { filtered: true, severity: 'high' } },
  },
})

const bad: readonly (readonly [string, ScriptedAnswer])[] = [
  ...statuses.map((status): readonly [string, ScriptedAnswer] => [`${status}`, openaiError(status)]),
  ['a filtered prompt', filtered],
  [
    'no such deployment',
    openaiError(404, { code: 'DeploymentNotFound', message: 'The API deployment does not exist.' }),
  ],
  [
    'too long',
    openaiError(400, { code: 'context_length_exceeded', message: "This model's maximum context length is 5" }),
  ],
  ['an invalid request', openaiError(400, { type: 'invalid_request_error', param: 'x' })],
  ['a wrong key', answer({ error: { code: '401', message: 'Access denied due to invalid subscription key.' } }, 401)],
  ['a wrong address', answer({ error: { code: '404', message: 'Resource not found' } }, 404)],
  ['of the gateway', answer({ statusCode: 429, message: 'Rate limit is exceeded. Try again in 7 seconds.' }, 429)],
  ['internal', openaiError(500, { message: 'Internal server error' })],
  ['a page', answer('<html>no</html>', 403, { 'content-type': 'text/html' })],
  ['no body', answer('', 500)],
  ['not found without a body', answer('', 404)],
]

const errors: readonly Row[] = [
  ...bad.map(([name, provider]) => failing(name, provider)),
  ...bad.map(([name, provider]) => failing(`${name}, streamed`, provider, { stream: true })),
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['nobody there, streamed', { stream: true }, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
]

export const azureCases = [
  ...chats('azure', 'azure', [...addresses, ...based, ...dated, ...parameters.map(named), ...imagesOfTools]),
  ...models.flatMap(([name, deployment]) =>
    chats(
      `azure/${name}`,
      'azure',
      perModel.map((body): Row => [JSON.stringify(body), body, { deployment }]),
    ),
  ),
  ...chats('azure/answers', 'azure', answers),
  ...chats('azure/errors', 'azure', errors),
]
