/** Models at Bedrock that are invoked in OpenAI's words. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, data, done, openaiAnswer, openaiMessage, stream } from '../answers.ts'
import { awsException, awsStream } from '../aws-answers.ts'
import { chats, png, toolCall, user, weatherTool, type Row } from '../case.ts'
import { chunked } from './bedrock-text-streams.ts'

const text = (words: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: words, ...more })
const ephemeral = { cache_control: { type: 'ephemeral' } }
const image = { type: 'image_url', image_url: { url: png } }
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: { name: 'n', schema: { type: 'object', properties: { a: { type: 'string' } } } },
}

const requests: readonly (readonly [string, JsonObject])[] = [
  ['a question', {}],
  [
    'a conversation',
    {
      messages: [
        { role: 'developer', content: 'D' },
        user([text('a', ephemeral), text('b')]),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Ulm"}')] },
        { role: 'tool', tool_call_id: 't1', content: [text('r')] },
        user('c'),
      ],
      tools: [{ ...weatherTool, ...ephemeral }],
    },
  ],
  ['a picture', { messages: [user([text('a'), image])] }],
  ['limits', { max_tokens: 5, temperature: 1.5, top_p: 0.5 }],
  ['the other limit', { max_completion_tokens: 5, n: 2, temperature: 0.1 }],
  ['stop', { stop: ['x'] }],
  ['stop, dropped', { stop: ['x'], drop_params: true }],
  ['penalties', { frequency_penalty: 0.1, presence_penalty: 0.2, seed: 3, logit_bias: { a: 1 } }],
  ['probabilities', { logprobs: true, top_logprobs: 2 }],
  ['a forced choice', { tools: [weatherTool], tool_choice: 'required', parallel_tool_calls: false }],
  ['a choice', { tools: [weatherTool], tool_choice: 'auto' }],
  ['a schema', { response_format: schema }],
  ['an effort', { reasoning_effort: 'low' }],
  ['a user', { user: 'u', metadata: { a: 'b' } }],
  ['something of the provider’s', { top_k: 3 }],
  ['an extra body', { extra_body: { top_k: 3 } }],
  ['a guardrail', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }],
  ['extra headers', { extra_headers: { 'x-team': 'a' } }],
]

const call = toolCall('t1', '{"city":"Ulm"}')
const answers: readonly Row[] = [
  ['a call', { tools: [weatherTool] }, { provider: openaiMessage({ content: null, tool_calls: [call] }) }],
  ['thoughts', {}, { provider: openaiMessage({ content: '<reasoning>why \n</reasoning>\n\nHello \n' }) }],
  ['thoughts of their own', {}, { provider: openaiMessage({ content: 'Hello', reasoning_content: 'why' }) }],
  ['empty thoughts', {}, { provider: openaiMessage({ content: '<reasoning> </reasoning>Hello' }) }],
  ['no JSON', {}, { provider: answer('<html>') }],
  ['an odd answer', {}, { provider: answer({ odd: 1 }) }],
  ['an error in a good answer', {}, { provider: answer({ error: { message: 'no', code: 400 } }) }],
  ['a refusal', {}, { provider: answer({ message: 'no' }, 400) }],
  ['a limit', {}, { provider: answer({ message: 'slow' }, 429) }],
  ['a failure', {}, { provider: answer({ message: 'broken' }, 500) }],
]

const chunk = (delta: JsonObject, more: JsonObject = {}, choice: JsonObject = {}): JsonObject => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1700000000,
  model: 'kimi',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...more,
})
const usage = { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 }
const begin = chunk({ role: 'assistant', content: '' })
const words = [begin, chunk({ content: 'Hel' }), chunk({ content: 'lo ü' })]
const end = chunk({}, { usage }, { finish_reason: 'stop' })
const counted = { stream: true, stream_options: { include_usage: true } }
const streamed = (name: string, body: JsonObject, chunks: readonly JsonObject[]): Row => [
  name,
  { ...counted, ...body },
  { provider: awsStream(chunked(...chunks)) },
]

const streams: readonly Row[] = [
  streamed('a stream', {}, [...words, end]),
  streamed('a stream with limits', { max_tokens: 5, tools: [weatherTool], tool_choice: 'required' }, [...words, end]),
  streamed('a stream with thoughts', {}, [begin, chunk({ reasoning_content: 'why' }), chunk({ content: 'x' }), end]),
  streamed('a stream with other thoughts', {}, [begin, chunk({ reasoning: 'why' }), chunk({ content: 'x' }), end]),
  streamed('a stream with a call', { tools: [weatherTool] }, [
    begin,
    chunk({ tool_calls: [{ ...call, index: 0 }] }),
    chunk({}, {}, { finish_reason: 'tool_calls' }),
  ]),
  streamed('a stream nobody counted', {}, [...words, chunk({}, {}, { finish_reason: 'length' })]),
  ['a stream without an end', { stream: true }, { provider: awsStream(chunked(...words)) }],
  streamed('an error in a stream', {}, [begin, { error: { message: 'no', code: 400 } }]),
  ['a stream that is refused', counted, { provider: answer({ message: 'no' }, 400) }],
  [
    'an exception in a stream',
    counted,
    { provider: awsStream([...chunked(...words), awsException('throttlingException', 'slow')]) },
  ],
]

/** As a server that is no more than like AWS's sends them. */
const plain: readonly Row[] = [
  ['events', counted, { provider: stream([...words, end].map(data).concat(done)) }],
  [
    'events with a call',
    counted,
    { provider: stream([chunk({ tool_calls: [{ ...call, index: 0 }] }), end].map(data).concat(done)) },
  ],
  ['events nobody ended', { stream: true }, { provider: stream(words.map(data)) }],
  ['events with an error', counted, { provider: stream([begin, { error: { message: 'no', code: 400 } }].map(data)) }],
]

const models: readonly (readonly [string, string])[] = [
  ['kimi', 'bedrock/invoke/moonshot.kimi-k2-thinking'],
  ['kimi in a region', 'bedrock/invoke/us-west-2/moonshot.kimi-k2-thinking'],
  ['imported', 'bedrock/openai/arn:aws:bedrock:us-east-2:123:imported-model/a1b2c3'],
]

export const bedrockOpenAiCases = models.flatMap(([name, model]) => {
  const asked = requests.map(([what, body]): Row => [what, body, { provider: openaiAnswer() }])
  const all = [...asked, ...answers, ...streams, ...(name === 'imported' ? plain : [])]
  const rows = name.includes('region') ? asked.slice(0, 1) : all
  const own = rows.map(([what, body, more]): Row => [what, body, { ...more, deployment: { model } }])
  return chats(`bedrock in OpenAI’s words/${name}`, 'bedrock', own)
})
