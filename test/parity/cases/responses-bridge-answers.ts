/** OpenAI's Responses API for models whose providers have none: what their answers, streams and failures become. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import {
  answer,
  anthropicError,
  callGoesOn,
  callStarts,
  chunk,
  data,
  done,
  finishes,
  openaiAnswer,
  openaiError,
  openaiMessage,
  stream,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { type ParityCase, type Row, toolCall } from '../case.ts'
import { patch, responses, space, weather } from './responses-bridges.ts'

const own = { deployment: {} }
export const streams = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]

/** Chat completions as whole answers. */
const answers: readonly Row[] = [
  [
    'everything',
    {
      instructions: 'I',
      metadata: { a: 'b' },
      user: 'u',
      store: true,
      temperature: 1,
      top_p: 1,
      max_output_tokens: 99,
      truncation: 'auto',
      text: { format: { type: 'text' } },
    },
    { provider: openaiAnswer() },
  ],
  [
    'a tool',
    { tools: [weather] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{"city":"B"}')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'words and tools',
    { tools: [weather] },
    {
      provider: openaiMessage(
        { content: 'I look.', tool_calls: [toolCall('c1', '{}'), toolCall('fc_2', '')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'any text',
    { tools: [patch] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{"content":"*** a"}', 'apply_patch')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'in a namespace',
    { tools: [space] },
    {
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('c1', '{}', 'files__read'), toolCall('c2', '{}', 'write')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  [
    'a result of a call that was made before',
    { tools: [weather], input: [{ type: 'function_call_output', call_id: 'made-before', output: 'sunny' }] },
    {
      times: 2,
      provider: openaiMessage(
        { content: null, tool_calls: [toolCall('made-before', '{"city":"B"}')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  ['reasoning', {}, { provider: openaiMessage({ content: 'b', reasoning_content: 'hm' }) }],
  ['too long', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'length' }) }],
  ['a filter', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'content_filter' }) }],
  ['an empty text', {}, { provider: openaiMessage({ content: '' }) }],
  ['no text', {}, { provider: openaiMessage({ content: null }) }],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
  ['the simulator', { input: '[sim:thinking] [sim:tool]', tools: [weather] }],
]

const chatStreams: readonly Row[] = [
  streams('text', [...textChunks, usageChunk(), done]),
  streams('an earlier answer', [...textChunks, usageChunk(), done], { previous_response_id: 'resp_1' }),
  streams('everything asked', [...textChunks, usageChunk(), done], {
    instructions: 'I',
    metadata: { a: 'b' },
    user: 'u',
    temperature: 1,
    top_p: 0.5,
    max_output_tokens: 99,
    truncation: 'auto',
    text: { format: { type: 'text' } },
    tools: [weather],
    tool_choice: 'auto',
  }),
  streams(
    'a tool',
    [
      chunk({ role: 'assistant', content: null }),
      callStarts(0, 'c1'),
      callGoesOn(0, '{"city":"Zürich, Switzerland"'),
      callGoesOn(0, '}'),
      finishes('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams('a thought and words in one piece', [
    chunk({ role: 'assistant', reasoning_content: 'hm' }),
    chunk({ reasoning_content: 'so', content: 'a' }),
    chunk({ content: 'b' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams(
    'words, then tools',
    [
      chunk({ role: 'assistant', content: 'I look.' }),
      callStarts(0, 'c1', 'get_weather', '{}'),
      callStarts(1, 'c2'),
      callGoesOn(1, '{"a":1}'),
      finishes('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams(
    'any text',
    [
      callStarts(0, 'c1', 'apply_patch'),
      callGoesOn(0, '{"content":"*** a"}'),
      finishes('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [patch] },
  ),
  streams('in a namespace', [callStarts(0, 'c1', 'files__read', '{}'), finishes('tool_calls'), usageChunk(), done], {
    tools: [space],
  }),
  streams('reasoning, then text', [
    chunk({ role: 'assistant', content: '', reasoning_content: 'h' }),
    chunk({ reasoning_content: 'm' }),
    chunk({ content: 'b' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams(
    'reasoning, then a tool',
    [
      chunk({ role: 'assistant', reasoning_content: 'h' }),
      callStarts(0, 'c1', 'get_weather', '{}'),
      finishes('tool_calls'),
      usageChunk(),
      done,
    ],
    { tools: [weather] },
  ),
  streams('reasoning alone', [
    chunk({ role: 'assistant', reasoning_content: 'h' }),
    finishes('length'),
    usageChunk(),
    done,
  ]),
  streams('too long', [chunk({ role: 'assistant', content: 'a' }), finishes('length'), usageChunk(), done]),
  streams('nothing said', [chunk({ role: 'assistant', content: '' }), finishes('stop'), usageChunk(), done]),
  streams('an error in the middle', [
    chunk({ role: 'assistant', content: 'a' }),
    data({ error: { message: 'boom', code: 500 } }),
  ]),
  streams('an error at once', [data({ error: { message: 'boom', code: 429 } })]),
  streams('an end without the last chunk', [chunk({ role: 'assistant', content: 'a' })]),
  ['the simulator’s thoughts and a tool', { stream: true, tools: [weather], input: '[sim:thinking] [sim:tool]' }],
]

const statuses = [400, 401, 403, 404, 429, 500, 503]
const failures = (error: (status: number) => ScriptedAnswer): Row[] => [
  ...statuses.map((status): Row => [`${status}`, {}, { ...own, provider: error(status) }]),
  ...[400, 429, 500].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: error(status) },
  ]),
  ['our own timeout', { input: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }],
]

const chatModels = ['groq', 'mistral', 'deepseek', 'together', 'vertex-llama', 'vertex-gpt-oss', 'vertex-jamba']

/**
 * Where a provider counts nothing both sides count the words, the id of the simulator's call among them, which is drawn
 * anew for each: alike by chance alone.
 */
export const countedAlike = (model: string, rows: readonly Row[]): readonly Row[] =>
  ['mistral', 'vertex-jamba'].includes(model) ? rows.filter(([name]) => !name.startsWith('the simulator')) : rows

export const responsesBridgeAnswerCases: readonly ParityCase[] = [
  ...chatModels.flatMap(model => responses(`${model}/answers`, model, answers)),
  ...chatModels.flatMap(model => responses(`${model}/streams`, model, countedAlike(model, chatStreams))),
  ...responses('claude/errors', 'claude', failures(anthropicError)),
  ...responses('groq/streams', 'groq', [
    ['thoughts and JSON', { stream: true, text: { format: { type: 'json_object' } }, input: '[sim:thinking]' }],
  ]),
  ...['groq', 'vertex-llama', 'vertex-jamba'].flatMap(model =>
    responses(`${model}/errors`, model, failures(openaiError)),
  ),
]
