/** What Amazon Bedrock answers: whole, and as AWS's event stream. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import {
  awsEvent,
  begin,
  calls,
  converseAnswer,
  delta,
  end,
  start,
  stop,
  streamed,
  thinking,
  usage,
  words,
} from '../aws-answers.ts'
import { chats, toolCall, user, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock answers'
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

const counted = { stream: true, stream_options: { include_usage: true } }

const streams: readonly Row[] = [
  streamed('text', counted, [start, ...words(0, 'a', 'b c', ''), ...end()]),
  ...['end_turn', 'content_filtered', 'guardrail_intervened', 'max_tokens', 'tool_use', 'odd'].map(reason =>
    streamed(`nothing, ended by ${reason}`, {}, [start, ...end(reason)]),
  ),
  streamed('nothing at all, counted', counted, [start, ...end('content_filtered')]),
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

export const bedrockAnswerCases = [
  ...chats(topic, 'bedrock', whole),
  ...chats(`${topic}/streams`, 'bedrock', streams),
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
