/** Limits, sampling, stops, users, unknown and unsupported parameters on the Anthropic wire. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chats, type Row } from '../case.ts'

const named = (body: JsonObject): Row => [JSON.stringify(body), body]

/** What Anthropic has not; `drop_params` decides between dropping and refusing. */
const unsupported: readonly JsonObject[] = [
  { n: 2 },
  { n: 1 },
  { seed: 1 },
  { logprobs: true },
  { top_logprobs: 2 },
  { frequency_penalty: 0 },
  { presence_penalty: 1 },
  { logit_bias: { a: 1 } },
  { store: true },
  { functions: [{ name: 'f' }] },
  { modalities: ['text'] },
  { service_tier: 'auto' },
  { prediction: {} },
  { verbosity: 'low' },
  { audio: {} },
  { safety_identifier: 'x' },
  { prompt_cache_key: 'x' },
  { seed: 3, n: 2 },
  { presence_penalty: 1, store: null },
  { stream_options: { include_usage: true } },
]

const defaults = [
  'claude-3',
  'claude-3-7',
  'claude-sonnet-4',
  'claude-haiku-4-5',
  'claude-opus-4-5',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-opus-4-8',
  'claude-sonnet-5',
  'claude-opus-5',
  'claude-unknown',
]

const limits = chats('limits', 'claude', [
  ...[5.6, 0.2, 0, 7].map((max_tokens): Row => named({ max_tokens })),
  named({ max_tokens: 5, max_completion_tokens: 9 }),
  named({ max_completion_tokens: 9 }),
  named({ max_tokens: '7' }),
  named({ max_tokens: null, temperature: null }),
])

const sampling = [
  ...chats('sampling', 'claude', [
    named({ temperature: 0.3, top_p: 0.5, top_k: 4 }),
    named({ temperature: 0 }),
    named({ temperature: 2 }),
    named({ stop: 'END' }),
    named({ stop: ['a', ' ', 'b'] }),
    named({ stop: ['a', ' ', 'b'], drop_params: true }),
    named({ stop: null }),
    named({ stop: [] }),
  ]),
  ...['claude-opus-4-7', 'claude-sonnet-5'].flatMap(model =>
    chats(`sampling/${model}`, model, [
      named({ temperature: 0.3 }),
      named({ temperature: 1 }),
      named({ top_p: 0.3 }),
      named({ top_k: 3 }),
      named({ temperature: 0.3, top_p: 0.2, top_k: 3, drop_params: true }),
    ]),
  ),
]

const others = chats('parameters', 'claude', [
  ['unknown keys', { foo: { a: 1 }, bar: null, container: 'c' }],
  ['extra_body', { extra_body: { baz: 2, nothing: null } }],
  ['user', { user: 'u-1' }],
  ['user is an e-mail address', { user: 'a@b.co' }],
  ['user is a phone number', { user: '1234567' }],
  ['user and metadata.user_id', { user: 'u-1', metadata: { user_id: 'm-1', x: 2 } }],
  ['cache_control of the request', { cache_control: { type: 'ephemeral' } }],
  ['context management', { context_management: [{ type: 'compaction', compact_threshold: 1000 }] }],
  ['context management in Anthropic’s form', { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } }],
  ['allowed_openai_params', { allowed_openai_params: ['seed'], seed: 4 }],
  [
    'what only steers LiteLLM',
    {
      timeout: 30,
      num_retries: 0,
      tags: ['x'],
      metadata: { a: 1 },
      cache: { 'no-cache': true },
      caching: false,
      request_timeout: 3,
      allowed_openai_params: [],
      additional_drop_params: ['top_p'],
      top_p: 0.1,
    },
  ],
  ['speed', { speed: 'fast' }],
  ['a made-up answer', { mock_response: 'mocked' }],
  ['a made-up failure of an unknown model', { model: 'nope', mock_testing_fallbacks: true }],
  ['a made-up failure', { mock_testing_fallbacks: true }],
  ['cached contents of OpenAI', { prompt_cache_key: 'k', drop_params: true }],
  ['guardrails and tags', { guardrails: [], tags: ['a'], litellm_metadata: { a: 1 } }],
  ['metadata that is no object', { metadata: 'x' }],
  ['stream as a text', { stream: 'true' }],
  ['stream null', { stream: null }],
  ['temperature as a text', { temperature: '0.5' }],
  ['extra_body wins', { extra_body: { temperature: 0.9 }, temperature: 0.1 }],
])

const configured = chats('configured', 'claude', [
  ['drop_params', { seed: 1, n: 2 }, { deployment: { drop_params: true } }],
  ['additional_drop_params', { temperature: 0.3, top_p: 0.2 }, { deployment: { additional_drop_params: ['top_p'] } }],
  ['defaults of the body', {}, { deployment: { max_tokens: 77, temperature: 0.4, metadata: { user_id: 'conf' } } }],
  ['the body wins over defaults', { max_tokens: 8 }, { deployment: { max_tokens: 77, temperature: 0.4 } }],
  ['thinking', {}, { deployment: { thinking: { type: 'enabled', budget_tokens: 1500 } } }],
  ['reasoning_effort', {}, { deployment: { reasoning_effort: 'low' } }],
  [
    'extra_headers',
    {},
    { deployment: { extra_headers: { 'x-from-config': 'yes', 'anthropic-beta': 'context-1m-2025-08-07' } } },
  ],
  ['extra_body', {}, { deployment: { extra_body: { a: 1 } } }],
  ['an unknown key', {}, { deployment: { something_else: 1 } }],
  ['custom_llm_provider', {}, { deployment: { model: 'claude-sonnet-4-5', custom_llm_provider: 'anthropic' } }],
  ['a model without prefix', {}, { deployment: { model: 'claude-sonnet-4-5' } }],
])

export const parameterCases = [
  ...limits,
  ...defaults.flatMap(model => chats('limits/default', model, [[model, {}]])),
  ...sampling,
  ...others,
  ...chats('parameters/claude-opus-5', 'claude-opus-5', [['speed', { speed: 'fast' }]]),
  ...chats('unsupported', 'claude', unsupported.map(named)),
  ...chats(
    'unsupported/dropped',
    'claude',
    unsupported.map((body): Row => [JSON.stringify(body), { ...body, drop_params: true }]),
  ),
  ...configured,
]
