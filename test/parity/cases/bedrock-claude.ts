/** Claude at Amazon Bedrock by InvokeModel, asked in OpenAI's words. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { chunkText, encoded } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import { anthropicAnswer, answer } from '../answers.ts'
import { chats, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { awsException, awsStream } from '../aws-answers.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: { a: { type: 'string' } } } },
}

const requests: readonly Row[] = [
  ['a question', {}],
  ['a question, streamed', { stream: true }],
  [
    'a conversation',
    {
      messages: [
        { role: 'system', content: 'S' },
        user([
          { type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } },
          { type: 'image_url', image_url: { url: png } },
        ]),
        { role: 'assistant', content: 'c', tool_calls: [toolCall('t1', '{"city":"Ulm"}')] },
        { role: 'tool', tool_call_id: 't1', content: 'r' },
        { role: 'system', content: 'later' },
        user('y'),
      ],
      tools: [weatherTool],
    },
  ],
  [
    'tools',
    { tools: [{ ...weatherTool, eager_input_streaming: true }], tool_choice: 'required', parallel_tool_calls: false },
  ],
  ['the simulator’s tool', { messages: [user('[sim:tool]')], tools: [weatherTool] }],
  [
    'the simulator’s tool, streamed',
    { messages: [user('[sim:tool]')], tools: [weatherTool], stream: true, stream_options: { include_usage: true } },
  ],
  [
    'the simulator’s thinking, streamed',
    { messages: [user('[sim:thinking]')], stream: true, thinking: { type: 'enabled', budget_tokens: 2000 } },
  ],
  ...[
    { max_tokens: 9, temperature: 0.5, top_p: 0.5, stop: ['x'], top_k: 4, user: 'u', foo: 1 },
    { seed: 1 },
    { seed: 1, drop_params: true },
    { response_format: schema },
    { response_format: { type: 'json_object' } },
    { reasoning_effort: 'low' },
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
    { output_config: { effort: 'low' } },
    { web_search_options: {} },
    { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } },
    {
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
    },
    { extra_headers: { 'anthropic-beta': 'context-1m-2025-08-07,odd-beta', 'x-team': 'a' } },
  ].map(named),
  ['the client’s betas', {}, { headers: { 'anthropic-beta': 'context-1m-2025-08-07', 'x-custom': 'd' } }],
  [
    'a bearer token',
    {},
    { deployment: { api_key: 'bedrock-api-key', aws_access_key_id: null, aws_secret_access_key: null } },
  ],
  ['an address of its own', { stream: true }, { deployment: { extra_headers: { 'x-amzn-bedrock-trace': 'ENABLED' } } }],
  ['a guardrail', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' } }],
  ['system alone', { messages: [{ role: 'system', content: 'S' }] }],
  [
    'an ARN',
    {},
    {
      deployment: {
        model:
          'bedrock/invoke/arn:aws:bedrock:us-east-2:1:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
        aws_region_name: null,
      },
    },
  ],
]

const byModel: readonly Row[] = [
  ['reasoning_effort', { reasoning_effort: 'high' }],
  ['the highest effort', { reasoning_effort: 'xhigh' }],
  ['json', { response_format: schema }],
  ['no limit', {}],
  [
    'a later system message',
    { messages: [user('a'), { role: 'system', content: 'S' }, { role: 'assistant', content: 'b' }, user('c')] },
  ],
]

const invokeModel = (model: string): Partial<{ deployment: JsonObject }> => ({ deployment: { model } })
const models = [
  'bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0',
  'bedrock/invoke/us.anthropic.claude-opus-4-6-v1',
  'bedrock/invoke/us.anthropic.claude-opus-4-7',
  'bedrock/invoke/anthropic.claude-sonnet-5',
  'bedrock/invoke/acme.anthropic.claude-nope',
]

/** The model's own events as chunks of AWS's stream: LiteLLM must not have them all before it answers. */
export function chunks(...events: JsonObject[]): ScriptedAnswer {
  return awsStream(events.flatMap(event => [25, encoded(chunkText(event))]))
}

/** Anthropic's first event. */
export const start: JsonObject = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-real',
    content: [],
    usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 3 },
  },
}
/** A block of text. */
export const words: readonly JsonObject[] = [
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } },
  { type: 'content_block_stop', index: 0 },
]
/** The end of a message, with AWS's own counts. */
export const end: readonly JsonObject[] = [
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 7 } },
  {
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 10,
      outputTokenCount: 7,
      invocationLatency: 3,
      firstByteLatency: 2,
    },
  },
]

/** A deployment of the case's own: some errors cool one down. */
export const own = { deployment: {} }
const answers: readonly Row[] = [
  ['a whole answer', {}, { provider: anthropicAnswer({ stop_reason: 'max_tokens' }) }],
  [
    'json from a tool',
    { model: 'bedrock-invoke-3', response_format: schema },
    {
      provider: anthropicAnswer({
        content: [{ type: 'tool_use', id: 't', name: 'json_tool_call', input: { a: 'b' } }],
        stop_reason: 'tool_use',
      }),
    },
  ],
  [
    'a stream',
    { stream: true, stream_options: { include_usage: true } },
    { provider: chunks(start, ...words, ...end) },
  ],
  [
    'an exception in the middle',
    { stream: true },
    {
      ...own,
      provider: awsStream([
        ...[start, ...words.slice(0, 2)].map(event => encoded(chunkText(event))),
        awsException('throttlingException', 'said'),
      ]),
    },
  ],
  ...[400, 403, 404, 429, 500, 503].map((status): Row => [
    `status ${status}`,
    {},
    { ...own, provider: answer({ message: `said ${status}` }, status) },
  ]),
  ...[400, 500].map((status): Row => [
    `status ${status}, streamed`,
    { stream: true },
    { ...own, provider: answer({ message: `said ${status}` }, status) },
  ]),
]

export const bedrockClaudeCases = [
  ...chats('bedrock invoke', 'bedrock-invoke', [...requests, ...answers]),
  ...models.flatMap(model =>
    chats(
      `bedrock invoke/${model.slice('bedrock/invoke/'.length)}`,
      'bedrock-invoke',
      byModel.map(([name, body]): Row => [name, body, invokeModel(model)]),
    ),
  ),
]
