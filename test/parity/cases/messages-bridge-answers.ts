/** Anthropic's API for models that are not Anthropic's: what their answers, streams and failures become. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import {
  answer,
  chunk,
  data,
  done,
  event,
  openaiAnswer,
  openaiError,
  openaiMessage,
  stream,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row, toolCall, user } from '../case.ts'
import { weather } from './messages-bridges.ts'

const own = { deployment: {} }
const longName = `mcp__a_server_with_a_name__${'a_very_long_tool_name_'.repeat(3)}end`
const shortName = 'mcp__a_server_with_a_name__a_very_long_tool_name_a_very_b9feeaf3'
const args = '{"city":"Zürich"}'
const named: JsonObject = { tools: [{ ...weather, name: longName }] }
const statuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529]
const streams = (name: string, events: readonly string[], cut = false): Row => [
  name,
  { stream: true },
  { provider: stream(events, cut) },
]
const callDelta = (index: number, call: JsonObject): JsonObject => ({ tool_calls: [{ index, ...call }] })
const starts = (index: number, id: string, name = 'get_weather'): string =>
  chunk(callDelta(index, { id, type: 'function', function: { name, arguments: '' } }))
const goesOn = (index: number, text: string): string => chunk(callDelta(index, { function: { arguments: text } }))
const finish = (finish_reason: string): string => chunk({}, { finish_reason })

/** Chat completions as whole answers. */
const answers: readonly Row[] = [
  ['everything', {}, { provider: openaiAnswer() }],
  [
    'a tool',
    {},
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', args)] }, { finish_reason: 'tool_calls' }) },
  ],
  [
    'words and tools',
    {},
    {
      provider: openaiMessage(
        { content: 'I look.', tool_calls: [toolCall('c1', args), toolCall('functions.b:1', '')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  ['a cut argument', {}, { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', '{"a": [1,')] }) }],
  [
    'a shortened name',
    named,
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', args, shortName)] }) },
  ],
  ['reasoning', {}, { provider: openaiMessage({ content: 'b', reasoning_content: 'hm' }) }],
  ['reasoning by its other name', {}, { provider: openaiMessage({ content: 'b', reasoning: 'hm' }) }],
  ['a refusal', {}, { provider: openaiMessage({ content: null, refusal: 'No.' }) }],
  ['a filter', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'content_filter' }) }],
  ['too long', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'length' }) }],
  ['an empty text', {}, { provider: openaiMessage({ content: '' }) }],
  ['no text', {}, { provider: openaiMessage({ content: null }) }],
  [
    'a cache',
    {},
    {
      provider: openaiAnswer({
        usage: {
          prompt_tokens: 100,
          completion_tokens: 5,
          total_tokens: 105,
          prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
          completion_tokens_details: { reasoning_tokens: 3 },
        },
      }),
    },
  ],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
  ['the simulator', { messages: [user('[sim:thinking] [sim:tool]')], tools: [weather] }],
]

/** Chat completions in pieces. */
const chatStreams: readonly Row[] = [
  streams('text', [...textChunks, usageChunk(), done]),
  streams('no usage', [...textChunks, done]),
  streams('a tool', [
    chunk({ role: 'assistant', content: null }),
    starts(0, 'c1'),
    goesOn(0, '{"city":'),
    goesOn(0, '"B"}'),
    finish('tool_calls'),
    usageChunk(),
    done,
  ]),
  streams('words, then tools', [
    chunk({ role: 'assistant', content: 'I look.' }),
    starts(0, 'c1'),
    goesOn(0, '{}'),
    starts(1, 'c2'),
    goesOn(1, '{"a":1}'),
    finish('tool_calls'),
    usageChunk(),
    done,
  ]),
  streams('a tool at once', [
    chunk({
      role: 'assistant',
      ...callDelta(0, { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }),
    }),
    finish('tool_calls'),
    usageChunk(),
    done,
  ]),
  [
    'a shortened name',
    { ...named, stream: true },
    { provider: stream([starts(0, 'c1', shortName), goesOn(0, '{}'), finish('tool_calls'), usageChunk(), done]) },
  ],
  streams('reasoning, then text', [
    chunk({ role: 'assistant', content: '', reasoning_content: 'h' }),
    chunk({ reasoning_content: 'm' }),
    chunk({ content: 'b' }),
    finish('stop'),
    usageChunk(),
    done,
  ]),
  streams('reasoning and text at once', [
    chunk({ role: 'assistant', content: 'b', reasoning_content: 'h' }),
    finish('stop'),
    usageChunk(),
    done,
  ]),
  streams('reasoning alone', [
    chunk({ role: 'assistant', reasoning_content: 'h' }),
    finish('length'),
    usageChunk(),
    done,
  ]),
  streams('text after a tool', [
    starts(0, 'c1'),
    goesOn(0, '{}'),
    chunk({ content: 'b' }),
    finish('stop'),
    usageChunk(),
    done,
  ]),
  streams('too long', [chunk({ role: 'assistant', content: 'a' }), finish('length'), usageChunk(), done]),
  streams('a refusal', [
    chunk({ role: 'assistant', content: null, refusal: '' }),
    chunk({ refusal: 'No' }),
    chunk({ refusal: '.' }),
    finish('stop'),
    usageChunk(),
    done,
  ]),
  streams('nothing said', [chunk({ role: 'assistant', content: '' }), finish('stop'), usageChunk(), done]),
  streams('words with the end', [
    chunk({ role: 'assistant', content: 'a' }, { finish_reason: 'stop' }),
    usageChunk(),
    done,
  ]),
  streams('a cache', [
    ...textChunks,
    usageChunk({
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 60 },
    }),
    done,
  ]),
  streams('an error in the middle', [
    chunk({ role: 'assistant', content: 'a' }),
    data({ error: { message: 'boom', code: 500 } }),
  ]),
  streams('an error at once', [data({ error: { message: 'boom', code: 429 } })]),
  streams('an end without the last chunk', [chunk({ role: 'assistant', content: 'a' })]),
  ['a cut', { stream: true, messages: [user('[sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [weather], messages: [user('[sim:thinking] [sim:tool]')] },
  ],
]

const failures: readonly Row[] = [
  ...statuses.map((status): Row => [`${status}`, {}, { ...own, provider: openaiError(status) }]),
  ...[400, 429, 500].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: openaiError(status) },
  ]),
  [
    'too long a prompt',
    {},
    { ...own, provider: openaiError(400, { message: "This model's maximum context length is 5 tokens" }) },
  ],
  ['a page', {}, { ...own, provider: answer('<html>no</html>', 403, { 'content-type': 'text/html' }) }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
]

const response = (changes: JsonObject = {}): JsonObject => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_700_000_000,
  status: 'completed',
  model: 'gpt-real',
  output: [message('Hello')],
  usage: {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 60 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 120,
  },
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  temperature: 1,
  top_p: 1,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  ...changes,
})
const message = (value: string): JsonObject => item({ type: 'output_text', text: value, annotations: [] })
const item = (...content: JsonObject[]): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content,
})
const call = (id: string, text = args): JsonObject => ({
  id: `fc_${id}`,
  type: 'function_call',
  call_id: id,
  name: 'get_weather',
  arguments: text,
  status: 'completed',
})
const reasoning = (texts: readonly string[], more: JsonObject = {}): JsonObject => ({
  id: 'rs_1',
  type: 'reasoning',
  summary: texts.map(value => ({ type: 'summary_text', text: value })),
  ...more,
})
const gives = (changes: JsonObject): Pick<ParityCase, 'provider'> => ({ provider: answer(response(changes)) })

