/** response_format on the Anthropic wire: native, and by way of a tool. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer } from '../answers.ts'
import { chats, user, weatherTool } from '../case.ts'

const schema: JsonObject = {
  type: 'object',
  properties: {
    a: { type: 'integer', minimum: 1, maximum: 5, description: 'd' },
    b: { $ref: '#/$defs/B' },
    c: { type: 'array', items: { type: 'string', minLength: 2 }, minItems: 1 },
    o: { oneOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['a'],
  $defs: { B: { type: 'object', properties: { x: { type: 'number' } } } },
}
const recursive: JsonObject = {
  type: 'object',
  properties: { t: { $ref: '#/$defs/N' } },
  $defs: {
    N: {
      type: 'object',
      properties: {
        kids: { type: 'array', items: { $ref: '#/$defs/N' }, uniqueItems: false },
        e: { type: 'string', enum: ['a', 1] },
        p: { type: 'string', pattern: 'x', maxLength: 3.5, not: { a: 1 } },
      },
    },
  },
}
const jsonSchema = (one: JsonObject, more: JsonObject = {}): JsonObject => ({
  response_format: { type: 'json_schema', json_schema: { name: 'n', schema: one, ...more } },
})
const jsonTool = (input: JsonObject): JsonObject => ({ type: 'tool_use', id: 't', name: 'json_tool_call', input })

export const formatCases = [
  ...chats('formats', 'claude', [
    ['text', { response_format: { type: 'text' } }],
    ['json_object', { response_format: { type: 'json_object' } }],
    [
      'json_object with a schema',
      { response_format: { type: 'json_object', response_schema: { type: 'object', properties: {} } } },
    ],
    ['a schema', jsonSchema(schema, { strict: true })],
    ['a recursive schema', jsonSchema(recursive)],
    ['a schema that the simulator follows', { ...jsonSchema(schema), messages: [user('Fill it in')] }],
    ['a schema, streamed', { ...jsonSchema(schema), stream: true }],
    ['a schema with tools', { ...jsonSchema(schema), tools: [weatherTool] }],
    ['an unknown type', { response_format: { type: 'weird' } }],
    ['an unknown type, dropped', { response_format: { type: 'weird' }, drop_params: true }],
  ]),
  ...chats('formats/claude-opus-4-6', 'claude-opus-4-6', [['a schema', jsonSchema(schema)]]),
  ...chats('formats/claude-unknown', 'claude-unknown', [['a schema', jsonSchema(schema)]]),
  ...chats('formats/claude-sonnet-4', 'claude-sonnet-4', [
    ['a schema with thinking', { ...jsonSchema(schema), thinking: { type: 'enabled', budget_tokens: 1024 } }],
  ]),
  ...chats('formats/claude-3', 'claude-3', [
    [
      'a schema by a tool',
      jsonSchema(schema),
      {
        provider: anthropicAnswer({ content: [jsonTool({ a: 1, b: 'ü' })], stop_reason: 'tool_use' }),
      },
    ],
    ['a schema by a tool, the simulator', { ...jsonSchema(schema), messages: [user('Fill it in')] }],
    [
      'a schema by a tool, the simulator, streamed',
      { ...jsonSchema(schema), stream: true, messages: [user('Fill it in')] },
    ],
    [
      'a schema by a tool, beside others',
      { ...jsonSchema(schema), tools: [weatherTool] },
      {
        provider: anthropicAnswer({
          content: [
            { type: 'text', text: 'T' },
            jsonTool({ values: [1] }),
            { type: 'tool_use', id: 't2', name: 'get_weather', input: {} },
          ],
          stop_reason: 'tool_use',
        }),
      },
    ],
  ]),
]
