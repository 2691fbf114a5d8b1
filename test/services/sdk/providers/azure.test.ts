// OpenAI at Azure: where it is asked, by whom, and what its versions take.
import t from 'tap'
import { entraSettings } from '../../../../services/sdk/providers/openai/entra-settings.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const azure = (more: Partial<Target> = {}, model = 'gpt-4o'): Target =>
  target('azure', model, { apiBase: 'http://azure.test', ...more })
const ask = (more: JsonObject = {}): JsonObject => ({ messages: [{ role: 'user', content: 'x' }], ...more })

const tool = (content: JsonObject[]): JsonObject => ({ role: 'tool', tool_call_id: 't', content })

const addresses: readonly (readonly [string, Partial<Target>, JsonObject, string])[] = [
  ['a resource', {}, {}, '/openai/deployments/gpt-4o/chat/completions?api-version=2025-02-01-preview'],
  ['v1', { apiVersion: 'v1' }, {}, '/openai/v1/chat/completions'],
  [
    'a deployment in the base',
    { apiBase: 'http://azure.test/openai/deployments/d/', apiVersion: '2024-10-21' },
    {},
    '/openai/deployments/d/chat/completions?api-version=2024-10-21',
  ],
  [
    'an endpoint in the base',
    { apiBase: 'http://azure.test/openai/deployments/d/chat/completions?api-version=1' },
    {},
    '/openai/deployments/d/chat/completions?api-version=2025-02-01-preview',
  ],
  [
    'a version of the request',
    { apiVersion: '2024-10-21' },
    { api_version: '2024-06-01' },
    '/openai/deployments/gpt-4o/chat/completions?api-version=2024-06-01',
  ],
]
for (const [name, more, body, path] of addresses) {
  t.test(`address: ${name}`, async t => {
    const request = openaiTranslator.request(ask(body), azure(more))
    t.equal(request.url, `http://azure.test${path}`)
    t.notOk('api_version' in request.body)
  })
}

t.test('a key, a token, and both', async t => {
  const settings = entraSettings('azure', { azure_ad_token: 'token' }, {}, {})
  const entra = settings ? { entra: settings } : {}
  const headersOf = (more: Partial<Target>): Record<string, string> =>
    openaiTranslator.request(ask(), azure(more)).headers
  t.match(headersOf({}), { 'api-key': 'key', authorization: undefined })
  t.match(headersOf(entra), { 'api-key': undefined, authorization: 'Bearer token' })
  t.match(headersOf({ ...entra, apiVersion: 'v1' }), { authorization: 'Bearer key' })
  t.match(headersOf({ ...entra, apiVersion: 'v1', apiKey: undefined }), { authorization: 'Bearer token' })
  const defaults = { azure_ad_token: 'token', client_secret: 's' }
  const { body } = openaiTranslator.request(ask(), azure({ defaults, ...entra }))
  t.notOk('azure_ad_token' in body || 'client_secret' in body)
})

t.test('structured answers by a tool where the version has none', async t => {
  const chat = ask({ response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } } })
  const old = azure({ apiVersion: '2024-02-01' })
  const { body } = openaiTranslator.request(chat, old)
  t.match(body, { tools: [{ function: { name: 'json_tool_call' } }], response_format: undefined })
  const call = { id: 'c', type: 'function', function: { name: 'json_tool_call', arguments: '{"a":1}' } }
  const answer = {
    choices: [{ index: 0, message: { content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }],
  }
  t.match(openaiTranslator.response(answer, chat, old, context).body, {
    choices: [{ message: { content: '{"a":1}', tool_calls: undefined }, finish_reason: 'stop' }],
  })
  t.match(openaiTranslator.request(chat, azure({ apiVersion: '2024-10-21' })).body, { response_format: {} })
})

t.test('tool choices by version', async t => {
  const chat = (tool_choice: string): JsonObject =>
    ask({ tool_choice, tools: [{ type: 'function', function: { name: 'f' } }] })
  t.throws(() => openaiTranslator.request(chat('auto'), azure({ apiVersion: '2023-05-15' })), /Bump your API version/)
  t.throws(() => openaiTranslator.request(chat('required'), azure({ apiVersion: '2024-02-01' })), /'required' as a/)
  t.match(openaiTranslator.request(chat('required'), azure({ apiVersion: '2024-06-01' })).body, {
    tool_choice: 'required',
  })
  t.notOk('tool_choice' in openaiTranslator.request(ask({ tool_choice: 'auto' }), azure()).body, 'a choice of nothing')
})

t.test('a router’s answer names the model it chose', async t => {
  const answer = { model: 'gpt-chosen', choices: [{ index: 0, message: { content: 'x' } }] }
  for (const [model, shown] of [
    ['model_router', 'gpt-chosen'],
    ['my-Model-Router', 'gpt-chosen'],
    ['gpt-4o', 'my-group'],
  ] as const) {
    t.match(openaiTranslator.response(answer, ask(), azure({}, model), context).body, { model: shown }, model)
  }
})

t.test('images of tools are the user’s to show', async t => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }
  const reference = { type: 'tool_reference', tool_name: 'f' }
  const chat = { messages: [tool([image]), tool([{ type: 'text', text: 'x' }, image, reference]), tool([reference])] }
  const { messages } = openaiTranslator.request(chat, azure()).body as { messages: JsonObject[] }
  t.equal(messages[0]?.['content'], '[Tool returned an image - see the following user message]')
  t.same(messages[1]?.['content'], [{ type: 'text', text: 'x' }])
  t.equal(messages[2]?.['content'], '')
  t.match(messages[3], { role: 'user', content: [{ type: 'text' }, image, image] })
  t.equal(messages.length, 4)
})
