import t from 'tap'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }
const gpt = target('openai', 'gpt-4o')
const groq = target('groq', 'llama')

const answer = (message: JsonObject, more: JsonObject = {}, at = gpt, choice: JsonObject = {}): JsonObject =>
  openaiTranslator.response(
    {
      id: 'chatcmpl-1',
      created: 5,
      model: 'gpt-real',
      choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...choice }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
      ...more,
    },
    chat,
    at,
    context,
  ).body

t.test('an answer, whole', async t => {
  const body = answer(
    { content: 'Hello', refusal: null, annotations: [], weird: 1 },
    { system_fingerprint: 'fp', service_tier: 'default', x_unknown: { a: 1 }, nothing: null },
  )
  t.strictSame(body, {
    id: 'chatcmpl-1',
    created: 5,
    model: 'my-group',
    object: 'chat.completion',
    system_fingerprint: 'fp',
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        message: {
          content: 'Hello',
          role: 'assistant',
          provider_specific_fields: { refusal: null, weird: 1 },
          annotations: [],
        },
        provider_specific_fields: {},
      },
    ],
    usage: { completion_tokens: 5, prompt_tokens: 10, total_tokens: 15 },
    service_tier: 'default',
    x_unknown: { a: 1 },
  })
})

t.test('messages', async t => {
  const calls = [{ id: 't1', type: 'function', function: { name: 'f', arguments: '{}' } }]
  const table: { name: string; body: JsonObject; want: JsonObject }[] = [
    {
      name: 'a stop with tool calls is tool_calls',
      body: answer({ content: null, tool_calls: calls }),
      want: { finish_reason: 'tool_calls', message: { content: null, tool_calls: calls } },
    },
    {
      name: 'reasoning under its other name',
      body: answer({ content: 'x', reasoning: 'q' }),
      want: { message: { reasoning_content: 'q', provider_specific_fields: { reasoning: 'q' } } },
    },
    {
      name: 'reasoning in tags',
      body: answer({ content: '<think>abc</think>rest' }),
      want: { message: { content: 'rest', reasoning_content: 'abc' } },
    },
    {
      name: "a reason of the provider's own",
      body: answer({ content: 'x' }, {}, gpt, { finish_reason: 'max_tokens' }),
      want: { finish_reason: 'length', provider_specific_fields: { native_finish_reason: 'max_tokens' } },
    },
    {
      name: 'probabilities without the refusal',
      body: answer({ content: 'x' }, {}, gpt, { logprobs: { content: [{ token: 'x', bytes: null }], refusal: null } }),
      want: { logprobs: { content: [{ token: 'x' }] } },
    },
    {
      name: 'groq keeps fields where they are',
      body: answer({ content: 'x', reasoning: 'q' }, {}, groq),
      want: { message: { content: 'x', reasoning: 'q' } },
    },
  ]
  for (const { name, body, want } of table) t.match(body, { choices: [want] }, name)
  t.throws(() => answer({}, { choices: undefined, error: { message: 'm' } }), { message: /InternalServerError.* - m$/ })
})

t.test('a structured answer that Groq gives by a tool', async t => {
  const asked = {
    ...chat,
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } },
  }
  const tool_calls = [
    { index: 0, id: 't', type: 'function', function: { name: 'json_tool_call', arguments: '{"a": 1}' } },
  ]
  const request = openaiTranslator.request(asked, groq).body
  t.match(request, { tool_choice: { function: { name: 'json_tool_call' } }, response_format: undefined })
  const body = { choices: [{ index: 0, message: { role: 'assistant', tool_calls }, finish_reason: 'tool_calls' }] }
  t.match(openaiTranslator.response(body, asked, groq, context).body, {
    choices: [{ message: { content: '{"a": 1}', tool_calls: undefined } }],
  })
  const stream = openaiTranslator.stream(asked, groq, context)
  const frames = stream.push({ event: '', data: JSON.stringify(chunk({ tool_calls })) })
  t.match(chunksOf(frames), [{ choices: [{ delta: { content: '{"a": 1}', tool_calls: undefined } }] }])
  t.throws(() => openaiTranslator.request({ ...asked, tools: [] }, groq), { message: /^Groq model 'llama' does not/ })
  t.match(openaiTranslator.request(asked, target('groq', 'openai/gpt-oss-20b')).body, { tools: undefined })
})

