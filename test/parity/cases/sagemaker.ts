/** SageMaker's endpoints: those that speak OpenAI's chat completions, and those that continue texts. */
import { chunk, done, openaiAnswer, openaiError, openaiMessage, textChunks, usageChunk } from '../answers.ts'
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { awsException, awsPart, awsStream } from '../aws-answers.ts'
import { chats, clockTool, png, type Row, toolCall, user, weatherTool } from '../case.ts'

const nobody = { sagemaker_base_url: 'http://127.0.0.1:1' }

/** A stream in parts. */
const parts = (texts: readonly (string | Uint8Array)[], cut = false): Row[2] & object => ({
  provider: awsStream(texts.map(awsPart), cut),
})

/** Bytes cut into pieces of a length, wherever that is. */
function pieces(text: string, length: number): Uint8Array[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) =>
    bytes.subarray(at * length, (at + 1) * length),
  )
}

const whole = [...textChunks, usageChunk(), done]
const lines = textChunks.map(text => `${text.slice('data: '.length).trim()}\n`)
const call = (part: object): string => chunk({ tool_calls: [{ index: 0, ...part }] })

const everything = {
  drop_params: true,
  temperature: 0.2,
  top_p: 0.5,
  n: 2,
  stop: ['x'],
  max_completion_tokens: 11,
  presence_penalty: 0.2,
  logit_bias: { a: 1 },
  user: 'u',
  response_format: { type: 'json_object' },
  seed: 2,
  tools: [weatherTool, clockTool],
  tool_choice: 'auto',
  logprobs: true,
  top_logprobs: 2,
  parallel_tool_calls: true,
  reasoning_effort: 'low',
  verbosity: 'low',
  service_tier: 'auto',
  store: true,
  metadata: { a: 'b' },
}

const conversation = {
  messages: [
    { role: 'developer', content: 'D' },
    user([
      { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
      { type: 'image_url', image_url: png },
    ]),
    { role: 'assistant', content: '', reasoning_content: 'rc', tool_calls: [toolCall('t1', '{}')] },
    { role: 'tool', tool_call_id: 't1', content: [{ type: 'text', text: 'r' }] },
    user('go on'),
  ],
}

const statuses = [400, 401, 403, 404, 408, 413, 422, 424, 429, 500, 502, 503, 504, 529]
const worded = [
  'Unable to locate credentials',
  'Input validation error: `best_of` must be > 0 and <= 2',
  '`inputs` tokens + `max_new_tokens` must be <= 5',
  'an instance type with more CPU capacity or memory',
  "This model's maximum context length is 5",
]

/** What is answered to a failed call, whole and streamed. */
const failures: readonly Row[] = [
  ...statuses.map((status): Row => [
    `an error ${status}`,
    {},
    { provider: openaiError(status, { message: 'no' }), deployment: {} },
  ]),
  ...[400, 429, 500].map((status): Row => [
    `an error ${status}, streamed`,
    { stream: true },
    { provider: openaiError(status, { message: 'no' }), deployment: {} },
  ]),
  ...worded.map((message): Row => [message, {}, { provider: openaiError(418, { message }), deployment: {} }]),
  ['nobody there', {}, { deployment: nobody }],
  ['nobody there, streamed', { stream: true }, { deployment: nobody }],
]

const chatRows: readonly Row[] = [
  ['a question', {}, { provider: openaiAnswer() }],
  ['every parameter, dropped where unknown', everything, { provider: openaiAnswer() }],
  ['a conversation', conversation, { provider: openaiAnswer() }],
  [
    'words of its own',
    { foo: 1, top_k: 3, extra_body: { z: 1 }, extra_headers: { 'x-own': 'y' } },
    { provider: openaiAnswer() },
  ],
  ['a component', {}, { deployment: { model_id: 'part-1' }, provider: openaiAnswer() }],
  ['another name', {}, { deployment: { hf_model_name: 'meta/llama' }, provider: openaiAnswer() }],
  ['a key that is none', {}, { deployment: { api_key: 'k' }, provider: openaiAnswer() }],
  [
    'tool calls',
    { tools: [weatherTool] },
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('t1', '{}')] }, { finish_reason: 'stop' }) },
  ],
  ['a stream', { stream: true }, parts(whole)],
  ['a stream with its usage', { stream: true, stream_options: { include_usage: true } }, parts(whole)],
  ['a stream of lines', { stream: true }, parts(lines)],
  ['a stream without an end', { stream: true }, parts(textChunks.slice(0, 3))],
  [
    'a stream of calls',
    { stream: true, tools: [weatherTool] },
    parts([
      chunk({ role: 'assistant', content: null }),
      call({ id: 't1', type: 'function', function: { name: 'f', arguments: '' } }),
      call({ function: { arguments: '{"a":' } }),
      call({ function: { arguments: ' 1}' } }),
      chunk({}, { finish_reason: 'tool_calls' }),
      done,
    ]),
  ],
  ['a stream in pieces', { stream: true }, parts(textChunks.flatMap(text => pieces(text, 40)))],
  ['no JSON', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' }, deployment: {} }],
  [
    'an exception in the middle',
    { stream: true },
    {
      provider: awsStream([
        awsPart(textChunks[0] ?? ''),
        awsPart(textChunks[1] ?? ''),
        awsException('ModelStreamError', 'oh'),
      ]),
      deployment: {},
    },
  ],
  [
    'an exception at once',
    { stream: true },
    { provider: awsStream([awsException('InternalStreamFailure', 'oh')]), deployment: {} },
  ],
  ...failures,
]

