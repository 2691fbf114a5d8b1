/** Images, documents and videos as Converse takes them: bytes in the request, never an address. */
import { createHash } from 'node:crypto'
import { asObject, asString } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'

const images = ['png', 'jpeg', 'gif', 'webp']
const documents = ['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md']
const videos = ['mp4', 'mov', 'mkv', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', '3gp']

const office = 'application/vnd.openxmlformats-officedocument'
const documentFormats: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/msword': 'doc',
  [`${office}.wordprocessingml.document`]: 'docx',
  'application/vnd.ms-excel': 'xls',
  [`${office}.spreadsheetml.sheet`]: 'xlsx',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/markdown': 'md',
}

/** What makes LiteLLM itself fail. */
export function brokenMedia(message: string): RequestFault {
  return new RequestFault(message, {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
}

const isDocument = (type: string): boolean => type.startsWith('application') || type.startsWith('text')

/** A block of a data URL; `format` is the client's own word for its type. */
function mediaBlock(url: string, format: string | undefined): JsonObject {
  if (!url.includes('base64')) {
    throw brokenMedia('Unsupported image type. Expected either image url or base64 encoded string')
  }
  const [head = '', bytes, ...more] = url.split(',')
  if (bytes === undefined) throw brokenMedia('not enough values to unpack (expected 2, got 1)')
  if (more.length > 0) throw brokenMedia('too many values to unpack (expected 2)')
  const named = /^data:(.*?);base64/.exec(head)?.[1]?.split(';')[0]
  const type = format || (named ?? 'image/jpeg')
  const kind = formatOf(type)
  if (isDocument(type)) return documentBlock(bytes, kind, 'DocumentPDFmessages')
  const source = { bytes }
  return videos.some(video => kind.startsWith(video))
    ? { video: { source, format: kind } }
    : { image: { source, format: kind } }
}

/** A block of Anthropic's `document`. */
export function anthropicDocument(part: JsonObject): JsonObject {
  const source = asObject(part['source'])
  if (source?.['type'] !== 'base64') {
    const type = asString(source?.['type']) ?? 'None'
    throw brokenMedia(
      `Bedrock Converse only supports base64-encoded document sources, got '${type}'. ` +
        'Please convert the document to base64 before sending to Bedrock.',
    )
  }
  const kind = formatOf(asString(source['media_type']) ?? '')
  return documentBlock(asString(source['data']) ?? '', kind, 'Document')
}

function formatOf(type: string): string {
  if (isDocument(type)) {
    const found = documentFormats[type]
    if (found !== undefined) return found
    throw brokenMedia(`No supported extensions for MIME type: ${type}. Supported formats: ${pythonRepr(documents)}`)
  }
  const [, kind] = type.split('/')
  if (kind === undefined) throw brokenMedia('list index out of range')
  if (images.includes(kind) || videos.includes(kind)) return kind
  throw brokenMedia(`Unsupported image format: ${kind}. Supported formats: ${pythonRepr([...videos, ...images])}`)
}

const hashedBytes = 64 * 1024

/** Bedrock wants a name for each document; it is made of the content, so that prompts stay cacheable. */
function documentBlock(bytes: string, format: string, prefix: string): JsonObject {
  const plain = bytes.replaceAll(/\s+/g, '')
  const hash = createHash('sha256').update(plain.slice(0, hashedBytes)).update(String(plain.length)).digest('hex')
  return { document: { source: { bytes }, format, name: `${prefix}_${hash.slice(0, 16)}_${format}` } }
}

/** The block of an `image_url` part. */
export function imageBlock(image: Json | undefined): JsonObject {
  const given = asObject(image)
  return mediaBlock(asString(given ? given['url'] : image) ?? '', asString(given?.['format']))
}

/** The block of a `file` part. */
export function fileBlock(part: JsonObject): JsonObject {
  const file = asObject(part['file'])
  if (!file) throw new RequestFault("Content block has type='file' but is missing the required 'file' field")
  const passed = asString(file['file_id']) || asString(file['file_data'])
  if (passed === undefined) throw new RequestFault(`file_data and file_id cannot both be None. Got=${pythonRepr(part)}`)
  return mediaBlock(passed, asString(file['format']))
}
