/** Embeddings at Vertex AI: Google's text models, which predict a vector for each instance. */
import { findModel } from '../../models/table.ts'
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import { jsonFault } from '../litellm-errors.ts'
import { isFlag, readParameters, unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, NotServed, RequestFault, type Target, type Translator } from '../translator.ts'
import { vertexUrl } from './address.ts'
import { geminiFault } from './errors.ts'
import { textsOf } from './labels.ts'

export const vertexEmbeddings: Translator = {
  request(asked, target) {
    refuseOthers(asked, target)
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, labels, dimensions, ...given } = { ...openai, ...extra }
    const parameters: JsonObject = {
      ...omit(given, ['encoding_format', 'user']),
      ...(given['input_type'] === undefined ? {} : { task_type: given['input_type'] }),
      ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
    }
    const named = textsOf(labels)
    return {
      url: vertexUrl(target, {
        resource: `publishers/google/models/${target.model}`,
        method: 'predict',
        streams: false,
      }),
      headers: { 'content-type': 'application/json' },
      body: { instances: instancesOf(input, parameters), parameters, ...(named ? { labels: named } : {}) },
    }
  },
  response(body, _asked, target) {
    if (!Array.isArray(body['predictions'])) throw broken("'predictions'")
    const vectors = objectsOf(body['predictions']).map(({ embeddings }) => asObject(embeddings) ?? {})
    const input = vectors.reduce((sum, vector) => sum + asCount(asObject(vector['statistics'])?.['token_count']), 0)
    const characters = asObject(body['metadata'])?.['billableCharacterCount']
    return {
      body: {
        model: target.group,
        data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: vector['values'] })),
        object: 'list',
        usage: {
          completion_tokens: 0,
          prompt_tokens: input,
          total_tokens: input,
          completion_tokens_details: null,
          prompt_tokens_details: typeof characters === 'number' ? { ...noDetails, character_count: characters } : null,
        },
      },
      usage: {
        input,
        output: 0,
        cacheRead: 0,
        cacheWrite: 0,
        ...(typeof characters === 'number' ? { characters } : {}),
      },
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error(status, raw, target) {
    if (status < 400) throw broken(jsonFault)
    return Object.assign(geminiFault(status, raw, target), { loses: 'headers' })
  },
}

const noDetails: JsonObject = {
  audio_tokens: null,
  cached_tokens: null,
  text_tokens: null,
  image_tokens: null,
  video_tokens: null,
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
  if (embedsContent || /^\d+$|bge|multimodal/i.test(model) || 'image' in asked || 'video' in asked) {
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
