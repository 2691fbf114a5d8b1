import t from 'tap'
import { baseFromEnv, keyFromEnv } from '../../../../services/sdk/providers/credentials.ts'
import { asObject, objectsOf } from '../../../../services/sdk/providers/json.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const tool = { type: 'function', function: { name: 'f', strict: true } }
const asked = (chat: JsonObject, model = 'kimi-k2p6', provider = 'fireworks_ai') =>
  openaiTranslator.request({ messages: [user], ...chat }, target(provider, model))
const home = 'accounts/fireworks/models/'

t.test('Fireworks’ names', async t => {
  for (const [model, want] of [
    ['m', `${home}m`],
    ['accounts/me/models/m', 'accounts/me/models/m'],
    ['m#d', 'm#d'],
    ['routers/r', 'accounts/fireworks/routers/r'],
    ['m-fast', 'accounts/fireworks/routers/m-fast'],
    ['firerouter/x', 'accounts/fireworks/routers/firerouter/x'],
  ] as const) {
    t.equal(asked({}, model).body['model'], want)
  }
})

t.test('Fireworks’ parameters', async t => {
  const table: [string, JsonObject, JsonObject][] = [
    [
      'any tool',
      { tools: [tool], tool_choice: 'required' },
      { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'any' },
    ],
    ['one limit', { max_completion_tokens: 3 }, { max_tokens: 3 }],
    ['an effort', { reasoning_effort: { effort: 'low' } }, { reasoning_effort: 'low' }],
    ['an effort as a switch', { reasoning_effort: true }, { reasoning_effort: 'medium' }],
    ['an effort of its own choice', { reasoning_effort: 'auto' }, {}],
    [
      'vLLM’s',
      { truncate_prompt_tokens: 5, best_of: 2, guided_choice: ['a'] },
      {
        prompt_truncate_len: 5,
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'choice', schema: { type: 'string', enum: ['a'] } },
        },
      },
    ],
    ['a template', { chat_template_kwargs: { enable_thinking: false } }, { reasoning_effort: 'none' }],
    ['a template with a budget', { chat_template_kwargs: { reasoning_budget: 7.5 } }, { reasoning_effort: 7 }],
    ['a grammar', { guided_grammar: 'g' }, { response_format: { type: 'grammar', grammar: 'g' } }],
  ]
  for (const [name, chat, want] of table) {
    const { model: _, messages: __, stream: ___, ...rest } = asked(chat).body
    t.strictSame(rest, want, name)
  }
  const older = {
    ...tool,
    function: {
      name: 'f',
      parameters: { properties: { a: { $ref: '#/definitions/A' } }, definitions: { A: { type: 'string' } } },
    },
  }
  t.match(asked({ tools: [older] }).body['tools'], [
    { function: { parameters: { properties: { a: { type: 'string' } } } } },
  ])
  t.throws(() => asked({ thinking: { type: 'enabled' }, reasoning_effort: 'low' }), {
    message: /does not support specifying both/,
  })
  t.throws(
    () => asked({ tools: [tool] }, 'my-deepseek-coder-v2-instruct-tuned'),
    { message: /\['tools'\]/ },
    'as the model it is made of',
  )
  const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'u' } }] }
  t.throws(() => asked({ messages: [image] }, 'deepseek-v4-flash'), { message: /does not support image inputs/ })
  t.throws(() => asked({ messages: [{ role: 'user', content: [{ type: 'file', file: {} }] }] }), {
    message: /does not support file content/,
  })
  t.match(asked({ metadata: { session_id: 's' } }).headers, { 'x-session-affinity': 's' })
})

t.test('Fireworks’ answers', async t => {
  const content = '{"name":"f","arguments":"{}"}'
  const body = { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }
  const answered = (chat: JsonObject): JsonObject | undefined =>
    objectsOf(openaiTranslator.response(body, chat, target('fireworks_ai', 'm'), context).body['choices'])[0]
  t.match(answered({ tools: [tool] }), {
    message: { content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
  })
  t.match(answered({}), { message: { content } })
  const stream = openaiTranslator.stream({}, target('fireworks_ai', 'm'), context)
  const chunk = { id: 'c', perf_metrics: { a: 1 }, choices: [{ index: 0, delta: { content: 'x' }, token_ids: [1] }] }
  const [told] = chunksOf(stream.push({ event: '', data: JSON.stringify(chunk) }))
  t.match(asObject(told), {
    provider_specific_fields: { fireworks_perf_metrics: { a: 1 }, fireworks_token_ids: [[1]] },
  })
})

t.test('Together AI’s efforts', async t => {
  for (const [model, effort, want] of [
    ['openai/gpt-oss-20b', 'none', { reasoning_effort: 'low' }],
    ['openai/gpt-oss-20b', 'xhigh', { reasoning_effort: 'high' }],
    ['Qwen/Qwen3.6-Plus', 'none', { reasoning: { enabled: false } }],
    ['Qwen/Qwen3.6-Plus', 'default', {}],
    ['deepseek-ai/DeepSeek-V4-Pro', 'low', { reasoning_effort: 'high' }],
    ['moonshotai/Kimi-K3', 'max', { reasoning_effort: 'max' }],
  ] as const) {
    const {
      model: _,
      messages: __,
      stream: ___,
      ...rest
    } = asked({ reasoning_effort: effort }, model, 'together_ai').body
    t.strictSame(rest, want, `${model} ${effort}`)
  }
  t.throws(() => asked({ reasoning_effort: 'low' }, 'my-model', 'together_ai'), { message: /\['reasoning_effort'\]/ })
})

t.test('keys and addresses from the environment', async t => {
  const env = {
    FIREWORKS_AI_API_KEY: 'f',
    TOGETHERAI_API_KEY: 't',
    NANOGPT_API_KEY: 'n',
    SCX_API_BASE: 'http://scx.test',
    POE_API_BASE: 'x',
    NEBIUS_API_KEY: 'k',
    OPENAI_API_BASE: 'second',
    OPENAI_BASE_URL: 'first',
    OLLAMA_API_BASE: 'o',
  }
  t.equal(keyFromEnv('fireworks_ai', env), 'f')
  t.equal(keyFromEnv('together_ai', env), 't')
  t.equal(keyFromEnv('nano-gpt', env), 'n')
  t.equal(keyFromEnv('nebius', env), 'k')
  t.equal(keyFromEnv('constructor', env), undefined)
  t.equal(baseFromEnv('scx-ai', env), 'http://scx.test')
  t.equal(baseFromEnv('poe', env), undefined, 'LiteLLM has a fixed address for it')
  t.equal(baseFromEnv('openai', env), 'first')
  t.equal(baseFromEnv('ollama_chat', env), 'o')
})
