/** Models at Bedrock that are invoked in words of their own: Cohere, AI21, DeepSeek, Qwen, and what somebody has imported. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { awsException, awsStream } from '../aws-answers.ts'
import { chats, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { chunked, metrics } from './bedrock-text-streams.ts'

const counted = {
  'content-type': 'application/json',
  'x-amzn-bedrock-input-token-count': '11',
  'x-amzn-bedrock-output-token-count': '7',
}
const imported = (format: string): string => `bedrock/${format}/arn:aws:bedrock:us-east-2:123:imported-model/a1b2c3`

interface Model {
  readonly name: string
  readonly model: string
  readonly says: (text: string) => JsonObject
  readonly chunks: (text: string, last: boolean) => JsonObject
}

const llama = (generation: string, last: boolean): JsonObject => ({
  generation,
  prompt_token_count: last ? null : 5,
  generation_token_count: 2,
  stop_reason: last ? 'stop' : null,
})
const generation = (text: string): JsonObject => ({
  generation: text,
  prompt_token_count: 5,
  generation_token_count: 2,
  stop_reason: 'length',
})
const usage = { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 }
const cohere = (text: string, last: boolean): JsonObject =>
  last ? { is_finished: true, finish_reason: 'MAX_TOKENS' } : { text, is_finished: false }

const models: readonly Model[] = [
  {
    name: 'cohere',
    model: 'bedrock/cohere.command-text-v14',
    says: text => ({ id: 'i', prompt: 'p', generations: [{ id: 'g', text, finish_reason: 'MAX_TOKENS' }] }),
    chunks: cohere,
  },
  {
    name: 'cohere command-r',
    model: 'bedrock/invoke/cohere.command-r-v1:0',
    says: text => ({ text, finish_reason: 'MAX_TOKENS', generation_id: 'g' }),
    chunks: cohere,
  },
  {
    name: 'ai21',
    model: 'bedrock/ai21.j2-mid-v1',
    says: text => ({ id: 1, completions: [{ data: { text, tokens: [] }, finishReason: { reason: 'endoftext' } }] }),
    chunks: llama,
  },
  {
    name: 'jamba',
    model: 'bedrock/invoke/ai21.jamba-1-5-mini-v1:0',
    says: content => ({ id: 'c', choices: [{ index: 0, message: { role: 'assistant', content } }], usage }),
    chunks: llama,
  },
  { name: 'deepseek', model: imported('deepseek_r1'), says: generation, chunks: llama },
  { name: 'llama', model: imported('llama'), says: generation, chunks: llama },
  {
    name: 'mistral',
    model: imported('mistral'),
    says: text => ({ outputs: [{ text, stop_reason: 'stop' }] }),
    chunks: llama,
  },
  { name: 'qwen2', model: imported('qwen2'), says: text => ({ text, usage }), chunks: llama },
  {
    name: 'qwen3',
    model: imported('qwen3'),
    says: text => ({ generation: `<|im_start|>assistant\n${text}<|im_end|>`, usage }),
    chunks: llama,
  },
  { name: 'qwen3 by invoke', model: 'bedrock/invoke/qwen.qwen3-32b-v1:0', says: generation, chunks: llama },
  { name: 'llama 4', model: 'bedrock/invoke/us.meta.llama4-scout-17b-instruct-v1:0', says: generation, chunks: llama },
  { name: 'llama 3 base', model: 'bedrock/invoke/meta.llama3-8b-v1:0', says: generation, chunks: llama },
]

const assistant = (content: string, more: JsonObject = {}): JsonObject => ({ role: 'assistant', content, ...more })
const called: readonly JsonObject[] = [
  user('a'),
  { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Ulm"}'), toolCall('t2', '{}', 'now')] },
  { role: 'tool', tool_call_id: 't1', content: '{"sun":true}' },
  { role: 'tool', tool_call_id: 't2', content: 'noon' },
]

const requests: readonly (readonly [string, JsonObject])[] = [
  ['a question', {}],
  ['a conversation', { messages: [{ role: 'system', content: 'S' }, user('a'), assistant('b '), user(' c ')] }],
  ['an assistant last', { messages: [user('a'), assistant('<think>x</think>b')] }],
  ['two systems', { messages: [{ role: 'system', content: 'S' }, { role: 'developer', content: 'D' }, user('a')] }],
  ['a call and its results', { messages: [...called, assistant('done'), user('and now?')] }],
  ['limits', { max_tokens: 5, temperature: 0.2, top_p: 0.5 }],
  ['the other limit', { max_completion_tokens: 5 }],
  ['stop', { stop: ['x', 'y'] }],
  ['penalties', { frequency_penalty: 0.1, presence_penalty: 0.2, seed: 3, n: 2 }],
  ['top_k', { top_k: 3 }],
  ['something of the provider’s', { return_likelihoods: 'ALL' }],
  ['tools', { tools: [weatherTool], tool_choice: 'auto' }],
  ['tools, dropped', { tools: [weatherTool], seed: 1, stop: 'x', drop_params: true }],
  ['an extra body', { extra_body: { top_k: 3 } }],
  ['a guardrail', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }],
]

const asked = { stream: true, stream_options: { include_usage: true } }

function rows({ name, model, says, chunks }: Model): Row[] {
  const own: Own = provider => ({ deployment: { model }, provider })
  const pictures = [
    user([
      { type: 'text', text: 'a' },
      { type: 'image_url', image_url: { url: png } },
    ]),
  ]
  return [
    ...requests.map(([what, body]): Row => [what, body, own(answer(says(' Hello ü'), 200, counted))]),
    ...(name.startsWith('qwen') ? [['a picture', { messages: pictures }, own(answer(says('x')))] as const] : []),
    ['thoughts', {}, own(answer(says('I think.\n</think>\n\nHello'), 200, counted))],
    ['tokens nobody counted', {}, own(answer(says('Hello')))],
    ['nothing said', {}, own(answer(says(''), 200, counted))],
    ['no JSON', {}, own(answer('<html>', 200, counted))],
    ['an odd answer', {}, own(answer({ odd: 1 }, 200, counted))],
    ['a refusal', {}, own(answer({ message: 'no' }, 400))],
    ['a limit', {}, own(answer({ message: 'ThrottlingException: slow' }, 429))],
    ...(model.includes('ai21') ? wholeStreams(own, { says }) : streams(own, { chunks })),
  ]
}

type Own = (provider: ScriptedAnswer) => Row[2] & object

function streams(own: Own, { chunks }: Pick<Model, 'chunks'>): Row[] {
  const words = ['Let me ', 'think', '</think>', 'Hello', '', ' ü'].map(text => chunks(text, false))
  const last = { ...chunks('', true), ...metrics }
  return [
    ['a stream', asked, own(awsStream(chunked(...words, last)))],
    ['a stream of one chunk', asked, own(awsStream(chunked(last)))],
    ['a stream with limits', { ...asked, max_tokens: 5 }, own(awsStream(chunked(...words, last)))],
    ['a stream without an end', { stream: true }, own(awsStream(chunked(...words)))],
    ['a stream that is refused', { stream: true }, own(answer({ message: 'no' }, 400))],
    [
      'an exception in a stream',
      { stream: true },
      own(awsStream([...chunked(...words), awsException('throttlingException', 'slow')])),
    ],
  ]
}

/** AI21's answers come whole. */
const wholeStreams = (own: Own, { says }: Pick<Model, 'says'>): Row[] => [
  ['a whole answer to a stream', asked, own(answer(says('Hello'), 200, counted))],
  ['a stream that is refused', { stream: true }, own(answer({ message: 'no' }, 400))],
]

export const bedrockInvokedCases = models.flatMap(model =>
  chats(`bedrock invoked/${model.name}`, 'bedrock', rows(model)),
)