const responses: readonly Row[] = [
  ['text', {}, gives({})],
  ['a tool', {}, gives({ output: [call('c1')] })],
  ['words and tools', {}, gives({ output: [message('I look.'), call('c1'), call('c2', '')] })],
  ['thoughts', {}, gives({ output: [reasoning(['a', 'b']), message('c')] })],
  ['sealed thoughts', {}, gives({ output: [reasoning(['a'], { encrypted_content: 'xyz' }), message('c')] })],
  ['sealed thoughts without words', {}, gives({ output: [reasoning([], { encrypted_content: 'xyz' }), message('c')] })],
  ['empty thoughts', {}, gives({ output: [reasoning([]), message('c')] })],
  ['a refusal', {}, gives({ output: [item({ type: 'refusal', refusal: 'No.' })] })],
  ['incomplete', {}, gives({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })],
  ['a broken argument', {}, gives({ output: [call('c1', '{"a":')] })],
  ['a search', {}, gives({ output: [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }, message('c')] })],
  [
    'failed',
    {},
    { ...own, ...gives({ status: 'failed', error: { code: 'server_error', message: 'boom' }, output: [] }) },
  ],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
]

const created = event({
  type: 'response.created',
  response: response({ status: 'in_progress', output: [], usage: null }),
  sequence_number: 0,
})
const added = (output_index: number, value: JsonObject): string =>
  event({ type: 'response.output_item.added', output_index, item: value, sequence_number: 1 })
