import t from 'tap'
import { argumentsText } from '../../../../services/sdk/providers/call-arguments.ts'
import { withoutCacheControl } from '../../../../services/sdk/providers/openai/cache-marks.ts'
import { calledFunction, isCustomCall } from '../../../../services/sdk/providers/openai/called-function.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import { target } from './fixtures.ts'

const mark = { cache_control: { type: 'ephemeral' } }

const fault = (message: string): Error => new Error(message)

t.test('arguments in a history are a text, or there are none', async t => {
  for (const given of ['', null, undefined, {}, []]) t.equal(argumentsText(given, fault), '')
  t.equal(argumentsText('{"a":1}', fault), '{"a":1}')
  t.throws(() => argumentsText({ a: 1 }, fault), { message: "'dict' object has no attribute 'strip'" })
})

t.test('arguments in an answer are a text, whatever the provider made of them', async t => {
  t.strictSame(calledFunction({ name: 'f', arguments: { a: 'ü' } }), { name: 'f', arguments: '{"a": "\\u00fc"}' })
  t.strictSame(calledFunction({ name: 'f' }), { name: 'f', arguments: '' })
  t.ok(isCustomCall({ custom: { input: '' } }))
  t.notOk(isCustomCall({ type: 'function', custom: null }))
})

t.test('marks of caching go, however deep', async t => {
  const marked = { ...mark, a: [{ ...mark, b: { ...mark, c: 1 } }, 'd'] }
  t.strictSame(withoutCacheControl(marked), { a: [{ b: { c: 1 } }, 'd'] })
})

t.test(
  'OpenAI’s own host gets no marks and no alternatives at the top of a schema; others behind its wire do',
  async t => {
    const parameters = { anyOf: [{ type: 'object', properties: { a: { type: 'string' } } }] }
    const chat = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hi', ...mark }] }],
      tools: [{ type: 'function', ...mark, function: { name: 'f', parameters } }],
    }
    const sent = (apiBase: string): object =>
      openaiTranslator.request(chat, target('openai', 'gpt-4o', { apiBase })).body
    t.match(sent('https://proxy.example/v1'), chat)
    const own = JSON.stringify(sent('https://api.openai.com/v1'))
    t.notMatch(own, /cache_control|anyOf/)
    t.match(own, '"properties":{"a":{"type":"string"}}')
  },
)
