/** Amazon's Nova by InvokeModel. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import { awsException, awsStream, converseAnswer, usage } from '../aws-answers.ts'
import { chats, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { chunked, metrics } from './bedrock-text-streams.ts'

const model = 'bedrock/invoke/us.amazon.nova-pro-v1:0'
const deployment = { model }
const text = (words: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: words, ...more })
const ephemeral = { cache_control: { type: 'ephemeral' } }
const image = { type: 'image_url', image_url: { url: png } }
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: { a: { type: 'string' } } } },
}
const hello = converseAnswer([{ text: 'Hello' }])
const asked = (...[name, body]: [string, JsonObject]): Row => [name, body, { deployment, provider: hello }]

const requests: readonly Row[] = [
  asked('a question', {}),
  asked('a conversation', {
    messages: [
      { role: 'system', content: 'S' },
      user([text('a'), image]),
      { role: 'assistant', content: 'b', tool_calls: [toolCall('t1', '{"city":"Ulm"}')] },
      { role: 'tool', tool_call_id: 't1', content: 'r' },
      user('c'),
    ],
    tools: [weatherTool],
  }),
  asked('cache points', {
    messages: [
      { role: 'system', content: [text('S', ephemeral), text('T')] },
      user([text('a', ephemeral), { ...image, ...ephemeral }]),
      { role: 'assistant', content: [text('b', ephemeral)] },
      user([{ ...image, ...ephemeral }]),
    ],
  }),
  asked('cache points of tools', {
    tools: [{ ...weatherTool, ...ephemeral }],
    cache_control_injection_points: [{ location: 'tool_config' }, { location: 'message', role: 'user' }],
  }),
  asked('limits', { max_tokens: 5, temperature: 0.2, top_p: 0.5, stop: ['x'] }),
  asked('top_k', { top_k: 3, odd: 1 }),
  asked('a tool choice', { tools: [weatherTool], tool_choice: 'required', parallel_tool_calls: false }),
  asked('a search', { web_search_options: {} }),
  asked('a schema', { response_format: schema }),
  asked('a JSON object', { response_format: { type: 'json_object' } }),
  asked('an effort', { reasoning_effort: 'low' }),
  asked('a seed', { seed: 1 }),
  asked('a guardrail', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' } }),
  asked('metadata and a tier', { requestMetadata: { a: 'b' }, service_tier: 'flex' }),
  asked('an extra body', { extra_body: { odd: { a: 1 } } }),
  asked('extra headers', { extra_headers: { 'anthropic-beta': 'context-1m-2025-08-07', 'x-team': 'a' } }),
]

const use = { toolUse: { toolUseId: 't1', name: 'get_weather', input: { city: 'Ulm' } } }
const json = { toolUse: { toolUseId: 't1', name: 'json_tool_call', input: { a: 'b' } } }
const answers: readonly Row[] = [
  [
    'a call',
    { tools: [weatherTool] },
    { deployment, provider: converseAnswer([{ text: 'I look' }, use], { stopReason: 'tool_use' }) },
  ],
  [
    'an answer by tool',
    { response_format: schema },
    { deployment, provider: converseAnswer([json], { stopReason: 'tool_use' }) },
  ],
  ['no JSON', {}, { deployment, provider: answer('<html>') }],
  ['an odd answer', {}, { deployment, provider: answer({ odd: 1 }) }],
  ['a refusal', {}, { deployment, provider: answer({ message: 'no' }, 400) }],
  ['a limit', {}, { deployment, provider: answer({ message: 'slow' }, 429) }],
]

const delta = (contentBlockIndex: number, piece: JsonObject): JsonObject => ({
  contentBlockDelta: { contentBlockIndex, delta: piece },
})
const stop = (contentBlockIndex: number): JsonObject => ({ contentBlockStop: { contentBlockIndex } })
const ends = (stopReason: string): JsonObject[] => [
  { messageStop: { stopReason } },
  { metadata: { usage, metrics: {}, trace: {} }, ...metrics },
]
const words = [{ messageStart: { role: 'assistant' } }, delta(0, { text: 'Hel' }), delta(0, { text: 'lo ü' }), stop(0)]
const calls = (name: string): JsonObject[] => [
  { contentBlockStart: { contentBlockIndex: 1, start: { toolUse: { name, toolUseId: 't1' } } } },
  delta(1, { toolUse: { input: '{"a":' } }),
  delta(1, { toolUse: { input: '"b"}' } }),
  stop(1),
]
const counted = { stream: true, stream_options: { include_usage: true } }
const streamed = (name: string, body: JsonObject, chunks: readonly JsonObject[]): Row => [
  name,
  { ...counted, ...body },
  { deployment, provider: awsStream(chunked(...chunks)) },
]

const streams: readonly Row[] = [
  streamed('a stream', {}, [...words, ...ends('end_turn')]),
  streamed('a stream with a call', { tools: [weatherTool] }, [...words, ...calls('get_weather'), ...ends('tool_use')]),
  streamed('a stream of an answer by tool', { response_format: schema }, [
    ...calls('json_tool_call'),
    ...ends('tool_use'),
  ]),
  streamed('a stream with a block that is announced', {}, [
    { contentBlockStart: { contentBlockIndex: 0, start: {} } },
    ...words,
    ...ends('max_tokens'),
  ]),
  streamed('a stream that begins with nothing', {}, [delta(0, { text: '' }), ...words, ...ends('end_turn')]),
  ['a stream that is refused', counted, { deployment, provider: answer({ message: 'no' }, 400) }],
  [
    'an exception in a stream',
    { stream: true },
    { deployment, provider: awsStream([...chunked(...words), awsException('throttlingException', 'slow')]) },
  ],
]

export const bedrockNovaCases = chats('bedrock nova by invoke', 'bedrock', [...requests, ...answers, ...streams])
