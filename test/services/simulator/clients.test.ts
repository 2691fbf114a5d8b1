import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import t from 'tap'
import { startSimulator } from './harness.ts'

// The providers' own clients are the strictest readers of what the simulator writes.

const messages = [{ role: 'user' as const, content: 'Hi' }]

const scenario = (name: string) => ({ headers: { 'x-sim-scenario': name } })

void t.test('the openai package', async t => {
  const { base } = await startSimulator(t)
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/v1`, maxRetries: 0 })
  const whole = await client.chat.completions.create({ model: 'gpt-4o', messages })
  t.equal(whole.choices[0]?.message.content, 'Simulated answer of gpt-4o to: Hi')

  const final = await client.chat.completions
    .stream({ model: 'gpt-4o', messages }, scenario('tool:2'))
    .finalChatCompletion()
  t.match(final.choices[0]?.message.tool_calls, [
    { function: { name: 'get_weather' } },
    { function: { name: 'get_weather' } },
  ])

  const response = await client.responses.stream({ model: 'gpt-5', input: 'Hi' }, scenario('thinking')).finalResponse()
  t.equal(response.output_text, 'Simulated answer of gpt-5 to: Hi')
  const called = await client.responses.stream({ model: 'gpt-5', input: 'Hi' }, scenario('tool')).finalResponse()
  t.match(called.output, [{ type: 'function_call', name: 'get_weather' }])

  const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'Hi' })
  t.equal(data[0]?.embedding.length, 1536)
  t.ok((await client.models.list()).data.length > 0)

  const failures: [string, RegExp][] = [
    ['error:401', /^401 Incorrect API key/],
    ['error:404', /^404 The model `gpt-4o` does not exist/],
    ['ratelimit', /^429 Rate limit reached for gpt-4o/],
    ['overloaded', /^529 The engine is currently overloaded/],
    ['reset', /^Connection error/],
  ]
  for (const [name, want] of failures)
    await t.rejects(client.chat.completions.create({ model: 'gpt-4o', messages }, scenario(name)), want, name)
  for (const name of ['cut', 'midstream-error']) {
    const stream = client.chat.completions.stream({ model: 'gpt-4o', messages }, scenario(name))
    await t.rejects(stream.finalChatCompletion(), name)
  }
})

void t.test('the anthropic package', async t => {
  const { base, app } = await startSimulator(t)
  const client = new Anthropic({ apiKey: 'k', baseURL: base, maxRetries: 0 })
  const ask = { model: 'claude-x', max_tokens: 100, messages }
  const whole = await client.messages.create(ask)
  t.match(whole.content, [{ type: 'text', text: 'Simulated answer of claude-x to: Hi' }])

  const final = await client.messages.stream(ask, scenario('thinking,tool')).finalMessage()
  const tool = { type: 'tool_use', input: { location: 'Paris', unit: 'celsius' } }
  t.match(final.content, [{ type: 'thinking', signature: /^EvQB/ }, { type: 'text' }, tool])
  t.equal(final.stop_reason, 'tool_use')
  t.equal((await client.messages.countTokens({ model: 'claude-x', messages })).input_tokens, 1)
  t.match((await client.models.list()).data[0], { type: 'model', id: /^claude/ })

  const failures: [string, RegExp][] = [
    ['error:401', /^401 .*authentication_error/],
    ['error:403', /^403 .*permission_error/],
    ['ratelimit', /^429 .*rate_limit_error/],
    ['overloaded', /^529 .*overloaded_error/],
  ]
  for (const [name, want] of failures) await t.rejects(client.messages.create(ask, scenario(name)), want, name)
  for (const name of ['cut', 'midstream-error'])
    await t.rejects(client.messages.stream(ask, scenario(name)).finalMessage(), name)

  const retrying = new Anthropic({ apiKey: 'k', baseURL: base, maxRetries: 1 })
  app.recorder.clear()
  await t.rejects(retrying.messages.create(ask, scenario('ratelimit:0')))
  t.equal(app.recorder.list().length, 2, 'a rate limit is tried again')
  app.recorder.clear()
  await t.rejects(retrying.messages.create(ask, scenario('error:400')))
  t.equal(app.recorder.list().length, 1, 'a bad request is not')
})
