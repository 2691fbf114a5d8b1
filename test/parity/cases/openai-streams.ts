/** Streams on OpenAI's wire, from OpenAI and from those who speak like it. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chunk, data, done, stream, textChunks, usageChunk } from '../answers.ts'
import { chats, clockTool, user, weatherTool, type Row } from '../case.ts'
import { compatibles } from '../models.ts'

const withUsage: JsonObject = { stream_options: { include_usage: true } }
const streams = (name: string, chunks: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(chunks) },
]
const asked = (name: string, prompt: string, body: JsonObject = {}): Row => [
  name,
  { stream: true, messages: [user(prompt)], ...body },
]
const usage: JsonObject = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
const starts = (content: string | null, more: JsonObject = {}): string => chunk({ role: 'assistant', content, ...more })
const ends = (reason = 'stop'): string => chunk({}, { finish_reason: reason })
const piece = (index: number, args: string): string => chunk({ tool_calls: [{ index, function: { arguments: args } }] })
const call = (index: number, id: string, name: string, args: string): JsonObject => ({
  tool_calls: [{ index, id, type: 'function', function: { name, arguments: args } }],
})
const failure = data({ error: { message: 'boom', type: 'server_error', code: 'x' } })

/** What every provider of the wire is tried with. */
export const common: readonly Row[] = [
  streams('text', [...textChunks, usageChunk(), done]),
  streams('text with usage', [...textChunks, usageChunk(), done], withUsage),
  streams(
    'tools',
    [
      starts(null, call(0, 't1', 'f', '')),
      piece(0, '{"a"'),
      piece(0, ':1}'),
      chunk(call(1, 't2', 'g', '{}')),
      ends('tool_calls'),
      done,
    ],
    { tools: [weatherTool] },
  ),
  streams('reasoning', [
    starts(null, { reasoning_content: 'a' }),
    chunk({ content: null, reasoning_content: 'b' }),
    chunk({ reasoning: 'c' }),
    chunk({ content: 'x', weird: 1 }),
    chunk({ content: '' }, { finish_reason: 'stop' }, { x_groq: { id: 'r' }, usage }),
    done,
  ]),
  streams('an error in the middle', [starts('a'), failure]),
  asked('a cut', 'Go [sim:long:20] [sim:cut:3] [sim:slow:20]'),
  streams('an error at once', [failure]),
  streams(
    'two choices',
    [
      starts('x'),
      chunk({ role: 'assistant', content: 'y' }, { index: 1 }),
      ends(),
      chunk({}, { finish_reason: 'length', index: 1 }),
      done,
    ],
    { n: 2, drop_params: true },
  ),
  streams('an unknown end', [starts('a'), chunk({ content: '' }, { finish_reason: 'weird' }), done]),
  streams(
    'usage with details',
    [
      ...textChunks,
      usageChunk({
        prompt_tokens: 11,
        completion_tokens: 9,
        total_tokens: 20,
        prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 5 },
        queue_time: 1,
      }),
      done,
    ],
    withUsage,
  ),
]

const openai = chats('openai streams', 'gpt', [
  ...common,
  streams('usage twice', [starts('x'), chunk({}, { finish_reason: 'length' }, { usage }), done], withUsage),
  streams('usage that never comes', [...textChunks, done], withUsage),
  streams('no [DONE]', textChunks),
  streams('an end without the last chunk', textChunks.slice(0, 3)),
  streams('the end with content', [starts('x'), chunk({ content: 'y' }, { finish_reason: 'stop' }), done]),
  streams('logprobs', [
    chunk(
      { role: 'assistant', content: 'x' },
      { logprobs: { content: [{ token: 'x', logprob: -1, bytes: null, top_logprobs: [] }], refusal: null } },
    ),
    ends(),
    done,
  ]),
  streams('a refusal', [starts(''), chunk({ refusal: 'no' }), ends(), done]),
  streams('a filter', [starts('x'), ends('content_filter'), done]),
  streams('a first chunk without choices', [
    data({ id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [] }),
    ...textChunks,
    done,
  ]),
  streams('annotations', [
    starts('x', { annotations: [{ type: 'url_citation', url_citation: { url: 'u' } }] }),
    ends(),
    done,
  ]),
  streams('the old function call', [
    starts(null, { function_call: { name: 'f', arguments: '' } }),
    chunk({ function_call: { arguments: '{}' } }),
    ends('function_call'),
    done,
  ]),
  streams('tools that end with stop', [starts(null, call(0, 't1', 'f', '{}')), ends(), done], { tools: [clockTool] }),
  streams('only [DONE]', [done]),
  streams('nothing at all', []),
  streams('empty chunks', [
    chunk({ role: 'assistant' }),
    chunk({}),
    chunk({ content: '' }),
    chunk({ content: 'x' }),
    chunk({ content: '' }),
    ends(),
    done,
  ]),
  streams('an id a chunk', [
    chunk({ role: 'assistant', content: 'x' }, {}, { id: 'one' }),
    chunk({ content: 'y' }, {}, { id: 'two' }),
    chunk({}, { finish_reason: 'stop' }, { id: 'three' }),
    done,
  ]),
  streams('a chunk that is no JSON', [starts('x'), 'data: {oops\n\n', chunk({ content: 'y' }), ends(), done]),
  asked('the simulator’s text', 'Hello'),
  asked('the simulator’s long text with usage', 'Hello [sim:long:200]', withUsage),
  asked('the simulator’s tools', 'Hello [sim:tool:2]', { tools: [weatherTool, clockTool] }),
  asked('the simulator’s thoughts', 'Hello [sim:thinking]'),
  asked('the simulator’s refusal', 'Hello [sim:refusal]'),
  ['the simulator’s page', { stream: true, messages: [user('[sim:html]')] }, { deployment: {} }],
  ['the simulator’s reset', { stream: true, messages: [user('[sim:reset]')] }, { deployment: {} }],
])

export const openaiStreamCases = [...openai, ...compatibles.flatMap(model => chats(`streams/${model}`, model, common))]
