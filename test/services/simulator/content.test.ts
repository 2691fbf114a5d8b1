import t from 'tap'
import { canonicalPath } from '../../../services/simulator/canonical-path.ts'
import { createIdentity, embed } from '../../../services/simulator/identity.ts'
import { sample } from '../../../services/simulator/sample.ts'
import { echo, longText, pieces, slices } from '../../../services/simulator/text.ts'

void t.test('pieces and slices lose nothing and stay small', async t => {
  for (const text of ['', 'a', '  two  words \n', 'unbelievablylongword', 'héllo 日本語 👩‍👩‍👧 end', longText(50)]) {
    t.equal(pieces(text).join(''), text)
    t.equal(slices(text).join(''), text)
  }
  t.equal(pieces(longText(200)).length, 200)
  t.ok(pieces(longText(200)).every(piece => piece.length <= 9))
})

void t.test('the echo names the model and keeps markers out', async t => {
  t.equal(echo('m', 'say [sim:tool:2] hello'), 'Simulated answer of m to: say hello')
  t.match(echo('m', 'x'.repeat(500)), /x{80}…$/)
  t.match(echo('m', '[sim:slow]'), /Nothing was asked/)
})

void t.test('identities are stable and differ between requests', async t => {
  const id = createIdentity(1, 1700000000000)
  t.equal(id.token('a', 29), createIdentity(1, 1700000000000).token('a', 29))
  t.not(id.token('a', 29), createIdentity(2, 1700000000000).token('a', 29))
  t.match(id.token('a', 29), /^[A-Za-z0-9]{29}$/)
  t.match(id.hex('a', 50), /^[0-9a-f]{50}$/)
  t.equal(id.created, 1700000000)
})

void t.test('vectors have length one and depend on the text', async t => {
  const vector = embed('hello', 1536)
  t.equal(vector.length, 1536)
  t.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6)
  t.same(embed('hello', 1536), vector)
  t.notSame(embed('hello!', 1536), vector)
})

const schemas = [
  { schema: { type: 'string', enum: ['b', 'c'] }, want: 'b' },
  { schema: { type: ['null', 'integer'], minimum: 4 }, want: 4 },
  { schema: { type: 'array', items: { type: 'boolean' } }, want: [true] },
  { schema: { anyOf: [{ type: 'null' }, { const: 5 }] }, want: 5 },
  { schema: { type: 'OBJECT', properties: { city: { type: 'STRING' } } }, want: { city: 'Paris' } },
  { schema: { properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'number' } } }, want: { a: 1 } },
  { schema: { type: 'string', format: 'date' }, want: '2025-01-31' },
]

void t.test('sample values fit their schema', async t => {
  for (const { schema, want } of schemas) t.same(sample(schema), want, JSON.stringify(schema))
  const endless = {
    properties: { a: { $ref: '#/$defs/A' } },
    $defs: { A: { properties: { a: { $ref: '#/$defs/A' } } } },
  }
  t.ok(JSON.stringify(sample(endless)).length < 200, 'a schema that contains itself ends')
})

const paths = [
  ['/v1/chat/completions', '/v1/chat/completions'],
  ['/chat/completions', '/v1/chat/completions'],
  ['/openai/deployments/x/chat/completions?api-version=1', '/v1/chat/completions?api-version=1'],
  ['/completions', '/v1/completions'],
  ['/supermemory/v3/api.anthropic.com/v1/messages?beta=true', '/v1/messages?beta=true'],
  ['/x/v1/messages/count_tokens', '/v1/messages/count_tokens'],
  ['/models/m:generateContent', '/v1beta/models/m:generateContent'],
  ['/v1/models/gpt-4o', '/v1/models/gpt-4o'],
  ['/models/', '/v1/models'],
  ['/_sim/requests?match=/v1/messages', '/_sim/requests?match=/v1/messages'],
  ['/elsewhere?x=/v1/messages', '/elsewhere?x=/v1/messages'],
] as const

void t.test('paths lose their prefix', async t => {
  for (const [from, to] of paths) t.equal(canonicalPath(from), to)
})
