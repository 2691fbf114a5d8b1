/** What Amazon Bedrock answers: whole, as AWS's event stream, and in error. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { message } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import { answer } from '../answers.ts'
import { chats, toolCall, user, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock answers'
const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 }
const say = (...content: JsonObject[]): JsonObject => ({ message: { role: 'assistant', content } })

/** A whole answer of Converse. */
function converseAnswer(content: JsonObject[], changes: JsonObject = {}): ScriptedAnswer {
  return answer({ output: say(...content), stopReason: 'end_turn', usage, metrics: { latencyMs: 3 }, ...changes })
}

const ask = (...args: [string, JsonObject[], JsonObject?, JsonObject?]): Row => {
  const [name, content, changes, body] = args
  return [name, body ?? {}, { provider: converseAnswer(content, changes) }]
}

const use = (name: string, input: JsonObject, id = 'tooluse_1'): JsonObject => ({
  toolUse: { toolUseId: id, name, input },
})
const thought = (text: string): JsonObject => ({ reasoningContent: { reasoningText: { text, signature: 'sig' } } })
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: { a: { type: 'string' } } } },
}
const tools = [weatherTool]
const badName = [{ type: 'function', function: { name: 'read.file' } }]
const cited = {
  citationsContent: {
    content: [{ text: 'Ulm is old.' }],
    citations: [{ title: 'T', source: 'https://a', location: { searchResultLocation: { start: 0, end: 3 } } }],
  },
}

const whole: readonly Row[] = [
  ask('text', [{ text: 'a' }, { text: 'b' }]),
  ask('nothing', []),
  ask(
    'a call',
    [{ text: 'I look' }, use('get_weather', { city: 'Ulm', größe: 1.0 })],
    { stopReason: 'tool_use' },
    { tools },
  ),
  ask(
    'two calls',
    [use('get_weather', {}), use('get_weather', { a: null }, 'tooluse_2')],
    { stopReason: 'tool_use' },
    { tools },
  ),
  ask('a call by the name that was sent', [use('read_file', {})], { stopReason: 'tool_use' }, { tools: badName }),
  ask(
    'a call in the text',
    [{ text: '{"type": "function", "name": "get_weather", "arguments": "{}"}' }],
    {},
    { tools },
  ),
  ask('thinking', [thought('I think, therefore'), { text: 'x' }]),
  ask('thinking that the model counted', [thought('hm'), { text: 'x' }], {
    additionalModelResponseFields: { usage: { output_tokens_details: { thinking_tokens: 3 } } },
  }),
  ask('hidden thinking', [{ reasoningContent: { redactedContent: 'AAAA' } }, { text: 'x' }]),
  ask('thinking in the text', [{ text: '<think>so</think>then' }]),
  ask('citations', [cited, { text: '.' }]),
  ask('citations beside words', [{ text: 'Words' }, cited]),
  ask('a cache', [{ text: 'x' }], {
    usage: {
      ...usage,
      cacheReadInputTokens: 4,
      cacheWriteInputTokens: 6,
      cacheDetails: [
        { ttl: '5m', inputTokens: 2 },
        { ttl: '1h', inputTokens: 4 },
      ],
    },
  }),
  ask('a cache that is not accounted for', [{ text: 'x' }], {
    usage: { ...usage, cacheWriteInputTokens: 6, cacheDetails: [{ ttl: '5m', inputTokens: 2 }] },
  }),
  ask('a trace and a tier', [{ text: 'x' }], {
    trace: { guardrail: { a: 1 } },
    serviceTier: { type: 'flex' },
    performanceConfig: { latency: 'standard' },
  }),
  ...[
    'max_tokens',
    'stop_sequence',
    'guardrail_intervened',
    'content_filtered',
    'malformed_model_output',
    'model_context_window_exceeded',
    'odd',
  ].map((stopReason): Row => ask(`ended by ${stopReason}`, [{ text: 'x' }], { stopReason })),
  ask(
    'json from a tool',
    [use('json_tool_call', { a: 'b' })],
    { stopReason: 'tool_use' },
    { model: 'bedrock-3-5', response_format: schema },
  ),
  ask(
    'json from a tool, wrapped',
    [use('json_tool_call', { properties: { a: 'b' } })],
    { stopReason: 'tool_use' },
    { model: 'bedrock-3-5', response_format: schema },
  ),
  ask(
    'json from a tool beside a call',
    [{ text: 'x' }, use('json_tool_call', { a: 1 }), use('get_weather', {}, 't2')],
    { stopReason: 'tool_use' },
    { model: 'bedrock-3-5', response_format: schema, tools },
  ),
  ask(
    'json from a tool, streamed',
    [use('json_tool_call', { a: 'b' })],
    { stopReason: 'tool_use' },
    { model: 'bedrock-3-5', response_format: schema, stream: true },
  ),
  ask(
    'thinking before json, streamed',
    [thought('hm'), use('json_tool_call', { a: 'b' })],
    {},
    { model: 'bedrock-3-5', response_format: schema, stream: true },
  ),
  ask(
    'words instead of json, streamed',
    [{ text: 'No.' }],
    {},
    { model: 'bedrock-3-5', response_format: schema, stream: true, stream_options: { include_usage: true } },
  ),
  ask(
    'a call beside json, streamed',
    [{ text: 'x' }, use('get_weather', { a: 1 }), use('get_weather', {}, 't2')],
    { stopReason: 'tool_use' },
    { model: 'bedrock-3-5', response_format: schema, stream: true, tools },
  ),
  ['no message', {}, { provider: answer({ message: 'odd' }) }],
  ['no JSON', {}, { provider: answer('<html>') }],
  ['an empty body', {}, { provider: answer('') }],
]