export const sagemakerCases = ['sagemaker_chat', 'sagemaker_nova'].flatMap(model =>
  chats(`sagemaker/${model}`, model, chatRows),
)

const generated = (body: Json): Row[2] & object => ({
  provider: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
})
const token = (text: string, more: JsonObject = {}): string =>
  `data:${JSON.stringify({ token: { id: 1, text, special: false }, generated_text: null, details: null, ...more })}\n\n`
const opened = (...texts: readonly string[]): Row[2] & object =>
  parts([...texts.map(text => token(text)), token('.', { generated_text: 'all of it' })])

const textRows: readonly Row[] = [
  ['a text', {}, generated([{ generated_text: 'Hello' }])],
  ['a generation', {}, generated({ generation: 'Hello there' })],
  ['a list of generations', {}, generated([{ generation: 'Hello', generated_text: 'no' }])],
  ['nothing generated', {}, generated({ foo: 1 })],
  ['an empty list', {}, { ...generated([]), deployment: {} }],
  ['no text', {}, { ...generated([{ generated_text: 5 }]), deployment: {} }],
  ['no JSON', {}, { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' }, deployment: {} }],
  ['every parameter, dropped where unknown', everything, generated({ generated_text: 'x' })],
  [
    'parameters',
    { temperature: 0, top_p: 0.4, max_tokens: 0, stop: ['x', 'y'], n: 2 },
    generated({ generated_text: 'x' }),
  ],
  ['a newer limit', { max_completion_tokens: 7, max_tokens: 3 }, generated({ generated_text: 'x' })],
  ['a refused parameter', { seed: 3 }],
  ['words of its own', { foo: 1, top_k: 3, extra_body: { z: 1 } }, generated({ generated_text: 'x' })],
  ['headers of its own', { extra_headers: { 'x-own': 'y' } }, generated({ generated_text: 'x' })],
  [
    'a cold temperature that is allowed',
    { temperature: 0 },
    { deployment: { aws_sagemaker_allow_zero_temp: true }, ...generated({ generated_text: 'x' }) },
  ],
  ['a component', {}, { deployment: { model_id: 'part-1' }, ...generated({ generated_text: 'x' }) }],
  [
    'another name',
    conversation,
    { deployment: { hf_model_name: 'meta-llama/Llama-2-7b-chat-hf' }, ...generated([{ generated_text: 'x' }]) },
  ],
  [
    'a name that tells a template',
    conversation,
    {
      deployment: { model: 'sagemaker/jumpstart-dft-meta-textgeneration-llama-2-7b-chat' },
      ...generated([{ generated_text: 'x' }]),
    },
  ],
  [
    'a name with a template',
    { messages: [{ role: 'system', content: 'S' }, user('hi')] },
    { deployment: { model: 'sagemaker/llama-2-7b' }, ...generated([{ generated_text: 'x' }]) },
  ],
  [
    'the prompt once more',
    {},
    {
      deployment: { hf_model_name: 'meta-llama/Llama-2-7b-chat-hf' },
      ...generated([{ generated_text: '<s>[INST] hi [/INST]\nHello' }]),
    },
  ],
  ['a conversation', conversation, generated([{ generated_text: 'x' }])],
  [
    'a priced model',
    {},
    { deployment: { model: 'sagemaker/meta-textgeneration-llama-2-7b-f' }, ...generated([{ generated_text: 'x' }]) },
  ],
  ['a stream', { stream: true }, opened('Hel', 'lo', ' you')],
  ['a stream with its usage', { stream: true, stream_options: { include_usage: true } }, opened('Hel', 'lo')],
  ['a stream with marks', { stream: true }, opened('<s>', ' Hel', 'lo', '</s>')],
  ['a stream with a mark in pieces', { stream: true }, opened('<', 's', '>', 'Hello', ' you')],
  ['a stream that begins with nothing', { stream: true }, opened(' ', '\n', ' Hello ', 'you ')],
  ['a stream with its end', { stream: true }, parts([token('Hello'), token(' you'), token('<|endoftext|>')])],
  ['a stream with little', { stream: true }, parts([token('a')])],
  ['a stream with little and its end', { stream: true }, parts([token('a'), token('<|endoftext|>')])],
  ['a stream of lines', { stream: true }, parts(['{"token":{"text":"Hello"}}\n', '{"token":{"text":" you"}}\n'])],
  ['a stream in pieces', { stream: true }, parts([token('Hello'), ...pieces(token(' you and me'), 30)])],
  [
    'an exception in the middle',
    { stream: true },
    { provider: awsStream([awsPart(token('Hello you')), awsException('ModelStreamError', 'oh')]), deployment: {} },
  ],
  [
    'an exception at once',
    { stream: true },
    { provider: awsStream([awsException('InternalStreamFailure', 'oh')]), deployment: {} },
  ],
  ...failures,
]

export const sagemakerTextCases = chats('sagemaker/text', 'sagemaker-text', textRows)
