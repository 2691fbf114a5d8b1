// What a Responses request's items and tools become for OpenAI's validator.
import t from 'tap'
import { responsesInput, responsesTools } from '../../../../services/sdk/providers/openai/responses-items.ts'
import { responsesRequest } from '../../../../services/sdk/providers/openai/responses-request.ts'
import { flattened } from '../../../../services/sdk/providers/openai/tool-alternatives.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const items: readonly (readonly [string, JsonObject, JsonObject, string?])[] = [
  [
    'reasoning told back',
    { type: 'reasoning', id: 'rs_1', content: null, summary: [] },
    { type: 'reasoning', id: 'rs_1', summary: [] },
  ],
  ['reasoning without an id', { type: 'reasoning', content: null, x: null }, { type: 'reasoning', x: null }],
  [
    'reasoning at Azure',
    { type: 'reasoning', id: 'rs_1', status: 'completed' },
    { type: 'reasoning', id: 'rs_1' },
    'azure',
  ],
  ['a message at Azure', { type: 'message', status: 'completed' }, { type: 'message' }, 'azure'],
  ['a call of somebody else’s', { type: 'function_call', id: 'call_1' }, { type: 'function_call' }],
  [
    'a call at who does not check',
    { type: 'function_call', id: 'call_1' },
    { type: 'function_call', id: 'call_1' },
    'xai',
  ],
  ['a call of its own', { type: 'custom_tool_call', id: 'ctc_1' }, { type: 'custom_tool_call', id: 'ctc_1' }],
]
for (const [name, item, sent, provider = 'openai'] of items) {
  t.test(name, async t => t.strictSame(responsesInput([item], provider), [sent]))
}

t.test('an input is a text or a list', async t => {
  t.equal(responsesInput('x', 'openai'), 'x')
  t.throws(() => responsesInput(5, 'openai'), /must be a text or a list/)
})

const branch = (name: string, ...required: string[]): JsonObject => ({
  type: 'object',
  properties: { [name]: { type: 'string' } },
  required,
})
const schemas: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'any of',
    { anyOf: [branch('a', 'a'), branch('b', 'a', 'b')] },
    { type: 'object', properties: { a: {}, b: {} }, required: ['a'] },
  ],
  ['all of', { type: 'object', allOf: [branch('a', 'a'), branch('b', 'b')] }, { required: ['a', 'b'] }],
  [
    'references',
    { $defs: { A: branch('a') }, oneOf: [{ $ref: '#/$defs/A' }] },
    { type: 'object', properties: { a: {} } },
  ],
  ['an enumeration', { type: 'object', properties: {}, enum: [1] }, { type: 'object', enum: undefined }],
  ['what is no object', { anyOf: [{ type: 'string' }] }, { anyOf: [{ type: 'string' }] }],
  ['a reference to nowhere', { anyOf: [{ $ref: '#/x' }] }, { anyOf: [{ $ref: '#/x' }] }],
  [
    'a reference to itself',
    { $defs: { A: { anyOf: [{ $ref: '#/$defs/A' }] } }, anyOf: [{ $ref: '#/$defs/A' }] },
    { anyOf: [{}] },
  ],
]
for (const [name, schema, want] of schemas) t.test(`flattened: ${name}`, async t => t.match(flattened(schema), want))

t.test('tools by the family of the model', async t => {
  const tool = { type: 'function', name: 'f', parameters: { anyOf: [branch('a')] } }
  t.notOk(
    'anyOf' in
      (responsesTools([tool], { azure: false, model: 'gpt-4o', validated: true }) as [{ parameters: object }])[0]
        .parameters,
  )
  t.ok(
    'anyOf' in
      (responsesTools([tool], { azure: false, model: 'gpt-5', validated: true }) as [{ parameters: object }])[0]
        .parameters,
  )
  const read = responsesTools([{ type: 'function', parameters: '{"type":"object"}' }], {
    azure: false,
    model: 'm',
    validated: true,
  })
  t.match(read, [{ parameters: { type: 'object' } }])
  t.throws(
    () => responsesTools([{ parameters: 'x' }], { azure: false, model: 'm', validated: true }),
    /but got str instead/,
  )
  t.match(
    responsesTools([{ type: 'function', function: { name: 'f' } }], { azure: true, model: 'm', validated: true }),
    [{ name: 'f' }],
  )
})

const ask = (more: JsonObject): JsonObject => ({ model: 'm', input: 'x', ...more })

t.test('what is refused, and what is the other backend’s', async t => {
  const effort = { reasoning: { effort: 'none', summary: 'auto' } }
  const gpt5 = target('openai', 'gpt-5')
  t.throws(() => responsesRequest(ask(effort), gpt5), /reasoning.effort=none is not supported for gpt-5/)
  const { reasoning } = responsesRequest(ask({ ...effort, drop_params: true }), gpt5).body
  t.strictSame(reasoning, { summary: 'auto' })
  const azure = target('azure', 'o_series/d', { apiBase: 'http://azure.test' })
  t.throws(() => responsesRequest(ask({ temperature: 1 }), azure), /LlmProviders.AZURE does not support/)
  t.throws(() => responsesRequest(ask({ previous_response_id: `resp_${'x'.repeat(200)}` }), gpt5), /other backend/)
  t.match(responsesRequest(ask({ previous_response_id: 'resp_1' }), gpt5).body, { previous_response_id: 'resp_1' })
})

t.test('reasoning that was made of another model’s thoughts', async t => {
  const thought = JSON.stringify([{ type: 'thinking', thinking: 'h', signature: 's' }])
  const minted = [
    { type: 'reasoning', id: 'rs_0b5c0d4e-5b0e-4d0a-9f7e-0123456789ab', summary: [] },
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: thought },
  ]
  const own = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' }
  t.strictSame(responsesInput([...minted, own], 'openai'), [own])
  t.strictSame(responsesInput([...minted, own], 'azure'), [own])
  t.strictSame(responsesInput([...minted, own], 'hosted_vllm'), [...minted, own], 'whoever checks nothing gets all')
})
