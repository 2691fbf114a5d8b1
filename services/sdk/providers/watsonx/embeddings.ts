/** Embeddings of IBM watsonx. */
import { asCount, objectsOf, omit } from '../json.ts'
import { embeddingWire, textsOf } from '../embedding-wire.ts'
import { placed, toldVectors } from '../vectors.ts'
import { letIn, owner, places, watsonxUrl } from './common.ts'

/** One more wire, but for streams. */
export const watsonxEmbeddings = embeddingWire({
  unprocessed: 400,
  request(input, params, target) {
    const { headers, grant } = letIn(target)
    const model = target.model.startsWith('deployment/') ? '' : target.model
    return {
      url: watsonxUrl({ ...target, model }, 'embeddings'),
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      ...(grant ? { grant } : {}),
      body: {
        inputs: textsOf(input),
        parameters: omit(params, [...places, 'token']),
        ...owner(target, params),
      },
    }
  },
  answer(body, _input, target) {
    const vectors = objectsOf(body['results']).map(({ embedding }) => embedding ?? null)
    return toldVectors(placed(vectors), asCount(body['input_token_count']), target)
  },
})
