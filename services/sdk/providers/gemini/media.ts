/** Images, files and sound as parts of a Gemini message. */
import { asObject, asString } from '../json.ts'
import { dataUrlAt, type Inlines } from '../remote-media.ts'
import { NotServed, RequestFault, type Json, type JsonObject, type Target } from '../translator.ts'
import { isGemini3 } from './models.ts'

const uploaded = 'https://generativelanguage.googleapis.com/v1beta/files/'

const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  aac: 'audio/aac',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  mpa: 'audio/m4a',
  mpga: 'audio/mpga',
  opus: 'audio/opus',
  pcm: 'audio/pcm',
  wav: 'audio/wav',
  flv: 'video/x-flv',
  mov: 'video/quicktime',
  mpeg: 'video/mpeg',
  mpegps: 'video/mpegps',
  mpg: 'video/mpg',
  mp4: 'video/mp4',
  webm: 'video/webm',
  wmv: 'video/wmv',
  '3gpp': 'video/3gpp',
  pdf: 'application/pdf',
  txt: 'text/plain',
}

/** What LiteLLM knows to be of other types. */
const refusedExtensions = 'csv doc docx gif heic heif html htm json m4a m4v ogg ppt pptx rtf xls xlsx'.split(' ')

/** What OpenAI's `image_url` or `file` object says besides the address. */
export interface MediaHints {
  readonly format: string | undefined
  readonly detail: string | undefined
  readonly video: JsonObject | undefined
}

/** The hints of an `image_url` or `file` object; a bare address has none. */
export function hintsOf(given: Json | undefined): MediaHints {
  const object = asObject(given)
  return {
    format: asString(object?.['format'] || object?.['mime_type'] || object?.['content_type']),
    detail: asString(object?.['detail']),
    video: asObject(object?.['video_metadata']),
  }
}

/** Who reads a conversation, and what was fetched for it. */
export interface Reader extends Pick<Target, 'materials'> {
  /** The model's name for its messages; Vertex AI's begins with `vertex_ai/`. */
  readonly model: string
}

/** Google AI Studio takes no addresses but those of files uploaded to it. */
export const studioInlines: Inlines = ({ url }) => !url.startsWith(uploaded)

/** Vertex AI fetches by itself what it is told the type of. */
export const vertexInlines: Inlines = ({ url, fields }) =>
  !url.startsWith(uploaded) && (url.startsWith('http://') || (hintsOf(fields).format ?? webType(url)) === undefined)

/** The part for an address: `gs://`, an uploaded file, one that Google fetches, or bytes. */
export function mediaPart(url: string, hints: MediaHints, reader: Reader): JsonObject {
  return { ...bytesOrAddress(url, hints.format, reader), ...marks(hints, reader.model) }
}

function bytesOrAddress(url: string, format: string | undefined, { materials }: Reader): JsonObject {
  if (url.includes('gs://')) return { file_data: { mime_type: bucketType(url, format), file_uri: url } }
  if (url.startsWith(uploaded)) return { file_data: { ...(format ? { mime_type: format } : {}), file_uri: url } }
  const type = url.startsWith('https://') ? format || webType(url) : undefined
  if (type) return { file_data: { mime_type: type, file_uri: url } }
  if (/^https?:\/\//.test(url)) return { inline_data: inlineData(dataUrlAt(url, materials), format) }
  if (url.includes('base64')) return { inline_data: inlineData(url, format) }
  throw new RequestFault(`Invalid image received - ${url}`)
}

const webTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  mov: 'video/mov',
  mpeg: 'video/mpeg',
  mpg: 'video/mpeg',
  avi: 'video/avi',
  wmv: 'video/wmv',
  mpegps: 'video/mpegps',
  flv: 'video/flv',
  mp3: 'audio/mp3',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  txt: 'text/plain',
}

/** What the name of a file on the web says of it: Vertex AI fetches by itself those it is told the type of. */
function webType(url: string): string | undefined {
  const path = url.toLowerCase().replace(/^https:\/\/[^/?#]*/, '')
  return webTypes[/^[^?#]*\.([a-z0-9]+)(?:[?#]|$)/.exec(path)?.[1] ?? '']
}

/** A data URL's bytes and type. */
export function inlineData(url: string, format?: string): JsonObject {
  const [type, data, ...rest] = (url.split('data:')[1] ?? '').split(';base64,')
  if (type === undefined || data === undefined || rest.length > 0) {
    throw new RequestFault(
      'Image url not in expected format. Example Expected input - "image_url": "data:image/jpeg;base64,{base64_image}". ' +
        "Supported formats - ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].",
    )
  }
  return { data, mime_type: format ?? type.replaceAll('\\/', '/') }
}

function bucketType(url: string, format: string | undefined): string {
  if (format) {
    const bare = format.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    return bare === 'image/jpg' ? 'image/jpeg' : bare
  }
  const extension = /\.([^./]+)$/.exec(url)?.[1]?.toLowerCase()
  if (extension === undefined) throw new NotServed('The sdk backend does not ask Google Cloud Storage for types.')
  const type = types[extension]
  if (type === undefined && refusedExtensions.includes(extension)) {
    const kind = extension === 'htm' ? 'HTML' : extension.toUpperCase()
    throw new RequestFault(`File type not supported by gemini - FileType.${kind}`)
  }
  if (type === undefined) throw new RequestFault(`Unknown file type for extension: ${extension}`)
  return type
}

const levels: Readonly<Record<string, string>> = {
  low: 'MEDIA_RESOLUTION_LOW',
  medium: 'MEDIA_RESOLUTION_MEDIUM',
  high: 'MEDIA_RESOLUTION_HIGH',
  ultra_high: 'MEDIA_RESOLUTION_ULTRA_HIGH',
}

function marks({ detail, video }: MediaHints, model: string): JsonObject {
  const level = levels[detail ?? '']
  return { ...(level && isGemini3(model) ? { media_resolution: { level } } : {}), ...videoMarks(video) }
}

/** Which part of a film is meant, in Gemini's words. */
export function videoMarks(video: JsonObject | undefined): JsonObject {
  const cut = Object.entries({ fps: 'fps', start_offset: 'startOffset', end_offset: 'endOffset' })
    .filter(([key]) => video && key in video)
    .map(([key, name]) => [name, video?.[key]] as const)
  return cut.length > 0 ? { video_metadata: Object.fromEntries(cut) } : {}
}

/** The highest resolution any of the details asks for; models before Gemini 3 take one for all. */
export function highestResolution(details: readonly (string | undefined)[]): string | undefined {
  const order = Object.keys(levels)
  const highest = Math.max(-1, ...details.map(detail => order.indexOf(detail ?? '')))
  return levels[order[highest] ?? '']
}