const finished = (output_index: number, value: JsonObject): string =>
  event({ type: 'response.output_item.done', output_index, item: value, sequence_number: 1 })
const delta = (type: string, item_id: string, text: string, more: JsonObject = {}): string =>
  event({ type, item_id, output_index: 0, content_index: 0, delta: text, sequence_number: 2, ...more })
const completed = (changes: JsonObject, type = 'response.completed'): string =>
  event({ type, response: response(changes), sequence_number: 9 })

const responseStreams: readonly Row[] = [
  streams('text', [
    created,
    added(0, { ...message(''), content: [] }),
    delta('response.output_text.delta', 'msg_1', 'Hel'),
    delta('response.output_text.delta', 'msg_1', 'lo'),
    finished(0, message('Hello')),
    completed({}),
  ]),
  streams('text without a start', [created, delta('response.output_text.delta', 'msg_1', 'Hello'), completed({})]),
  streams('a tool', [
    created,
    added(0, { ...call('c1'), arguments: '' }),
    delta('response.function_call_arguments.delta', 'fc_c1', '{"city"'),
    delta('response.function_call_arguments.delta', 'fc_c1', ':"B"}'),
    finished(0, call('c1')),
    completed({ output: [call('c1')] }),
  ]),
  streams('thoughts in parts', [
    created,
    added(0, reasoning([])),
    event({
      type: 'response.reasoning_summary_part.added',
      item_id: 'rs_1',
      output_index: 0,
      summary_index: 0,
      part: { type: 'summary_text', text: '' },
      sequence_number: 2,
    }),
    delta('response.reasoning_summary_text.delta', 'rs_1', 'a', { summary_index: 0 }),
    event({
      type: 'response.reasoning_summary_part.added',
      item_id: 'rs_1',
      output_index: 0,
      summary_index: 1,
      part: { type: 'summary_text', text: '' },
      sequence_number: 2,
    }),
    delta('response.reasoning_summary_text.delta', 'rs_1', 'b', { summary_index: 1 }),
    finished(0, reasoning(['a', 'b'], { encrypted_content: 'xyz' })),
    added(1, { ...message(''), content: [] }),
    delta('response.output_text.delta', 'msg_1', 'c'),
    finished(1, message('c')),
    completed({ output: [reasoning(['a', 'b']), message('c')] }),
  ]),
  streams('sealed thoughts', [
    created,
    added(0, reasoning([])),
    finished(0, reasoning([], { encrypted_content: 'xyz' })),
    completed({ output: [] }),
  ]),
  streams('empty thoughts', [created, added(0, reasoning([])), finished(0, reasoning([])), completed({ output: [] })]),
  streams('a refusal', [
    created,
    added(0, { ...message(''), content: [] }),
    delta('response.refusal.delta', 'msg_1', 'No.'),
    finished(0, item({ type: 'refusal', refusal: 'No.' })),
    completed({ output: [item({ type: 'refusal', refusal: 'No.' })] }),
  ]),
  streams('incomplete', [
    created,
    added(0, { ...message(''), content: [] }),
    delta('response.output_text.delta', 'msg_1', 'a'),
    finished(0, message('a')),
    completed({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'response.incomplete'),
  ]),
  streams('failed', [
    created,
    added(0, { ...message(''), content: [] }),
    delta('response.output_text.delta', 'msg_1', 'a'),
    completed({ status: 'failed', error: { code: 'server_error', message: 'boom' } }, 'response.failed'),
  ]),
  streams('failed for its rate', [
    created,
    completed({ status: 'failed', error: { code: 'rate_limit_exceeded', message: 'slow down' } }, 'response.failed'),
  ]),
  streams('an error in the middle', [
    created,
    delta('response.output_text.delta', 'msg_1', 'a'),
    event({ type: 'error', code: 'server_error', message: 'boom', param: null, sequence_number: 3 }),
  ]),
  streams('an error at once', [
    event({ type: 'error', code: 'server_error', message: 'boom', param: null, sequence_number: 0 }),
  ]),
  streams('an end without the last event', [created, delta('response.output_text.delta', 'msg_1', 'a')]),
  ['a cut', { stream: true, messages: [user('[sim:long:20] [sim:cut:5] [sim:slow:20]')] }],
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [weather], messages: [user('[sim:thinking] [sim:tool]')] },
  ],
]

