/** Streams of Gemini's. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { data, spaced, stream } from '../answers.ts'
import { chats, user, weatherTool, type Row } from '../case.ts'

const withUsage: JsonObject = { stream_options: { include_usage: true } }
const counts = { promptTokenCount: 10, candidatesTokenCount: 2, totalTokenCount: 12 }
const chunkOf = (candidate: JsonObject | null, changes: JsonObject = {}): string =>
  data({
    ...(candidate ? { candidates: [{ index: 0, ...candidate }] } : {}),
    usageMetadata: counts,
    modelVersion: 'gemini-real',
    responseId: 'gemini-response-1',
    ...changes,
  }).replace('\n\n', '\r\n\r\n')
const parts = (...list: JsonObject[]): string => chunkOf({ content: { role: 'model', parts: list } })
const text = (piece: string): string => parts({ text: piece })
const last = (finishReason: JsonObject['x'] = 'STOP', more: JsonObject = {}, changes: JsonObject = {}): string =>
  chunkOf({ content: { role: 'model', parts: [{ text: '' }] }, finishReason, ...more }, changes)
const call = (name: string, args: JsonObject, more: JsonObject = {}): JsonObject => ({
  functionCall: { id: `call-${name}`, name, args },
  ...more,
})
const streams = (name: string, chunks: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(chunks) },
]
const cut = (name: string, chunks: readonly string[]): Row => [
  name,
  { stream: true },
  { provider: stream(spaced(chunks, 30), true) },
]
const called: JsonObject = { tools: [weatherTool] }
const failure = (code: number, message: string, status: string): string => data({ error: { code, message, status } })

const rows: readonly Row[] = [
  streams('text', [text('Hel'), text('lo ü'), last()]),
  streams('text with usage', [text('Hel'), text('lo'), last()], withUsage),
  streams('one chunk', [chunkOf({ content: { parts: [{ text: 'Hello' }] }, finishReason: 'STOP' })]),
  streams(
    'one chunk with usage',
    [chunkOf({ content: { parts: [{ text: 'Hello' }] }, finishReason: 'STOP' })],
    withUsage,
  ),
  streams('an end without content', [text('Hello'), chunkOf({ finishReason: 'STOP' })]),
  streams('an end without parts', [text('Hello'), chunkOf({ content: { role: 'model' }, finishReason: 'STOP' })]),
  streams('thoughts', [parts({ text: 'hm', thought: true }), text('so'), last()]),
  streams(
    'thoughts with usage',
    [
      parts({ text: 'hm', thought: true }),
      text('so'),
      last('STOP', {}, { usageMetadata: { ...counts, thoughtsTokenCount: 7, totalTokenCount: 19 } }),
    ],
    withUsage,
  ),
  streams('a signed end', [
    text('so'),
    chunkOf({ content: { parts: [{ text: '', thoughtSignature: 'c2ln' }] }, finishReason: 'STOP' }),
  ]),
  streams('signed thoughts', [
    parts({ text: 'hm', thought: true, thoughtSignature: 'c2ln' }),
    parts({ text: 'so', thoughtSignature: 'c2lo' }),
    last(),
  ]),
  streams('a call', [parts(call('get_weather', { city: 'Rome' })), last()], called),
  streams(
    'a call at the end',
    [chunkOf({ content: { parts: [call('get_weather', { city: 'Rome' })] }, finishReason: 'STOP' })],
    called,
  ),
  streams('a signed call', [parts(call('get_weather', {}, { thoughtSignature: 'c2ln' })), last()], called),
  streams('calls in one chunk', [parts(call('get_weather', {}), call('now', { a: [1] })), last()], called),
  streams('calls in two chunks', [parts(call('get_weather', {})), parts(call('now', {})), last()], called),
  streams('calls after text', [text('x'), parts({ text: 'y' }, call('now', {})), last()], { ...called, ...withUsage }),
  streams('calls of the old functions', [parts(call('f', { a: 1 })), last()], { functions: [{ name: 'f' }] }),
  streams('a picture', [text('x'), parts({ inlineData: { mimeType: 'image/png', data: 'AAAA' } }), last()]),
  streams('code', [
    parts({ executableCode: { language: 'PYTHON', code: 'print(1)' } }),
    parts({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }),
    text('one'),
    last(),
  ]),
  streams('unknown parts', [parts({ weird: 1 }), text('x'), last()]),
  streams('two candidates', [
    data({
      candidates: ['a', 'b'].map((piece, index) => ({ index, content: { parts: [{ text: piece }] } })),
      usageMetadata: counts,
    }),
    data({
      candidates: [0, 1].map(index => ({ index, content: { parts: [{ text: '' }] }, finishReason: 'STOP' })),
      usageMetadata: counts,
    }),
  ]),
  ...['MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER', 'MALFORMED_FUNCTION_CALL', 'WEIRD'].map(reason =>
    streams(`the end ${reason}`, [text('x'), last(reason)]),
  ),
  streams('only an end', [last()]),
  streams('only an end of safety', [chunkOf({ finishReason: 'SAFETY' })]),
  streams('a blocked prompt', [chunkOf(null, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })]),
  streams('a blocked prompt with usage', [chunkOf(null, { promptFeedback: { blockReason: 'SAFETY' } })], withUsage),
  streams(
    'grounding',
    [
      text('Hello'),
      last('STOP', {
        groundingMetadata: {
          webSearchQueries: ['a'],
          groundingChunks: [{ web: { uri: 'https://x.example.com', title: 'X' } }],
          groundingSupports: [{ segment: { startIndex: 0, endIndex: 5 }, groundingChunkIndices: [0] }],
        },
      }),
    ],
    withUsage,
  ),
  streams('ratings', [
    chunkOf({ content: { parts: [{ text: 'x' }] }, safetyRatings: [{ category: 'c', probability: 'LOW' }] }),
    last('STOP', { citationMetadata: { citationSources: [] } }),
  ]),
  streams('logprobs', [
    chunkOf({
      content: { parts: [{ text: 'x' }] },
      logprobsResult: { chosenCandidates: [{ token: 'x', logProbability: -1 }] },
    }),
    last(),
  ]),
  streams(
    'usage only at the end',
    [chunkOf({ content: { parts: [{ text: 'x' }] } }, { usageMetadata: undefined }), last()],
    withUsage,
  ),
  streams('usage never', [
    chunkOf({ content: { parts: [{ text: 'x' }] } }, { usageMetadata: undefined }),
    last('STOP', {}, { usageMetadata: undefined }),
  ]),
  streams(
    'usage with a cache',
    [
      text('x'),
      last(
        'STOP',
        {},
        {
          usageMetadata: {
            ...counts,
            cachedContentTokenCount: 4,
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
          },
        },
      ),
    ],
    withUsage,
  ),
  streams('no ids', [
    chunkOf({ content: { parts: [{ text: 'x' }] } }, { responseId: undefined }),
    last('STOP', {}, { responseId: undefined }),
  ]),
  streams('empty texts', [text(''), text('x'), text(''), last()]),
  streams('chunks without candidates', [chunkOf(null), text('x'), last()]),
  streams('an error in the middle', [text('a'), failure(503, 'The model is overloaded.', 'UNAVAILABLE')]),
  streams('a rate limit in the middle', [text('a'), failure(429, 'Resource exhausted', 'RESOURCE_EXHAUSTED')]),
  streams('a refusal in the middle', [text('a'), failure(400, 'no', 'INVALID_ARGUMENT')]),
  streams('an error at once', [failure(500, 'boom', 'INTERNAL')]),
  streams('an error in words', [text('a'), data({ error: 'boom' })]),
  streams('an end without the last chunk', [text('Hel'), text('lo')]),
  streams('a chunk that is no JSON', [text('a'), 'data: {oops\n\n', text('b'), last()]),
  streams('nothing at all', []),
  cut('a cut', [text('Hel'), text('lo'), text('!')]),
  ['a page', { stream: true, messages: [user('[sim:html]')] }, { deployment: {} }],
  ['an empty body', { stream: true, messages: [user('[sim:empty]')] }, { deployment: {} }],
]

export const geminiStreamCases = [
  ...chats('gemini/streams', 'gemini', rows),
  ...chats('gemini/streams/gemini-3', 'gemini-3', rows.slice(0, 16)),
]
