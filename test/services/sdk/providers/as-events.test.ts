/** A whole answer as events, streamed, says what it says as an answer. */
import t from 'tap'
import { messageAsEvents } from '../../../../services/sdk/providers/anthropic/as-events.ts'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { asObject, asString, objectsOf, parseJson } from '../../../../services/sdk/providers/json.ts'
import { completionAsEvents, responseAsEvents } from '../../../../services/sdk/providers/openai/as-events.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, Translator } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, fixtures, fold, haveFixtures, target } from './fixtures.ts'

const parsed = (calls: readonly (string | undefined)[]): unknown[] => calls.map(args => parseJson(args || '{}'))
const chat = { messages: [{ role: 'user', content: 'hi' }] }
const skip = haveFixtures ? {} : { skip: 'the recorded provider answers are not beside the project' }
const wires: readonly [translator: Translator, provider: string, folder: string][] = [
  [anthropicTranslator, 'anthropic', 'anthropic/messages'],
  [openaiTranslator, 'openai', 'openai/chat'],
  [openaiTranslator, 'openai', 'openai-compatible/chat'],
  [openaiTranslator, 'groq', 'groq/chat'],
  [openaiTranslator, 'mistral', 'mistral/chat'],
  [openaiTranslator, 'deepseek', 'deepseek/chat'],
  [openaiTranslator, 'xai', 'xai/chat'],
  [geminiTranslator, 'gemini', 'google/generate-content'],
]

for (const [translator, provider, folder] of wires) {
  const [from = '', wire = ''] = folder.split('/')
  for (const { name, text } of fixtures(from, wire, '.json')) {
    t.test(name, skip, async t => {
      const recorded = JSON.parse(text) as JsonObject
      if (recorded['error']) return t.pass('an error, which is told below')
      const to = target(provider, 'm')
      const { body, usage } = translator.response(structuredClone(recorded), chat, to, context)
      const message = asObject(objectsOf(body['choices'])[0]?.['message']) ?? {}
      const stream = translator.stream(chat, to, context)
      const frames = (translator.asEvents?.(recorded, to) ?? []).flatMap(event => stream.push(event))
      const { complete, frames: owed } = stream.end()
      const folded = fold(chunksOf([...frames, ...owed]))
      t.ok(complete)
      t.equal(folded.text, message['content'] ?? '')
      t.equal(folded.thinking, message['reasoning_content'] ?? message['reasoning'] ?? '')
      const told = objectsOf(message['tool_calls']).map(call => asString(asObject(call['function'])?.['arguments']))
      t.strictSame(parsed(folded.tools.map(call => call.arguments)), parsed(told))
      t.equal(folded.finish, objectsOf(body['choices'])[0]?.['finish_reason'])
      t.equal(stream.usage.output, usage.output)
    })
  }
}

const typesOf = (events: { data: string }[]): unknown[] =>
  events.map(({ data }) => (parseJson(data) as JsonObject)['type'])

t.test('a message of every kind of block', async t => {
  const content = [
    { type: 'thinking', thinking: 'hm', signature: 's' },
    { type: 'text', text: 'a', citations: [{ type: 'char_location' }] },
    { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } },
    { type: 'redacted_thinking', data: 'd' },
  ]
  const events = messageAsEvents({ type: 'message', id: 'm', content, stop_reason: 'end_turn', container: { id: 'c' } })
  const deltas = events.map(({ data }) => asObject((parseJson(data) as JsonObject)['delta'])?.['type']).filter(Boolean)
  t.strictSame(deltas, ['thinking_delta', 'signature_delta', 'text_delta', 'citations_delta', 'input_json_delta'])
  t.match(events.at(-2)?.data, /"container":\{"id":"c"\}/)
  t.strictSame(typesOf(events).slice(-2), ['message_delta', 'message_stop'])
})

t.test('errors are events', async t => {
  t.strictSame(typesOf(messageAsEvents({ type: 'error', error: { message: 'm' } })), ['error'])
  t.strictSame(completionAsEvents({ error: { message: 'm' } }), [{ event: '', data: '{"error":{"message":"m"}}' }])
  t.strictSame(typesOf(responseAsEvents({ error: { message: 'm' } })), ['error'])
})

t.test('a response: its items as they are done, and how it ended', async t => {
  const events = responseAsEvents({ id: 'r', status: 'incomplete', output: [{ type: 'message' }, { type: 'x' }] })
  t.strictSame(typesOf(events), [
    'response.created',
    'response.output_item.added',
    'response.output_item.done',
    'response.output_item.added',
    'response.output_item.done',
    'response.incomplete',
  ])
})
