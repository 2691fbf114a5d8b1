import t from 'tap'
import type { JsonObject } from '../../../services/sdk/providers/translator.ts'
import { checkShapes, refusedTools } from '../../../services/sdk/request-shapes.ts'
import { target } from './providers/fixtures.ts'

const user = (content: JsonObject['content']): JsonObject => ({ messages: [{ role: 'user', content }] })

const refused: { name: string; chat: JsonObject; says: RegExp }[] = [
  {
    name: 'a format that is a word',
    chat: { response_format: 'json' },
    says: /Unsupported response_format type - json/,
  },
  { name: 'a format that is a list', chat: { response_format: [1] }, says: /type - \[1\]/ },
  { name: 'a timeout in words', chat: { timeout: 'soon' }, says: /could not convert string to float: 'soon'/ },
  { name: 'messages in a text', chat: { messages: 'x' }, says: /list of objects/ },
  { name: 'a message of null', chat: { messages: [null] }, says: /list of objects/ },
  { name: 'content that is a number', chat: user(5), says: /content of a message/ },
  { name: 'a part that is a text', chat: user(['x']), says: /content of a message/ },
  { name: 'tools that are a number', chat: { tools: 5 }, says: /tools must be a list/ },
  { name: 'more for the body that is none', chat: { extra_body: 'x' }, says: /extra_body/ },
  { name: 'headers in a text', chat: { extra_headers: 'x' }, says: /extra_headers/ },
  { name: 'a header of null', chat: { extra_headers: { a: null } }, says: /not <class 'NoneType'>/ },
]

for (const { name, chat, says } of refused) {
  t.test(`refused: ${name}`, async t => {
    t.throws(() => checkShapes(chat, target('openai', 'gpt-4o')), {
      message: says,
      status: 400,
      litellmClass: 'BadRequestError',
    })
  })
}

const taken: readonly JsonObject[] = [
  {},
  { ...user('x'), tools: [], response_format: null, timeout: '5', extra_body: null, extra_headers: {} },
  user([{ type: 'text', text: 'x' }]),
  user(null),
  { custom_llm_provider: 'openai' },
]

for (const chat of taken) {
  t.test(`taken: ${JSON.stringify(chat)}`, async t => {
    t.doesNotThrow(() => checkShapes(chat, target('openai', 'gpt-4o')))
  })
}

t.test('another wire than the deployment’s is the other backend’s', async t => {
  for (const chat of [{ custom_llm_provider: 'anthropic' }, { deployment_id: 'x' }]) {
    t.throws(() => checkShapes(chat, target('openai', 'gpt-4o')), /no other wire/)
  }
})

const tools: { given: JsonObject['tools']; type: string | null }[] = [
  { given: ['x'], type: 'str' },
  { given: 'x', type: 'str' },
  { given: { a: 1 }, type: 'str' },
  { given: [5], type: 'int' },
  { given: [0.5], type: 'float' },
  { given: [true], type: 'bool' },
  { given: [null], type: 'NoneType' },
  { given: [[]], type: 'list' },
  { given: [{}], type: null },
  { given: [], type: null },
  { given: undefined, type: null },
]

for (const { given, type } of tools) {
  t.test(`tools ${JSON.stringify(given)}`, async t => {
    const message = `Invalid request format: '${type}' object has no attribute 'get'`
    const want = { message, type: 'invalid_request_error', param: null, code: '400' }
    t.same(
      refusedTools(given === undefined ? {} : { tools: given })?.body ?? null,
      type === null ? null : { error: want },
    )
  })
}
