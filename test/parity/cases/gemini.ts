/** What Gemini's models are asked: messages, media, tools, parameters. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { geminiAnswer } from '../answers.ts'
import { chats, type ParityCase, png, user, weatherTool, type Row } from '../case.ts'
import { conversation, result, results, tools } from './gemini-tools.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const says = (name: string, messages: JsonObject[], body: JsonObject = {}): Row => [name, { messages, ...body }]
const shows = (name: string, ...parts: JsonObject[]): Row => says(name, [user([{ type: 'text', text: 'x' }, ...parts])])
const image = (url: string, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: { url, ...more } })
const file = (more: JsonObject): JsonObject => ({ type: 'file', file: more })
const pdf = 'data:application/pdf;base64,JVBERi0='
const marked = { cache_control: { type: 'ephemeral' } }

const messages: readonly Row[] = [
  ['a question', {}],
  says('system', [{ role: 'system', content: 'S' }, user('hi')]),
  says('system in parts', [
    {
      role: 'system',
      content: [
        { type: 'text', text: 'S', ...marked },
        { type: 'text', text: 'T' },
      ],
    },
    user('hi'),
  ]),
  says('developer', [{ role: 'developer', content: 'D' }, user('hi')]),
  says('two systems, one in the middle', [
    { role: 'system', content: 'S' },
    user('a'),
    { role: 'system', content: 'T' },
    user('b'),
  ]),
  says('only a system', [{ role: 'system', content: 'S' }]),
  says('an empty system', [{ role: 'system', content: '' }, user('hi')]),
  says('turns', [user('a'), { role: 'assistant', content: 'b' }, user('c')]),
  says('turns of one side', [
    user('a'),
    user('b'),
    { role: 'assistant', content: 'c' },
    { role: 'assistant', content: 'd' },
    user('e'),
  ]),
  says('the assistant first', [{ role: 'assistant', content: 'c' }, user('e')]),
  says('the assistant last', [user('e'), { role: 'assistant', content: 'c' }]),
  says('a prefix', [user('e'), { role: 'assistant', content: 'c ', prefix: true }]),
  says('empty texts', [user(''), { role: 'assistant', content: '' }, user([{ type: 'text', text: '' }])]),
  says('no messages', []),
  says('parts', [
    user([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', ...marked },
    ]),
  ]),
  says('parts of the assistant', [user('a'), { role: 'assistant', content: [{ type: 'text', text: 'b' }] }, user('c')]),
  says('names', [{ ...user('a'), name: 'bob' }]),
  says('reasoning', [
    user('a'),
    {
      role: 'assistant',
      content: 'b',
      reasoning_content: 'why',
      thinking_blocks: [{ type: 'thinking', thinking: 'why', signature: 's' }],
    },
    user('c'),
  ]),
  says('an unknown part', [user([{ type: 'text', text: 'a' }, { type: 'weird' }])]),
  says('an unknown role', [{ role: 'weird', content: 'x' }, user('a')]),
  says('no content', [{ role: 'user' }, user('a')]),
  says('short caching', [user([{ type: 'text', text: 'a', ...marked }])]),
]

const media: readonly Row[] = [
  shows('a picture', image(png)),
  shows('a picture by a bare address', { type: 'image_url', image_url: png }),
  shows('a picture in detail', image(png, { detail: 'high' })),
  shows('a picture with a format', image(png, { format: 'image/webp' })),
  shows('a picture in a bucket', image('gs://bucket/a.png')),
  shows('a film in a bucket', image('gs://bucket/a.mp4')),
  shows('a picture in a bucket with a format', image('gs://bucket/a', { format: 'image/jpg' })),
  shows('a strange file in a bucket', image('gs://bucket/a.xyz')),
  shows('an animation in a bucket', image('gs://bucket/a.gif')),
  shows('a picture from http', image('http://images.example.com/a.png')),
  shows('an uploaded file', image('https://generativelanguage.googleapis.com/v1beta/files/abc')),
  shows('a picture without an address', { type: 'image_url', image_url: {} }),
  shows('no picture', { type: 'image_url' }),
  shows('a picture that is none', image('nothing')),
  says('a picture alone', [user([image(png)])]),
  shows('a file', file({ file_data: pdf })),
  shows('a file with a format', file({ file_data: pdf, format: 'text/plain', filename: 'x.txt' })),
  shows('a file by id', file({ file_id: 'gs://bucket/a.pdf' })),
  shows('an uploaded file by id', file({ file_id: 'https://generativelanguage.googleapis.com/v1beta/files/abc' })),
  shows(
    'an uploaded file of a type',
    file({
      file_id: 'https://generativelanguage.googleapis.com/v1beta/files/abc',
      format: 'video/mp4',
    }),
  ),
  shows(
    'a film cut',
    file({
      file_id: 'gs://bucket/a.mp4',
      video_metadata: { fps: 5, start_offset: '10s', end_offset: '60s' },
    }),
  ),
  shows('a file of nothing', file({})),
  shows('no file', { type: 'file' }),
  shows('a file that is none', file({ file_data: 'abc' })),
  shows('sound', { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }),
  shows('sound of a full type', { type: 'input_audio', input_audio: { data: 'AAAA', format: 'audio/mp3' } }),
  shows('sound without a format', { type: 'input_audio', input_audio: { data: 'AAAA' } }),
]

const answerSchema: JsonObject = {
  type: 'object',
  properties: { a: { type: 'string', title: 'A' }, b: { type: 'array', items: { type: 'integer' } } },
  required: ['a'],
  additionalProperties: false,
}
const asked = (type: string, more: JsonObject = {}): JsonObject => ({ response_format: { type, ...more } })

const formats: readonly JsonObject[] = [
  asked('text'),
  asked('json_object'),
  asked('json_schema', { json_schema: { name: 'n', strict: true, schema: answerSchema } }),
  asked('json_object', { response_schema: answerSchema }),
  asked('json_schema', { json_schema: { name: 'n' } }),
  asked('weird'),
]

const efforts = ['minimal', 'low', 'medium', 'high', 'none', 'disable', 'xhigh', 'max'].map(
  (reasoning_effort): JsonObject => ({ reasoning_effort }),
)

const thinking: readonly JsonObject[] = [
  ...efforts,
  { reasoning_effort: { effort: 'low', summary: 'auto' } },
  { thinking: { type: 'enabled', budget_tokens: 1000 } },
  { thinking: { type: 'enabled', budget_tokens: 0 } },
  { thinking: { type: 'enabled' } },
  { thinking: { type: 'disabled' } },
  { thinking: { type: 'adaptive' } },
  { thinking: true },
  { reasoning_effort: 'low', thinking: { type: 'enabled', budget_tokens: 1000 } },
  { thinkingConfig: { thinkingBudget: 5, includeThoughts: true } },
]

const parameters: readonly JsonObject[] = [
  { temperature: 0 },
  { temperature: 0.3, top_p: 0.5, top_k: 3 },
  { max_tokens: 9 },
  { max_completion_tokens: 9 },
  { max_tokens: 9, max_completion_tokens: 11 },
  { stop: 'x' },
  { stop: ['x', 'y'] },
  { stop: [] },
  { n: 1 },
  { n: 2 },
  { seed: 2 },
  { frequency_penalty: 0.1 },
  { presence_penalty: 0.2 },
  { logprobs: true },
  { logprobs: true, top_logprobs: 3 },
  { logit_bias: { 1: 2 } },
  { user: 'u' },
  { store: true },
  { metadata: { a: 'b' } },
  { service_tier: 'auto' },
  { service_tier: 'default' },
  { service_tier: 'flex' },
  { service_tier: 'PRIORITY' },
  { modalities: ['text', 'image'] },
  { modalities: ['weird'] },
  { audio: { voice: 'Kore', format: 'pcm16' } },
  { safety_settings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] },
  { safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] },
  { cached_content: 'cachedContents/1' },
  { cachedContent: 'cachedContents/1' },
  { top_k: 3 },
  { topK: 3 },
  { candidate_count: 2 },
  { max_output_tokens: 5 },
  { maxOutputTokens: 5 },
  { responseModalities: ['TEXT'] },
  { imageConfig: { aspectRatio: '1:1' } },
  { mediaResolution: 'MEDIA_RESOLUTION_LOW' },
  { speechConfig: { languageCode: 'de' } },
  { response_mime_type: 'application/json' },
  { generationConfig: { temperature: 0.1 } },
  { labels: { a: 'b' } },
  { foo: 1 },
  { extra_body: { z: 1 } },
  { extra_body: { generationConfig: { topK: 7 }, tools: [{ googleSearch: {} }] } },
  { extra_headers: { 'x-extra': '1' } },
  { verbosity: 'low' },
  { prediction: { type: 'content', content: 'x' } },
  { parallel_tool_calls: true },
  { drop_params: true, logit_bias: { 1: 2 }, store: true, verbosity: 'low' },
  { allowed_openai_params: ['logit_bias'], logit_bias: { 1: 2 } },
]

const others: readonly JsonObject[] = [
  { temperature: 0.3 },
  { frequency_penalty: 0.1 },
  { presence_penalty: 0.1, drop_params: true },
  { max_tokens: 9 },
  { logprobs: true, top_logprobs: 3 },
  { messages: [{ role: 'system', content: 'S' }, user('hi')] },
  { messages: [user([{ type: 'text', text: 'x' }, image(png, { detail: 'high' })])] },
  { tools: [weatherTool, { googleSearch: {} }] },
  { messages: [...conversation('t1'), result('t1', 'sunny')] },
]

const provider = geminiAnswer()
const geminiChats = (topic: string, model: string, rows: readonly Row[]): ParityCase[] =>
  chats(topic, model, rows).map(one => ({ provider, ...one }))

export const geminiCases = [
  ...geminiChats('gemini', 'gemini', [
    ...messages,
    ...media,
    ...results,
    ...tools,
    ...[...formats, ...thinking, ...parameters].map(named),
  ]),
  ...[
    'gemini-pro',
    'gemini-lite',
    'gemini-3',
    'gemini-3-flash',
    'gemini-2',
    'gemini-old',
    'gemini-image',
    'gemma',
  ].flatMap(model =>
    geminiChats(`gemini/${model}`, model, [...others, ...formats.slice(0, 4), ...thinking].map(named)),
  ),
  ...geminiChats('gemini/gemini-3', 'gemini-3', [...results, ...media]),
]
