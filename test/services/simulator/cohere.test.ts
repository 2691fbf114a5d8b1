import t from 'tap'
import type { JsonObject } from '../../../services/simulator/json.ts'
import { startSimulator } from './harness.ts'

t.test('Cohere’s embeddings', async t => {
  const { post } = await startSimulator(t)
  const ask = (more: JsonObject): Promise<Response> =>
    post('/v2/embed', { model: 'embed-v4.0', texts: ['a', 'b'], ...more })
  const answered = (await (await ask({ output_dimension: 3 })).json()) as { embeddings: { float: number[][] } }
  t.equal(answered.embeddings.float.length, 2)
  t.equal(answered.embeddings.float[0]?.length, 3)
  t.match(answered, { texts: ['a', 'b'], meta: { billed_units: { input_tokens: Number } } })
  t.match(await (await ask({ embedding_types: ['int8', 'float'] })).json(), {
    embeddings: { int8: Array, float: Array },
  })
  t.equal((await ask({ texts: [] })).status, 400)
  t.equal((await ask({ model: null })).status, 400)
})
