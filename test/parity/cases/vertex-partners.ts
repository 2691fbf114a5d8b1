/** Partners' models at Vertex AI: addresses, parameters, answers and streams of chat completions. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { openaiMessage } from '../answers.ts'
import { chats, clockTool, type ParityCase, toolCall, user, weatherTool, type Row } from '../case.ts'
import { imagesOfTools } from './openai.ts'
import { common as streams } from './openai-streams.ts'
import { richRows, rows } from './prefixes.ts'
import { common as errors } from './vertex-errors.ts'

const plain = { provider: openaiMessage({ content: 'Hello' }) }
const named = (body: JsonObject): Row => [JSON.stringify(body), body, plain]
const says = (name: string, message: JsonObject, choice: JsonObject = {}, changes: JsonObject = {}): Row => [
  name,
  {},
  { provider: openaiMessage(message, choice, changes) },
]

const asked: readonly Row[] = [
  ...[
    { max_tokens: 9 },
    { max_completion_tokens: 9, max_tokens: 8 },
    { seed: 3 },
    { temperature: 0.3, top_p: 0.5, stop: ['a', 'b'] },
    { n: 2 },
    { user: 'u' },
    { logprobs: true, top_logprobs: 2 },
    { reasoning_effort: 'low' },
    { reasoning_effort: 'low', drop_params: true },
    { thinking: { type: 'enabled', budget_tokens: 1024 } },
    { response_format: { type: 'json_object' } },
    {
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object', properties: {} } } },
    },
    { tools: [weatherTool, clockTool] },
    { tools: [weatherTool], tool_choice: 'required' },
    { tools: [weatherTool], tool_choice: { type: 'function', function: { name: 'get_weather' } } },
    { tool_choice: 'auto' },
    { tools: [weatherTool], parallel_tool_calls: false },
    { functions: [{ name: 'f' }], function_call: 'auto' },
    { web_search_options: { search_context_size: 'low' } },
    { foo: 1, extra_body: { bar: 2 } },
    { suffix: 's', min_tokens: 2 },
    { metadata: { team: 'a' } },
    { labels: { team: 'a' } },
    { stream_options: { include_usage: true } },
    { extra_headers: { 'x-mine': '1' } },
    { seed: 1, extra_body: { random_seed: 5, z: 1 } },
    { prompt_cache_key: 'k', store: true, service_tier: 'auto', safety_identifier: 's' },
  ].map(named),
  ['headers of the deployment', {}, { ...plain, deployment: { extra_headers: { 'x-deployed': '1' } } }],
  ['a header of the client', {}, { ...plain, headers: { 'x-client': '1' } }],
]

const answers: readonly Row[] = [
  says('no tool calls in a list', { content: 'x', tool_calls: [] }),
  says('a tool call of nearly no fields', {
    content: 'x',
    tool_calls: [{ id: 't1', function: { name: 'f', arguments: '{}' } }],
  }),
  says('two tool calls', {
    content: '',
    tool_calls: [toolCall('t1', '{"a": 1}'), { ...toolCall('t2', '{}'), index: 1, extra: 1 }],
  }),
  says('a call in a call', {
    content: null,
    tool_calls: [
      toolCall(
        't1',
        '{"tool_uses":[{"recipient_name":"functions.a","parameters":{"b":1}}]}',
        'multi_tool_use.parallel',
      ),
    ],
  }),
  says('the old function call', { content: null, function_call: { name: 'f', arguments: '{}' } }),
  says('think tags', { content: '<think>abc</think>rest' }),
  says('reasoning under two names', { content: 'x', reasoning_content: 'r', reasoning: 'q' }),
  says('a refusal', { content: null, refusal: 'no' }),
  says('annotations', {
    content: 'x',
    annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't' } }],
  }),
  says('logprobs', { content: 'x' }, { logprobs: { content: [{ token: 'x', logprob: -0.1, top_logprobs: [] }] } }),
  says('an end by length', { content: 'x' }, { finish_reason: 'length' }),
  says('no end', { content: 'x' }, { finish_reason: null }),
  says(
    'two choices',
    { content: 'x' },
    {},
    {
      choices: [0, 1].map(index => ({
        index,
        message: { role: 'assistant', content: `n${index}` },
        finish_reason: 'stop',
      })),
    },
  ),
  says('no usage', { content: 'x' }, {}, { usage: null }),
  says(
    'cached tokens',
    { content: 'x' },
    {},
    {
      usage: {
        prompt_tokens: 11,
        completion_tokens: 9,
        total_tokens: 20,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 5 },
        extra_properties: { google: { traffic_type: 'ON_DEMAND' } },
      },
    },
  ),
  says('no id', { content: 'x' }, {}, { id: '', created: null, model: null }),
  ['the simulator’s answer', {}],
  ['the simulator’s tool', { messages: [user('[sim:tool] weather?')], tools: [weatherTool] }],
]

/** Addresses and places, by model and deployment. */
const places: readonly (readonly [model: string, deployment: JsonObject])[] = [
  ['meta/llama-3.3-70b-instruct-maas', {}],
  ['meta/llama-3.3-70b-instruct-maas', { api_base: 'ORIGIN/v1' }],
  ['meta/llama-3.3-70b-instruct-maas', { api_base: 'ORIGIN/proxy/chat/completions' }],
  ['meta/llama-3.3-70b-instruct-maas', { vertex_location: 'global' }],
  ['meta/llama-3.3-70b-instruct-maas', { vertex_location: null, vertex_project: null }],
  ['meta/llama-mine', {}],
  ['deepseek-ai/deepseek-v3.2-maas', {}],
  ['deepseek-ai/deepseek-r1-0528-maas', { vertex_location: 'global' }],
  ['qwen/qwen3-235b-a22b-instruct-2507-maas', { vertex_location: 'us-south1' }],
  ['qwen/qwen3-235b-a22b-instruct-2507-maas', { vertex_location: 'us-east5' }],
  ['zai-org/glm-5-maas', {}],
  ['minimaxai/minimax-m2-maas', {}],
  ['moonshotai/kimi-k2-thinking-maas', {}],
  ['google/gemma-4-26b-a4b-it-maas', {}],
  ['openai/gpt-oss-20b-maas', {}],
  ['mistral-small-2503', {}],
  ['mistral-large@2407', { api_base: 'ORIGIN/v1' }],
  ['mistral-large@2407', { api_base: 'ORIGIN/publishers/mistralai/models/mine' }],
  ['mistral-nemo@latest', { vertex_location: null }],
  ['mistralai/mistral-medium-3@001', {}],
  ['codestral@latest', {}],
  ['codestral-2501', {}],
  ['codestral-next', {}],
  ['jamba-1.5-mini@001', {}],
  ['jamba-1.5', { api_base: 'ORIGIN/v1' }],
  ['jamba-next', {}],
  ['openai/my-gpt-oss', {}],
  ['openai/mine/other', { api_base: 'ORIGIN/v1/endpoints/9' }],
  ['my-openai', {}],
]

const models = [
  'vertex-llama',
  'vertex-gpt-oss',
  'vertex-mistral',
  'vertex-mistral-new',
  'vertex-codestral',
  'vertex-jamba',
  'vertex-garden',
  'vertex-grok',
]

export const vertexPartnerCases: readonly ParityCase[] = [
  ...chats(
    'vertex partners/places',
    'vertex-llama',
    places.flatMap(([model, deployment]) =>
      [false, true].map((stream): Row => [
        `${model} ${JSON.stringify(deployment)}${stream ? ' streamed' : ''}`,
        { stream, seed: 2, reasoning_effort: 'low', drop_params: true },
        { deployment: { model: `vertex_ai/${model}`, ...deployment } },
      ]),
    ),
  ),
  ...models.flatMap(model =>
    chats(`vertex partners/${model}`, model, [...rows, ...richRows, ...asked, ...answers, ...imagesOfTools]),
  ),
  ...models.flatMap(model => chats(`vertex partners/${model}/streams`, model, streams)),
  ...['vertex-llama', 'vertex-gpt-oss', 'vertex-mistral'].flatMap(model =>
    chats(`vertex errors/${model}`, model, errors),
  ),
]
