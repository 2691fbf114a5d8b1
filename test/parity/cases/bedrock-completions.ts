/** The legacy completions of models at Amazon Bedrock, which are asked as chats. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { awsException, awsStream, converseAnswer, end, start, words } from '../aws-answers.ts'
import { callsOf, type Row } from '../case.ts'
import { chunked, metrics } from './bedrock-text-streams.ts'

const hello = converseAnswer([{ text: 'Hello' }])
const counted = { stream: true, stream_options: { include_usage: true } }
const stream = [start, ...words(0, 'Hel', 'lo ü'), ...end('max_tokens')]

const requests: readonly (readonly [string, JsonObject])[] = [
  ['a text', {}],
  ['a list of one', { prompt: ['Hi'] }],
  ['two texts', { prompt: ['a', 'b'] }],
  ['limits', { max_tokens: 5, temperature: 0.2, top_p: 0.5, stop: 'x' }],
  ['echo', { echo: true }],
  ['a suffix', { suffix: 'b' }],
  ['best of two', { best_of: 2 }],
  ['a seed', { seed: 1 }],
  ['a seed, dropped', { seed: 1, drop_params: true }],
  ['a user', { user: 'u' }],
  ['top_k', { top_k: 3 }],
  ['a stream not wanted', { stream: false }],
]
const answers: readonly (readonly [string, JsonObject, ScriptedAnswer])[] = [
  ['the end of its tokens', {}, converseAnswer([{ text: 'a' }], { stopReason: 'max_tokens' })],
  ['nothing said', {}, converseAnswer([])],
  ['thoughts', {}, converseAnswer([{ reasoningContent: { reasoningText: { text: 't' } } }, { text: 'a' }])],
  ['a stream', counted, awsStream(stream)],
  ['a stream, uncounted', { stream: true }, awsStream(stream)],
  ...['throttlingException', 'internalServerException', 'validationException'].flatMap(name => [
    [`a stream with ${name}`, counted, awsStream([start, ...words(0, 'a'), awsException(name, 'slow')])] as const,
    [`a stream with ${name} at once`, counted, awsStream([awsException(name, 'slow')])] as const,
  ]),
  ['a stream without an end', { stream: true }, awsStream([start, ...words(0, 'a')])],
  ...[400, 401, 403, 404, 429, 500, 503].flatMap(status => [
    [`${status}`, {}, answer({ message: `said ${status}` }, status)] as const,
    [`${status}, streamed`, { stream: true }, answer({ message: `said ${status}` }, status)] as const,
  ]),
  ['too long', {}, answer({ message: 'Input is too long for requested model.' }, 400)],
  ['no JSON', {}, answer('<html>')],
  ['an odd answer', {}, answer({ odd: 1 })],
]

const titan = 'bedrock/amazon.titan-text-express-v1'
const said: JsonObject = { results: [{ outputText: ' Hello', completionReason: 'FINISH' }] }
const invoked: readonly Row[] = [
  ['titan', { max_tokens: 5 }, { deployment: { model: titan }, provider: answer(said) }],
  [
    'titan, streamed',
    counted,
    {
      deployment: { model: titan },
      provider: awsStream(chunked({ outputText: 'a' }, { outputText: '', completionReason: 'FINISH', ...metrics })),
    },
  ],
  ['titan, refused', {}, { deployment: { model: titan }, provider: answer({ message: 'no' }, 400) }],
  ['claude by invoke', {}, { deployment: { model: 'bedrock/invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0' } }],
  [
    'claude by invoke, streamed',
    counted,
    { deployment: { model: 'bedrock/invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0' } },
  ],
  ['nova by invoke', {}, { deployment: { model: 'bedrock/invoke/us.amazon.nova-pro-v1:0' }, provider: hello }],
  ['a model nobody knows', {}, { deployment: { model: 'bedrock/acme.model' } }],
]

export const bedrockCompletionCases = callsOf(
  '/v1/completions',
  'bedrock completions',
  { model: 'bedrock', prompt: 'Hi' },
  [
    ...requests.map(([name, body]): Row => [name, body, { provider: hello }]),
    ...answers.map(([name, body, provider]): Row => [name, body, { provider, deployment: {} }]),
    ...invoked,
  ],
)
