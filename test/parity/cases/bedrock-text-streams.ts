/** Streams of models at Bedrock that continue a text: Titan, Mistral, Llama. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { chunkText, encoded } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import { answer } from '../answers.ts'
import { awsException, awsStream } from '../aws-answers.ts'
import { chats, user, type Row } from '../case.ts'

/** A model's own chunks as AWS sends them. */
export const chunked = (...chunks: readonly JsonObject[]): Buffer[] => chunks.map(chunk => encoded(chunkText(chunk)))

/** What AWS counts in the last chunk. */
export const metrics = {
  'amazon-bedrock-invocationMetrics': {
    inputTokenCount: 11,
    outputTokenCount: 7,
    invocationLatency: 300,
    firstByteLatency: 100,
  },
}

interface Model {
  readonly name: string
  readonly model: string
  /** A chunk with words, and the last one with a reason. */
  readonly says: (text: string) => JsonObject
  readonly ends: (text: string, long: boolean) => JsonObject
}

const titan = (outputText: string, completionReason: string | null): JsonObject => ({
  outputText,
  index: 0,
  totalOutputTextTokenCount: completionReason === null ? null : 7,
  completionReason,
  inputTextTokenCount: 3,
})
const llama = (generation: string, stop_reason: string | null): JsonObject => ({
  generation,
  prompt_token_count: null,
  generation_token_count: 1,
  stop_reason,
})
const mistral = (text: string, stop_reason: string | null): JsonObject => ({ outputs: [{ text, stop_reason }] })

const models: readonly Model[] = [
  {
    name: 'titan',
    model: 'bedrock/amazon.titan-text-express-v1',
    says: text => titan(text, null),
    ends: (text, long) => titan(text, long ? 'LENGTH' : 'FINISH'),
  },
  {
    name: 'mistral',
    model: 'bedrock/mistral.mistral-7b-instruct-v0:2',
    says: text => mistral(text, null),
    ends: (text, long) => mistral(text, long ? 'length' : 'stop'),
  },
  {
    name: 'llama 3',
    model: 'bedrock/invoke/meta.llama3-8b-instruct-v1:0',
    says: text => llama(text, null),
    ends: (text, long) => llama(text, long ? 'length' : 'stop'),
  },
]

const counted = { stream: true, stream_options: { include_usage: true } }

function rows({ model, says, ends }: Model): Row[] {
  const own = (provider: ScriptedAnswer): Row[2] & object => ({ deployment: { model }, provider })
  const words = [says(' Hel'), says('lo'), says(''), says(' ü')]
  const full = chunked(...words, { ...ends('', false), ...metrics })
  return [
    ['words', counted, own(awsStream(full))],
    [
      'a conversation',
      { stream: true, messages: [user('a'), user('b')], stop: 'x', drop_params: true },
      own(awsStream(full)),
    ],
    ['limits', { stream: true, max_tokens: 5, temperature: 0.2, top_p: 0.5 }, own(awsStream(full))],
    ['the end with words', counted, own(awsStream(chunked(says('a'), { ...ends('b', true), ...metrics })))],
    ['one chunk', counted, own(awsStream(chunked({ ...ends('b', false), ...metrics })))],
    ['nothing said', counted, own(awsStream(chunked({ ...ends('', false), ...metrics })))],
    ['a chunk of nothing known', counted, own(awsStream(chunked(says('a'), { odd: 1 }, ends('', false))))],
    ['an end without the last chunk', { stream: true }, own(awsStream(chunked(...words)))],
    [
      'an exception in the middle',
      { stream: true },
      own(awsStream([...chunked(...words), awsException('throttlingException', 'slow down')])),
    ],
    ['a refusal', { stream: true }, own(answer({ message: 'no' }, 400))],
    ['a limit', { stream: true }, own(answer({ message: 'slow' }, 429))],
    [
      'a guardrail',
      { stream: true, guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } },
      own(awsStream(full)),
    ],
  ]
}

export const bedrockTextStreamCases = models.flatMap(model =>
  chats(`bedrock text streams/${model.name}`, 'bedrock', rows(model)),
)
