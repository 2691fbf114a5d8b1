import t from 'tap'
import {
  inceptionTextTranslator,
  openAiTextTranslator,
} from '../../../../services/sdk/providers/texts/openai-completion.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const openai = target('text-completion-openai', 'davinci-002')
const inception = target('text-completion-inception', 'mercury')

t.test('what is asked', async t => {
  const table: [name: string, asked: JsonObject, body: JsonObject][] = [
    ['one message', { messages: [user] }, { prompt: 'hi', stream: false }],
    ['several', { messages: [{ role: 'system', content: 'S' }, user] }, { prompt: ['S', 'hi'] }],
    ['a stream', { messages: [user], stream: true }, { stream: true, stream_options: { include_usage: true } }],
    ['its own', { messages: [user], echo: true, top_k: 1 }, { echo: true, top_k: 1 }],
  ]
  for (const [name, asked, body] of table) t.match(openAiTextTranslator.request(asked, openai).body, body, name)
  const tools = [{ type: 'function', function: { name: 'f' } }]
  t.throws(
    () => openAiTextTranslator.request({ messages: [user], tools }, openai),
    /does not complete texts with tools/,
  )
  const filled = inceptionTextTranslator.request({ messages: [user], max_completion_tokens: 3, suffix: 'x' }, inception)
  t.match(filled, { url: 'http://provider.test/fim/completions', body: { max_tokens: 3, suffix: 'x' } })
  const there = { ...inception, apiBase: 'http://provider.test/v1/fim' }
  t.equal(inceptionTextTranslator.request({ messages: [user] }, there).url, 'http://provider.test/v1/fim/completions')
})

t.test('answers as chats', async t => {
  const body = {
    id: 'c',
    choices: [{ text: 'a', finish_reason: 'length' }, { text: 'b' }],
    usage: { prompt_tokens: 2 },
  }
  const answer = openAiTextTranslator.response(body, { messages: [user] }, openai, context)
  t.match(answer.body['choices'], [{ message: { content: 'a' }, finish_reason: 'length' }, { index: 1 }])
  t.equal(answer.usage.input, 2)
  t.throws(() => openAiTextTranslator.response({ error: { message: 'no' } }, {}, openai, context), { message: /no/ })
})

t.test('streams', async t => {
  const stream = openAiTextTranslator.stream({ messages: [user] }, openai, context)
  const push = (data: JsonObject) => stream.push({ event: '', data: JSON.stringify(data) })
  const frames = [
    ...push({ id: 'c', choices: [{ text: 'a' }] }),
    ...push({ id: 'c', choices: [{ text: '', finish_reason: 'length' }] }),
    ...push({ id: 'c', choices: [], usage: { prompt_tokens: 2, completion_tokens: 1 } }),
  ]
  t.match(chunksOf(frames), [
    { id: 'c', choices: [{ delta: { content: 'a' } }] },
    { choices: [{ finish_reason: 'length' }] },
  ])
  t.match(stream.usage, { input: 2, output: 1 })
  t.throws(() => push({ error: { message: 'boom' } }), { message: /boom/ })
})

t.test('errors are quoted whole', async t => {
  const raw = JSON.stringify({ error: { message: 'no' } })
  const told = "Error code: 429 - {'error': {'message': 'no'}}"
  t.match(openAiTextTranslator.error(429, raw, openai), {
    status: 429,
    message: `litellm.RateLimitError: RateLimitError: Text-completion-openaiException - ${told}`,
  })
  t.match(inceptionTextTranslator.error(429, raw, inception), {
    message: `litellm.RateLimitError: Text-completion-inceptionException - ${told}`,
  })
})
