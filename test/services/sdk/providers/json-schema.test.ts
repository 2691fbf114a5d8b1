import t from 'tap'
import { inputSchema, outputSchema } from '../../../../services/sdk/providers/anthropic/json-schema.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'

const outputs: { name: string; schema: JsonObject; want: JsonObject }[] = [
  {
    name: 'what cannot be enforced is told',
    schema: {
      type: 'array',
      items: { type: 'string', minLength: 2 },
      minItems: 1,
      uniqueItems: false,
      contains: { a: 1 },
    },
    want: {
      description: 'Note: minimum number of items: 1, array must contain an item matching: {"a": 1}.',
      type: 'array',
      items: { description: 'Note: minimum length: 2.', type: 'string' },
    },
  },
  {
    name: 'oneOf is anyOf, objects are closed',
    schema: { anyOf: [{ type: 'object' }], oneOf: [{ type: 'null' }] },
    want: { anyOf: [{ type: 'object', additionalProperties: false }, { type: 'null' }] },
  },
  {
    name: 'a type that contradicts its values goes',
    schema: { type: 'string', enum: ['a', 1] },
    want: { enum: ['a', 1] },
  },
  {
    name: 'definitions are put in place, recursion is left',
    schema: {
      type: 'array',
      items: { $ref: '#/$defs/N' },
      $defs: { N: { allOf: [{ $ref: '#/$defs/N' }, { type: 'integer', enum: [1] }] } },
    },
    want: { type: 'array', items: { allOf: [{ $ref: '#/$defs/N' }, { type: 'integer', enum: [1] }] } },
  },
]

t.test('structured answers', async t => {
  for (const { name, schema, want } of outputs) t.strictSame(outputSchema(schema), want, name)
})

t.test('a schema that grows without bounds is refused', async t => {
  const definitions: JsonObject = {}
  for (let level = 0; level < 40; level += 1) {
    const next = { $ref: `#/definitions/D${level + 1}` }
    definitions[`D${level}`] = { type: 'object', properties: { a: next, b: next } }
  }
  const bomb = { type: 'object', properties: { a: { $ref: '#/definitions/D0' } }, definitions }
  t.throws(() => inputSchema(bomb), { message: /schema-bomb/ })
  t.throws(() => outputSchema(bomb), { message: /schema-bomb/ })
})