t.test('usage', async t => {
  const counts = {
    prompt_tokens: 5,
    completion_tokens: 2,
    total_tokens: 27,
    completion_tokens_details: { reasoning_tokens: 20 },
  }
  t.match(
    answer({}, { usage: counts }, target('xai', 'grok-4')),
    { usage: { completion_tokens: 22 } },
    'xAI counts apart',
  )
  t.match(answer({}, { usage: counts }), { usage: { completion_tokens: 2 } }, 'others do not')
  t.match(answer({}, { usage: null }), { usage: { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0 } })
  const cached = openaiTranslator.response(
    { choices: [], usage: { prompt_tokens: 10, completion_tokens: 1, prompt_cache_hit_tokens: 4 } },
    chat,
    gpt,
    context,
  )
  t.match(cached.body['usage'], { prompt_tokens_details: { cached_tokens: 4 } })
  t.strictSame(cached.usage, { input: 6, output: 1, cacheRead: 4, cacheWrite: 0 })
})

const chunk = (delta: JsonObject, choice: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  id: 'chatcmpl-9',
  created: 5,
  model: 'gpt-real',
  service_tier: 'default',
  system_fingerprint: 'fp',
  obfuscation: 'abc',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...more,
})
const done = '[DONE]'

function streamed(events: (JsonObject | string)[], at = gpt, includeUsage = false) {
  const stream = openaiTranslator.stream(chat, at, { ...context, includeUsage })
  const frames = events.flatMap(data =>
    stream.push({ event: '', data: typeof data === 'string' ? data : JSON.stringify(data) }),
  )
  const ended = stream.end()
  return { chunks: chunksOf([...frames, ...ended.frames]), complete: ended.complete, usage: stream.usage }
}

t.test('streams', async t => {
  const events = [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hel' }),
    chunk({}, { finish_reason: 'stop' }),
    done,
  ]
  const base = { id: 'chatcmpl-9', created: 1_700_000_000, model: 'my-group', object: 'chat.completion.chunk' }
  const kept = { system_fingerprint: 'fp', service_tier: 'default', obfuscation: 'abc' }
  t.strictSame(
    streamed(events).chunks,
    [
      { ...base, ...kept, choices: [{ index: 0, delta: { content: '', role: 'assistant' } }] },
      { ...base, ...kept, choices: [{ index: 0, delta: { content: 'Hel' } }] },
      { ...base, ...kept, choices: [{ finish_reason: 'stop', index: 0, delta: {} }] },
      done,
    ],
    'OpenAI keeps its own fields',
  )
  t.notOk(JSON.stringify(streamed(events, groq).chunks).includes('obfuscation'), 'other providers only the tier')
  t.match(streamed(events, groq).chunks, [{ service_tier: 'default' }, {}, {}, done])
  t.notOk(
    JSON.stringify(streamed(events, target('openrouter', 'm')).chunks).includes('service_tier'),
    'OpenRouter not even that',
  )

  const counted = streamed(
    [...events.slice(0, 3), { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }, done],
    gpt,
    true,
  )
  t.match(counted.chunks.at(-2), {
    choices: [{ index: 0, delta: {} }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, completion_tokens_details: { text_tokens: 2 } },
  })
  t.match(counted.usage, { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 })
  t.equal(
    streamed([...events.slice(0, 3), { choices: [], usage: { prompt_tokens: 1 } }, done]).chunks.length,
    4,
    'usage is told only where asked',
  )

  const last = streamed([chunk({ role: 'assistant', content: 'x' }, { finish_reason: 'length' })])
  t.ok(last.complete, 'a reason is an end, without [DONE]')
  t.match(last.chunks, [{}, { choices: [{ delta: {}, finish_reason: 'length' }] }, done], 'told in a chunk of its own')
  const call = { function: { name: 'f', arguments: '{}' }, id: 't' }
  t.match(
    streamed([chunk({ tool_calls: [call] }), done], target('mistral', 'm')).chunks[0],
    { choices: [{ delta: { role: 'assistant', tool_calls: [{ ...call, index: 0, type: 'function' }] } }] },
    'Mistral leaves out index and type',
  )
})

t.test('ends that are none', async t => {
  const cut = streamed([chunk({ role: 'assistant', content: 'x' })])
  t.notOk(cut.complete)
  t.equal(cut.chunks.length, 1)
  t.ok(streamed(['', done]).complete, '[DONE] alone is an end')
  const failing = { error: { message: 'boom', type: 'server_error', code: 429 } }
  t.throws(() => streamed([failing]), {
    message: 'litellm.APIConnectionError: APIConnectionError: OpenAIException - boom',
  })
  t.throws(() => streamed([failing], groq), { message: 'litellm.RateLimitError: RateLimitError: GroqException - boom' })
  t.throws(() => streamed(['{oops']), { message: /^litellm.APIConnectionError/ })
})
