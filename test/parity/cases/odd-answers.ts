/** Whole answers as providers on OpenAI's wire really send them, and as nobody has announced them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { chunk, done, finishes, openaiAnswer, openaiMessage, stream, usageChunk } from '../answers.ts'
import { chats, type ParityCase, type Row, user, weatherTool } from '../case.ts'

const tools = [weatherTool]
const U = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
const W = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [name, body, { provider }]
const S = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]

// prettier-ignore
const rows: readonly Row[] = [
  W('two choices', openaiAnswer({ choices: [0, 1].map(i => ({ index: i, message: { role: 'assistant', content: `${i}` }, finish_reason: 'stop' })) }), { n: 2 }),
  W('choices empty', openaiAnswer({ choices: [] })),
  W('content null', openaiMessage({ content: null })),
  W('content missing', openaiMessage({})),
  W('finish null', openaiMessage({ content: 'a' }, { finish_reason: null })),
  W('finish missing', openaiAnswer({ choices: [{ index: 0, message: { role: 'assistant', content: 'a' } }] })),
  W('finish weird', openaiMessage({ content: 'a' }, { finish_reason: 'weird' })),
  W('finish eos', openaiMessage({ content: 'a' }, { finish_reason: 'eos' })),
  W('usage missing', openaiAnswer({ usage: undefined })),
  W('usage null', openaiAnswer({ usage: null })),
  W('usage empty', openaiAnswer({ usage: {} })),
  W('usage partial', openaiAnswer({ usage: { prompt_tokens: 4 } })),
  W('usage null details', openaiAnswer({ usage: { ...U, prompt_tokens_details: null, completion_tokens_details: null } })),
  W('usage cost', openaiAnswer({ usage: { ...U, cost: 0.5, cost_in_usd_ticks: 7, num_sources_used: 2 } })),
  W('id missing', openaiAnswer({ id: undefined, created: undefined, object: undefined, model: undefined })),
  W('reasoning_content', openaiMessage({ content: 'a', reasoning_content: 'hm' })),
  W('reasoning', openaiMessage({ content: 'a', reasoning: 'hm' })),
  W('reasoning both', openaiMessage({ content: 'a', reasoning: 'x', reasoning_content: 'y' })),
  W('reasoning null', openaiMessage({ content: 'a', reasoning: null, reasoning_content: null })),
  W('think tags', openaiMessage({ content: '<think>hm</think>a' })),
  W('think tags unclosed', openaiMessage({ content: '<think>hm' })),
  W('reasoning_details', openaiMessage({ content: 'a', reasoning: 'hm', reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] })),
  W('annotations', openaiMessage({ content: 'a', annotations: [{ type: 'url_citation', url_citation: { url: 'u', title: 't', start_index: 0, end_index: 1 } }] })),
  W('citations', openaiAnswer({ citations: ['https://e.com'], search_results: [{ a: 1 }], images: [] })),
  W('audio', openaiMessage({ content: null, audio: { id: 'a', data: 'AA==', expires_at: 5, transcript: 'hi' } })),
  W('refusal', openaiMessage({ content: null, refusal: 'no' })),
  W('call', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call ends with stop', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] }), { tools }),
  W('call without id', openaiMessage({ content: null, tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{}' } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call without type', openaiMessage({ content: null, tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{}' } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call arguments object', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: { a: 1 } } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call arguments null', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: null } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call arguments missing', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f' } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('call arguments broken', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a"' } }] }, { finish_reason: 'tool_calls' }), { tools }),
  W('calls empty', openaiMessage({ content: 'a', tool_calls: [] })),
  W('calls with index', openaiMessage({ content: null, tool_calls: [{ index: 3, id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' }, extra: 1 }] }, { finish_reason: 'tool_calls' })),
  W('custom call', openaiMessage({ content: null, tool_calls: [{ id: 'c1', type: 'custom', custom: { name: 'f', input: 'x' } }] }, { finish_reason: 'tool_calls' })),
  W('function_call', openaiMessage({ content: null, function_call: { name: 'f', arguments: '{}' } }, { finish_reason: 'function_call' })),
  W('logprobs', openaiMessage({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [] }], refusal: null } })),
  W('logprobs odd', openaiMessage({ content: 'a' }, { logprobs: { tokens: ['a'], token_logprobs: [-1] } })),
  W('choice extras', openaiMessage({ content: 'a' }, { native_finish_reason: 'STOP', content_filter_results: { hate: { filtered: false } }, seed: 5 }, { provider: 'P', prompt_filter_results: [] })),
  W('error null', openaiAnswer({ error: null })),
  W('pictures', openaiMessage({ content: '', images: [{ type: 'image_url', index: 0, image_url: { url: 'data:image/png;base64,AA==' } }] })),
]

const usages: readonly (readonly [string, JsonObject])[] = [
  ['a cost', { cost: 0.5 }],
  ['no cost', { cost: 0 }],
  ['details of a cost', { cost: 0.25, is_byok: true, cost_details: { upstream_inference_cost: 0.125 } }],
  ['ticks', { cost_in_usd_ticks: 70_000_000 }],
  ['Anthropic’s words', { cache_read_input_tokens: 4, cache_creation_input_tokens: 2 }],
  ['DeepSeek’s words', { prompt_cache_hit_tokens: 4, prompt_cache_miss_tokens: 6 }],
  ['searches', { server_tool_use: { web_search_requests: 2 } }],
  ['reasoning at the top', { reasoning_tokens: 3 }],
]

const counts: readonly Row[] = usages.flatMap(([name, more]) => {
  const usage = { ...U, ...more }
  const chunks = [chunk({ role: 'assistant', content: 'a' }), chunk({}, { finish_reason: 'stop' }), usageChunk(usage)]
  return [
    W(name, openaiAnswer({ usage })),
    S(`${name}, streamed`, [...chunks, done], { stream_options: { include_usage: true } }),
  ]
})

const T = (text: string): JsonObject => ({ type: 'text', text })
const thought = (...texts: string[]): JsonObject => ({ type: 'thinking', thinking: texts.map(T), closed: true })

// prettier-ignore
const lists: readonly Row[] = [
  W('thoughts and words', openaiMessage({ content: [thought('hm', 'mm'), T('a')] })),
  W('only thoughts', openaiMessage({ content: [thought('hm')] })),
  W('a call', openaiMessage({ content: [thought('hm')], tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{}' }, index: 0 }] })),
  S('thoughts', [chunk({ role: 'assistant', content: '' }), chunk({ content: [thought('h')] }), chunk({ content: [thought('m', 'x')] }), chunk({ content: [T('a')] }), chunk({ content: 'b' }), chunk({ content: '' }, { finish_reason: 'stop' }, { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }), done]),
  S('both at once', [chunk({ role: 'assistant', content: [thought('h'), T('a'), T('b')] }), chunk({ content: [] }), chunk({ content: [{ type: 'reference', reference_ids: [1] }] }), finishes('stop'), done]),
]

// prettier-ignore
const efforts: readonly Row[] = [
  ['effort', { reasoning_effort: 'high' }],
  ['no effort', { reasoning_effort: 'none' }],
  ['nothing said of effort', { reasoning_effort: null }],
  ['effort and a system message', { reasoning_effort: 'low', messages: [{ role: 'system', content: 'S' }, user('hi')] }],
  ['effort and system parts', { reasoning_effort: 'low', messages: [{ role: 'system', content: [T('S')] }, user('hi')] }],
  ['tools', { tools, tool_choice: 'required', parallel_tool_calls: false }],
]
const thinking: Row = ['thinking', { thinking: { type: 'enabled', budget_tokens: 1000 } }]

const at = (model: string, given: readonly Row[]): Row[] =>
  given.map(([name, body, more]) => [name, body, { ...more, deployment: { model } }])

export const oddAnswerCases: readonly ParityCase[] = [
  ...['gpt', 'groq'].flatMap(model => chats(`odd answers/${model}`, model, rows)),
  ...['azure', 'mistral', 'deepseek', 'xai', 'openrouter'].flatMap((model, place) =>
    chats(
      `odd answers/${model}`,
      model,
      rows
        .filter((_, index) => index % 5 === place)
        .map(([name, body, more]) => [name, { ...body, n: undefined }, more ?? {}]),
    ),
  ),
  ...['gpt', 'openrouter', 'router-claude', 'xai', 'mistral'].flatMap(model =>
    chats(`told counts/${model}`, model, counts),
  ),
  ...chats('magistral/lists', 'mistral', lists),
  ...chats('magistral', 'mistral', at('mistral/magistral-medium-latest', [...efforts, thinking, ...lists])),
  ...chats('magistral/medium', 'mistral', at('mistral/mistral-medium-latest', efforts)),
]
