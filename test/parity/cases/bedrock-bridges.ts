/** Anthropic's and OpenAI's newer endpoints on models that Bedrock invokes in words of their own. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, openaiAnswer } from '../answers.ts'
import { awsStream, converseAnswer, usage } from '../aws-answers.ts'
import { callsOf, messagesPath, user, type Row } from '../case.ts'
import { chunked, metrics } from './bedrock-text-streams.ts'

interface Model {
  readonly model: string
  readonly whole: ReturnType<typeof answer>
  readonly chunks: readonly JsonObject[]
}
const imported = (format: string): string => `bedrock/${format}/arn:aws:bedrock:us-east-2:123:imported-model/a1b2c3`
const llama = (generation: string): JsonObject => ({ generation, stop_reason: null })
const counts = { prompt_token_count: 5, generation_token_count: 7, stop_reason: 'stop' }
const chunk = (delta: JsonObject, finish_reason: string | null = null): JsonObject => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1700000000,
  model: 'kimi',
  choices: [{ index: 0, delta, finish_reason }],
})

const models: Readonly<Record<string, Model>> = {
  titan: {
    model: 'bedrock/amazon.titan-text-express-v1',
    whole: answer({ results: [{ outputText: ' Hello', completionReason: 'FINISH' }] }),
    chunks: [{ outputText: ' Hel' }, { outputText: 'lo' }, { outputText: '', completionReason: 'FINISH', ...metrics }],
  },
  deepseek: {
    model: imported('deepseek_r1'),
    whole: answer({ generation: 'why</think>Hello' }),
    chunks: [llama('why'), llama('</think>'), llama('Hello'), { ...llama(''), ...counts, ...metrics }],
  },
  kimi: {
    model: 'bedrock/invoke/moonshot.kimi-k2-thinking',
    whole: openaiAnswer(),
    chunks: [chunk({ role: 'assistant', content: 'Hel' }), chunk({ content: 'lo' }), chunk({}, 'stop')],
  },
  nova: {
    model: 'bedrock/invoke/us.amazon.nova-pro-v1:0',
    whole: converseAnswer([{ text: 'Hello' }]),
    chunks: [
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Hello' } } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage }, ...metrics },
    ],
  },
}

const rows: readonly Row[] = Object.entries(models).flatMap(([name, { model, whole, chunks }]): Row[] => [
  [name, {}, { deployment: { model }, provider: whole }],
  [`${name}, streamed`, { stream: true }, { deployment: { model }, provider: awsStream(chunked(...chunks)) }],
])

export const bedrockBridgeCases = [
  ...callsOf(
    messagesPath,
    'bedrock bridges/messages',
    { model: 'bedrock', max_tokens: 100, messages: [user('hi')] },
    rows,
  ),
  ...callsOf('/v1/responses', 'bedrock bridges/responses', { model: 'bedrock', input: 'hi' }, rows),
]
