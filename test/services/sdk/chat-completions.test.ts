import OpenAI from 'openai'
import t, { type Test } from 'tap'
import { ask, clientKey, dataOf, type SdkWorker, startWithSimulator } from '../../support/sdk-worker.ts'

const messages = [{ role: 'user' as const, content: 'Hi' }]
const tools = [
  {
    type: 'function' as const,
    function: { name: 'get_weather', parameters: { type: 'object', properties: { location: { type: 'string' } } } },
  },
]

function openai(worker: SdkWorker, path = '/v1'): OpenAI {
  return new OpenAI({ apiKey: clientKey, baseURL: worker.base + path, maxRetries: 0 })
}

/** What the simulator's model answers to `Hi`. */
const said: Record<string, string> = {
  gpt: 'Simulated answer of gpt-4.1-mini to: Hi',
  claude: 'Simulated answer of claude-sonnet-4-5-20250929 to: Hi',
}

for (const model of ['gpt', 'claude']) {
  t.test(`${model}: whole, with and without /v1`, async t => {
    const worker = await startWithSimulator(t)
    for (const path of ['/v1', '']) {
      const answer = await openai(worker, path).chat.completions.create({ model, messages })
      t.equal(answer.choices[0]?.message.content, said[model])
      t.equal(answer.choices[0]?.finish_reason, 'stop')
      t.equal(answer.model, model, 'under the name that was asked for')
      t.equal(answer.object, 'chat.completion')
      t.equal(answer.usage?.total_tokens, answer.usage!.prompt_tokens + answer.usage!.completion_tokens)
    }
  })

  t.test(`${model}: streamed, piece by piece`, async t => {
    const worker = await startWithSimulator(t)
    const stream = await openai(worker).chat.completions.create({ model, messages, stream: true })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    t.equal(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join(''), said[model])
    t.ok(chunks.length > 4, 'not in one piece')
    t.equal(chunks[0]?.choices[0]?.delta.role, 'assistant')
    t.equal(chunks.filter(chunk => chunk.choices[0]?.finish_reason === 'stop').length, 1)
    t.ok(chunks.every(chunk => chunk.model === model && chunk.object === 'chat.completion.chunk'))
    t.ok(
      chunks.every(chunk => chunk.usage === undefined),
      'usage only for those who ask',
    )
  })

  t.test(`${model}: usage at the end of a stream for those who ask`, async t => {
    const worker = await startWithSimulator(t)
    const body = ask(model, 'Hi', { stream: true, stream_options: { include_usage: true } })
    const answer = await worker.post('/v1/chat/completions', body)
    t.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8')
    const [beforeLast, last, done] = dataOf(await answer.text()).slice(-3) as Record<string, object>[]
    t.match(beforeLast, { choices: [{ finish_reason: 'stop' }] })
    t.match(last, { usage: { prompt_tokens: Number, completion_tokens: Number, total_tokens: Number } })
    t.equal(done, '[DONE]')
  })

  t.test(`${model}: tool calls, whole and streamed`, async t => {
    const worker = await startWithSimulator(t)
    const params = { model, messages: [{ role: 'user' as const, content: '[sim:tool:2] weather?' }], tools }
    const whole = await openai(worker).chat.completions.create(params)
    const streamed = await openai(worker).chat.completions.stream(params).finalChatCompletion()
    for (const answer of [whole, streamed]) {
      t.equal(answer.choices[0]?.finish_reason, 'tool_calls')
      const calls = answer.choices[0]?.message.tool_calls ?? []
      t.match(calls, [
        { type: 'function', function: { name: 'get_weather' } },
        { type: 'function', function: { name: 'get_weather' } },
      ])
      for (const call of calls)
        t.match(JSON.parse('function' in call ? call.function.arguments : ''), { location: String })
    }
  })

  t.test(`${model}: thinking comes as reasoning_content`, async t => {
    const worker = await startWithSimulator(t)
    const whole = await worker.post('/v1/chat/completions', ask(model, '[sim:thinking]'))
    const { choices } = (await whole.json()) as { choices: { message: { reasoning_content?: string } }[] }
    t.match(choices[0]?.message.reasoning_content, /^The question is simple/)

    const stream = await worker.post('/v1/chat/completions', ask(model, '[sim:thinking]', { stream: true }))
    const deltas = dataOf(await stream.text()) as { choices?: { delta: { reasoning_content?: string } }[] }[]
    const thought = deltas.map(chunk => chunk.choices?.[0]?.delta.reasoning_content ?? '').join('')
    t.equal(thought, choices[0]?.message.reasoning_content)
  })

  t.test(`${model}: an answer without content and one cut short end with the right reason`, async t => {
    const worker = await startWithSimulator(t)
    const cases = [
      { scenario: 'blank', finish: 'stop' },
      { scenario: 'length', finish: 'length' },
    ]
    for (const { scenario, finish } of cases) {
      const params = { model, messages: [{ role: 'user' as const, content: `[sim:${scenario}] Hi` }] }
      const whole = await openai(worker).chat.completions.create(params)
      t.equal(whole.choices[0]?.finish_reason, finish, scenario)
      const reasons: unknown[] = []
      for await (const chunk of await openai(worker).chat.completions.create({ ...params, stream: true })) {
        reasons.push(chunk.choices[0]?.finish_reason)
      }
      t.strictSame(reasons.filter(Boolean), [finish], `${scenario}, streamed`)
    }
  })
}

