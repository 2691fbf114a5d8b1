/** The legacy completions of models that clouds host: each over its chat. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import {
  answer,
  anthropicAnswer,
  anthropicError,
  data,
  done,
  geminiAnswer,
  messageEnd,
  messageStart,
  openaiAnswer,
  openaiError,
  stream,
  textBlock,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { awsStream, converseAnswer, end, start, words } from '../aws-answers.ts'
import { callsOf, type ParityCase, type Row } from '../case.ts'

/** What a cloud says. */
interface Words {
  readonly whole: ScriptedAnswer
  readonly stream?: ScriptedAnswer
  readonly error: (status: number) => ScriptedAnswer
}

export const awsError = (status: number): ScriptedAnswer =>
  answer({ message: `said ${status}` }, status, { 'x-amzn-errortype': 'SomeException' })
const googleError = (code: number): ScriptedAnswer =>
  answer({ error: { code, message: `said ${code}`, status: 'SOME' } }, code)

export const converse: Words = {
  whole: converseAnswer([{ text: 'Hello' }]),
  stream: awsStream([start, ...words(0, 'Hel', 'lo'), ...end()]),
  error: awsError,
}
const claude: Words = {
  whole: anthropicAnswer(),
  stream: stream([messageStart(), ...textBlock(0, 'Hel', 'lo'), ...messageEnd('end_turn')]),
  error: anthropicError,
}
export const titan: Words & { deployment: JsonObject } = {
  whole: answer({
    inputTextTokenCount: 5,
    results: [{ tokenCount: 3, outputText: 'Hello', completionReason: 'FINISH' }],
  }),
  error: awsError,
  deployment: { model: 'bedrock/amazon.titan-text-express-v1' },
}

const gemini: Words = {
  whole: geminiAnswer(),
  stream: stream([
    data({ candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }], responseId: 'r1' }),
    data({
      responseId: 'r1',
      candidates: [{ content: { role: 'model', parts: [{ text: 'lo' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 },
    }),
  ]),
  error: googleError,
}

const clouds: Readonly<Record<string, Words>> = {
  bedrock: converse,
  'vertex-gemini': gemini,
  gemini,
  'vertex-claude': claude,
  azure_ai: {
    whole: openaiAnswer(),
    stream: stream([...textChunks, usageChunk(), done]),
    error: openaiError,
  },
  'azure-claude': claude,
  claude,
}

const bodies: readonly JsonObject[] = [
  {},
  { prompt: ['a', 'b'] },
  { max_tokens: 5, temperature: 0.2, top_p: 0.5, stop: ['x'] },
  { seed: 1, logprobs: 2 },
  { seed: 1, logprobs: 2, frequency_penalty: 0.2, drop_params: true },
]

const rowsOf = ({ whole, stream: streamed, error }: Words): readonly Row[] => [
  ...bodies.map((body): Row => [`asked ${JSON.stringify(body)}`, body, { provider: whole }]),
  ...[400, 401, 429, 500].map((status): Row => [`status ${status}`, {}, { provider: error(status), deployment: {} }]),
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }), deployment: {} }],
  ['tokens', { prompt: [1, 2] }, { provider: whole }],
  ...(streamed
    ? ([
        ['a stream', { stream: true }, { provider: streamed }],
        ['a stream with usage', { stream: true, stream_options: { include_usage: true } }, { provider: streamed }],
        ...[400, 429].map((status): Row => [
          `a streamed ${status}`,
          { stream: true },
          { provider: error(status), deployment: {} },
        ]),
      ] satisfies Row[])
    : []),
]

export const cloudCompletionCases: readonly ParityCase[] = Object.entries(clouds).flatMap(([model, said]) =>
  callsOf('/v1/completions', `completions/${model}`, { model, prompt: 'hi' }, rowsOf(said)),
)
