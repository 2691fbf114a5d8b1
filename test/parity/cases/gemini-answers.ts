/** What Gemini answers: parts, ends, usage, errors, and what is no answer at all. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, geminiAnswer, stream } from '../answers.ts'
import { chats, user, weatherTool, type Row } from '../case.ts'

const called: JsonObject = { tools: [weatherTool] }
const html = { 'content-type': 'text/html' }
/** A port nobody listens on. */
const nowhere = 'http://127.0.0.1:9'

const parts = (name: string, list: JsonObject[], body: JsonObject = {}): Row => [
  name,
  body,
  { provider: geminiAnswer({ content: { role: 'model', parts: list } }) },
]
const candidate = (name: string, changes: JsonObject, body: JsonObject = {}): Row => [
  name,
  body,
  { provider: geminiAnswer(changes) },
]
const whole = (name: string, changes: JsonObject): Row => [name, {}, { provider: geminiAnswer({}, changes) }]
const call = (name: string, args?: JsonObject, more: JsonObject = {}): JsonObject => ({
  functionCall: { id: `call-${name}`, name, ...(args ? { args } : {}) },
  ...more,
})
const counts = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 }
const usage = (name: string, more: JsonObject): Row => whole(`usage/${name}`, { usageMetadata: { ...counts, ...more } })
const modality = (name: string, tokenCount: number): JsonObject => ({ modality: name, tokenCount })

const grounding: JsonObject = {
  webSearchQueries: ['a', 'b', 'a'],
  searchEntryPoint: { renderedContent: '<div>' },
  groundingChunks: [{ web: { uri: 'https://x.example.com', title: 'X' } }, { web: { uri: 'https://y.example.com' } }],
  groundingSupports: [
    { segment: { startIndex: 0, endIndex: 5, text: 'Hello' }, groundingChunkIndices: [0, 1], confidenceScores: [0.9] },
    { segment: { endIndex: 5, text: 'Hello' }, groundingChunkIndices: [1] },
    { segment: { startIndex: 1, endIndex: 2 }, groundingChunkIndices: [] },
  ],
}
const chosen = (token: string, logProbability: number): JsonObject => ({ token, tokenId: 1, logProbability })

