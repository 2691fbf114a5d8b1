/** Converse's own settings: guardrails, performance, tiers, metadata, caching, and what else has no word at OpenAI. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import { awsEvent, awsException, awsStream, delta, end, start, streamed, usage, words } from '../aws-answers.ts'
import { chats, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock settings'
function named(body: JsonObject): Row {
  const text = JSON.stringify(body)
  return [text.length > 150 ? `${text.slice(0, 150)}… ${text.length}` : text, body]
}
const configured = (deployment: JsonObject, body: JsonObject = {}): Row => [
  `configured ${JSON.stringify(deployment)}${Object.keys(body).length > 0 ? JSON.stringify(body) : ''}`,
  body,
  { deployment },
]
const guardrail = { guardrailIdentifier: 'g', guardrailVersion: '1' }
const pairs = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, `${index}`]))
const cached = { cache_control: { type: 'ephemeral' } }
const cachedFor = (ttl: string): JsonObject => ({ cache_control: { type: 'ephemeral', ttl } })
const text = (said: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: said, ...more })
const called: JsonObject = { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Ulm"}')] }
const told = (content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  role: 'tool',
  tool_call_id: 't1',
  content,
  ...more,
})

const settings: readonly JsonObject[] = [
  { guardrailConfig: { ...guardrail, trace: 'enabled_full' } },
  { guardrailConfig: { ...guardrail, trace: 'disabled' }, stream: true },
  { guardrailConfig: { ...guardrail, streamProcessingMode: 'async' }, stream: true },
  { guardrailConfig: { guardrailIdentifier: 'g' } },
  { guardrailConfig: {} },
  { guardrailConfig: null },
  { guardrailConfig: 'g' },
  { guardrailConfig: [guardrail] },
  { guardrailConfig: { guardrailIdentifier: 7, guardrailVersion: 1 } },
  { performanceConfig: { latency: 'standard' } },
  { performanceConfig: { latency: 'fastest' } },
  { performanceConfig: {} },
  { performanceConfig: 'optimized' },
  { performanceConfig: null },
  { service_tier: 'default' },
  { service_tier: 'flex' },
  { service_tier: 'scale' },
  { service_tier: 'reserved' },
  { service_tier: null },
  { service_tier: 7 },
  { service_tier: 'flex', stream: true },
  { serviceTier: { type: 'priority' } },
  { serviceTier: { type: 'priority' }, service_tier: 'flex' },
  { serviceTier: 'flex' },
  { extra_body: { serviceTier: { type: 'flex' } } },
  { requestMetadata: {} },
  { requestMetadata: pairs(16) },
  { requestMetadata: pairs(17) },
  { requestMetadata: { a: 1 } },
  { requestMetadata: { a: null } },
  { requestMetadata: { '': 'x' } },
  { requestMetadata: { ['k'.repeat(257)]: 'x' } },
  { requestMetadata: { k: 'v'.repeat(257) } },
  { requestMetadata: { k: '' } },
  { requestMetadata: { 'k!': 'v' } },
  { requestMetadata: { k: 'a\nb\tc' } },
  { requestMetadata: { k: 'a:b_@$#=/+,-.' } },
  { requestMetadata: 'x' },
  { requestMetadata: ['x'] },
  { requestMetadata: null },
  { additionalModelResponseFieldPaths: ['/stop_sequence'] },
  { promptVariables: { a: { text: 'b' } } },
  { inferenceConfig: { maxTokens: 7 } },
  { maxTokens: 7 },
  { stopSequences: ['x'], topP: 0.3 },
  { topK: 4 },
  { top_k: 4, topK: 5 },
  { temperature: 0, top_p: 1, max_tokens: 1 },
  { temperature: 2.5 },
  { max_tokens: 0 },
  { max_tokens: null },
  { stop: [] },
  { stop: null },
  { stop: ['a', ''] },
  { stream: false },
  { stream: true, stream_options: { include_usage: false } },
  { verbosity: 'low' },
  { safety_identifier: 's', prompt_cache_key: 'k', store: true, drop_params: true },
  { logit_bias: { 1: 2 } },
  { presence_penalty: 0 },
  { functions: [{ name: 'f' }] },
  { modalities: ['text'] },
  { extra_body: { guardrailConfig: guardrail, top_k: 2, odd: { a: 1 } } },
  { additional_drop_params: ['temperature'], temperature: 0.2 },
  { allowed_openai_params: ['seed'], seed: 3 },
  { cache_control_injection_points: [{ location: 'message', role: 'system' }] },
]

const configurations: readonly Row[] = [
  configured({ guardrailConfig: guardrail }),
  configured({ guardrailConfig: guardrail }, { guardrailConfig: { ...guardrail, guardrailVersion: '2' } }),
  configured({ performanceConfig: { latency: 'optimized' } }, { stream: true }),
  configured({ service_tier: 'flex' }),
  configured({ serviceTier: { type: 'flex' } }),
  configured({ requestMetadata: { team: 'a' } }),
  configured({ requestMetadata: { team: 'ä' } }),
  configured({ max_tokens: 5, temperature: 0.1, top_k: 3 }),
  configured({ max_tokens: 5 }, { max_tokens: 6 }),
  configured({ drop_params: true }, { seed: 1, n: 2, logprobs: true }),
  configured({ additional_drop_params: ['temperature'] }, { temperature: 0.2, top_p: 0.4 }),
]

/** Conversations with cache points in all places. */
const caching: readonly Row[] = [
  ['a system message', { messages: [{ role: 'system', content: 'S', ...cached }, user('a')] }],
  [
    'an hour',
    { messages: [{ role: 'system', content: [text('S', cachedFor('1h'))] }, user([text('a', cachedFor('5m'))])] },
  ],
  ['a time nobody knows', { messages: [user([text('a', cachedFor('2h'))])] }],
  ['a kind nobody knows', { messages: [user([text('a', { cache_control: { type: 'odd' } })])] }],
  ['no control', { messages: [user([text('a', { cache_control: null })])] }],
  ['an image', { messages: [user([{ type: 'image_url', image_url: { url: png }, ...cached }, text('b')])] }],
  [
    'a file',
    { messages: [user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=' }, ...cached }])] },
  ],
  [
    'an assistant’s parts',
    { messages: [user('a'), { role: 'assistant', content: [text('b', cached), text('c')] }, user('d')] },
  ],
  [
    'a call and its result',
    {
      messages: [
        user('a'),
        { ...called, tool_calls: [{ ...toolCall('t1', '{}'), ...cached }] },
        told('r', cached),
        user('b'),
      ],
      tools: [weatherTool],
    },
  ],
  [
    'a result’s parts',
    { messages: [user('a'), called, told([text('r', cached), text('s')]), user('b')], tools: [weatherTool] },
  ],
  [
    'tools',
    {
      tools: [
        { ...weatherTool, ...cachedFor('1h') },
        { type: 'function', function: { name: 'f', ...cached } },
      ],
    },
  ],
  ['tools by a function’s control', { tools: [{ type: 'function', function: { ...cached, name: 'f' } }] }],
]
const injected = (points: JsonObject[], body: JsonObject): Row => [
  `points ${JSON.stringify(points)}`,
  body,
  { deployment: { cache_control_injection_points: points } },
]
const conversation = {
  messages: [
    { role: 'system', content: 'S' },
    user('a'),
    { role: 'assistant', content: 'b' },
    user([text('c'), text('d')]),
  ],
  tools: [weatherTool],
}
const injections: readonly Row[] = [
  injected([{ location: 'message', role: 'system' }], conversation),
  injected([{ location: 'message', role: 'user' }], conversation),
  injected([{ location: 'message', index: -1 }], conversation),
  injected(
    [
      { location: 'message', index: 1 },
      { location: 'message', role: 'assistant' },
    ],
    conversation,
  ),
  injected([{ location: 'message', index: 9 }], conversation),
  injected([{ location: 'tool_config' }], conversation),
  injected([{ location: 'message', role: 'system', control: { type: 'ephemeral', ttl: '1h' } }], conversation),
]

const families = [
  'bedrock-nova',
  'bedrock-nova-2',
  'bedrock-llama',
  'bedrock-gpt-oss',
  'bedrock-3-5',
  'bedrock-unknown',
]

/** The exceptions of AWS's model of Bedrock, by status. */
const exceptions: readonly (readonly [string, number])[] = [
  ['AccessDeniedException', 403],
  ['ConflictException', 400],
  ['InternalServerException', 500],
  ['ModelErrorException', 424],
  ['ModelNotReadyException', 429],
  ['ModelStreamErrorException', 424],
  ['ModelTimeoutException', 408],
  ['ResourceNotFoundException', 404],
  ['ServiceQuotaExceededException', 400],
  ['ServiceUnavailableException', 503],
  ['ThrottlingException', 429],
  ['ValidationException', 400],
  ['UnrecognizedClientException', 403],
  ['ExpiredTokenException', 403],
]
const details = (type: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-amzn-errortype': type,
  'x-amzn-requestid': 'r1',
})
const refused = (body: JsonObject, name: string): Row[] =>
  exceptions.map(([type, status]) => [
    `${type}${name}`,
    body,
    { provider: answer({ __type: type, message: `${type} was said`, originalStatusCode: 500 }, status, details(type)) },
  ])
const inStream = exceptions.flatMap(([type]): Row[] => {
  const camel = type.charAt(0).toLowerCase() + type.slice(1)
  return [
    streamed(`${camel} within words`, {}, [start, delta(0, { text: 'a' }), awsException(camel, `${camel} was said`)]),
    streamed(`${camel} at once`, {}, [awsException(camel, `${camel} was said`)]),
  ]
})

const behind = streamed('an exception behind the end', {}, [
  start,
  ...words(0, 'x'),
  ...end(),
  awsException('modelStreamErrorException', 'late'),
])

const tiers: readonly Row[] = ['default', 'flex', 'priority', 'odd'].flatMap((type): Row[] => [
  [
    `an answer at tier ${type}`,
    { service_tier: 'priority' },
    {
      provider: answer({
        output: { message: { role: 'assistant', content: [{ text: 'x' }] } },
        stopReason: 'end_turn',
        usage,
        metrics: { latencyMs: 1 },
        serviceTier: { type },
      }),
    },
  ],
  [
    `a stream at tier ${type}`,
    { stream: true, stream_options: { include_usage: true } },
    {
      provider: awsStream([
        start,
        ...words(0, 'x'),
        awsEvent('messageStop', { stopReason: 'end_turn' }),
        awsEvent('metadata', { usage, metrics: { latencyMs: 1 }, serviceTier: { type } }),
      ]),
    },
  ],
])

export const bedrockSettingCases = [
  ...chats(topic, 'bedrock', [...settings.map(named), ...configurations, ...tiers]),
  ...chats(`${topic}/caching`, 'bedrock', [...caching, ...injections]),
  ...families.flatMap(model =>
    chats(`${topic}/caching at ${model}`, model, [...caching.slice(0, 2), ...caching.slice(-3)]),
  ),
  ...chats(`${topic}/refused`, 'bedrock', [...refused({}, ''), ...refused({ stream: true }, ', streamed')]).map(own),
  ...chats(`${topic}/in a stream`, 'bedrock', [...inStream, behind]).map(own),
]

/** Some errors cool a deployment down. */
function own<T>(one: T): T & { deployment: JsonObject } {
  return { deployment: {}, ...one }
}