t.test('an alias leads to its model and is the name in the answer, hidden or not', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['fable', 'hidden']) {
    const answer = await openai(worker).chat.completions.create({ model, messages })
    t.equal(answer.choices[0]?.message.content, said.claude)
    t.equal(answer.model, model)
    t.match(worker.received().body, { model: 'claude-sonnet-4-5-20250929' })
  }
})

t.test('an image and a conversation with a tool result reach the Anthropic wire', async t => {
  const worker = await startWithSimulator(t)
  const image = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }
  await openai(worker).chat.completions.create({
    model: 'claude',
    tools,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'What is this?' }, image] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"location":"X"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
    ],
  })
  t.match(worker.received(), {
    url: '/v1/messages',
    headers: { 'x-api-key': 'provider-key-Xz4', 'anthropic-version': '2023-06-01' },
    body: {
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ type: 'text' }, { type: 'image', source: { media_type: 'image/png' } }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'call_1', input: { location: 'X' } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1' }] },
      ],
    },
  })
})

t.test('a good answer carries LiteLLM’s headers, and the provider’s under a prefix', async t => {
  const worker = await startWithSimulator(t)
  for (const stream of [false, true]) {
    const answer = await worker.post('/v1/chat/completions', ask('gpt', 'Hi', { stream }))
    await answer.text()
    t.match(answer.headers.get('x-litellm-call-id'), /^[0-9a-f-]{36}$/)
    t.equal(answer.headers.get('x-litellm-model-group'), 'gpt')
    t.equal(answer.headers.get('llm_provider-openai-version'), '2020-10-01')
    t.match(answer.headers.get('x-ratelimit-limit-requests'), /^\d+$/)
  }
})

t.test('parallel requests of one process do not mix', async t => {
  const worker = await startWithSimulator(t)
  await checkParallel(t, worker, 40)
})

async function checkParallel(t: Test, worker: SdkWorker, count: number): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const body = ask(index % 2 ? 'gpt' : 'claude', `number ${index}.`, { stream: index % 3 === 0 })
      return await (await worker.post('/v1/chat/completions', body)).text()
    }),
  )
  answers.forEach((text, index) => {
    const chunks = text.startsWith('data:') ? dataOf(text) : [JSON.parse(text)]
    const words = (chunks as { choices?: { delta?: { content?: string }; message?: { content?: string } }[] }[])
      .map(({ choices }) => choices?.[0]?.delta?.content ?? choices?.[0]?.message?.content ?? '')
      .join('')
    t.match(words, new RegExp(`to: number ${index}\\.$`))
  })
}
