// Gemini's wire, where its own habits show: what is refused, what is sent, what is read.
import t from 'tap'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const ask = (content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  messages: [{ role: 'user', content }],
  ...more,
})
const image = (url: string): JsonObject => ask([{ type: 'image_url', image_url: { url } }])
const flash = target('gemini', 'gemini-2.5-flash')

const refused: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['a part nobody knows', ask([{ type: 'weird' }]), /^Invalid user message at index 0/],
  ['plain http, until it is there', image('http://images.test/a.png'), /^not there yet: media http:/],
  ['an extension nobody knows', image('gs://b/a.xyz'), /^Unknown file type for extension: xyz/],
  ['an extension Gemini does not take', image('gs://b/a.htm'), /FileType\.HTML/],
]
for (const [name, chat, message] of refused) {
  t.test(`refused: ${name}`, async t => t.throws(() => geminiTranslator.request(chat, flash), { message }))
}

t.test('tools that Gemini does not know leave an empty list', async t => {
  t.same(geminiTranslator.request(ask('x', { tools: [{ type: 'weird' }] }), flash).body['tools'], [])
  t.notOk('tools' in geminiTranslator.request(ask('x', { tools: [] }), flash).body)
})

t.test('a system message has a place of its own where the model has one', async t => {
  const chat = {
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'x' },
    ],
  }
  const places: readonly (readonly [string, boolean])[] = [
    ['gemini-2.5-flash-image', true],
    ['gemini-nano-banana-2.1', true],
    ['gemini-3.8-live', false],
    ['gemini-2.5-flash-preview-09-2025', false],
  ]
  for (const [model, has] of places) {
    t.equal('system_instruction' in geminiTranslator.request(chat, target('gemini', model)).body, has, model)
  }
})

t.test('an answer that is JSON and no object is told in LiteLLM’s words', async t => {
  for (const [raw, kind] of [
    ['[]', 'list'],
    ['"x"', 'str'],
    ['1', 'int'],
    ['true', 'bool'],
    ['null', 'NoneType'],
  ] as const) {
    t.match(geminiTranslator.error(200, raw, flash).message, `must be a mapping, not ${kind}.`, raw)
  }
  t.match(geminiTranslator.error(200, 'oops', flash).message, 'Expecting value')
})

t.test('a call without arguments has none, a reason of nothing is none', async t => {
  const answer = {
    candidates: [{ content: { parts: [{ functionCall: { name: 'now' } }] }, finishReason: null }],
    usageMetadata: {},
  }
  const { body } = geminiTranslator.response(answer, ask('x'), flash, context)
  t.match(body, { choices: [{ message: { tool_calls: [{ function: { name: 'now', arguments: '{}' } }] } }] })
  t.notMatch(body, { choices: [{ provider_specific_fields: {} }] })
})