/** One event of Converse's stream. */
function awsEvent(type: string, payload: JsonObject): Buffer {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }
  return message(headers, JSON.stringify(payload))
}

/** An exception in a stream. */
export function awsException(type: string, text: string): Buffer {
  const headers = { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' }
  return message(headers, JSON.stringify({ message: text }))
}

/** A stream of ready messages. */
export function awsStream(body: readonly (string | Uint8Array | number)[], cut = false): ScriptedAnswer {
  return { headers: { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'r1' }, body, cut }
}

const start = awsEvent('messageStart', { role: 'assistant', p: 'abc' })
const begin = (contentBlockIndex: number, block: JsonObject): Buffer =>
  awsEvent('contentBlockStart', { contentBlockIndex, start: block })
const delta = (contentBlockIndex: number, piece: JsonObject): Buffer =>
  awsEvent('contentBlockDelta', { contentBlockIndex, delta: piece })
const stop = (contentBlockIndex: number): Buffer => awsEvent('contentBlockStop', { contentBlockIndex })
const words = (index: number, ...texts: string[]): Buffer[] => [
  ...texts.map(text => delta(index, { text })),
  stop(index),
]
const calls = (index: number, name: string, id: string, ...inputs: string[]): Buffer[] => [
  begin(index, { toolUse: { name, toolUseId: id } }),
  ...inputs.map(input => delta(index, { toolUse: { input } })),
  stop(index),
]
const thinking = (index: number, piece: JsonObject): Buffer => delta(index, { reasoningContent: piece })
const end = (stopReason = 'end_turn', more: JsonObject = {}, counted: JsonObject = usage): Buffer[] => [
  awsEvent('messageStop', { stopReason, ...more }),
  awsEvent('metadata', { usage: counted, metrics: { latencyMs: 3 } }),
]

const counted = { stream: true, stream_options: { include_usage: true } }
const streamed = (name: string, body: JsonObject, events: readonly (string | Uint8Array)[], cut = false): Row => [
  name,
  { stream: true, ...body },
  { provider: awsStream(events, cut) },
]

const streams: readonly Row[] = [
  streamed('text', counted, [start, ...words(0, 'a', 'b c', ''), ...end()]),
  streamed('two blocks', {}, [start, ...words(0, 'a'), ...words(1, 'b'), ...end('max_tokens')]),
  streamed('a call', { tools }, [
    start,
    ...words(0, 'x'),
    ...calls(1, 'get_weather', 't1', '', '{"a"', ':1}'),
    ...end('tool_use'),
  ]),
  streamed('calls without arguments', { tools }, [
    start,
    ...calls(0, 'get_weather', 't1'),
    ...calls(1, 'get_weather', 't2', ''),
    ...end('tool_use'),
  ]),
  streamed('a call by the name that was sent', { tools: badName }, [
    start,
    ...calls(0, 'get_weather', 't1', '{}'),
    ...end('tool_use'),
  ]),
  streamed('thinking', counted, [
    start,
    thinking(0, { text: 'I ' }),
    thinking(0, { text: 'think' }),
    thinking(0, { signature: 'sig' }),
    stop(0),
    ...words(1, 'x'),
    ...end(),
  ]),
  streamed('hidden thinking', counted, [
    start,
    thinking(0, { redactedContent: 'AAAA' }),
    stop(0),
    ...words(1, 'x'),
    ...end('end_turn', { additionalModelResponseFields: { usage: { output_tokens_details: { thinking_tokens: 2 } } } }),
  ]),
  streamed('hidden thinking at the start of a block', {}, [
    start,
    begin(0, { reasoningContent: { redactedContent: 'AAAA' } }),
    stop(0),
    ...words(1, 'x'),
    ...end(),
  ]),
  streamed('citations', {}, [
    start,
    delta(0, { text: 'x' }),
    delta(0, { citationsContent: { a: 1 } }),
    stop(0),
    ...end(),
  ]),
  streamed('a cache', counted, [
    start,
    ...words(0, 'x'),
    ...end('end_turn', {}, { ...usage, cacheReadInputTokens: 4, cacheWriteInputTokens: 6 }),
  ]),
  streamed('a trace', counted, [
    start,
    ...words(0, 'x'),
    awsEvent('messageStop', { stopReason: 'guardrail_intervened' }),
    awsEvent('metadata', { usage, metrics: {}, trace: { guardrail: { a: 1 } } }),
  ]),
  streamed('no metadata', {}, [start, ...words(0, 'x'), awsEvent('messageStop', { stopReason: 'end_turn' })]),
  streamed(
    'messages cut anywhere',
    {},
    Array.from(Buffer.concat([start, ...words(0, 'x'), ...end()]), byte => Uint8Array.of(byte)),
  ),
  ['the simulator’s tool', { stream: true, messages: [user('[sim:tool] x')], tools }],
  ['the simulator’s thinking', { ...counted, messages: [user('[sim:thinking] x')] }],
]

const broken: readonly Row[] = [
  ...[
    'throttlingException',
    'modelStreamErrorException',
    'internalServerException',
    'validationException',
    'modelTimeoutException',
    'serviceUnavailableException',
    'oddException',
  ].map((type): Row =>
    streamed(`${type} in the middle`, {}, [start, delta(0, { text: 'a' }), awsException(type, 'said')]),
  ),
  streamed('an exception at once', {}, [awsException('throttlingException', 'slow down')]),
  streamed('an exception at once that is long', {}, [
    awsException('validationException', 'Input is too long for requested model.'),
  ]),
  streamed('an error of the stream itself', {}, [
    start,
    delta(0, { text: 'a' }),
    message({ ':message-type': 'error', ':error-code': '500', ':error-message': 'odd' }, ''),
  ]),
  streamed('an end without messageStop', {}, [start, delta(0, { text: 'a' }), stop(0)]),
  streamed('an end within a message', {}, [start, delta(0, { text: 'a' }), stop(0).subarray(0, 30)]),
  streamed('nothing at all', {}, []),
  streamed('bytes that are no message', {}, [start, delta(0, { text: 'a' }), 'nonsense, and plenty of it']),
  streamed('no JSON in an event', {}, [
    start,
    delta(0, { text: 'a' }),
    message({ ':event-type': 'contentBlockDelta', ':message-type': 'event' }, '{"delta'),
  ]),
  streamed('an event nobody knows', {}, [start, awsEvent('odd', { a: 1 }), ...words(0, 'x'), ...end()]),
  [
    'a page instead of a stream',
    { stream: true },
    { provider: answer('<html>page</html>', 200, { 'content-type': 'text/html' }) },
  ],
  ['JSON instead of a stream', { stream: true }, { provider: answer({ message: 'odd' }) }],
]

const type = (name: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-amzn-errortype': `${name}:http://internal.amazon.com/`,
})
const statuses = [
  400, 401, 402, 403, 404, 405, 408, 409, 413, 415, 418, 422, 424, 429, 451, 500, 501, 502, 503, 504, 529,
]
const said: readonly (readonly [number, string])[] = [
  [400, 'Input is too long for requested model.'],
  [400, 'Conversation blocks and tool result blocks cannot be provided in the same turn.'],
  [400, 'Malformed input request: #: extraneous key, please reformat your input and try again.'],
  [400, 'A conversation must start with a user message.'],
  [403, 'The security token included in the request is invalid.'],
  [403, 'AccessDeniedException: no'],
  [400, 'ThrottlingException: Too many tokens, please wait before trying again.'],
  [424, 'the request timed out'],
  [500, 'Could not process image'],
  [400, 'Could not process image'],
  [429, 'Too many tokens, please wait before trying again.'],
]

