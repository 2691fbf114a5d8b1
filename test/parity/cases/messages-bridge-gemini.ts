/** Anthropic's API over Gemini: what its answers, streams and failures become. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, data } from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row } from '../case.ts'
import { own, streams } from './messages-bridge-answers.ts'

const gemini = (parts: JsonObject[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }],
  usageMetadata: {
    promptTokenCount: 10,
    candidatesTokenCount: 5,
    totalTokenCount: 15,

    cachedContentTokenCount: 4,
  },
  modelVersion: 'gemini-real',
  responseId: 'response-1',
})
const geminiCall = (city: string, more: JsonObject = {}): JsonObject => ({
  functionCall: { name: 'get_weather', args: { city } },
  ...more,
})
const stopped = { finishReason: 'STOP' }

const geminis: readonly Row[] = [
  ['text', {}, { provider: answer(gemini([{ text: 'Hello' }], stopped)) }],
  ['thoughts', {}, { provider: answer(gemini([{ text: 'hm', thought: true }, { text: 'b' }], stopped)) }],
  ['too long', {}, { provider: answer(gemini([{ text: 'a' }], { finishReason: 'MAX_TOKENS' })) }],
  ...[400, 429, 500, 503].map((status): Row => [
    `${status}`,
    {},
    { ...own, provider: answer({ error: { code: status, message: `said ${status}`, status: 'X' } }, status) },
  ]),
]
const geminiStreams: readonly Row[] = [
  streams('text', [data(gemini([{ text: 'Hel' }])), data(gemini([{ text: 'lo' }], stopped))]),
  streams('thoughts', [data(gemini([{ text: 'hm', thought: true }])), data(gemini([{ text: 'lo' }], stopped))]),
  streams('a call', [data(gemini([geminiCall('B')], stopped))]),
  streams('parallel calls', [data(gemini([geminiCall('B')])), data(gemini([geminiCall('C')], stopped))]),
  streams('parallel calls at once', [data(gemini([geminiCall('B'), geminiCall('C')], stopped))]),
  streams('an error in the middle', [
    data(gemini([{ text: 'a' }])),
    data({ error: { code: 503, message: 'boom', status: 'UNAVAILABLE' } }),
  ]),
]

export const messagesBridgeGeminiCases: readonly ParityCase[] = ['gemini', 'vertex-gemini'].flatMap(model => [
  ...anthropicMessages(`messages bridge/${model}/answers`, model, geminis),
  ...anthropicMessages(`messages bridge/${model}/streams`, model, geminiStreams),
])