const answers: readonly Row[] = [
  parts('texts', [{ text: 'a' }, { text: 'b' }]),
  parts('an empty text', [{ text: '' }]),
  parts('no parts', []),
  candidate('content without parts', { content: { role: 'model' } }),
  candidate('no content', { content: undefined }),
  candidate('neither content nor an end', { content: undefined, finishReason: undefined }),
  parts('thoughts', [{ text: 'hm', thought: true }, { text: 'so' }]),
  parts('signed thoughts', [
    { text: 'hm', thought: true, thoughtSignature: 'c2ln' },
    { text: 'so', thoughtSignature: 'c2lo' },
  ]),
  parts('thoughts alone', [{ text: 'hm', thought: true }]),
  parts('a call', [call('get_weather', { city: 'Rome', ü: 'é' })], called),
  parts('a call without arguments', [call('now')], called),
  parts('a signed call', [call('get_weather', { a: 1 }, { thoughtSignature: 'c2ln' })], called),
  parts('calls with text', [{ text: 'x' }, call('get_weather', {}), call('now', { b: [1, 2.5, null, true] })], called),
  parts('a call of the old functions', [call('f', { a: 1 })], { functions: [{ name: 'f' }] }),
  parts('a call of the old functions beside tools', [call('f', { a: 1 })], {
    functions: [{ name: 'f' }],
    tools: [weatherTool],
  }),
  parts('a picture', [{ text: 'x' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }]),
  parts('two pictures', [
    { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
    { inlineData: { mimeType: 'image/jpeg', data: 'BBBB' } },
  ]),
  parts('another file', [{ inlineData: { mimeType: 'application/pdf', data: 'AAAA' } }]),
  parts('code', [
    { executableCode: { language: 'PYTHON', code: 'print(1)' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
    { text: 'one' },
  ]),
  parts('server-side tools', [
    { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', id: 's1', args: { queries: ['a'] } }, thoughtSignature: 'c2ln' },
    { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', id: 's1', response: { x: 1 } } },
    { text: 'so' },
  ]),
  parts('an unknown part', [{ weird: 1 }, { text: 'x' }]),
  candidate('two candidates', { index: 0 }, {}),
  whole('candidates', {
    candidates: ['a', 'b'].map((text, index) => ({ content: { parts: [{ text }] }, finishReason: 'STOP', index })),
  }),
  whole('candidates without numbers', {
    candidates: ['a', 'b'].map(text => ({ content: { parts: [{ text }] }, finishReason: 'STOP' })),
  }),
  ...[
    'STOP',
    'MAX_TOKENS',
    'SAFETY',
    'RECITATION',
    'LANGUAGE',
    'OTHER',
    'BLOCKLIST',
    'PROHIBITED_CONTENT',
    'SPII',
    'MALFORMED_FUNCTION_CALL',
    'IMAGE_SAFETY',
    'NO_IMAGE',
    'UNEXPECTED_TOOL_CALL',
    'TOO_MANY_TOOL_CALLS',
    'FINISH_REASON_UNSPECIFIED',
    'WEIRD',
    null,
  ].map((finishReason): Row => candidate(`finishReason ${finishReason}`, { finishReason })),
  candidate('an end with its message', { finishReason: 'SAFETY', finishMessage: 'no', content: undefined }),
  candidate('ratings', {
    safetyRatings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', probability: 'NEGLIGIBLE' }],
    citationMetadata: { citationSources: [{ startIndex: 0, endIndex: 2, uri: 'https://x.example.com' }] },
  }),
  candidate('grounding', { groundingMetadata: grounding }),
  candidate('a map', {
    groundingMetadata: {
      groundingChunks: [{ maps: { uri: 'https://m.example.com', title: 'M' } }],
      googleMapsWidgetContextToken: 't',
    },
  }),
  candidate('addresses', {
    urlContextMetadata: { urlMetadata: [{ retrievedUrl: 'https://x.example.com', urlRetrievalStatus: 'OK' }] },
  }),
  candidate('logprobs', {
    avgLogprobs: -0.1,
    logprobsResult: {
      chosenCandidates: [chosen('Hel', -0.1), chosen('lo', -0.2)],
      topCandidates: [{ candidates: [chosen('Hel', -0.1), chosen('Ha', -2)] }],
    },
  }),
  candidate('unknown fields', { weird: 1, tokenCount: 5 }),
  whole('unknown fields beside', { weird: 1, createTime: 'x' }),
  whole('no id', { responseId: undefined }),
  whole('a blocked prompt', { candidates: undefined, promptFeedback: { blockReason: 'SAFETY', safetyRatings: [] } }),
  whole('feedback without a block', { promptFeedback: { safetyRatings: [] } }),
  whole('no candidates', { candidates: undefined }),
  whole('candidates of nothing', { candidates: [] }),
  whole('no usage', { usageMetadata: undefined }),
  usage('plain', {}),
  usage('thoughts', { thoughtsTokenCount: 7, totalTokenCount: 22 }),
  usage('thoughts within', { thoughtsTokenCount: 3 }),
  usage('a cache', {
    cachedContentTokenCount: 4,
    promptTokensDetails: [modality('TEXT', 10)],
    cacheTokensDetails: [modality('TEXT', 4)],
  }),
  usage('a cache without details', { cachedContentTokenCount: 4, promptTokensDetails: [modality('TEXT', 10)] }),
  usage('modalities', {
    promptTokensDetails: [modality('TEXT', 3), modality('IMAGE', 4), modality('AUDIO', 2), modality('VIDEO', 1)],
    candidatesTokensDetails: [modality('TEXT', 3), modality('IMAGE', 2)],
  }),
  usage('pictures written', { candidatesTokensDetails: [modality('IMAGE', 5)] }),
  usage('documents', { promptTokensDetails: [modality('DOCUMENT', 6), modality('TEXT', 4)] }),
  usage('tools', {
    toolUsePromptTokenCount: 8,
    totalTokenCount: 23,
    toolUsePromptTokensDetails: [modality('TEXT', 8)],
  }),
  usage('nothing written', { candidatesTokenCount: undefined, totalTokenCount: 10 }),
  usage('nothing at all', { promptTokenCount: undefined, candidatesTokenCount: undefined, totalTokenCount: undefined }),
  usage('a tier', { trafficType: 'ON_DEMAND' }),
  [
    'usage/grounding and tools',
    {},
    {
      provider: geminiAnswer(
        { groundingMetadata: grounding },
        { usageMetadata: { ...counts, toolUsePromptTokenCount: 8, totalTokenCount: 23 } },
      ),
    },
  ],
]

const own = { deployment: {} }
const failing = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [
  name,
  body,
  { ...own, provider },
]
const said = (status: number, message = `said ${status}`, word = 'SOME_STATUS', details?: Json): ScriptedAnswer =>
  answer({ error: { code: status, message, status: word, ...(details ? { details } : {}) } }, status)
const statuses = [400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 451, 500, 502, 503, 504, 529]
const streamed: JsonObject = { stream: true }

const bad: readonly (readonly [string, ScriptedAnswer])[] = [
  ...statuses.map((status): readonly [string, ScriptedAnswer] => [`${status}`, said(status)]),
  ['a wrong key', said(400, 'API key not valid. Please pass a valid API key.', 'INVALID_ARGUMENT')],
  ['no quota', said(429, 'Resource exhausted', 'RESOURCE_EXHAUSTED', [{ '@type': 'q', retryDelay: '7s' }])],
  ['quota exceeded', said(429, 'Quota exceeded for x', 'RESOURCE_EXHAUSTED')],
  ['overload', said(503, 'The model is overloaded. Please try again later.', 'UNAVAILABLE')],
  ['too long', said(400, 'The input token count (5) exceeds the maximum number of tokens allowed (4).')],
  ['a 403 in words', said(400, 'error 403 somewhere')],
  ['a page', answer('<html>\nno</html>', 403, html)],
  ['no body', answer('', 500)],
  ['a list', answer('[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]', 400)],
  ['ünicode', said(400, 'Zoë said "no" it’s')],
]

const errors: readonly Row[] = [
  ...bad.map(([name, provider]): Row => failing(name, provider)),
  ...bad.map(([name, provider]): Row => failing(`${name}, streamed`, provider, streamed)),
  failing('no JSON', answer('not json')),
  failing('an empty body', answer('')),
  failing('an error with 200', answer({ error: { code: 500, message: 'm', status: 'INTERNAL' } })),
  failing('a list with 200', answer('[]')),
  failing('a text with 200', answer('"x"')),
  ['nobody there', {}, { deployment: { api_base: nowhere } }],
  ['nobody there, streamed', streamed, { deployment: { api_base: nowhere } }],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['half an answer', { messages: [user('[sim:cut]')] }, own],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:1000] [sim:empty]')] },
    { deployment: { timeout: 0.5 } },
  ],
  ['without a key', {}, { deployment: { api_key: null } }],
]

/** Answers whose head says how they were served. */
const tiers: readonly Row[] = ['priority', 'flex', 'standard', 'STANDARD', 'Batch'].flatMap((tier): Row[] => {
  const served = (provider: ScriptedAnswer): ScriptedAnswer => ({
    ...provider,
    headers: { ...provider.headers, 'x-gemini-service-tier': tier },
  })
  const { body } = geminiAnswer()
  return [
    [`tiers/${tier}`, {}, { provider: served(geminiAnswer()) }],
    [
      `tiers/${tier} in a stream`,
      { stream: true, stream_options: { include_usage: true } },
      { provider: served(stream([`data: ${String(body)}\n\n`])) },
    ],
    [`tiers/${tier} asked for another`, { service_tier: 'flex' }, { provider: served(geminiAnswer()) }],
  ]
})

export const geminiAnswerCases = [
  ...chats('gemini/answers', 'gemini', answers),
  ...chats('gemini/errors', 'gemini', errors),
  ...chats('gemini/answers', 'gemini', tiers),
  ...chats('gemini/answers/vertex', 'vertex-gemini', tiers),
]
