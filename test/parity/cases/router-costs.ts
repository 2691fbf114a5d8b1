/** What answers cost, as the headers tell: prices of deployments, tiers, the cache, thoughts, searches. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, anthropicAnswer, openaiAnswer } from '../answers.ts'
import { messagesPath, user } from '../case.ts'
import type { Sketch } from '../worlds.ts'
import { failing, routed, type RoutedRow } from './routing.ts'

const only = (sketch: Omit<Sketch, 'path'>): Record<string, readonly Sketch[]> => ({ '@a': [{ path: 'a', ...sketch }] })

const counted = (usage: JsonObject, changes: JsonObject = {}): ReturnType<typeof openaiAnswer> =>
  openaiAnswer({ usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500, ...usage }, ...changes })

const claude = (usage: JsonObject): ReturnType<typeof anthropicAnswer> =>
  anthropicAnswer({ usage: { input_tokens: 1000, output_tokens: 500, ...usage } })

const prices = { input_cost_per_token: 0.001, output_cost_per_token: 0.002 }

/** One deployment and what its provider answers. */
const costs = (
  name: string,
  sketch: Omit<Sketch, 'path'>,
  said: ReturnType<typeof openaiAnswer>,
  body: JsonObject = {},
): RoutedRow => [name, { groups: only(sketch), script: { a: [said] } }, body]

