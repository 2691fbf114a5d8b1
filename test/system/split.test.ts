/** The share is kept, with the real LiteLLM and the real `openai` package, and /metrics agrees with the client's count. */
import OpenAI from 'openai'
import t from 'tap'
import { startStack } from '../support/stack.ts'

const stack = await startStack()
t.teardown(() => stack.stop())

const client = new OpenAI({ apiKey: stack.key, baseURL: `${stack.url}/v1`, maxRetries: 0 })
const total = 400

interface Tally {
  binary: number
  sdk: number
  errors: string[]
}

/** One completion; answers the backend that gave it. */
async function complete(index: number): Promise<string> {
  const body = {
    model: index % 2 === 0 ? 'claude-haiku-4.5' : 'gpt-4.1-mini',
    messages: [{ role: 'user' as const, content: 'Hello' }],
  }
  if (index % 4 < 2) {
    const { data, response } = await client.chat.completions.create(body).withResponse()
    if (!data.choices[0]?.message.content?.startsWith('Simulated answer'))
      throw new Error(`odd answer: ${JSON.stringify(data)}`)
    return response.headers.get('x-crossfade-backend') ?? 'none'
  }
  const { data, response } = await client.chat.completions.create({ ...body, stream: true }).withResponse()
  let text = ''
  let finish: string | null = null
  for await (const chunk of data) {
    text += chunk.choices[0]?.delta.content ?? ''
    finish = chunk.choices[0]?.finish_reason ?? finish
  }
  if (!text.startsWith('Simulated answer') || finish !== 'stop') throw new Error(`odd stream: ${text} ${finish}`)
  return response.headers.get('x-crossfade-backend') ?? 'none'
}

async function tally(): Promise<Tally> {
  const result: Tally = { binary: 0, sdk: 0, errors: [] }
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < total) {
      const index = next
      next += 1
      try {
        result[(await complete(index)) as 'binary' | 'sdk'] += 1
      } catch (error) {
        result.errors.push(String(error))
      }
    }
  }
  await Promise.all(Array.from({ length: 10 }, worker))
  return result
}

const counted = (backend: string): Promise<number> =>
  stack.metric('crossfade_requests_total', { backend, route: 'chat_completions', outcome: 'ok' })

for (const { percent, low, high } of [
  { percent: 0, low: 0, high: 0 },
  { percent: 50, low: total * 0.45, high: total * 0.55 },
  { percent: 100, low: total, high: total },
]) {
  t.test(`at ${percent} % the sdk backend answers ${percent} % of ${total} completions`, async t => {
    t.equal((await stack.crossfade('set', String(percent))).code, 0)
    const before = { binary: await counted('binary'), sdk: await counted('sdk') }
    const { binary, sdk, errors } = await tally()
    t.strictSame(errors, [], 'no errors')
    t.ok(sdk >= low && sdk <= high, `sdk answered ${sdk}`)
    t.equal(binary + sdk, total)
    t.equal((await counted('binary')) - before.binary, binary, '/metrics agrees about binary')
    t.equal((await counted('sdk')) - before.sdk, sdk, '/metrics agrees about sdk')
  })
}
