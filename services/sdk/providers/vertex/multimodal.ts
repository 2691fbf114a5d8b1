/** Vertex AI's model that embeds texts, pictures and films (llms/vertex_ai/multimodal_embeddings). */
import { base64Of } from '../data-url.ts'
import { asObject, isObject, objectsOf } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { readParameters } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type ChatAnswer, type Json, type JsonObject, NotServed, type Target } from '../translator.ts'
import { toldVectors } from '../vectors.ts'

/** Whether a model is that one. */
export const isMultimodal = (model: string): boolean =>
  model === 'multimodalembedding' || model === 'multimodalembedding@001'

/** The body of its call. */
export function multimodalBody(asked: JsonObject, target: Target): JsonObject {
  const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
  const { dimensions, instances } = { ...openai, ...extra }
  return {
    instances: instances ?? instancesOf(asked['input'] ?? ''),
    ...(dimensions === undefined ? {} : { parameters: { dimension: dimensions } }),
  }
}

/** What the client is told of its answer. */
export function multimodalAnswer(body: JsonObject, asked: JsonObject, target: Target): ChatAnswer {
  if (!Array.isArray(body['predictions'])) {
    const told = `embedding response does not contain 'predictions', got ${pythonRepr(body)}`
    throw litellmFault('InternalServerError', 500, told, target)
  }
  const predictions = objectsOf(body['predictions'])
  const data = predictions.flatMap((prediction, index) =>
    vectorsOf(prediction).map(embedding => ({ object: 'embedding', index, embedding })),
  )
  const instances = objectsOf(multimodalBody(asked, target)['instances'])
  const text = instances.map(({ text }) => (typeof text === 'string' ? text : '')).join('')
  const characters = text === '' ? null : Array.from(text.replaceAll(/\s/gu, '')).length
  const images = instances.filter(({ image }) => image !== undefined).length
  const films = predictions.flatMap(({ videoEmbeddings }) => objectsOf(videoEmbeddings))
  const videoSeconds = films.reduce(
    (sum, film) => sum + (Number(film['endOffsetSec']) - Number(film['startOffsetSec'])),
    0,
  )
  const details = {
    ...(characters === null ? {} : { character_count: characters }),
    image_count: images,
    video_length_seconds: videoSeconds,
  }
  return toldVectors(data, 0, target, details, { characters: characters ?? 0, images, videoSeconds })
}

function vectorsOf({ textEmbedding, imageEmbedding, videoEmbeddings }: JsonObject): Json[] {
  if (textEmbedding !== undefined) return [textEmbedding]
  if (imageEmbedding !== undefined) return [imageEmbedding]
  return objectsOf(videoEmbeddings).map(({ embedding }) => embedding ?? null)
}

function instancesOf(input: Json): JsonObject[] {
  if (typeof input === 'string') return [mediumOf(input) ?? { text: input }]
  const list = Array.isArray(input) ? input : [input]
  const instances: JsonObject[] = []
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index] ?? null
    if (isObject(item)) instances.push(item)
    else if (typeof item !== 'string') throw new NotServed('The sdk backend embeds no tokens with this model.')
    else {
      const own = mediumOf(item)
      const next = list[index + 1]
      const beside = own === undefined && typeof next === 'string' ? mediumOf(next) : undefined
      instances.push(own ?? { text: item, ...beside })
      // A text goes together with what it stands before.
      if (beside) index += 1
    }
  }
  return instances
}

function mediumOf(item: string): JsonObject | undefined {
  if (item.includes('gs://')) return { [item.includes('mp4') ? 'video' : 'image']: { gcsUri: item } }
  const bytes = base64Of(item)
  return bytes === undefined ? undefined : asObject({ image: { bytesBase64Encoded: bytes } })
}
