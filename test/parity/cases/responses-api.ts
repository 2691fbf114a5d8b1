/** OpenAI's Responses API at the providers that have it: what is asked. */
import { asText, type Json, type JsonObject } from '../../../services/simulator/json.ts'
import { responseAnswer } from '../answers.ts'
import { callsOf, type ParityCase, png, type Row } from '../case.ts'

/** Calls of the Responses API about one topic, asked of one model. */
export function responsesOf(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return callsOf('/v1/responses', topic, { model, input: 'hi' }, rows)
}

const provider = responseAnswer()
/** A row that is named by its body. */
export const named = (body: JsonObject): Row => [JSON.stringify(body).slice(0, 90), body, { provider }]
const asked = (name: string, body: JsonObject): Row => [name, body, { provider }]
const message = (role: string, ...content: JsonObject[]): JsonObject => ({ type: 'message', role, content })
const text = (value: string): JsonObject => ({ type: 'input_text', text: value })

/** Inputs of every kind. */
export const inputs: readonly Row[] = [
  named({
    input: [
      { type: 'message', role: 'user', content: 'a' },
      { type: 'reasoning', id: 'rs_0b5c0d4e-5b0e-4d0a-9f7e-0123456789ab', summary: [], encrypted_content: 'x' },
      {
        type: 'reasoning',
        id: 'rs_2',
        summary: [],
        encrypted_content: JSON.stringify([{ type: 'redacted_thinking', data: 'd' }]),
      },
      { type: 'reasoning', id: 'rs_3', summary: [], encrypted_content: '[]' },
      { type: 'message', role: 'user', content: 'thoughts of another model' },
    ],
  }),
  asked('a text', {}),
  asked('an empty text', { input: '' }),
  asked('an empty list', { input: [] }),
  asked('messages', {
    input: [{ role: 'user', content: 'a' }, message('assistant', { type: 'output_text', text: 'b' })],
  }),
  asked('parts', { input: [message('user', text('a'), { type: 'input_image', image_url: png, detail: 'low' })] }),
  asked('a file', {
    input: [message('user', { type: 'input_file', file_data: 'data:application/pdf;base64,AA', filename: 'a.pdf' })],
  }),
  asked('a file by id', { input: [message('user', { type: 'input_file', file_id: 'file-1' })] }),
  asked('sound', { input: [message('user', { type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } })] }),
  asked('instructions', {
    instructions: 'S',
    input: [
      { role: 'developer', content: 'D' },
      { role: 'user', content: 'x' },
    ],
  }),
  asked('calls and their results', {
    input: [
      { role: 'user', content: 'a' },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'enc' },
      { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'x' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'g', input: 'y' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: 'z' },
      {
        type: 'local_shell_call',
        id: 'l1',
        call_id: 'c3',
        action: { type: 'exec', command: ['ls'] },
        status: 'completed',
      },
      { type: 'item_reference', id: 'msg_1' },
      { type: 'weird', a: null },
    ],
  }),
  asked('items told back', {
    input: [
      { type: 'reasoning', id: 'rs_1', status: 'completed', summary: [], content: null, encrypted_content: null },
      {
        type: 'message',
        id: 'msg_1',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'b' }],
      },
      { type: 'function_call', id: 'call_foreign', call_id: 'c1', name: 'f', arguments: '{}' },
      { type: 'custom_tool_call', id: 'foreign', call_id: 'c2', name: 'g', input: 'y' },
      { type: 'function_call_output', id: 'foreign', call_id: 'c1', output: 'x' },
    ],
  }),
  asked('marks of caching', {
    input: [{ role: 'user', content: [{ ...text('a'), cache_control: { type: 'ephemeral' } }] }],
    tools: [{ type: 'function', name: 'f', parameters: {}, cache_control: { type: 'ephemeral' } }],
  }),
  asked('nulls', { input: [{ role: 'user', content: 'a', id: null, status: null }], instructions: null }),
]

const tool = (value: JsonObject): Row => asked(`a tool of ${asText(value['type'])}`, { tools: [value] })

