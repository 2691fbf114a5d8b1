/** Embedding models by InvokeModel, each in its maker's own words. */
import { embed } from '../../identity.ts'
import { asList, asObject, asText, firstNumber, type Json, type JsonObject } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import type { Endpoint, Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'

const whole = (body: JsonObject, pieces = 1): Prepared => ({ kind: 'whole', body, pieces })

/** Refuses what InvokeModel's schema of a model does not have. */
function only(body: JsonObject, ...keys: string[]): void {
  const stray = Object.keys(body).find(key => !keys.includes(key))
  if (stray === undefined) return
  const message = `Malformed input request: #: extraneous key [${stray}] is not permitted, please reformat your input and try again.`
  throw new Complaint({ status: 400, message })
}

const bits = (vector: readonly number[]): Json => vector.map(one => (one > 0 ? 1 : 0))

const titanText: Endpoint = ({ body }) => {
  only(body, 'inputText', 'dimensions', 'normalize', 'embeddingTypes')
  const text = asText(body['inputText'])
  const vector = embed(text, firstNumber(body['dimensions']) ?? 1024)
  const types = asList(body['embeddingTypes'])
  const byType = {
    ...(types.length === 0 || types.includes('float') ? { float: vector } : {}),
    ...(types.includes('binary') ? { binary: bits(vector) } : {}),
  }
  const embedding = types.includes('binary') && !types.includes('float') ? {} : { embedding: vector }
  return whole({ ...embedding, embeddingsByType: byType, inputTextTokenCount: estimateTokens(text) })
}

const titanFirst: Endpoint = ({ body }) => {
  only(body, 'inputText')
  const text = asText(body['inputText'])
  return whole({ embedding: embed(text, 1536), inputTextTokenCount: estimateTokens(text) })
}

const titanImage: Endpoint = ({ body }) => {
  only(body, 'inputText', 'inputImage', 'embeddingConfig')
  const text = asText(body['inputText'])
  const size = firstNumber(asObject(body['embeddingConfig'])['outputEmbeddingLength']) ?? 1024
  const embedding = embed(text + asText(body['inputImage']), size)
  return whole({ embedding, inputTextTokenCount: text === '' ? 0 : estimateTokens(text), message: null })
}

const cohere: Endpoint = ({ body }) => {
  only(body, 'texts', 'images', 'input_type', 'truncate', 'embedding_types', 'output_dimension')
  const texts = asList(body['texts'] ?? body['images']).map(asText)
  const vectors = texts.map(text => embed(text, firstNumber(body['output_dimension']) ?? 1024))
  const types = asList(body['embedding_types']).map(asText)
  const head = { id: '00000000-0000-4000-8000-000000000000', texts }
  if (types.length === 0) return whole({ ...head, embeddings: vectors, response_type: 'embeddings_floats' })
  const embeddings = Object.fromEntries(types.map(type => [type, type === 'float' ? vectors : vectors.map(bits)]))
  return whole({ ...head, embeddings, response_type: 'embeddings_by_type' })
}

const nova: Endpoint = ({ body }) => {
  only(body, 'schemaVersion', 'taskType', 'singleEmbeddingParams')
  const params = asObject(body['singleEmbeddingParams'])
  const text = asText(asObject(params['text'])['value'])
  const kind = ['text', 'image', 'video', 'audio'].find(each => params[each] !== undefined) ?? 'text'
  const embedding = embed(text + JSON.stringify(params[kind] ?? ''), firstNumber(params['embeddingDimension']) ?? 3072)
  const letters = kind === 'text' ? { truncatedCharLength: text.length } : {}
  return whole({ embeddings: [{ embeddingType: kind.toUpperCase(), embedding, ...letters }] })
}

/** What answers for an embedding model; undefined for models of another kind. */
export function embedderOf(model: string): Endpoint | undefined {
  if (model.includes('titan-embed-image')) return titanImage
  if (model.includes('titan-embed-text-v2')) return titanText
  if (model.includes('titan-embed')) return titanFirst
  if (model.includes('cohere.embed')) return cohere
  return model.includes('multimodal-embeddings') ? nova : undefined
}
