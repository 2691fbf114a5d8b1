/** OpenAI's Responses API for models whose providers have none: what is asked of them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { geminiAnswer } from '../answers.ts'
import { type ParityCase, png, type Row } from '../case.ts'

/** Requests about one topic, asked of one model. */
export function responses(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return rows.map(([name, body, more]) => ({
    name: `responses bridge/${topic}/${name}`,
    path: '/v1/responses',
    body: { model, input: 'hi', ...body },
    ...more,
  }))
}

export const weather: JsonObject = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather of a city.',
  strict: true,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
}
export const patch: JsonObject = {
  type: 'custom',
  name: 'apply_patch',
  description: 'Patches a file.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
}
export const space: JsonObject = {
  type: 'namespace',
  name: 'files',
  description: 'Files.',
  tools: [
    { type: 'function', name: 'read', description: 'Reads.', parameters: { properties: {} } },
    { type: 'function', name: 'write', parameters: { type: 'object', properties: {} } },
  ],
}
const message = (role: string, content: JsonObject['content']): JsonObject => ({ type: 'message', role, content })
const input = (text: string): JsonObject => ({ type: 'input_text', text })
const said = (text: string): JsonObject => ({ type: 'output_text', text, annotations: [] })
const called = (call_id = 'call_1', more: JsonObject = {}): JsonObject => ({
  type: 'function_call',
  id: `fc_${call_id}`,
  call_id,
  name: 'get_weather',
  arguments: '{"city":"B"}',
  status: 'completed',
  ...more,
})
const output = (value: JsonObject['output'], call_id = 'call_1'): JsonObject => ({
  type: 'function_call_output',
  call_id,
  output: value,
})
const thought = (more: JsonObject): JsonObject => ({ type: 'reasoning', id: 'rs_1', summary: [], ...more })
const signed = JSON.stringify([{ type: 'thinking', thinking: 'hm', signature: 's' }])
const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