/** Tools of every kind. */
export const tools: readonly Row[] = [
  tool({ type: 'function', name: 'f', description: 'd', strict: true, parameters: { type: 'object', properties: {} } }),
  tool({ type: 'web_search', search_context_size: 'low', user_location: { type: 'approximate', country: 'DE' } }),
  tool({ type: 'web_search_preview' }),
  tool({ type: 'file_search', vector_store_ids: ['vs_1'], max_num_results: 3 }),
  tool({ type: 'code_interpreter', container: { type: 'auto' } }),
  tool({ type: 'image_generation', partial_images: 2, size: '1024x1024' }),
  tool({ type: 'mcp', server_label: 'm', server_url: 'https://m.example.com', require_approval: 'never' }),
  tool({ type: 'custom', name: 'c', format: { type: 'grammar', syntax: 'lark', definition: 'x' } }),
  tool({ type: 'local_shell' }),
  tool({ type: 'shell' }),
  tool({ type: 'apply_patch' }),
  tool({ type: 'computer_use_preview', display_width: 1, display_height: 1, environment: 'browser' }),
  tool({ type: 'weird', a: 1 }),
  asked('no tools', { tools: [] }),
  asked('a chat’s tool', { tools: [{ type: 'function', function: { name: 'f', parameters: {} } }] }),
  asked('parameters as text', { tools: [{ type: 'function', name: 'f', parameters: '{"type":"object"}' }] }),
  asked('parameters that are none', { tools: [{ type: 'function', name: 'f', parameters: 'x' }] }),
  asked('tools within tools', {
    tools: [
      {
        type: 'namespace',
        name: 'n',
        tools: [
          { type: 'function', name: 'f', parameters: { type: 'object', properties: { a: { pattern: '\\p{L}' } } } },
        ],
      },
    ],
  }),
  asked('patterns nobody compiles', {
    tools: [
      {
        type: 'function',
        name: 'f',
        parameters: { type: 'object', properties: { a: { type: 'string', pattern: '\\p{L}' } } },
      },
    ],
  }),
  asked('alternatives at the top', {
    tools: [
      {
        type: 'function',
        name: 'f',
        parameters: { anyOf: [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }] },
      },
    ],
  }),
  ...(['auto', 'none', 'required', { type: 'function', name: 'f' }, { type: 'web_search' }] as Json[]).map(
    (tool_choice): Row =>
      asked(`tool_choice ${JSON.stringify(tool_choice)}`, {
        tool_choice,
        tools: [{ type: 'function', name: 'f', parameters: {} }],
      }),
  ),
  asked('a choice of nothing', { tool_choice: 'auto' }),
]

/** What of OpenAI's parameters depends on the model. */
const perModel: readonly JsonObject[] = [
  { reasoning: { effort: 'low', summary: 'auto' } },
  { reasoning: { effort: 'none' } },
  { reasoning: { effort: 'minimal' } },
  { reasoning: { effort: 'xhigh' } },
  { reasoning: { summary: 'auto' } },
  { reasoning: { effort: 'low' }, drop_params: true },
  { reasoning: { effort: 'none', summary: 'auto' }, drop_params: true },
  { reasoning: { effort: 'xhigh' }, drop_params: true },
  { temperature: 0.3 },
  { temperature: 1 },
  { temperature: 0.3, reasoning: { effort: 'none' } },
  { top_p: 0.5 },
  { temperature: 0.3, top_p: 0.5, drop_params: true },
  { text: { verbosity: 'low' } },
  { max_output_tokens: 5 },
  { include: ['reasoning.encrypted_content'], store: false },
]