/** A port nobody listens on. */
const nowhere = 'http://127.0.0.1:9'

const errors: readonly Row[] = [
  ...statuses.map((status): Row => [
    `status ${status}`,
    {},
    { provider: answer({ message: `said ${status}` }, status, type('SomeException')) },
  ]),
  ...[400, 403, 429, 500, 503].map((status): Row => [
    `status ${status}, streamed`,
    { stream: true },
    { provider: answer({ message: `said ${status}` }, status, type('SomeException')) },
  ]),
  ...said.map(([status, text]): Row => [`${status}: ${text}`, {}, { provider: answer({ message: text }, status) }]),
  ['an error without a body', {}, { provider: answer('', 500) }],
  ['an error page', {}, { provider: answer('<html>no</html>', 502, { 'content-type': 'text/html' }) }],
  [
    'a limit with a time',
    {},
    { provider: answer({ message: 'slow' }, 429, { ...type('ThrottlingException'), 'retry-after': '7' }) },
  ],
  ['a connection that is cut', { messages: [user('[sim:reset]')] }],
  ['nobody there', {}, { deployment: { aws_bedrock_runtime_endpoint: nowhere } }],
  ['nobody there, streamed', { stream: true }, { deployment: { aws_bedrock_runtime_endpoint: nowhere } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
  ['half an answer', { messages: [user('[sim:cut:1] x')] }],
]

export const bedrockAnswerCases = [
  ...chats(topic, 'bedrock', whole),
  ...chats(`${topic}/streams`, 'bedrock', streams),
  ...chats(`${topic}/broken`, 'bedrock', broken).map(one => ({ deployment: {}, ...one })),
  // Some errors cool a deployment down.
  ...chats(`${topic}/errors`, 'bedrock', errors).map(one => ({ deployment: {}, ...one })),
  ...chats(topic, 'bedrock', [
    [
      'a call told as words',
      {
        messages: [
          user('a'),
          { role: 'assistant', content: 'w', tool_calls: [toolCall('t', '{"a":1}')] },
          { role: 'tool', tool_call_id: 't', content: [] },
          { role: 'function', name: 'f', content: 'r' },
        ],
        guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
      },
    ],
  ]),
]
