import t from 'tap'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const tool = {
  type: 'function',
  function: { name: 'f', strict: true, parameters: { $schema: 's', type: 'object', additionalProperties: false } },
}
const sent = (chat: JsonObject, provider = 'openai', model = 'gpt-4o', more: Partial<Target> = {}) =>
  openaiTranslator.request({ model: 'asked', messages: [user], ...chat }, target(provider, model, more))

const bodies: { name: string; chat: JsonObject; provider?: string; model?: string; want: JsonObject }[] = [
  {
    name: 'OpenAI gets what the client sent',
    chat: { temperature: 0.3, user: 'u', seed: 1 },
    want: { temperature: 0.3, user: 'u', seed: 1 },
  },
  { name: 'own parameters pass, extra_body is spread', chat: { foo: 1, extra_body: { z: 2 } }, want: { foo: 1, z: 2 } },
  {
    name: 'a stream is asked for its usage',
    chat: { stream: true },
    want: { stream: true, stream_options: { include_usage: true } },
  },
  {
    name: 'reasoning models name the limit differently',
    chat: { max_tokens: 9 },
    model: 'gpt-5',
    want: { max_completion_tokens: 9 },
  },
  {
    name: 'and idle ones take a temperature',
    chat: { temperature: 0.3 },
    model: 'gpt-5.2',
    want: { temperature: 0.3 },
  },
  { name: 'o-series', chat: { max_tokens: 9, stop: 'x' }, model: 'o3', want: { max_completion_tokens: 9, stop: 'x' } },
  { name: 'others write stream out', chat: {}, provider: 'groq', want: { stream: false } },
  {
    name: 'groq has one limit',
    chat: { max_completion_tokens: 9 },
    provider: 'groq',
    want: { stream: false, max_tokens: 9 },
  },
  { name: 'groq gets no user', chat: { user: 'u' }, provider: 'groq', want: { stream: false } },
  {
    name: 'mistral',
    chat: { seed: 2, tools: [tool], tool_choice: 'required', max_completion_tokens: 3 },
    provider: 'mistral',
    want: {
      random_seed: 2,
      tool_choice: 'any',
      max_tokens: 3,
      tools: [
        {
          type: 'function',
          function: { name: 'f', strict: true, parameters: { type: 'object', additionalProperties: false } },
        },
      ],
    },
  },
  {
    name: 'mistral streams are not asked for usage',
    chat: { stream: true },
    provider: 'mistral',
    want: { stream: true },
  },
  {
    name: 'deepseek thinks or not',
    chat: { reasoning_effort: 'low' },
    provider: 'deepseek',
    want: { stream: false, thinking: { type: 'enabled' } },
  },
  {
    name: 'deepseek knows no budget',
    chat: { thinking: { type: 'disabled', budget_tokens: 5 } },
    provider: 'deepseek',
    want: { stream: false, thinking: { type: 'disabled' } },
  },
  {
    name: 'openrouter',
    chat: { reasoning_effort: 'max' },
    provider: 'openrouter',
    want: { stream: false, reasoning_effort: 'xhigh', usage: { include: true } },
  },
  {
    name: 'vllm',
    chat: { thinking: { type: 'enabled', budget_tokens: 2048 } },
    provider: 'hosted_vllm',
    want: { stream: false, reasoning_effort: 'medium' },
  },
  {
    name: 'vllm tools',
    chat: { tools: [tool] },
    provider: 'hosted_vllm',
    want: {
      stream: false,
      tools: [{ type: 'function', function: { name: 'f', parameters: { $schema: 's', type: 'object' } } }],
    },
  },
  {
    name: 'xai',
    chat: { stop: 'x', user: 'u', drop_params: true },
    provider: 'xai',
    model: 'grok-4',
    want: { stream: false, user: 'u' },
  },
]

t.test('bodies', async t => {
  for (const { name, chat, provider, model = provider ? 'm' : 'gpt-4o', want } of bodies) {
    t.strictSame(sent(chat, provider, model).body, { model, messages: [user], ...want }, name)
  }
})

