/** OpenAI's Responses API: what is answered, whole and streamed, and what goes wrong. */
import { asObject, asText, type JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, openaiError, response, responseAnswer, spaced, stream } from '../answers.ts'
import { user, type Row } from '../case.ts'
import { responsesOf } from './responses-api.ts'

const says = (name: string, changes: JsonObject): Row => [name, {}, { provider: responseAnswer(changes) }]
const item = (name: string, value: JsonObject): Row => says(`an item/${name}`, { output: [value] })
const text = (value: string, more: JsonObject = {}): JsonObject => ({
  type: 'output_text',
  text: value,
  annotations: [],
  ...more,
})
const message = (...content: JsonObject[]): JsonObject => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content,
})
export const call: JsonObject = {
  id: 'fc_1',
  type: 'function_call',
  status: 'completed',
  call_id: 'c1',
  name: 'f',
  arguments: '{"a": 1}',
}

/** Whole answers of the API. */
export const answers: readonly Row[] = [
  says('a text', {}),
  item(
    'annotations',
    message(text('x', { annotations: [{ type: 'url_citation', url: 'u', title: 't', start_index: 0, end_index: 1 }] })),
  ),
  item('logprobs', message(text('x', { logprobs: [{ token: 'x', logprob: -1, bytes: [1], top_logprobs: [] }] }))),
  item('a refusal', message({ type: 'refusal', refusal: 'no' })),
  item('a phase', { ...message(text('x')), phase: 'final_answer' }),
  item('a call', call),
  item('a custom call', {
    id: 'ctc_1',
    type: 'custom_tool_call',
    call_id: 'c1',
    name: 'g',
    input: 'x',
    status: 'completed',
  }),
  item('reasoning', {
    id: 'rs_1',
    type: 'reasoning',
    summary: [{ type: 'summary_text', text: 's' }],
    encrypted_content: 'e',
  }),
  item('bare reasoning', { id: 'rs_1', type: 'reasoning', summary: [] }),
  item('a search', {
    id: 'ws_1',
    type: 'web_search_call',
    status: 'completed',
    action: { type: 'search', query: 'q' },
  }),
  item('a file search', { id: 'fs_1', type: 'file_search_call', status: 'completed', queries: ['q'], results: null }),
  item('code', {
    id: 'ci_1',
    type: 'code_interpreter_call',
    status: 'completed',
    code: 'x',
    container_id: 'c',
    outputs: [{ type: 'logs', logs: 'l' }],
  }),
  item('a picture', { id: 'ig_1', type: 'image_generation_call', status: 'completed', result: 'AAAA' }),
  item('a remote tool', {
    id: 'mcp_1',
    type: 'mcp_call',
    server_label: 'm',
    name: 'n',
    arguments: '{}',
    output: 'x',
    error: null,
  }),
  item('a shell', {
    id: 'lsh_1',
    type: 'local_shell_call',
    call_id: 'c',
    status: 'completed',
    action: { type: 'exec', command: ['ls'], env: {} },
  }),
  item('something else', { id: 'x_1', type: 'weird', a: null, b: 1 }),
  says('several items', { output: [{ id: 'rs_1', type: 'reasoning', summary: [] }, message(text('x')), call] }),
  says('no items', { output: [] }),
  says('incomplete', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
  says('filtered', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }),
  says('failed', { status: 'failed', error: { code: 'server_error', message: 'boom' }, output: [] }),
  says('in progress', { status: 'in_progress', background: true, output: [], usage: null }),
  says('queued', { status: 'queued', background: true, output: [], usage: undefined }),
  says('bare usage', { usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } }),
  says('usage with more', {
    usage: {
      input_tokens: 1,
      input_tokens_details: { cached_tokens: 0, weird: 1 },
      output_tokens: 2,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 3,
      weird: 1,
    },
  }),
  says('tools told back', { tools: [{ type: 'web_search' }], tool_choice: { type: 'web_search' }, instructions: 'S' }),
  says('few fields', {
    parallel_tool_calls: undefined,
    store: undefined,
    text: undefined,
    reasoning: undefined,
    truncation: undefined,
    user: undefined,
    metadata: undefined,
    x_unknown: undefined,
  }),
  says('no id', { id: undefined }),
  says('no output', { output: undefined }),
  ['no JSON', {}, { deployment: {}, provider: answer('not json') }],
  ['an empty body', {}, { deployment: {}, provider: answer('') }],
  ['an error with 200', {}, { deployment: {}, provider: answer({ error: { message: 'm', type: 't', code: 'c' } }) }],
]

