/** Embeddings at Vertex AI: Google's text models, which predict a vector for each instance. */
import { findModel } from '../../models/table.ts'
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import { jsonFault } from '../litellm-errors.ts'
import { isFlag, readParameters, unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, NotServed, RequestFault, type Target, type Translator } from '../translator.ts'
import { noStream, placed, toldVectors } from '../vectors.ts'
import { vertexUrl } from './address.ts'
import { geminiFault } from './errors.ts'
import { textsOf } from './labels.ts'
import { isMultimodal, multimodalAnswer, multimodalBody } from './multimodal.ts'

export const vertexEmbeddings: Translator = {
  request(asked, target) {
    refuseOthers(asked, target)
    if (isMultimodal(target.model)) {
      return {
        url: predictUrl(target),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: multimodalBody(asked, target),
      }
    }
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, labels, dimensions, ...given } = { ...openai, ...extra }
    const parameters: JsonObject = {
      ...omit(given, ['encoding_format', 'user']),
      ...(given['input_type'] === undefined ? {} : { task_type: given['input_type'] }),
      ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
    }
    const named = textsOf(labels)
    return {
      url: predictUrl(target),
      headers: { 'content-type': 'application/json' },
      body: { instances: instancesOf(input, parameters), parameters, ...(named ? { labels: named } : {}) },
    }
  },
  response(body, asked, target) {
    if (isMultimodal(target.model)) return multimodalAnswer(body, asked, target)
    if (!Array.isArray(body['predictions'])) throw broken("'predictions'")
    const vectors = objectsOf(body['predictions']).map(({ embeddings }) => asObject(embeddings) ?? {})
    const input = vectors.reduce((sum, vector) => sum + asCount(asObject(vector['statistics'])?.['token_count']), 0)
    const characters = asObject(body['metadata'])?.['billableCharacterCount']
    const data = placed(vectors.map(vector => vector['values'] ?? null))
    if (typeof characters !== 'number') return toldVectors(data, input, target)
    return toldVectors(data, input, target, { character_count: characters }, { characters })
  },
  stream: noStream,
  error(status, raw, target) {
    if (status < 400) throw broken(jsonFault)
    return Object.assign(geminiFault(status, raw, target), { loses: 'headers' })
  },
}

function predictUrl(target: Target): string {
  const resource = `publishers/google/models/${target.model}`
  return vertexUrl(target, { resource, method: 'predict', streams: false })
}

/** What breaks LiteLLM itself. */
const broken = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

function instancesOf(input: Json | undefined, { task_type, title }: JsonObject): JsonObject[] {
  const more = { ...(task_type === undefined ? {} : { task_type }), ...(title === undefined ? {} : { title }) }
  return (Array.isArray(input) ? input : [input]).map(content => ({ content, ...more }))
}

function refuseOthers(asked: JsonObject, { model, defaults, dropParams }: Target): void {
  const embedsContent = findModel('vertex_ai', model)?.entry['uses_embed_content'] === true
  const isOther = /^\d+$|bge|multimodal/i.test(model) && !isMultimodal(model)
  if (embedsContent || isOther || 'image' in asked || 'video' in asked) {
    throw new NotServed(`The sdk backend has no embeddings of ${model} at Vertex AI.`)
  }
  const { input, user, encoding_format: format } = { ...defaults, ...asked }
  if (Array.isArray(input) && input.some(Array.isArray)) {
    throw new NotServed('The sdk backend does not turn tokens back into text.')
  }
  const refused: JsonObject = {
    ...(user === undefined || user === null ? {} : { user }),
    ...(format === undefined || format === null || format === 'float' ? {} : { encoding_format: format }),
  }
  if (Object.keys(refused).length === 0 || dropParams || isFlag(asked['drop_params'])) return
  throw unsupportedParams(
    `vertex_ai does not support parameters: ${pythonRepr(refused)}, for model=${model}. To drop these, set ` +
      '`litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n',
  )
}