const marked = { role: 'user', content: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }] }
const developer = { role: 'developer', content: 'D' }
const conversations: { name: string; messages: JsonObject[]; provider?: string; model?: string; want: JsonObject[] }[] =
  [
    { name: 'developer is system', messages: [developer, user], want: [{ role: 'system', content: 'D' }, user] },
    {
      name: 'but not for the o-series, which has no system',
      model: 'o3',
      messages: [developer, { role: 'system', content: 'S' }],
      want: [developer, { role: 'user', content: 'S' }],
    },
    {
      name: 'null fields go',
      messages: [{ role: 'assistant', content: null, refusal: null }],
      want: [{ role: 'assistant' }],
    },
    { name: 'OpenAI keeps cache marks', messages: [marked], want: [marked] },
    {
      name: 'others do not',
      provider: 'groq',
      messages: [marked],
      want: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
    },
    {
      name: 'OpenRouter keeps them for Claude',
      provider: 'openrouter',
      model: 'anthropic/claude',
      messages: [marked],
      want: [marked],
    },
    {
      name: 'deepseek wants strings',
      provider: 'deepseek',
      messages: [marked],
      want: [{ role: 'user', content: 'x' }],
    },
    {
      name: 'mistral knows names of tools only, and no empty answers',
      provider: 'mistral',
      messages: [
        { ...user, name: 'bob' },
        { role: 'assistant', content: '' },
        { role: 'tool', name: 'f', tool_call_id: 't', content: 'r' },
      ],
      want: [user, { role: 'tool', name: 'f', tool_call_id: 't', content: 'r' }],
    },
    {
      name: 'xai knows names of users only',
      provider: 'xai',
      messages: [
        { ...user, name: 'bob' },
        { role: 'tool', name: 'f', tool_call_id: 't', content: 'r' },
      ],
      want: [
        { ...user, name: 'bob' },
        { role: 'tool', tool_call_id: 't', content: 'r' },
      ],
    },
    {
      name: 'a bare image address becomes an object',
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'https://x.test/y.png' }] }],
      want: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.test/y.png' } }] }],
    },
  ]

t.test('conversations', async t => {
  for (const { name, messages, provider, model, want } of conversations) {
    t.strictSame(sent({ messages }, provider, model).body['messages'], want, name)
  }
})

const refusals: { chat: JsonObject; provider?: string; model?: string; want: RegExp }[] = [
  {
    chat: { thinking: { type: 'enabled' } },
    want: /^openai does not support parameters: \['thinking'\], for model=gpt-4o\./,
  },
  { chat: { n: 2 }, provider: 'mistral', model: 'm', want: /^mistral does not support parameters: \['n'\]/ },
  {
    chat: { temperature: 0.3 },
    model: 'gpt-5',
    want: /^gpt-5 doesn't support temperature=0.3 while reasoning is active\./,
  },
  { chat: { temperature: 0.3 }, model: 'o3', want: /^O-series models don't support temperature=0.3\./ },
  { chat: { reasoning_effort: 'none' }, model: 'gpt-5', want: /^reasoning_effort=none is not supported for gpt-5\./ },
  {
    chat: { logprobs: true, reasoning_effort: 'low' },
    model: 'gpt-5.2',
    want: /^gpt-5\.2 only supports logprobs, .*Current reasoning_effort='low'\./,
  },
]

t.test('refusals', async t => {
  for (const { chat, provider, model, want } of refusals) {
    t.throws(() => sent(chat, provider, model), { message: want }, JSON.stringify(chat))
    const dropped = sent({ ...chat, drop_params: true }, provider, model).body
    t.notOk(Object.hasOwn(dropped, Object.keys(chat)[0] ?? ''), 'dropped where that is asked')
  }
})

t.test('address and headers', async t => {
  const request = sent({}, 'openrouter', 'm', { headers: { 'x-sm-user-id': 'u' } })
  t.equal(request.url, 'http://provider.test/chat/completions')
  t.strictSame(request.headers, {
    'http-referer': 'https://litellm.ai',
    'x-title': 'liteLLM',
    'x-sm-user-id': 'u',
    'content-type': 'application/json',
    authorization: 'Bearer key',
  })
  t.match(sent({}, 'hosted_vllm', 'm', { apiKey: undefined }).headers, { authorization: 'Bearer fake-api-key' })
})
