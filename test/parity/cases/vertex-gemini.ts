/** Gemini at Vertex AI: what differs from Gemini's own API, and all that must not. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, data, spaced, stream } from '../answers.ts'
import { chats, clockTool, type ParityCase, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const usage = {
  promptTokenCount: 10,
  candidatesTokenCount: 5,
  totalTokenCount: 15,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
  candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: 5 }],
  trafficType: 'ON_DEMAND',
}
const body = (parts: readonly JsonObject[], candidate: JsonObject = {}, changes: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [...parts] }, ...candidate }],
  modelVersion: 'gemini-real',
  createTime: '2025-01-01T00:00:00Z',
  responseId: 'response-1',
  ...changes,
})
const said = (parts: readonly JsonObject[], candidate: JsonObject = {}, changes: JsonObject = {}): ScriptedAnswer =>
  answer(body(parts, { finishReason: 'STOP', ...candidate }, { usageMetadata: usage, ...changes }))
const chunk = (parts: readonly JsonObject[], candidate: JsonObject = {}, changes: JsonObject = {}): string =>
  data(body(parts, candidate, changes))

const plain = { provider: said([{ text: 'Hello' }]) }
const named = (asked: JsonObject): Row => [JSON.stringify(asked), asked, plain]
const schema: JsonObject = {
  type: 'json_schema',
  json_schema: {
    name: 'city',
    strict: true,
    schema: {
      type: 'object',
      properties: { name: { type: 'string' }, of: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      required: ['name'],
      additionalProperties: false,
    },
  },
}
const image = (image_url: JsonObject['image_url']): JsonObject => ({
  messages: [user([{ type: 'image_url', image_url }])],
})
const file = (content: JsonObject): JsonObject => ({ messages: [user([{ type: 'file', file: content }])] })
const called = { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"Rome"}')] }
const signed = { role: 'assistant', content: null, tool_calls: [toolCall('call_1__thought__c2ln', '{"city":"Rome"}')] }

const rows: readonly Row[] = [
  ['a question', {}, plain],
  ['a system prompt', { messages: [{ role: 'system', content: 'Be brief.' }, user('hi')] }, plain],
  [
    'a developer and parts',
    { messages: [{ role: 'developer', content: [{ type: 'text', text: 'D' }] }, user([{ type: 'text', text: 'x' }])] },
    plain,
  ],
  ['nothing but a system prompt', { messages: [{ role: 'system', content: 'Be brief.' }] }, plain],
  ['an assistant’s turn', { messages: [user('hi'), { role: 'assistant', content: 'yes' }, user('more')] }, plain],
  ['tools', { tools: [weatherTool, clockTool] }, plain],
  ...(['auto', 'required', 'none', { type: 'function', function: { name: 'get_weather' } }, 'odd'] as const).map(
    (tool_choice): Row => [`tool choice ${JSON.stringify(tool_choice)}`, { tools: [weatherTool], tool_choice }, plain],
  ),
  [
    'a tool result',
    { messages: [user('hi'), called, { role: 'tool', tool_call_id: 't1', content: 'sunny' }], tools: [weatherTool] },
    plain,
  ],
  [
    'a signed call',
    { messages: [user('hi'), signed, { role: 'tool', tool_call_id: 'call_1__thought__c2ln', content: '{"a":1}' }] },
    plain,
  ],
  [
    'an older function',
    { functions: [{ name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } } } }] },
    plain,
  ],
  ['an image in the request', image({ url: png, detail: 'high' }), plain],
  ['an image on the web', image({ url: 'https://example.com/a.png' }), plain],
  ['an image on the web, with a query', image({ url: 'https://example.com/dir.x/a.JPG?x=1#y' }), plain],
  ['an image on the web, as a text', image('https://example.com/a.webp'), plain],
  ['an image on the web whose type is told', image({ url: 'https://example.com/picture', format: 'image/png' }), plain],
  ['a film on the web', image({ url: 'https://example.com/a.mp4' }), plain],
  ['an image in a bucket', image({ url: 'gs://bucket/a.png' }), plain],
  ['a document on the web', file({ file_id: 'https://example.com/a.pdf' }), plain],
  ['a document in a bucket', file({ file_id: 'gs://bucket/a.pdf' }), plain],
  ['a document whose type is told', file({ file_id: 'gs://bucket/a', format: 'application/pdf' }), plain],
  ['a document in the request', file({ file_data: 'data:application/pdf;base64,JVBERi0=' }), plain],
  ['an uploaded file', file({ file_id: 'https://generativelanguage.googleapis.com/v1beta/files/abc' }), plain],
  ['sound', { messages: [user([{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])] }, plain],
  ['headers of the client', {}, { ...plain, headers: { 'x-mine': '1', 'anthropic-beta': 'b' } }],
  ['headers of the deployment', {}, { ...plain, deployment: { extra_headers: { 'x-deployed': '1' } } }],
  ['labels of the deployment', {}, { ...plain, deployment: { labels: { team: 'a' } } }],
  [
    'safety settings of the deployment',
    {},
    { ...plain, deployment: { safety_settings: [{ category: 'C', threshold: 'OFF' }] } },
  ],
  ['a fine-tuned model', {}, { ...plain, deployment: { model: 'vertex_ai/1234567890' } }],
  [
    'a fine-tuned model by its family',
    { messages: [{ role: 'system', content: 'S' }, user('hi')] },
    { ...plain, deployment: { model: 'vertex_ai/gemini/987654321' } },
  ],
]

const parameters: readonly JsonObject[] = [
  { temperature: 0.3 },
  { top_p: 0.5 },
  { top_k: 5 },
  { max_tokens: 9 },
  { max_completion_tokens: 9 },
  { stop: 'x' },
  { stop: ['x', 'y'] },
  { n: 2 },
  { seed: 1 },
  { logprobs: true },
  { logprobs: true, top_logprobs: 3 },
  { frequency_penalty: 0.1, presence_penalty: 0.2 },
  { frequency_penalty: 0.1, drop_params: true },
  { user: 'u' },
  { metadata: { team: 'a', count: 1 } },
  { metadata: { count: 1 } },
  { labels: { team: 'b', count: 1 } },
  { labels: { team: 'b' }, metadata: { team: 'a' } },
  { logit_bias: { a: 1 } },
  { store: true },
  { service_tier: 'auto' },
  { service_tier: 'flex' },
  { parallel_tool_calls: false, tools: [weatherTool] },
  { parallel_tool_calls: false, tools: [weatherTool, clockTool] },
  { modalities: ['text', 'image'] },
  { modalities: ['audio'], audio: { voice: 'Kore', format: 'pcm16' } },
  { audio: { voice: 'Kore', format: 'mp3' } },
  { web_search_options: {} },
  { tools: [{ googleSearch: {} }] },
  { tools: [{ url_context: {} }, { code_execution: {} }] },
  { tools: [weatherTool, { googleSearch: {} }] },
  { tools: [weatherTool, { googleSearch: {} }], include_server_side_tool_invocations: true },
  { tools: [{ googleMaps: { enableWidget: true, latitude: 1, longitude: 2, languageCode: 'en' } }] },
  { tools: [{ enterpriseWebSearch: {} }] },
  { safety_settings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_NONE' }] },
  { cached_content: 'projects/1/locations/l/cachedContents/2' },
  { extra_body: { generationConfig: { topK: 3 }, other: 1 } },
  { extra_headers: { 'x-mine': '1' } },
  { foo: 1 },
  { response_mime_type: 'application/json' },
  { response_format: { type: 'json_object' } },
  { response_format: { type: 'text' } },
  { response_format: schema },
  {
    response_format: {
      type: 'json_object',
      response_schema: { type: 'object', properties: { a: { type: 'string' } } },
    },
  },
  { reasoning_effort: 'minimal' },
  { reasoning_effort: 'low' },
  { reasoning_effort: 'high' },
  { reasoning_effort: 'none' },
  { reasoning_effort: 'odd' },
  { thinking: { type: 'enabled', budget_tokens: 1000 } },
  { thinking: { type: 'enabled', budget_tokens: 0 } },
  { thinking: { type: 'disabled' } },
  { messages: [{ role: 'system', content: 'S' }, user('hi')], response_format: schema },
]

const call = { functionCall: { id: 'call-a', name: 'get_weather', args: { city: 'Rome' } }, thoughtSignature: 'c2ln' }
const grounding = {
  groundingMetadata: {
    webSearchQueries: ['q'],
    groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
    groundingSupports: [{ segment: { startIndex: 0, endIndex: 5, text: 'Hello' }, groundingChunkIndices: [0] }],
  },
}

const answers: readonly Row[] = [
  ['a call', { tools: [weatherTool] }, { provider: said([call]) }],
  [
    'thoughts',
    {},
    {
      provider: said(
        [
          { text: 'hm', thought: true },
          { text: 'Hello', thoughtSignature: 'c2ln' },
        ],
        {},
        { usageMetadata: { ...usage, thoughtsTokenCount: 3, totalTokenCount: 18 } },
      ),
    },
  ],
  ['citations', {}, { provider: said([{ text: 'Hello' }], grounding) }],
  ['an image', {}, { provider: said([{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }]) }],
  [
    'several candidates',
    { n: 2 },
    {
      provider: answer({
        candidates: [
          { content: { parts: [{ text: 'a' }] }, finishReason: 'STOP', index: 0 },
          { content: { parts: [{ text: 'b' }] }, finishReason: 'STOP', index: 1 },
        ],
        usageMetadata: usage,
        responseId: 'r',
      }),
    },
  ],
  [
    'cached tokens',
    {},
    {
      provider: said(
        [{ text: 'Hello' }],
        {},
        {
          usageMetadata: {
            ...usage,
            cachedContentTokenCount: 4,
            cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 4 }],
          },
        },
      ),
    },
  ],
  [
    'a provisioned throughput',
    {},
    { provider: said([{ text: 'Hello' }], {}, { usageMetadata: { ...usage, trafficType: 'PROVISIONED_THROUGHPUT' } }) },
  ],
  ...['MAX_TOKENS', 'SAFETY', 'RECITATION', 'MALFORMED_FUNCTION_CALL', 'OTHER'].map((finishReason): Row => [
    `ended by ${finishReason}`,
    {},
    { provider: said([{ text: 'Hel' }], { finishReason }) },
  ]),
  ['a blocked prompt', {}, { provider: answer({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: usage }) }],
  ['no usage', {}, { provider: answer(body([{ text: 'Hello' }], { finishReason: 'STOP' })) }],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }) }],
]

const streamed = (name: string, events: readonly string[], asked: JsonObject = {}, cut = false): Row => [
  name,
  { stream: true, ...asked },
  { provider: stream(events, cut) },
]
const last = chunk([{ text: '' }], { finishReason: 'STOP' }, { usageMetadata: usage })

const streams: readonly Row[] = [
  streamed('a text', [chunk([{ text: 'Hel' }]), chunk([{ text: 'lo ü' }]), last]),
  streamed('a text with its usage', [chunk([{ text: 'Hello' }]), last], { stream_options: { include_usage: true } }),
  streamed('thoughts and a call', [chunk([{ text: 'hm', thought: true }]), chunk([call]), last], {
    tools: [weatherTool],
  }),
  streamed('a call with its usage', [chunk([call]), last], {
    tools: [weatherTool],
    stream_options: { include_usage: true },
  }),
  streamed('citations', [
    chunk([{ text: 'Hello' }]),
    chunk([{ text: '!' }], { finishReason: 'STOP', ...grounding }, { usageMetadata: usage }),
  ]),
  streamed('cut short', [
    chunk([{ text: 'Hel' }]),
    chunk([{ text: 'l' }], { finishReason: 'MAX_TOKENS' }, { usageMetadata: usage }),
  ]),
  streamed('a blocked prompt', [
    data({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: usage, responseId: 'r' }),
  ]),
  streamed('an error in the middle', [
    chunk([{ text: 'Hel' }]),
    chunk([{ text: 'lo' }]),
    data({ error: { code: 429, message: 'Resource exhausted.', status: 'RESOURCE_EXHAUSTED' } }),
  ]),
  streamed('an end without a reason', [chunk([{ text: 'Hel' }]), chunk([{ text: 'lo' }])]),
  [
    'a cut',
    { stream: true },
    { provider: stream(spaced([chunk([{ text: 'Hel' }]), chunk([{ text: 'lo' }]), chunk([{ text: '!' }])], 30), true) },
  ],
  streamed('a schema', [chunk([{ text: '{"name":' }]), chunk([{ text: '"R"}' }]), last], { response_format: schema }),
]

/** LiteLLM's other name for the same. */
const beta = ['', '/answers', '/streams', '/parameters'].flatMap((topic, at) =>
  chats(`vertex beta${topic}`, 'vertex-beta', [rows, answers, streams, parameters.map(named)][at] ?? []),
)

export const vertexGeminiCases: readonly ParityCase[] = [
  ...beta,
  ...chats('vertex gemini', 'vertex-gemini', rows),
  ...chats('vertex gemini/answers', 'vertex-gemini', answers),
  ...chats('vertex gemini/streams', 'vertex-gemini', streams),
  ...['vertex-gemini', 'vertex-gemini-2', 'vertex-gemini-3'].flatMap(model =>
    chats(`vertex gemini/${model}`, model, parameters.map(named)),
  ),
]