/** Parameters, OpenAI's and others. */
export const parameters: readonly JsonObject[] = [
  { max_output_tokens: 500 },
  { max_tokens: 5 },
  { text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true } } },
  { text: { format: { type: 'json_object' } } },
  { response_format: { type: 'json_object' } },
  { include: ['file_search_call.results', 'message.output_text.logprobs'] },
  { store: false },
  { previous_response_id: 'resp_1' },
  { conversation: 'conv_1' },
  { parallel_tool_calls: false },
  { truncation: 'auto' },
  { metadata: { a: 'b' } },
  { background: true },
  { user: 'u' },
  { service_tier: 'flex' },
  { safety_identifier: 's' },
  { prompt_cache_key: 'k' },
  { prompt_cache_retention: '24h' },
  { prompt: { id: 'pmpt_1', variables: { a: 'b' } } },
  { max_tool_calls: 2 },
  { top_logprobs: 2 },
  { stream_options: { include_obfuscation: false } },
  { context_management: [{ type: 'compaction', compact_threshold: 1000 }] },
  { verbosity: 'low' },
  { stop: 'x', seed: 1, n: 2 },
  { client_metadata: { a: 'b' } },
  { foo: 1, bar: null },
  { extra_body: { z: 1 } },
  { extra_headers: { 'x-extra': '1' } },
  { timeout: 3, tags: ['x'], num_retries: 0, drop_params: true },
  { temperature: 0, top_p: 0 },
]

/** What Codex sends. */
const codex: JsonObject = {
  instructions: 'You are Codex.',
  input: [
    message('developer', text('<permissions>')),
    message('user', text('<environment_context>')),
    message('user', text('hi')),
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 's' }], content: null, encrypted_content: 'gAAA' },
    { type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'call_1' },
    { type: 'function_call_output', call_id: 'call_1', output: '{"output":"x"}' },
  ],
  tools: [
    {
      type: 'function',
      name: 'shell',
      description: 'd',
      strict: false,
      parameters: { type: 'object', properties: {} },
    },
    {
      type: 'custom',
      name: 'apply_patch',
      description: 'd',
      format: { type: 'grammar', syntax: 'lark', definition: 'x' },
    },
    { type: 'web_search', external_web_access: false },
  ],
  tool_choice: 'auto',
  parallel_tool_calls: false,
  reasoning: { effort: 'medium', summary: 'auto' },
  store: false,
  include: ['reasoning.encrypted_content'],
  prompt_cache_key: '0199-a',
  text: { verbosity: 'medium' },
}

const codexHeaders = {
  originator: 'codex_cli_rs',
  'session-id': 'abc',
  'thread-id': 'def',
  'x-codex-turn-metadata': '{}',
  'user-agent': 'codex_cli_rs/0.169.0',
}

const proxy: readonly Row[] = [
  ['no input', { input: undefined }],
  ['an unknown model', { model: 'nope' }],
  ['no model', { model: undefined }],
  ['a number', { input: 5 }],
  ['an address', { api_base: 'http://x.example.com' }],
]

const versions = [null, '2024-02-15-preview', '2025-04-01-preview', 'v1', 'latest', 'preview']
const azureBases = ['ORIGIN/openai', 'ORIGIN/openai/v1', 'ORIGIN/openai/deployments/other', 'ORIGIN/openai/responses']

export const responsesApiCases = [
  ...responsesOf('responses', 'gpt', [...inputs, ...tools, ...[...parameters, ...perModel].map(named)]),
  ...['gpt-5', 'gpt-5-2', 'o3', 'gpt-unknown'].flatMap(model =>
    responsesOf(`responses/${model}`, model, perModel.map(named)),
  ),
  ...responsesOf('responses/codex', 'gpt-5', [['a turn', codex, { headers: codexHeaders, provider }]]),
  ...responsesOf('responses/azure', 'azure', [
    ...inputs,
    ...tools.slice(0, 12),
    ...[...parameters, ...perModel].map(named),
    ...versions.map((api_version): Row => [
      `api_version ${api_version}`,
      {},
      { deployment: { api_version }, provider },
    ]),
    ...azureBases.map((api_base): Row => [
      `api_base ${api_base.replace('ORIGIN', '')}`,
      {},
      { deployment: { api_base }, provider },
    ]),
    ['a token', {}, { deployment: { api_key: null, azure_ad_token: 'ad-token' }, provider }],
    ...perModel.map((body): Row => [
      `gpt-5/${JSON.stringify(body)}`,
      body,
      { deployment: { model: 'azure/gpt-5' }, provider },
    ]),
    ...perModel.map((body): Row => [
      `o3/${JSON.stringify(body)}`,
      body,
      { deployment: { model: 'azure/o_series/my-deployment' }, provider },
    ]),
  ]),
  ...responsesOf('responses/proxy', 'gpt', proxy),
]
