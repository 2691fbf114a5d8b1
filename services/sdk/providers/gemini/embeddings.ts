/** Embeddings of Gemini's: each input is a content of its own, all in one call. */
import { asCount, asObject, asString, isObject, objectsOf } from '../json.ts'
import { jsonFault } from '../litellm-errors.ts'
import { isFlag, readParameters, refuseUnsupported, requestHeaders } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { NotServed, RequestFault, type Json, type JsonObject, type TokenUsage, type Translator } from '../translator.ts'
import { geminiError } from './errors.ts'
import { videoMarks } from './media.ts'
import { geminiBase, geminiHeaders } from './request.ts'

export const geminiEmbeddings: Translator = {
  request(asked, target) {
    const all = { ...target.defaults, ...asked }
    const drop = target.dropParams || isFlag(all['drop_params'])
    // Vectors are lists of numbers here, and nobody is told of users.
    refuseUnsupported(all, all['encoding_format'] === 'float' ? ['user'] : ['encoding_format', 'user'], all, target)
    const { extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const settings = settingsOf({ ...extra, ...(isSet(all['dimensions']) ? { dimensions: all['dimensions'] } : {}) })
    const model = `models/${target.model}`
    return {
      url: `${geminiBase(target)}/models/${target.model}:batchEmbedContents`,
      headers: {
        ...geminiHeaders(target, requestHeaders(asked)),
        'content-type': 'application/json; charset=utf-8',
      },
      body: {
        requests: inputsOf(asked['input']).map(parts => ({
          model,
          content: { parts: parts.map(part => partOf(part, drop)) },
          ...settings,
        })),
      },
    }
  },
  response(body, asked, target) {
    if (!Array.isArray(body['embeddings'])) throw noConnection("'embeddings'")
    const counted = asCount(asObject(body['usageMetadata'])?.['promptTokenCount'])
    const usage: TokenUsage = { input: counted, output: 0, cacheRead: 0, cacheWrite: 0 }
    const data = objectsOf(body['embeddings']).map(({ values }, index) => ({
      embedding: values,
      index,
      object: 'embedding',
    }))
    return {
      body: {
        model: asked['model'] === undefined ? target.model : target.group,
        data,
        object: 'list',
        usage: {
          completion_tokens: 0,
          prompt_tokens: counted,
          total_tokens: counted,
          completion_tokens_details: null,
          prompt_tokens_details: null,
        },
      },
      usage,
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error: (status, raw, target) =>
    status < 400 ? geminiError(502, jsonFault, target) : geminiError(status, raw, target),
}

const isSet = (value: Json | undefined): boolean => value !== undefined && value !== null

const noConnection = (message: string): RequestFault =>
  new RequestFault(message, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })

const names: Readonly<Record<string, string>> = {
  dimensions: 'outputDimensionality',
  outputDimensionality: 'outputDimensionality',
  input_type: 'taskType',
  task_type: 'taskType',
  taskType: 'taskType',
  title: 'title',
}

function settingsOf(params: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(params).flatMap(([key, value]): [string, Json | undefined][] =>
      names[key] === undefined ? [] : [[names[key], value]],
    ),
  )
}

/** The parts of each content: a list within the list is one content of several parts. */
function inputsOf(input: Json | undefined): Json[][] {
  if (typeof input === 'string') return [[input]]
  if (!Array.isArray(input)) {
    const kind = isObject(input) ? 'dict' : typeof input === 'number' ? 'int' : 'bool'
    throw new RequestFault(`Embedding input must be a string or a list of strings and file content blocks, got ${kind}`)
  }
  if (Array.isArray(input[0]) && typeof input[0][0] === 'number') {
    throw new NotServed('The sdk backend does not turn tokens back into text.')
  }
  return input.map(part => {
    if (!Array.isArray(part)) return [part]
    if (part.length === 0) throw noConnection('Nested input list must not be empty')
    return part
  })
}

function partOf(part: Json, drop: boolean): JsonObject {
  if (typeof part === 'string') return mediaOf(part, undefined) ?? { text: part }
  if (!isObject(part)) {
    const kind =
      part === null ? 'NoneType' : typeof part === 'boolean' ? 'bool' : Number.isInteger(part) ? 'int' : 'float'
    throw new RequestFault(`Embedding input elements must be strings or file content blocks, got ${kind}`)
  }
  return filePart(part, drop)
}

function filePart(part: JsonObject, drop: boolean): JsonObject {
  const file = asObject(part['file'])
  const faults = [
    ...(part['type'] === 'file' ? [] : ["type: Input should be 'file'"]),
    ...(file ? [] : ['file: Field required']),
    ...(drop ? [] : Object.keys(part).filter(key => key !== 'type' && key !== 'file')).map(unknown),
  ]
  if (!file || faults.length > 0) {
    throw new RequestFault(`Invalid file content block in embedding input: ${faults.join('; ')}`)
  }
  const { file_id: id, file_data: data } = file
  if (isSet(id) === isSet(data)) {
    const both = isSet(id) ? 'takes file.file_id or file.file_data, not both' : 'needs file.file_id or file.file_data'
    throw new RequestFault(`A file content block in embedding input ${both}`)
  }
  const source = asString(id ?? data) ?? ''
  const media = mediaOf(source, asString(file['format']))
  if (!media) {
    throw new RequestFault(
      'A file content block source must be a data: URI, a gs:// URL, a files/ reference, or a Gemini Files API URI, ' +
        `got ${pythonRepr(source.slice(0, 50))}`,
    )
  }
  return { ...media, ...videoMarks(asObject(file['video_metadata'])) }
}

const unknown = (key: string): string => `${key}: Extra inputs are not permitted`

const embeddable = 'application/pdf audio/mpeg audio/wav image/jpeg image/png video/mp4 video/quicktime'.split(' ')
const extensions: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.pdf': 'application/pdf',
}

/** What a text stands for where it is an address of media; undefined where it is just text. */
function mediaOf(text: string, format: string | undefined): JsonObject | undefined {
  if (/^files\/|^https:\/\/generativelanguage\.googleapis\.com\/v1beta\/files\//.test(text)) {
    throw new NotServed('The sdk backend does not look files up at Google.')
  }
  if (text.startsWith('data:') && text.includes(';base64,')) return dataPart(text, format)
  if (!text.startsWith('gs://')) return undefined
  const extension = Object.keys(extensions).find(ending => text.toLowerCase().endsWith(ending))
  const type = format ?? (extension === undefined ? undefined : extensions[extension])
  if (type === undefined) {
    const known = Object.keys(extensions).join(', ')
    throw new RequestFault(`Unable to infer MIME type from GCS URL: ${text}. Supported extensions: ${known}`)
  }
  return { file_data: { mime_type: type, file_uri: text } }
}

function dataPart(url: string, format: string | undefined): JsonObject {
  const comma = url.indexOf(',')
  const declared = url.slice('data:'.length, comma).split(';', 1)[0] ?? ''
  if (format === undefined && !embeddable.includes(declared)) {
    throw new RequestFault(
      `Unsupported MIME type for embedding: ${declared}. Supported types: ${embeddable.join(', ')}`,
    )
  }
  return { inline_data: { mime_type: format ?? declared, data: url.slice(comma + 1) } }
}