const gemini = answer({
  responseId: 'r1',
  candidates: [{ index: 0, content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
  modelVersion: 'gemini-2.5-flash',
})

const sonnet = { model: 'anthropic/claude-sonnet-4-5' }
const plain = counted({})

export const costCases = [
  ...routed('routing/costs', [
    costs('plain', {}, plain),
    costs('cached', {}, counted({ prompt_tokens_details: { cached_tokens: 400 } })),
    costs('reasoning', { model: 'openai/gpt-5' }, counted({ completion_tokens_details: { reasoning_tokens: 300 } })),
    costs('audio', { model: 'openai/gpt-4o-audio-preview' }, counted({ prompt_tokens_details: { audio_tokens: 200 }, completion_tokens_details: { audio_tokens: 100 } })),
    costs('flex', { model: 'openai/gpt-5' }, counted({}, { service_tier: 'flex' })),
    costs('priority', { model: 'openai/gpt-5' }, counted({}, { service_tier: 'priority' })),
    costs('priority, asked for', { model: 'openai/gpt-5' }, counted({}, { service_tier: 'auto' }), { service_tier: 'priority' }),
    costs('long', { model: 'openai/gpt-5.4' }, counted({ prompt_tokens: 300_000, total_tokens: 300_500 })),
    costs('unknown model', { model: 'openai/my-model' }, plain),
    costs('the deployment’s prices', { params: prices }, plain),
    costs('the prices of an unknown model', { model: 'openai/my-model', params: prices }, plain),
    costs('prices in model_info', { info: prices }, plain),
    costs('an input price only', { params: { input_cost_per_token: 0.001 } }, plain),
    costs('prices and a cache', { params: prices }, counted({ prompt_tokens_details: { cached_tokens: 400 } })),
    costs('prices of the cache', { params: { ...prices, cache_read_input_token_cost: 0.0001 } }, counted({ prompt_tokens_details: { cached_tokens: 400 } })),
    costs('free', { params: { input_cost_per_token: 0, output_cost_per_token: 0 } }, plain),
    costs('by the second', { params: { input_cost_per_second: 0 } }, plain),
    costs('base_model', { model: 'openai/my-model', info: { base_model: 'gpt-4o' } }, plain),
    costs('base_model in the parameters', { model: 'openai/my-model', params: { base_model: 'gpt-4o' } }, plain),
    costs('base_model with its provider', { model: 'openai/my-model', info: { base_model: 'openai/gpt-4o' } }, plain),
    costs('base_model of a known model', { info: { base_model: 'gpt-5' } }, plain),
    costs('base_model and prices', { model: 'openai/my-model', params: prices, info: { base_model: 'gpt-4o' } }, plain),
    costs('Claude', sonnet, claude({})),
    costs('Claude’s cache', sonnet, claude({ cache_read_input_tokens: 300, cache_creation_input_tokens: 200 })),
    costs('Claude’s cache for an hour', sonnet, claude({ cache_creation_input_tokens: 200, cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 150 } })),
    costs('Claude’s long prompt', sonnet, claude({ input_tokens: 250_000 })),
    costs('Claude’s searches', sonnet, claude({ server_tool_use: { web_search_requests: 3 } })),
    costs('Claude’s region', { model: 'anthropic/claude-opus-4-6' }, claude({ inference_geo: 'us' })),
    costs('Claude at the deployment’s prices', { ...sonnet, params: prices }, claude({ cache_read_input_tokens: 300 })),
    costs('a search, asked for', { model: 'openai/gpt-4o-search-preview' }, plain, { web_search_options: {} }),
    costs('a search of low context', { model: 'openai/gpt-4o-search-preview' }, plain, { web_search_options: { search_context_size: 'low' } }),
    costs('annotations', { model: 'openai/gpt-4o-search-preview' }, openaiAnswer({ choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'x', annotations: [{ type: 'url_citation', url_citation: { url: 'https://x.example', title: 't', start_index: 0, end_index: 1 } }] } }] })),
  ]),
  ...routed('routing/message costs', [
    ['Claude’s cache', { groups: only(sonnet), script: { a: [claude({ cache_read_input_tokens: 300 })] } }],
    ['Claude’s searches', { groups: only(sonnet), script: { a: [claude({ server_tool_use: { web_search_requests: 3 } })] } }],
    ['the deployment’s prices', { groups: only({ ...sonnet, params: prices }), script: { a: [claude({})] } }],
  ]).map(parityCase => ({ ...parityCase, path: messagesPath, body: { model: '@a', max_tokens: 9, messages: [user('hi')] } })),
  ...routed('routing/limits', [
    ['requests', { groups: only({ params: { rpm: 100 } }), script: { a: [plain] } }, {}, { times: 2 }],
    ['tokens', { groups: only({ params: { tpm: 10_000 } }), script: { a: [plain] } }, {}, { times: 2 }],
    ['both', { groups: only({ model: 'mistral/mistral-large-latest', params: { rpm: 100, tpm: 10_000 } }), script: { a: [plain] } }, {}, { times: 3 }],
    ['of two', { groups: { '@a': [{ path: 'a', params: { rpm: 100, weight: 1 } }, { path: 'b', params: { rpm: 50, weight: 0 } }] }, script: { a: [plain] } }, {}, { times: 2 }],
    ['the provider’s come first', { groups: only({ params: { rpm: 100 } }) }],
    ['after a failure', { groups: only({ params: { rpm: 100 } }), script: { a: [failing(400), plain] } }, {}, { times: 2 }],
    ['of the map', { groups: only({ model: 'gemini/gemini-2.5-flash', params: { rpm: 100 } }), script: { a: [gemini] } }, {}, { times: 2 }],
    ['of the map alone', { groups: only({ model: 'gemini/gemini-2.5-flash' }), script: { a: [gemini] } }, {}, { times: 2 }],
  ]),
  ...routed('routing/answering model', [
    costs('a dearer one', {}, counted({}, { model: 'gpt-4o-2024-05-13' })),
    costs('an unknown one', {}, counted({}, { model: 'gpt-new' })),
    costs('with a base_model', { info: { base_model: 'gpt-4o' } }, counted({}, { model: 'gpt-4o-2024-05-13' })),
    costs('with prices', { params: prices }, counted({}, { model: 'gpt-4o-2024-05-13' })),
    costs('Claude’s', sonnet, anthropicAnswer({ model: 'claude-opus-4-5', usage: { input_tokens: 1000, output_tokens: 500 } })),
  ]),
] // prettier-ignore
