import t from 'tap'
import { compatiblePrefixes } from '../../../../services/sdk/providers/openai/compatible.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import { defaultBase, translatorFor } from '../../../../services/sdk/providers/registry.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const tool = { type: 'function', function: { name: 'f' } }
const sent = (provider: string, chat: JsonObject, model = 'm') =>
  openaiTranslator.request({ messages: [user], ...chat }, target(provider, model))

/** Whose models have names of a form, or who are let in otherwise than by a key. */
const special = new Set([
  'amazon_nova',
  'bedrock_mantle',
  'clarifai',
  'github_copilot',
  'ragflow',
  'sagemaker_chat',
  'sagemaker_nova',
  'snowflake',
])

t.test('every prefix is on the OpenAI wire', async t => {
  t.ok(compatiblePrefixes.length >= 60)
  for (const prefix of compatiblePrefixes.filter(one => !special.has(one))) {
    t.equal(translatorFor(prefix), openaiTranslator, prefix)
    t.match(sent(prefix, {}), { body: { model: 'm', messages: [user] }, headers: { authorization: 'Bearer key' } })
  }
  t.equal(defaultBase('nebius'), 'https://api.studio.nebius.ai/v1')
  t.equal(defaultBase('lm_studio'), undefined, 'it runs at home')
})

t.test('parameters', async t => {
  const table: [string, string, JsonObject, JsonObject, string?][] = [
    ['the older limit', 'nebius', { max_completion_tokens: 3 }, { max_tokens: 3 }],
    ['the newer one', 'perplexity', { max_completion_tokens: 3 }, { max_completion_tokens: 3 }],
    ['nobody’s user', 'nebius', { user: 'u' }, {}],
    ['OpenAI’s models have users anywhere', 'nebius', { user: 'u' }, { user: 'u' }, 'gpt-4o'],
    [
      'tools of a model that calls them',
      'deepinfra',
      { tools: [tool], tool_choice: 'none' },
      { tools: [tool], tool_choice: 'none' },
    ],
    ['temperatures end', 'moonshot', { temperature: 1.5 }, { temperature: 1 }],
    ['and begin with several answers', 'moonshot', { temperature: 0.1, n: 2 }, { temperature: 0.3, n: 2 }],
    ['below two', 'scx-ai', { temperature: 2 }, { temperature: 1.99 }],
    ['an effort that is left out', 'aiml', { reasoning_effort: 'low' }, {}],
    ['an effort that is sent', 'dashscope', { reasoning_effort: 'low' }, { reasoning_effort: 'low' }],
    ['what cannot be kept', 'nebius', { prompt_cache_retention: '24h' }, {}],
    ['its own', 'nebius', { foo: 1, extra_body: { z: 2 } }, { foo: 1, z: 2 }],
    [
      'a stream is asked for its usage',
      'nebius',
      { stream: true },
      { stream: true, stream_options: { include_usage: true } },
    ],
    ['or not, where it has none', 'cerebras', { stream: true }, { stream: true }],
  ]
  for (const [name, provider, chat, want, model = 'm'] of table) {
    const { model: _, messages: __, ...rest } = sent(provider, chat, model).body
    t.strictSame(rest, want, name)
  }
  t.throws(
    () => sent('poe', { tools: [tool] }),
    { message: /does not support parameters: \['tools'\]/ },
    'the table does not say that it calls tools',
  )
  t.throws(() => sent('deepinfra', { tools: [tool], tool_choice: 'required' }), {
    message: /^Deepinfra doesn't support tool_choice=required/,
  })
  t.strictSame(sent('deepinfra', { tool_choice: 'required', drop_params: true }).body['tool_choice'], undefined)
})

t.test('messages', async t => {
  const two = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ]
  const image = [...two, { type: 'image_url', image_url: { url: 'https://e.test' } }]
  const marked = { role: 'user', content: [{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }] }
  const table: [string, string, JsonObject[], JsonObject[]][] = [
    ['all text', 'sambanova', [{ role: 'user', content: image }], [{ role: 'user', content: 'ab' }]],
    ['text without media', 'moonshot', [{ role: 'user', content: two }], [{ role: 'user', content: 'ab' }]],
    [
      'or as it is',
      'moonshot',
      [
        { role: 'user', content: two },
        { role: 'user', content: image },
      ],
      [
        { role: 'user', content: two },
        { role: 'user', content: image },
      ],
    ],
    [
      'by message',
      'modelscope',
      [
        { role: 'user', content: two },
        { role: 'user', content: image },
      ],
      [
        { role: 'user', content: 'ab' },
        { role: 'user', content: image },
      ],
    ],
    ['results as text', 'deepinfra', [{ role: 'tool', content: [two[0] ?? {}] }], [{ role: 'tool', content: 'a' }]],
    [
      'results as JSON',
      'deepinfra',
      [{ role: 'tool', content: two }],
      [{ role: 'tool', content: '[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]' }],
    ],
    ['marks are left out', 'nebius', [marked], [{ role: 'user', content: [{ type: 'text', text: 'a' }] }]],
    ['marks are kept', 'dashscope', [marked], [marked]],
    [
      'as they came',
      'aiml',
      [{ role: 'developer', content: 'D', name: 'n' }],
      [{ role: 'developer', content: 'D', name: 'n' }],
    ],
  ]
  for (const [name, provider, messages, want] of table) {
    t.strictSame(sent(provider, { messages }).body['messages'], want, name)
  }
})

t.test('errors of those who are not on LiteLLM’s list', async t => {
  const raw = JSON.stringify({ error: { message: 'slow', type: 't', param: null, code: 'c' } })
  t.equal(
    openaiTranslator.error(429, raw, target('scaleway', 'm')).message,
    "litellm.RateLimitError: ScalewayException - Error code: 429 - {'error': {'message': 'slow', 'type': 't', 'param': None, 'code': 'c'}}",
  )
  t.equal(
    openaiTranslator.error(429, raw, target('nebius', 'm')).message,
    'litellm.RateLimitError: RateLimitError: NebiusException - slow',
  )
})