/** Requests every model is asked. */
const requests: readonly Row[] = [
  ['a question', {}],
  ['instructions', { instructions: 'Be brief.' }],
  ['stream false', { stream: false }],
  [
    'messages',
    {
      input: [
        message('developer', 'D'),
        message('user', [input('a')]),
        message('assistant', [said('b')]),
        message('user', 'c'),
      ],
    },
  ],
  [
    'messages without a type',
    { input: [{ role: 'user', content: 'a' }, { role: 'system', content: [input('S')] }, { content: 'b' }] },
  ],
  ['an image', { input: [message('user', [input('a'), { type: 'input_image', image_url: png }])] }],
  [
    'a file',
    {
      input: [
        message('user', [
          input('a'),
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' },
        ]),
      ],
    },
  ],
  ['a tool', { tools: [weather] }],
  ['a tool without anything', { tools: [{ type: 'function', name: 'now' }] }],
  ['a tool for any text', { tools: [patch] }],
  ['a namespace', { tools: [space, weather] }],
  ['tools nobody has', { tools: [{ type: 'local_shell' }, { type: 'image_generation' }, weather] }],
  ['only tools nobody has', { tools: [{ type: 'local_shell' }], tool_choice: 'auto', parallel_tool_calls: true }],
  ['a search', { tools: [{ type: 'web_search', search_context_size: 'low' }, weather] }],
  ['tool_choice required', { tools: [weather], tool_choice: 'required' }],
  ['tool_choice none', { tools: [weather], tool_choice: 'none' }],
  ['tool_choice of a tool', { tools: [weather], tool_choice: { type: 'function', name: 'get_weather' } }],
  ['tool_choice of any text', { tools: [patch], tool_choice: { type: 'custom', name: 'apply_patch' } }],
  ['parallel_tool_calls', { tools: [weather], parallel_tool_calls: false }],
  ['a call and its result', { tools: [weather], input: [message('user', 'a'), called(), output('sunny')] }],
  [
    'two calls',
    { tools: [weather], input: [message('user', 'a'), called(), called('call_2'), output('b'), output('c', 'call_2')] },
  ],
  [
    'words, a call and words',
    {
      tools: [weather],
      input: [
        message('user', 'a'),
        message('assistant', [said('b')]),
        called(),
        message('assistant', [said('c')]),
        output('d'),
      ],
    },
  ],
  [
    'a result in parts',
    { tools: [weather], input: [message('user', 'a'), called(), output([input('b'), input('c')])] },
  ],
  [
    'a result with an image',
    {
      tools: [weather],
      input: [message('user', 'a'), called(), output([input('b'), { type: 'input_image', image_url: png }])],
    },
  ],
  [
    'a call for any text',
    {
      tools: [patch],
      input: [
        message('user', 'a'),
        { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_1', name: 'apply_patch', input: 'text' },
        { type: 'custom_tool_call_output', call_id: 'call_1', output: 'ok' },
      ],
    },
  ],
  [
    'a call in a namespace',
    {
      tools: [space],
      input: [message('user', 'a'), called('call_1', { name: 'read', namespace: 'files' }), output('d')],
    },
  ],
  [
    'reasoning before words',
    {
      input: [
        message('user', 'a'),
        thought({ summary: [{ type: 'summary_text', text: 'hm' }] }),
        message('assistant', [said('b')]),
        message('user', 'c'),
      ],
    },
  ],
  [
    'reasoning before a call',
    {
      tools: [weather],
      input: [
        message('user', 'a'),
        thought({ content: [{ type: 'reasoning_text', text: 'hm' }] }),
        called(),
        output('d'),
      ],
    },
  ],
  [
    'sealed reasoning',
    {
      input: [
        message('user', 'a'),
        thought({ encrypted_content: signed }),
        message('assistant', [said('b')]),
        message('user', 'c'),
      ],
    },
  ],
  [
    'reasoning of others',
    {
      input: [
        message('user', 'a'),
        thought({ encrypted_content: 'gAAA' }),
        message('assistant', [said('b')]),
        message('user', 'c'),
      ],
    },
  ],
  ['sampling', { temperature: 0.3, top_p: 0.4 }],
  ['max_output_tokens', { max_output_tokens: 50 }],
  ['a user', { user: 'u-1' }],
  ['metadata', { metadata: { a: 'b' } }],
  ['text.format json_schema', { text: { format: { type: 'json_schema', name: 'n', schema, strict: true } } }],
  ['text.format json_object', { text: { format: { type: 'json_object' } } }],
  ['text.format text', { text: { format: { type: 'text' }, verbosity: 'low' } }],
  [
    'what a chat has not',
    {
      store: false,
      include: ['reasoning.encrypted_content'],
      truncation: 'auto',
      background: false,
      max_tool_calls: 3,
      prompt_cache_key: 'k',
    },
  ],
  ['unknown keys', { foo: 1, bar: null }],
  ['service_tier', { service_tier: 'auto' }],
  ['what only steers LiteLLM', { timeout: 30, num_retries: 0, tags: ['x'], litellm_metadata: { a: 1 } }],
  ['tools among the input', { input: [{ type: 'additional_tools', tools: [weather] }, message('user', 'a')] }],
  ['extra_headers', { extra_headers: { 'x-extra': '1' } }],
  ['no input', { input: null }],
  ['an earlier answer', { input: 'And?', previous_response_id: 'resp_1' }],
  [
    'a result of an earlier call',
    {
      tools: [weather],
      previous_response_id: 'resp_1',
      input: [message('user', 'a'), message('assistant', [said('b')]), output('sunny', 'call_9')],
    },
  ],
  [
    'a search in history',
    {
      input: [
        message('user', 'a'),
        { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } },
        message('assistant', [said('b')]),
        {
          type: 'web_search_call',
          id: 'ws_2',
          status: 'completed',
          action: { type: 'open_page', url: 'https://e.com' },
        },
        message('user', 'c'),
      ],
    },
  ],
]

const efforts: readonly Row[] = [
  ['effort', { reasoning: { effort: 'low' } }],
  ['effort and a summary', { reasoning: { effort: 'high', summary: 'auto' } }],
  ['effort, dropped', { reasoning: { effort: 'medium' }, drop_params: true }],
  ['no effort', { reasoning: { summary: 'auto' } }],
]

const forGemini = (rows: readonly Row[]): Row[] =>
  rows.map(([name, body, more]) => [name, body, { provider: geminiAnswer(), ...more }])

export const responsesBridgeCases: readonly ParityCase[] = [
  ...[
    'claude',
    'groq',
    'bedrock-nova',
    'vertex-claude',
    'mistral',
    'together',
    'ollama-chat',
    'vertex-llama',
    'vertex-mistral',
  ].flatMap(model => responses(model, model, requests)),
  ...responses('gemini', 'gemini', forGemini(requests)),
  ...responses('vertex-gemini', 'vertex-gemini', forGemini(requests)),
  ...['claude', 'claude-opus-4-6', 'groq', 'gpt-oss', 'vertex-gpt-oss'].flatMap(model =>
    responses(`${model}/thinking`, model, efforts),
  ),
  ...responses('gemini/thinking', 'gemini', forGemini(efforts)),
]
