/** Chunks as providers on OpenAI's wire really send them, and as nobody has announced them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { callGoesOn, callStarts, chunk, data, done, finishes, stream, usageChunk } from '../answers.ts'
import { chats, type ParityCase, type Row, weatherTool } from '../case.ts'

const tools = [weatherTool]
const first = chunk({ role: 'assistant', content: '' })
const hi = chunk({ content: 'Hi' })
const end = chunk({}, { finish_reason: 'stop' })
const S = (name: string, events: readonly string[], body: JsonObject = {}): Row => [
  name,
  { stream: true, ...body },
  { provider: stream(events) },
]
const U = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }
const inc = { stream_options: { include_usage: true } }
const two = (index: number, delta: JsonObject, more: JsonObject = {}): JsonObject => ({
  index,
  delta,
  finish_reason: null,
  ...more,
})
const multi = (choices: JsonObject[]): string =>
  data({ id: 'x', object: 'chat.completion.chunk', created: 1700000000, model: 'gpt-real', choices })

// prettier-ignore
const rows: readonly Row[] = [
  S('two choices', [multi([two(0, { role: 'assistant', content: 'a' }), two(1, { role: 'assistant', content: 'b' })]), multi([two(0, {}, { finish_reason: 'stop' }), two(1, {}, { finish_reason: 'length' })]), done], { n: 2 }),
  S('two choices in turn', [multi([two(0, { role: 'assistant', content: 'a' })]), multi([two(1, { role: 'assistant', content: 'b' })]), multi([two(0, {}, { finish_reason: 'stop' })]), multi([two(1, {}, { finish_reason: 'stop' })]), done], { n: 2 }),
  S('only the second choice', [multi([two(1, { role: 'assistant', content: 'b' })]), multi([two(1, {}, { finish_reason: 'stop' })]), done]),
  S('usage in every chunk', [chunk({ role: 'assistant', content: 'a' }, {}, { usage: { ...U, completion_tokens: 1 } }), chunk({ content: 'b' }, {}, { usage: { ...U, completion_tokens: 2 } }), chunk({}, { finish_reason: 'stop' }, { usage: U }), done], inc),
  S('usage in every chunk, not asked', [chunk({ role: 'assistant', content: 'a' }, {}, { usage: { ...U, completion_tokens: 1 } }), chunk({}, { finish_reason: 'stop' }, { usage: U }), done]),
  S('usage with the finish', [first, hi, chunk({}, { finish_reason: 'stop' }, { usage: U }), done], inc),
  S('usage null', [chunk({ role: 'assistant', content: 'a' }, {}, { usage: null }), chunk({}, { finish_reason: 'stop' }, { usage: null }), usageChunk(U), done], inc),
  S('usage twice', [first, hi, end, usageChunk(U), usageChunk({ ...U, completion_tokens: 9 }), done], inc),
  S('usage first', [usageChunk(U), first, hi, end, done], inc),
  S('usage empty', [first, hi, end, usageChunk({}), done], inc),
  S('usage partial', [first, hi, end, usageChunk({ prompt_tokens: 4 }), done], inc),
  S('usage without total', [first, hi, end, usageChunk({ prompt_tokens: 4, completion_tokens: 2 }), done], inc),
  S('usage details', [first, hi, end, usageChunk({ ...U, prompt_tokens_details: { cached_tokens: 3, audio_tokens: 0, text_tokens: 7 }, completion_tokens_details: { reasoning_tokens: 2, audio_tokens: null }, cost: 0.5, extra: 'x' }), done], inc),
  S('usage with nulls', [first, hi, end, usageChunk({ ...U, prompt_tokens_details: null, completion_tokens_details: null }), done], inc),
  S('no usage', [first, hi, end, done], inc),
  S('empty deltas', [first, chunk({}), hi, chunk({}), chunk({ content: '' }), chunk({ content: null }), end, done]),
  S('role in every chunk', [chunk({ role: 'assistant', content: 'a' }), chunk({ role: 'assistant', content: 'b' }), end, done]),
  S('no role', [hi, end, done]),
  S('content with the finish', [first, chunk({ content: 'bye' }, { finish_reason: 'stop' }), done]),
  S('nothing but the finish', [end, done]),
  S('other ids', [chunk({ role: 'assistant', content: 'a' }, {}, { id: 'one' }), chunk({ content: 'b' }, {}, { id: 'two', created: 5, model: 'm2' }), chunk({}, { finish_reason: 'stop' }, { id: 'three', system_fingerprint: 'other' }), done]),
  S('Azure filter first', [data({ id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } }] }), first, chunk({ content: 'a' }, { content_filter_results: { hate: { filtered: false } } }), end, done]),
  S('refusal', [chunk({ role: 'assistant', content: null, refusal: '' }), chunk({ refusal: 'I ' }), chunk({ refusal: 'cannot' }), end, done]),
  S('logprobs', [chunk({ role: 'assistant', content: '' }, { logprobs: { content: [], refusal: null } }), chunk({ content: 'a' }, { logprobs: { content: [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [] }], refusal: null } }), end, done], { logprobs: true }),
  S('audio', [chunk({ role: 'assistant', content: null, audio: { id: 'a1', transcript: 'H' } }), chunk({ audio: { data: 'AAA=' } }), chunk({ audio: { expires_at: 5 } }), end, done]),
  S('annotations', [first, hi, chunk({ annotations: [{ type: 'url_citation', url_citation: { url: 'https://e.com', title: 't', start_index: 0, end_index: 1 } }] }), end, done]),
  S('citations at the top', [chunk({ role: 'assistant', content: 'a' }, {}, { citations: ['https://e.com'], search_results: [{ title: 't', url: 'u' }] }), chunk({}, { finish_reason: 'stop' }, { citations: ['https://e.com'] }), done]),
  S('reasoning_content', [chunk({ role: 'assistant', reasoning_content: 'hm' }), chunk({ reasoning_content: 'm', content: null }), chunk({ content: 'a', reasoning_content: null }), chunk({ content: 'b' }), end, done]),
  S('reasoning', [chunk({ role: 'assistant', content: '', reasoning: 'hm' }), chunk({ content: '', reasoning: 'm' }), chunk({ content: 'a', reasoning: null }), end, done]),
  S('reasoning and content at once', [chunk({ role: 'assistant', content: 'a', reasoning_content: 'hm' }), end, done]),
  S('reasoning_details', [chunk({ role: 'assistant', content: '', reasoning: 'hm', reasoning_details: [{ type: 'reasoning.text', text: 'hm', index: 0, format: 'x' }] }), chunk({ content: 'a' }), chunk({ content: '', reasoning_details: [{ type: 'reasoning.encrypted', data: 'xx', index: 0 }] }), end, done]),
  S('think tags', [first, chunk({ content: '<think>' }), chunk({ content: 'hm' }), chunk({ content: '</think>' }), chunk({ content: 'a' }), end, done]),
  S('thinking_blocks', [chunk({ role: 'assistant', content: '', reasoning_content: 'hm', thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }] }), hi, end, done]),
  S('provider_specific_fields', [chunk({ role: 'assistant', content: 'a', provider_specific_fields: { a: 1 } }), chunk({}, { finish_reason: 'stop' }, { provider_specific_fields: { b: 2 } }), done]),
  S('call', [chunk({ role: 'assistant', content: null }), callStarts(0, 'call_1'), callGoesOn(0, '{"a"'), callGoesOn(0, ': 1}'), finishes('tool_calls'), done], { tools }),
  S('call ends with stop', [chunk({ role: 'assistant', content: null }), callStarts(0, 'call_1', 'f', '{}'), finishes('stop'), done], { tools }),
  S('call whole with finish', [chunk({ role: 'assistant', content: '', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] }, { finish_reason: 'tool_calls' }), done], { tools }),
  S('call without index', [chunk({ role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('two calls without index', [chunk({ role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }, { id: 'c2', type: 'function', function: { name: 'g', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('call without id', [chunk({ role: 'assistant', tool_calls: [{ index: 0, type: 'function', function: { name: 'f', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('call with id null later', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }] }), chunk({ tool_calls: [{ index: 0, id: null, type: null, function: { name: null, arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('call with empty id later', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }] }), chunk({ tool_calls: [{ index: 0, id: '', type: '', function: { name: '', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('call without arguments', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f' } }] }), finishes('tool_calls'), done], { tools }),
  S('call with arguments null', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: null } }] }), finishes('tool_calls'), done], { tools }),
  S('call with arguments object', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: { a: 1 } } }] }), finishes('tool_calls'), done], { tools }),
  S('call without type', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('calls of index one', [chunk({ role: 'assistant', tool_calls: [{ index: 1, id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('calls mixed', [first, callStarts(0, 'c1'), callStarts(1, 'c2'), callGoesOn(1, '{}'), callGoesOn(0, '{}'), finishes('tool_calls'), done], { tools }),
  S('two calls in one chunk', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }, { index: 1, id: 'c2', type: 'function', function: { name: 'g', arguments: '' } }] }), chunk({ tool_calls: [{ index: 0, function: { arguments: '{}' } }, { index: 1, function: { arguments: '{}' } }] }), finishes('tool_calls'), done], { tools }),
  S('calls empty list', [chunk({ role: 'assistant', content: 'a', tool_calls: [] }), chunk({ content: 'b', tool_calls: null }), end, done]),
  S('words and a call', [chunk({ role: 'assistant', content: 'let me' }), callStarts(0, 'c1', 'f', '{}'), chunk({ content: 'more' }), finishes('tool_calls'), done], { tools }),
  S('function_call', [chunk({ role: 'assistant', content: null, function_call: { name: 'f', arguments: '' } }), chunk({ function_call: { arguments: '{}' } }), finishes('function_call'), done]),
  S('custom call', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'custom', custom: { name: 'f', input: '' } }] }), chunk({ tool_calls: [{ index: 0, custom: { input: 'abc' } }] }), finishes('tool_calls'), done]),
  S('finish eos', [first, hi, finishes('eos'), done]),
  S('finish weird', [first, hi, finishes('weird'), done]),
  S('finish end_turn', [first, hi, finishes('end_turn'), done]),
  S('finish max_tokens', [first, hi, finishes('max_tokens'), done]),
  S('finish content_filter', [first, finishes('content_filter'), done]),
  S('finish empty', [first, hi, finishes(''), done]),
  S('finish twice', [first, hi, finishes('stop'), finishes('stop'), usageChunk(U), done], inc),
  S('native_finish_reason', [first, chunk({ content: 'a' }, { native_finish_reason: null }), chunk({}, { finish_reason: 'stop', native_finish_reason: 'STOP' }, { provider: 'Google' }), usageChunk({ ...U, cost: 0.01, is_byok: false, cost_details: { upstream_inference_cost: null } }), done], inc),
  S('x_groq', [chunk({ role: 'assistant', content: '' }, {}, { x_groq: { id: 'req_1' } }), hi, chunk({}, { finish_reason: 'stop' }, { x_groq: { id: 'req_1', usage: { ...U, queue_time: 0.1, total_time: 0.2 } } }), done], inc),
  S('n asked, one given', [first, hi, end, done], { n: 2 }),
  S('service_tier changes', [chunk({ role: 'assistant', content: 'a' }, {}, { service_tier: null }), chunk({ content: 'b' }, {}, { service_tier: 'flex' }), end, done]),
  S('no done', [first, hi, end]),
  S('no finish but done', [first, hi, done]),
  S('nothing but done', [done]),
  S('stream options null', [first, hi, end, usageChunk(U), done], { stream_options: null }),
  S('usage not asked', [first, hi, end, usageChunk(U), done], { stream_options: { include_usage: false } }),
  S('keys nobody knows', [chunk({ role: 'assistant', content: '', weird: 1 }), chunk({ content: 'a', weird: 2 }), chunk({ weird: 3 }), chunk({ content: 'b', reasoning_content: 'x', weird: 5 }), end, done]),
  S('refusals beside words', [chunk({ role: 'assistant', content: 'a', weird: 1, refusal: 'r' }, { odd: 1 }, { top: 1 }), chunk({ content: 'b', refusal: 'q' }, { odd: 2 }, { top: 2 }), end, done]),
  S('fields of the provider’s own', [chunk({ role: 'assistant', content: 'a', provider_specific_fields: { a: 1 } }), chunk({ content: '', provider_specific_fields: { a: 3 } }), chunk({ provider_specific_fields: { a: 4 } }), chunk({}, { finish_reason: 'stop' }, { provider_specific_fields: { b: 2 } }), done]),
  S('two choices in all shapes', [
    multi([two(0, { role: 'assistant', content: '' }), two(1, { role: 'assistant', content: '', weird: 1 }, { odd: 1 })]),
    multi([two(0, { content: 'a' }), two(1, { content: 'b', weird: 1 }, { logprobs: { content: [] } })]),
    multi([two(0, {}), two(1, { content: 'c' })]),
    multi([two(1, { content: 'd', tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] }), two(0, { content: 'e' }, { finish_reason: 'length' })]),
    multi([two(0, {}, { finish_reason: 'stop' }), two(1, {}, { finish_reason: 'length' })]), done]),
  S('custom calls that go on', [chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'c1', type: 'custom', custom: { name: 'f', input: '' } }] }), chunk({ tool_calls: [{ index: 0, custom: { input: 'abc' } }] }), chunk({ tool_calls: [{ index: 0, type: null, function: null, custom: { input: 'd' } }] }), end, done]),
  S('audio with words', [chunk({ role: 'assistant', content: 'a', audio: { id: 'a1', transcript: 'H' } }), chunk({ content: 'b', audio: { data: 'AAA=' }, weird: 1 }, { odd: 1 }, { top: 1 }), end, done]),
]

export const oddStreamCases: readonly ParityCase[] = [
  ...['gpt', 'groq'].flatMap(model => chats(`odd streams/${model}`, model, rows)),
  ...['azure', 'mistral', 'deepseek', 'openrouter'].flatMap((model, at) =>
    chats(
      `odd streams/${model}`,
      model,
      rows
        .filter((_, index) => index % 4 === at)
        .map(([name, body, more]) => [name, { ...body, n: undefined }, more ?? {}]),
    ),
  ),
]
