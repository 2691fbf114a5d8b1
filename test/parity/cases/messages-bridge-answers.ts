/** Anthropic's API over chats: what their answers, streams and failures become. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import {
  answer,
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
import { anthropicMessages, type ParityCase, type Row, toolCall, user } from '../case.ts'
import { weather } from './messages-bridges.ts'
import { countedAlike } from './responses-bridge-answers.ts'

export const own = { deployment: {} }
const longName = `mcp__a_server_with_a_name__${'a_very_long_tool_name_'.repeat(3)}end`
const shortName = 'mcp__a_server_with_a_name__a_very_long_tool_name_a_very_b9feeaf3'
export const args = '{"city":"Zürich"}'
const named: JsonObject = { tools: [{ ...weather, name: longName }] }
const statuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529]
export const streams = (name: string, events: readonly string[], cut = false): Row => [
  name,
  { stream: true },
  { provider: stream(events, cut) },
]

/** Chat completions as whole answers. */
const answers: readonly Row[] = [
  ['everything', {}, { provider: openaiAnswer() }],
  [
    'a tool',
    {},
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', args)] }, { finish_reason: 'tool_calls' }) },
  ],
  [
    'words and tools',
    {},
    {
      provider: openaiMessage(
        { content: 'I look.', tool_calls: [toolCall('c1', args), toolCall('functions.b:1', '')] },
        { finish_reason: 'tool_calls' },
      ),
    },
  ],
  ['a cut argument', {}, { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', '{"a": [1,')] }) }],
  [
    'a shortened name',
    named,
    { provider: openaiMessage({ content: null, tool_calls: [toolCall('c1', args, shortName)] }) },
  ],
  ['reasoning', {}, { provider: openaiMessage({ content: 'b', reasoning_content: 'hm' }) }],
  ['reasoning by its other name', {}, { provider: openaiMessage({ content: 'b', reasoning: 'hm' }) }],
  ['a refusal', {}, { provider: openaiMessage({ content: null, refusal: 'No.' }) }],
  ['a filter', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'content_filter' }) }],
  ['too long', {}, { provider: openaiMessage({ content: 'a' }, { finish_reason: 'length' }) }],
  ['an empty text', {}, { provider: openaiMessage({ content: '' }) }],
  ['no text', {}, { provider: openaiMessage({ content: null }) }],
  [
    'a cache',
    {},
    {
      provider: openaiAnswer({
        usage: {
          prompt_tokens: 100,
          completion_tokens: 5,
          total_tokens: 105,
          prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 10 },
          completion_tokens_details: { reasoning_tokens: 3 },
        },
      }),
    },
  ],
  ['no JSON', {}, { ...own, provider: answer('not json') }],
  ['the simulator', { messages: [user('[sim:thinking] [sim:tool]')], tools: [weather] }],
]

/** Chat completions in pieces. */
const chatStreams: readonly Row[] = [
  streams('text', [...textChunks, usageChunk(), done]),
  streams('no usage', [...textChunks, done]),
  streams('a tool', [
    chunk({ role: 'assistant', content: null }),
    callStarts(0, 'c1'),
    callGoesOn(0, '{"city":'),
    callGoesOn(0, '"B"}'),
    finishes('tool_calls'),
    usageChunk(),
    done,
  ]),
  streams('words, then tools', [
    chunk({ role: 'assistant', content: 'I look.' }),
    callStarts(0, 'c1'),
    callGoesOn(0, '{}'),
    callStarts(1, 'c2'),
    callGoesOn(1, '{"a":1}'),
    finishes('tool_calls'),
    usageChunk(),
    done,
  ]),
  streams('a tool at once', [
    chunk({
      role: 'assistant',
      tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }],
    }),
    finishes('tool_calls'),
    usageChunk(),
    done,
  ]),
  [
    'a shortened name',
    { ...named, stream: true },
    {
      provider: stream([
        callStarts(0, 'c1', shortName),
        callGoesOn(0, '{}'),
        finishes('tool_calls'),
        usageChunk(),
        done,
      ]),
    },
  ],
  streams('reasoning, then text', [
    chunk({ role: 'assistant', content: '', reasoning_content: 'h' }),
    chunk({ reasoning_content: 'm' }),
    chunk({ content: 'b' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams('reasoning and text at once', [
    chunk({ role: 'assistant', content: 'b', reasoning_content: 'h' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams('reasoning alone', [
    chunk({ role: 'assistant', reasoning_content: 'h' }),
    finishes('length'),
    usageChunk(),
    done,
  ]),
  streams('text after a tool', [
    callStarts(0, 'c1'),
    callGoesOn(0, '{}'),
    chunk({ content: 'b' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams('too long', [chunk({ role: 'assistant', content: 'a' }), finishes('length'), usageChunk(), done]),
  streams('a refusal', [
    chunk({ role: 'assistant', content: null, refusal: '' }),
    chunk({ refusal: 'No' }),
    chunk({ refusal: '.' }),
    finishes('stop'),
    usageChunk(),
    done,
  ]),
  streams('nothing said', [chunk({ role: 'assistant', content: '' }), finishes('stop'), usageChunk(), done]),
  streams('words with the end', [
    chunk({ role: 'assistant', content: 'a' }, { finish_reason: 'stop' }),
    usageChunk(),
    done,
  ]),
  streams('a cache', [
    ...textChunks,
    usageChunk({
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 60 },
    }),
    done,
  ]),
  streams('an error in the middle', [
    chunk({ role: 'assistant', content: 'a' }),
    data({ error: { message: 'boom', code: 500 } }),
  ]),
  streams('an error at once', [data({ error: { message: 'boom', code: 429 } })]),
  streams('an end without the last chunk', [chunk({ role: 'assistant', content: 'a' })]),
  ['a cut', { stream: true, messages: [user('[sim:long:20] [sim:cut:3] [sim:slow:20]')] }],
  [
    'the simulator’s thoughts and a tool',
    { stream: true, tools: [weather], messages: [user('[sim:thinking] [sim:tool]')] },
  ],
]

export const failures: readonly Row[] = [
  ...statuses.map((status): Row => [`${status}`, {}, { ...own, provider: openaiError(status) }]),
  ...[400, 429, 500].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: openaiError(status) },
  ]),
  [
    'too long a prompt',
    {},
    { ...own, provider: openaiError(400, { message: "This model's maximum context length is 5 tokens" }) },
  ],
  ['a page', {}, { ...own, provider: answer('<html>no</html>', 403, { 'content-type': 'text/html' }) }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  ['nobody there', {}, { deployment: { api_base: 'http://127.0.0.1:9' } }],
]

const chatModels = ['groq', 'vllm', 'openrouter', 'vertex-llama', 'vertex-gpt-oss', 'vertex-jamba'] as const

export const messagesBridgeAnswerCases: readonly ParityCase[] = [
  ...chatModels.flatMap(model => anthropicMessages(`messages bridge/${model}/answers`, model, answers)),
  ...chatModels.flatMap(model =>
    anthropicMessages(`messages bridge/${model}/streams`, model, countedAlike(model, chatStreams)),
  ),
  ...['groq', 'vertex-llama', 'vertex-jamba'].flatMap(model =>
    anthropicMessages(`messages bridge/${model}/errors`, model, failures),
  ),
]
