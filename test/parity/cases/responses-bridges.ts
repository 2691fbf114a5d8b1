/** OpenAI's Responses API for models whose providers have none. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import {
  answer,
  anthropicAnswer,
  anthropicError,
  args,
  block,
  chunk,
  data,
  done,
  event,
  messageEnd,
  messageStart,
  openaiAnswer,
  openaiError,
  openaiMessage,
  stream,
  textBlock,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { type ParityCase, png, type Row, toolCall } from '../case.ts'

function responses(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return rows.map(([name, body, more]) => ({
    name: `responses bridge/${topic}/${name}`,
    path: '/v1/responses',
    body: { model, input: 'hi', ...body },
    ...more,
  }))
}

const own = { deployment: {} }
const weather: JsonObject = {
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
const patch: JsonObject = {
  type: 'custom',
  name: 'apply_patch',
  description: 'Patches a file.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
}
const space: JsonObject = {
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
]

const efforts: readonly Row[] = [
  ['effort', { reasoning: { effort: 'low' } }],
  ['effort and a summary', { reasoning: { effort: 'high', summary: 'auto' } }],
  ['effort, dropped', { reasoning: { effort: 'medium' }, drop_params: true }],
  ['no effort', { reasoning: { summary: 'auto' } }],
]

const gemini: Pick<ParityCase, 'provider'> = {
  provider: answer({
    candidates: [{ content: { parts: [{ text: 'Hello' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
    modelVersion: 'gemini-real',
    responseId: 'response-1',
  }),
}
const forGemini = (rows: readonly Row[]): Row[] =>
  rows.map(([name, body, more]) => [name, body, { ...gemini, ...more }])

const streams = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]
const callDelta = (index: number, call: JsonObject): JsonObject => ({ tool_calls: [{ index, ...call }] })
const starts = (index: number, id: string, name = 'get_weather', text = ''): string =>
  chunk(callDelta(index, { id, type: 'function', function: { name, arguments: text } }))
const goesOn = (index: number, text: string): string => chunk(callDelta(index, { function: { arguments: text } }))
const finish = (finish_reason: string): string => chunk({}, { finish_reason })

/** Chat completions as whole answers. */
const answers: readonly Row[] = [
  [
    'everything',
    {
      instructions: 'I',
      metadata: { a: 'b' },
      user: 'u',
      store: true,
      temperature: 1,
      top_p: 1,
      max_output_tokens: 99,
      truncation: 'auto',
      text: { format: { type: 'text' } },
    },
    { provider: openaiAnswer() },
  ],
  [
    'a tool',
    { tools: [weather] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{"city":"B"}')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'words and tools',
    { tools: [weather] },
    {
      provider: openaiMessage(
        { content: 'I look.', tool_calls: [toolCall('c1', '{}'), toolCall('fc_2', '')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'any text',
    { tools: [patch] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{"content":"*** a"}', 'apply_patch')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'in a namespace',
    { tools: [space] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{}', 'files__read'), toolCall('c2', '{}', 'write')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  ['reasoning', {}, { provider: openaiMessage({ content: 'b', reasoning_content: 'hm' }) }],
  ['too long', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'length' }) }],
  ['a filter', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'content_filter' }) }],
  ['an empty text', {}, { provider: openaiMessage({ content: '' }) }],
  ['no text', {}, { provider: openaiMessage({ content: null }) }],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
  ['the simulator', { input: '[sim:thinking] [sim:tool]', tools: [weather] }],
]

const chatStreams: readonly Row[] = [
  streams('text', [...textChunks, usageChunk(), done]),
  streams('everything asked', [...textChunks, usageChunk(), done], {
    instructions: 'I',
    metadata: { a: 'b' },
    user: 'u',
    temperature: 1,
    top_p: 0.5,
    max_output_tokens: 99,
    truncation: 'auto',
    text: { format: { type: 'text' } },
    tools: [weather],
    tool_choice: 'auto',
  }),
  streams(
    'a tool',
    [
      chunk({ role: 'assistant', content: null }),
      starts(0, 'c1'),
      goesOn(0, '{"city":"Zürich, Switzerland"'),
      goesOn(0, '}'),
      finish('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams(
    'words, then tools',
    [
      chunk({ role: 'assistant', content: 'I look.' }),
      starts(0, 'c1', 'get_weather', '{}'),
      starts(1, 'c2'),
      goesOn(1, '{"a":1}'),
      finish('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams(
    'any text',
    [starts(0, 'c1', 'apply_patch'), goesOn(0, '{"content":"*** a"}'), finish('tool_calls'), usageChunk(), done],
    { tools: [patch] },
  ),
  streams('in a namespace', [starts(0, 'c1', 'files__read', '{}'), finish('tool_calls'), usageChunk(), done], {
    tools: [space],
  }),
  streams('reasoning, then text', [
    chunk({ role: 'assistant', content: '', reasoning_content: 'h' }),
    chunk({ reasoning_content: 'm' }),
    chunk({ content: 'b' }),
    finish('stop'),
    usageChunk(),
    done,
  ]),
  streams(
    'reasoning, then a tool',
    [
      chunk({ role: 'assistant', reasoning_content: 'h' }),
      starts(0, 'c1', 'get_weather', '{}'),
      finish('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams('reasoning alone', [
    chunk({ role: 'assistant', reasoning_content: 'h' }),
    finish('length'),
    usageChunk(),
    done,
  ]),
  streams('too long', [chunk({ role: 'assistant', content: 'a' }), finish('length'), usageChunk(), done]),
  streams('nothing said', [chunk({ role: 'assistant', content: '' }), finish('stop'), usageChunk(), done]),
  streams('an error in the middle', [
    chunk({ role: 'assistant', content: 'a' }),
    data({ error: { message: 'boom', code: 500 } }),
  ]),
  streams('an error at once', [data({ error: { message: 'boom', code: 429 } })]),
  streams('an end without the last chunk', [chunk({ role: 'assistant', content: 'a' })]),
  ['the simulator’s thoughts and a tool', { stream: true, tools: [weather], input: '[sim:thinking] [sim:tool]' }],
]

const thinkingBlock = { type: 'thinking', thinking: 'hm', signature: 's' }
const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'B' } }
const claudes: readonly Row[] = [
  ['text', {}, { provider: anthropicAnswer() }],
  ['thoughts', {}, { provider: anthropicAnswer({ content: [thinkingBlock, { type: 'text', text: 'b' }] }) }],
  [
    'sealed thoughts',
    {},
    {
      provider: anthropicAnswer({
        content: [
          { type: 'redacted_thinking', data: 'x' },
          { type: 'text', text: 'b' },
        ],
      }),
    },
  ],
  ['a tool', { tools: [weather] }, { provider: anthropicAnswer({ content: [toolUse], stop_reason: 'tool_use' }) }],
  [
    'words and tools',
    { tools: [weather] },
    { provider: anthropicAnswer({ content: [{ type: 'text', text: 'a' }, toolUse], stop_reason: 'tool_use' }) },
  ],
  [
    'a cache',
    {},
    {
      provider: anthropicAnswer({
        usage: { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 60, cache_creation_input_tokens: 7 },
      }),
    },
  ],
  ['too long', {}, { provider: anthropicAnswer({ stop_reason: 'max_tokens' }) }],
  ['a refusal', {}, { provider: anthropicAnswer({ stop_reason: 'refusal' }) }],
  ['the simulator thinks', { input: '[sim:thinking]', reasoning: { effort: 'low' } }],
]
const claudeStreams: readonly Row[] = [
  streams('text', [messageStart(), event({ type: 'ping' }), ...textBlock(0, 'Hel', 'lo ü'), ...messageEnd('end_turn')]),
  streams(
    'a tool',
    [
      messageStart(),
      ...textBlock(0, 'a'),
      ...block(1, { type: 'tool_use', id: 'tu1', name: 'get_weather', input: {} }, [args('{"city":'), args('"B"}')]),
      ...messageEnd('tool_use'),
    ],
    { tools: [weather] },
  ),
  streams('thoughts', [
    messageStart(),
    ...block(0, { type: 'thinking', thinking: '' }, [
      { type: 'thinking_delta', thinking: 'h' },
      { type: 'thinking_delta', thinking: 'm' },
      { type: 'signature_delta', signature: 'sig' },
    ]),
    ...textBlock(1, 'b'),
    ...messageEnd('end_turn'),
  ]),
  streams('too long', [messageStart(), ...textBlock(0, 'a'), ...messageEnd('max_tokens')]),
  streams('an error in the middle', [
    messageStart(),
    ...textBlock(0, 'a'),
    event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  ]),
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [weather], input: '[sim:thinking] [sim:tool]', reasoning: { effort: 'low' } },
  ],
]

const statuses = [400, 401, 403, 404, 429, 500, 503]
const failures = (error: (status: number) => ScriptedAnswer): Row[] => [
  ...statuses.map((status): Row => [`${status}`, {}, { ...own, provider: error(status) }]),
  ...[400, 429, 500].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: error(status) },
  ]),
  ['our own timeout', { input: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }],
]

export const responsesBridgeCases: readonly ParityCase[] = [
  ...responses('claude', 'claude', requests),
  ...responses('groq', 'groq', requests),
  ...responses('gemini', 'gemini', forGemini(requests)),
  ...responses('vertex-gemini', 'vertex-gemini', forGemini(requests)),
  ...responses('bedrock-nova', 'bedrock-nova', requests),
  ...responses('vertex-claude', 'vertex-claude', requests),
  ...['claude', 'claude-opus-4-6', 'groq', 'gpt-oss'].flatMap(model => responses(`${model}/thinking`, model, efforts)),
  ...responses('gemini/thinking', 'gemini', forGemini(efforts)),
  ...['groq', 'mistral'].flatMap(model => responses(`${model}/answers`, model, answers)),
  ...['groq', 'mistral'].flatMap(model => responses(`${model}/streams`, model, chatStreams)),
  ...responses('claude/answers', 'claude', claudes),
  ...responses('claude/streams', 'claude', claudeStreams),
  ...responses('claude/errors', 'claude', failures(anthropicError)),
  ...responses('groq/errors', 'groq', failures(openaiError)),
]