const gemini = (parts: JsonObject[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }],
  usageMetadata: {
    promptTokenCount: 10,
    candidatesTokenCount: 5,
    totalTokenCount: 15,

    cachedContentTokenCount: 4,
  },
  modelVersion: 'gemini-real',
  responseId: 'response-1',
})
const geminiCall = (city: string, more: JsonObject = {}): JsonObject => ({
  functionCall: { name: 'get_weather', args: { city } },
  ...more,
})
const stopped = { finishReason: 'STOP' }

const geminis: readonly Row[] = [
  ['text', {}, { provider: answer(gemini([{ text: 'Hello' }], stopped)) }],
  ['thoughts', {}, { provider: answer(gemini([{ text: 'hm', thought: true }, { text: 'b' }], stopped)) }],
  ['too long', {}, { provider: answer(gemini([{ text: 'a' }], { finishReason: 'MAX_TOKENS' })) }],
  ...[400, 429, 500, 503].map((status): Row => [
    `${status}`,
    {},
    { ...own, provider: answer({ error: { code: status, message: `said ${status}`, status: 'X' } }, status) },
  ]),
]
const geminiStreams: readonly Row[] = [
  streams('text', [data(gemini([{ text: 'Hel' }])), data(gemini([{ text: 'lo' }], stopped))]),
  streams('thoughts', [data(gemini([{ text: 'hm', thought: true }])), data(gemini([{ text: 'lo' }], stopped))]),
  streams('a call', [data(gemini([geminiCall('B')], stopped))]),
  streams('parallel calls', [data(gemini([geminiCall('B')])), data(gemini([geminiCall('C')], stopped))]),
  streams('parallel calls at once', [data(gemini([geminiCall('B'), geminiCall('C')], stopped))]),
  streams('an error in the middle', [
    data(gemini([{ text: 'a' }])),
    data({ error: { code: 503, message: 'boom', status: 'UNAVAILABLE' } }),
  ]),
]

const chatModels = ['groq', 'vllm', 'openrouter'] as const

const count = (name: string, body: JsonObject): ParityCase => ({
  name: `messages bridge/gpt/counted/${name}`,
  path: '/v1/messages/count_tokens',
  body: { model: 'gpt', messages: [user('hi there')], ...body },
})
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }

/** Tokens counted before anything is asked. */
const counts: readonly ParityCase[] = [
  count('a question', {}),
  count('a system prompt and tools', {
    system: [{ type: 'text', text: 'S' }],
    tools: [weather],
    tool_choice: { type: 'any' },
    thinking: { type: 'enabled', budget_tokens: 3000 },
    max_tokens: 4000,
  }),
  count('a schema', { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }),
  count('a conversation', {
    messages: [
      user('a'),
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'h', signature: 's' },
          { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} },
        ],
      },
      user([{ type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'x' }, image] }]),
    ],
  }),
]

export const messagesBridgeAnswerCases: readonly ParityCase[] = [
  ...chatModels.flatMap(model => anthropicMessages(`messages bridge/${model}/answers`, model, answers)),
  ...chatModels.flatMap(model => anthropicMessages(`messages bridge/${model}/streams`, model, chatStreams)),
  ...anthropicMessages('messages bridge/groq/errors', 'groq', failures),
  ...anthropicMessages('messages bridge/gpt/errors', 'gpt', failures),
  ...anthropicMessages('messages bridge/gpt/answers', 'gpt', responses),
  ...anthropicMessages('messages bridge/gpt/streams', 'gpt', responseStreams),
  ...counts,
  ...anthropicMessages('messages bridge/gemini/answers', 'gemini', geminis),
  ...anthropicMessages('messages bridge/gemini/streams', 'gemini', geminiStreams),
]
