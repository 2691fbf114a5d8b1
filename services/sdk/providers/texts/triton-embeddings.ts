/** Embeddings of NVIDIA's Triton: tensors in, tensors out. */
import { asCount, objectsOf } from '../json.ts'
import { bareFault } from '../litellm-errors.ts'
import { embeddingWire, textsOf } from '../embedding-wire.ts'
import { countTokens } from '../tokens.ts'
import type { Json } from '../translator.ts'
import { placed, toldVectors } from '../vectors.ts'

/** One more wire, but for streams. */
export const tritonEmbeddings = embeddingWire({
  request(input, _params, target) {
    const data = textsOf(input)
    return {
      url: target.apiBase,
      headers: { 'content-type': 'application/json' },
      body: { inputs: [{ name: 'input_text', shape: [data.length], datatype: 'BYTES', data }] },
    }
  },
  answer(body, input, target) {
    if (body['outputs'] === undefined) throw bareFault("'outputs'")
    const vectors = objectsOf(body['outputs']).flatMap(({ data, shape }) => rowsOf(data, shape))
    const tokens = textsOf(input).reduce((sum, text) => sum + countTokens(text), 0)
    return toldVectors(placed(vectors), tokens, target)
  },
})

function rowsOf(data: Json | undefined, shape: Json | undefined): Json[][] {
  const [rows, size] = Array.isArray(shape) ? shape.map(asCount) : []
  if (!Array.isArray(data) || rows === undefined || size === undefined) return []
  return Array.from({ length: rows }, (_, row) => data.slice(row * size, (row + 1) * size))
}
