import t from 'tap'
import type { JsonObject } from '../../../services/simulator/json.ts'
import { startSimulator } from './harness.ts'

const ask = (content: string, more: JsonObject = {}): JsonObject => ({
  model: 'llama3.1',
  messages: [{ role: 'user', content }],
  stream: false,
  ...more,
})

const linesOf = (text: string): JsonObject[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as JsonObject)

t.test('Ollama’s own API', async t => {
  const { post, base } = await startSimulator(t)
  const answered = async (path: string, body: JsonObject): Promise<unknown> => (await post(path, body)).json()
  t.match(await answered('/api/chat', ask('Hello')), {
    message: { role: 'assistant', content: 'Simulated answer of llama3.1 to: Hello' },
    done: true,
    done_reason: 'stop',
    prompt_eval_count: 2,
    eval_count: 10,
  })
  t.match(await answered('/api/chat', ask('[sim:thinking] [sim:length]')), {
    message: { thinking: /./ },
    done_reason: 'length',
  })
  const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }]
  t.match(await answered('/api/chat', ask('[sim:tool]', { tools })), {
    message: { tool_calls: [{ function: { name: 'f', arguments: {} } }] },
  })
  t.match(await answered('/api/generate', { model: 'm', prompt: 'Hello', stream: false }), {
    response: 'Simulated answer of m to: Hello',
    done: true,
  })
  t.match(await answered('/api/generate', { model: 'm', prompt: 'x', format: 'json', stream: false }), {
    response: /^\{"answer"/,
  })
  t.match(await answered('/api/chat', ask('[sim:refusal]')), { message: { content: /sorry/ } })
  const { embeddings } = (await answered('/api/embed', { model: 'm', input: ['a', 'b'] })) as { embeddings: number[][] }
  t.strictSame(
    embeddings.map(({ length }) => length),
    [768, 768],
  )
  t.match(await answered('/api/embed', { model: 'm', input: 'a', dimensions: 3 }), {
    embeddings: [[Number, Number, Number]],
  })
  t.match(await answered('/api/show', { model: 'm' }), { capabilities: ['completion', 'tools'] })
  const keyless = await fetch(`${base}/api/chat`, { method: 'POST', body: JSON.stringify(ask('x')) })
  t.equal(keyless.status, 200, 'nobody is asked for a key')
  const missing = await post('/api/chat', ask('[sim:error:404]'))
  t.same([missing.status, await missing.json()], [404, { error: "model 'llama3.1' not found" }])
  t.equal((await post('/api/chat', {})).status, 400)
})

t.test('its streams are lines', async t => {
  const { post } = await startSimulator(t)
  const { stream: _, ...streamed } = ask('Hello')
  const answer = await post('/api/chat', streamed)
  t.equal(answer.headers.get('content-type'), 'application/x-ndjson')
  const lines = linesOf(await answer.text())
  t.match(lines.at(-1), { done: true, eval_count: 10, message: { content: '' } })
  t.ok(lines.slice(0, -1).every(({ done }) => done === false))
  const failing = await post('/api/generate', { model: 'm', prompt: '[sim:midstream-error:2]' })
  t.match(linesOf(await failing.text()).at(-1), { error: /./ })
})