/** An event as it is sent. */
export const event = (data: JsonObject): string => `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
const begun = response({ status: 'in_progress', output: [], usage: null })
/** How a stream begins, what it says, and how it ends. */
export const start = [
  event({ type: 'response.created', sequence_number: 0, response: begun }),
  event({ type: 'response.in_progress', sequence_number: 1, response: begun }),
]
const place = { item_id: 'msg_1', output_index: 0, content_index: 0 }
const delta = (value: string, sequence_number: number): string =>
  event({
    type: 'response.output_text.delta',
    ...place,
    sequence_number,
    delta: value,
    logprobs: [],
    obfuscation: 'abc',
  })
export const words = [
  event({
    type: 'response.output_item.added',
    output_index: 0,
    sequence_number: 2,
    item: { ...message(), status: 'in_progress' },
  }),
  event({ type: 'response.content_part.added', ...place, sequence_number: 3, part: text('') }),
  delta('Hel', 4),
  delta('lo ü', 5),
  event({ type: 'response.output_text.done', ...place, sequence_number: 6, text: 'Hello ü', logprobs: [] }),
  event({ type: 'response.content_part.done', ...place, sequence_number: 7, part: text('Hello ü') }),
  event({ type: 'response.output_item.done', output_index: 0, sequence_number: 8, item: message(text('Hello ü')) }),
]
export const ends = (type: string, changes: JsonObject = {}): string =>
  event({ type: `response.${type}`, sequence_number: 9, response: response({ status: type, ...changes }) })
const completed = ends('completed', { output: [message(text('Hello ü'))] })
const streams = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]
/** Events of every other kind. */
export const others: readonly JsonObject[] = [
  { type: 'response.output_item.added', output_index: 1, item: { ...call, status: 'in_progress', arguments: '' } },
  { type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 1, delta: '{}' },
  { type: 'response.function_call_arguments.done', item_id: 'fc_1', output_index: 1, arguments: '{}', name: 'f' },
  { type: 'response.output_item.done', output_index: 1, item: call },
  { type: 'response.custom_tool_call_input.delta', item_id: 'ctc_1', output_index: 2, delta: 'x' },
  { type: 'response.custom_tool_call_input.done', item_id: 'ctc_1', output_index: 2, input: 'x' },
  {
    type: 'response.reasoning_summary_part.added',
    item_id: 'rs_1',
    output_index: 0,
    summary_index: 0,
    part: { type: 'summary_text', text: '' },
  },
  { type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', output_index: 0, summary_index: 0, delta: 's' },
  { type: 'response.reasoning_summary_text.done', item_id: 'rs_1', output_index: 0, summary_index: 0, text: 's' },
  {
    type: 'response.reasoning_summary_part.done',
    item_id: 'rs_1',
    output_index: 0,
    summary_index: 0,
    part: { type: 'summary_text', text: 's' },
  },
  { type: 'response.reasoning_text.delta', item_id: 'rs_1', output_index: 0, content_index: 0, delta: 'r' },
  { type: 'response.refusal.delta', ...place, delta: 'no' },
  { type: 'response.refusal.done', ...place, refusal: 'no' },
  {
    type: 'response.output_text.annotation.added',
    ...place,
    annotation_index: 0,
    annotation: { type: 'url_citation', url: 'u', title: 't', start_index: 0, end_index: 1 },
  },
  { type: 'response.web_search_call.in_progress', item_id: 'ws_1', output_index: 0 },
  { type: 'response.web_search_call.searching', item_id: 'ws_1', output_index: 0 },
  { type: 'response.web_search_call.completed', item_id: 'ws_1', output_index: 0 },
  { type: 'response.file_search_call.searching', item_id: 'fs_1', output_index: 0 },
  { type: 'response.code_interpreter_call.in_progress', item_id: 'ci_1', output_index: 0 },
  { type: 'response.code_interpreter_call_code.delta', item_id: 'ci_1', output_index: 0, delta: 'x' },
  {
    type: 'response.image_generation_call.partial_image',
    item_id: 'ig_1',
    output_index: 0,
    partial_image_index: 0,
    partial_image_b64: 'AA',
  },
  { type: 'response.mcp_list_tools.completed', item_id: 'mcpl_1', output_index: 0 },
  { type: 'response.mcp_call_arguments.delta', item_id: 'mcp_1', output_index: 0, delta: '{}' },
  { type: 'response.queued', response: begun },
  { type: 'response.weird', a: 1, b: null },
  { type: 'keepalive' },
]

/** Streams of the API. */
export const streamed: readonly Row[] = [
  streams('text', [...start, ...words, completed]),
  streams('text with [DONE]', [...start, ...words, completed, 'data: [DONE]\n\n']),
  streams('options', [...start, ...words, completed], { stream_options: { include_obfuscation: false } }),
  ...others.map(one =>
    streams(`event ${asText(one['type'])} ${asText(asObject(one['item'])['type'])}`.trim(), [
      ...start,
      event({ sequence_number: 2, ...one }),
      completed,
    ]),
  ),
  streams('incomplete', [
    ...start,
    ...words,
    ends('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
  ]),
  streams('failed', [...start, ends('failed', { error: { code: 'server_error', message: 'boom' }, output: [] })]),
  streams('an error', [
    ...start,
    event({ type: 'error', sequence_number: 2, code: 'server_error', message: 'boom', param: null }),
  ]),
  streams('an error with an object', [
    ...start,
    event({
      type: 'error',
      sequence_number: 2,
      error: { type: 'server_error', code: 'x', message: 'boom', param: null },
    }),
  ]),
  streams('an error at once', [
    event({ type: 'error', sequence_number: 0, code: 'server_error', message: 'boom', param: null }),
  ]),
  streams('a bare error', [
    ...start,
    `data: ${JSON.stringify({ error: { message: 'boom', type: 'server_error' } })}\n\n`,
  ]),
  streams('an end without the last event', [...start, ...words]),
  streams('an event that is no JSON', [...start, 'data: {oops\n\n', ...words, completed]),
  streams('nothing at all', []),
  ['a cut', { stream: true }, { provider: stream(spaced([...start, ...words.slice(0, 3)], 20), true) }],
]

const own = { deployment: {} }
const failing = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [
  name,
  body,
  { ...own, provider },
]
const statuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529]

/** Calls that fail. */
export const errors: readonly Row[] = [
  ...statuses.map(status => failing(`${status}`, openaiError(status))),
  ...[400, 401, 429, 500].map(status => failing(`${status}, streamed`, openaiError(status), { stream: true })),
  failing('an invalid request', openaiError(400, { type: 'invalid_request_error', param: 'input', code: 'x' })),
  failing('too long', openaiError(400, { message: "This model's maximum context length is 5" })),
  failing(
    'no such response',
    openaiError(400, {
      message: "Previous response with id 'resp_1' not found.",
      param: 'previous_response_id',
      code: 'previous_response_not_found',
      type: 'invalid_request_error',
    }),
  ),
  failing('a page', answer('<html>no</html>', 403, { 'content-type': 'text/html' })),
  failing('no body', answer('', 500)),
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['nobody there, streamed', { stream: true }, { deployment: { api_base: 'http://127.0.0.1:9' } }],
  ['our own timeout', { input: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
]

export const responsesAnswerCases = [
  ...responsesOf('responses/answers', 'gpt', answers),
  ...responsesOf('responses/streams', 'gpt', streamed),
  ...responsesOf('responses/errors', 'gpt', errors),
  ...responsesOf('responses/azure/answers', 'azure', answers.slice(0, 4)),
  ...responsesOf('responses/azure/streams', 'azure', streamed.slice(0, 2)),
  ...responsesOf('responses/azure/errors', 'azure', errors),
]
