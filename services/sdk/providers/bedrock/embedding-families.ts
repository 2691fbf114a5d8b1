/** What the families of Bedrock's embedding models are asked and answer (LiteLLM: llms/bedrock/embed). */
import { base64Of } from '../data-url.ts'
import { asCount, asObject, objectsOf, omit } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'

interface Common {
  /** Which of OpenAI's parameters it has. */
  readonly takes: readonly string[]
  /** OpenAI's parameters in its words. */
  mapped(params: JsonObject): JsonObject
}

/** One call for each input. */
interface Single extends Common {
  readonly kind: 'single'
  body(input: string, params: JsonObject): JsonObject
  read(answer: JsonObject): { vectors: Json[]; tokens: number }
  /** Whether a body asks for a picture's vector. */
  isPicture(body: JsonObject): boolean
}

/** One call for all. */
interface Together extends Common {
  readonly kind: 'together'
  body(inputs: readonly string[], params: JsonObject): JsonObject
}

export type EmbeddingFamily = Single | Together

/** The family of a model; undefined for those that this worker does not ask. */
export function familyOf(model: string): EmbeddingFamily | undefined {
  if (model.includes('async_invoke/')) return undefined
  if (model.toLowerCase().includes('nova')) return nova
  if (Object.hasOwn(titans, model)) return titans[model]
  return model.includes('cohere.embed') ? cohere : undefined
}

/** What breaks LiteLLM itself. */
export const broken = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

function tokensOf(answer: JsonObject): number {
  const count = answer['inputTextTokenCount']
  if (count === undefined) throw broken("'inputTextTokenCount'")
  return asCount(count)
}

const vectorOf = (answer: JsonObject): Json => {
  const { embedding } = answer
  if (embedding === undefined) throw broken("'embedding'")
  return embedding
}

const plain: Single = {
  kind: 'single',
  takes: [],
  mapped: params => params,
  body: inputText => ({ inputText }),
  read: answer => ({ vectors: [vectorOf(answer)], tokens: tokensOf(answer) }),
  isPicture: () => false,
}

const second: Single = {
  ...plain,
  takes: ['dimensions', 'encoding_format'],
  mapped({ encoding_format: format, ...params }) {
    return format === undefined ? params : { ...params, embeddingTypes: [format === 'base64' ? 'binary' : 'float'] }
  },
  body: (inputText, params) => ({ inputText, ...params }),
  read(answer) {
    const { binary, float } = asObject(answer['embeddingsByType']) ?? {}
    const vector = binary ?? float ?? answer['embedding']
    if (vector === undefined) throw broken(`No embedding data found in response: ${pythonRepr(answer)}`)
    return { vectors: [vector], tokens: tokensOf(answer) }
  },
}

const multimodal: Single = {
  ...plain,
  takes: ['dimensions'],
  mapped({ dimensions, ...params }) {
    return dimensions === undefined ? params : { ...params, embeddingConfig: { outputEmbeddingLength: dimensions } }
  },
  body(input, params) {
    const picture = base64Of(input)
    return { ...(picture === undefined ? { inputText: input } : { inputImage: picture }), ...params }
  },
  isPicture: body => body['inputImage'] !== undefined,
}

const titans: Readonly<Record<string, Single>> = {
  'amazon.titan-embed-text-v1': plain,
  'amazon.titan-embed-text-v2:0': second,
  'amazon.titan-embed-image-v1': multimodal,
  'amazon.titan-embed-g1-text-02': plain,
}

const nova: Single = {
  kind: 'single',
  takes: ['dimensions'],
  mapped({ dimensions, ...params }) {
    return dimensions === undefined ? params : { ...params, embedding_dimension: dimensions }
  },
  body(input, given) {
    const { embedding_dimension: asked, ...params } = omit(given, ['output_s3_uri'])
    const says = media.some(kind => params[kind] !== undefined)
    return {
      schemaVersion: 'nova-multimodal-embed-v1',
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        ...params,
        embeddingPurpose: params['embeddingPurpose'] ?? 'GENERIC_INDEX',
        embeddingDimension: asked ?? params['embeddingDimension'] ?? 3072,
        ...(says ? {} : novaInput(input)),
      },
    }
  },
  read(answer) {
    const items = Array.isArray(answer['embeddings']) ? objectsOf(answer['embeddings']) : [answer]
    const told = items.filter(item => Array.isArray(item['embedding']))
    return {
      vectors: told.map(item => item['embedding'] ?? null),
      tokens: told.reduce((sum, item) => sum + guessed(item), 0),
    }
  },
  isPicture: body => asObject(body['singleEmbeddingParams'])?.['image'] !== undefined,
}

const media = ['text', 'image', 'video', 'audio']

/** The model counts no tokens: LiteLLM takes a quarter of the letters it has read, or of the vector's length. */
function guessed({ truncatedCharLength: letters, embedding }: JsonObject): number {
  const length = typeof letters === 'number' ? letters : Array.isArray(embedding) ? embedding.length : 0
  return Math.floor(length / 4)
}

function novaInput(input: string): JsonObject {
  const [, type = '', data] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(input) ?? []
  const [kind = '', format = ''] = type.split('/')
  if (data !== undefined && kind !== 'text' && media.includes(kind)) {
    const named = format.toLowerCase()
    return { [kind]: { format: kind === 'image' && named === 'jpg' ? 'jpeg' : named, source: { bytes: data } } }
  }
  const text = input.startsWith('s3://') ? { source: { s3Location: { uri: input } } } : { value: input }
  return { text: { ...text, truncationMode: 'END' } }
}

const cohere: Together = {
  kind: 'together',
  takes: ['dimensions', 'encoding_format'],
  mapped({ encoding_format: format, dimensions, ...params }) {
    const formats = Array.isArray(format) ? format : format === undefined ? [] : [format]
    return {
      ...params,
      ...(formats.length > 0 ? { embedding_types: formats.map(each => (each === 'base64' ? 'float' : each)) } : {}),
      ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
    }
  },
  body(inputs, params) {
    const isPicture = base64Of(inputs.at(-1) ?? '') !== undefined
    const whole: JsonObject = {
      input_type: isPicture ? 'image' : 'search_document',
      ...(isPicture ? { images: [...inputs] } : { texts: [...inputs] }),
      ...params,
    }
    return Object.fromEntries(cohereKeys.flatMap(key => (whole[key] === undefined ? [] : [[key, whole[key]]])))
  },
}

const cohereKeys = ['texts', 'images', 'input_type', 'truncate', 'embedding_types', 'output_dimension']
