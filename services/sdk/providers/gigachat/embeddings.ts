/** Embeddings of Sber's GigaChat, whose answers count the tokens of each vector. */
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import { embeddingWire } from '../embedding-wire.ts'
import { toldVectors } from '../vectors.ts'
import { letIn } from './translator.ts'

/** One more wire, but for streams. */
export const gigachatEmbeddings = embeddingWire({
  hidesErrors: true,
  request(input, _params, target) {
    const { headers, grant } = letIn(target)
    return {
      url: `${target.apiBase}/embeddings`,
      headers: { 'content-type': 'application/json', ...headers },
      ...(grant ? { grant } : {}),
      body: { model: target.model, input: Array.isArray(input) ? input : [input] },
    }
  },
  answer(body, _input, target) {
    const vectors = objectsOf(body['data'])
    const tokens = vectors.reduce((sum, { usage }) => sum + asCount(asObject(usage)?.['prompt_tokens']), 0)
    const bare = vectors.map(vector => omit(vector, ['usage']))
    return toldVectors(bare, tokens, target)
  },
})
