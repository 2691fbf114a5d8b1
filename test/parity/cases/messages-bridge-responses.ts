/** Anthropic's API over OpenAI's Responses API: what its answers and streams become, and tokens counted by it. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, event } from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'
import { args, failures, own, streams } from './messages-bridge-answers.ts'
import { weather } from './messages-bridges.ts'

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

export const messagesBridgeResponsesCases: readonly ParityCase[] = [
  ...anthropicMessages('messages bridge/gpt/errors', 'gpt', failures),
  ...anthropicMessages('messages bridge/gpt/answers', 'gpt', responses),
  ...anthropicMessages('messages bridge/gpt/streams', 'gpt', responseStreams),
  ...counts,
]
