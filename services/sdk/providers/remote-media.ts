/**
 * Pictures and files given by their addresses, for providers that take only their bytes: what LiteLLM fetches and puts
 * in their place (litellm_core_utils/prompt_templates/image_handling.py).
 */
import { asObject, asString, isObject, omit } from './json.ts'
import { type Fetched, gathered } from './materials.ts'
import { mediaType } from './media-type.ts'
import { pythonFloat } from './python-text.ts'
import { type Json, type JsonObject, RequestFault, type Target } from './translator.ts'

/** A part of a message that lies elsewhere; `fields` is the object with its address. */
interface RemoteMedia {
  readonly url: string
  readonly type: string
  readonly fields: JsonObject
}

/** A file whose bytes are said to be here, and lie elsewhere. */
const bytes = 'file_data'

/** Which of them a provider cannot take by address. */
export type Inlines = (media: RemoteMedia) => boolean

export const everyRemote: Inlines = ({ type }) => type !== bytes
export const remoteImages: Inlines = ({ type }) => type === 'image_url'
/** Anthropic fetches by itself, but not over plain http. */
export const plainImages: Inlines = media => remoteImages(media) && media.url.startsWith('http://')
export const fileBytes: Inlines = ({ type }) => type === bytes

/** The messages with the bytes of what they had by address. Throws `Missing`, and what LiteLLM says where fetching fails. */
export function withRemoteMedia(
  messages: readonly JsonObject[],
  { materials }: Pick<Target, 'materials'>,
  inlines: Inlines,
): readonly JsonObject[] {
  const wanted = (part: Json): RemoteMedia | null => {
    const media = isObject(part) ? remoteMedia(part) : null
    return media && inlines(media) ? media : null
  }
  const urls = new Set(messages.flatMap(({ content }) => partsOf(content).flatMap(part => wanted(part)?.url ?? [])))
  if (urls.size === 0) return messages
  const inlined = dataUrlsOf([...urls], materials)
  return messages.map(message => {
    const content = partsOf(message['content'])
    if (content.length === 0) return message
    return {
      ...message,
      content: content.map(part => {
        const media = wanted(part)
        const data = media && inlined.get(media.url)
        return media && data && isObject(part) ? withData(part, media, data) : part
      }),
    }
  })
}

/** One address as a data URL. */
export function dataUrlAt(url: string, materials: Target['materials']): string {
  return dataUrlsOf([url], materials).get(url) ?? ''
}

/** What addresses are as data URLs, by address. */
export function dataUrlsOf(urls: readonly string[], materials: Target['materials']): ReadonlyMap<string, string> {
  const found = gathered(
    urls.map(url => ({ kind: 'media', url })),
    materials,
  )
  return new Map(found.map((fetched, at) => [urls[at] ?? '', dataUrl(urls[at] ?? '', fetched)]))
}

const partsOf = (content: Json | undefined): readonly Json[] => (Array.isArray(content) ? content : [])

const isRemote = (url: Json | undefined): url is string => typeof url === 'string' && /^https?:\/\//.test(url)

function remoteMedia(part: JsonObject): RemoteMedia | null {
  const type = asString(part['type']) ?? ''
  const fields = asObject(part[fieldOf(type)])
  if (type === 'file') return fields ? remoteFile(fields) : null
  const url = type === 'image_url' && !fields ? part['image_url'] : fields?.['url']
  if (!isRemote(url) || (fieldOf(type) === 'source' && fields?.['type'] !== 'url')) return null
  return { url, type, fields: fields ?? {} }
}

function remoteFile(file: JsonObject): RemoteMedia | null {
  const { file_id: id, file_data: data } = file
  if (isRemote(id)) return { url: id, type: 'file', fields: file }
  return isRemote(data) ? { url: data, type: bytes, fields: file } : null
}

const fieldOf = (type: string): string =>
  type === 'image_url' || type === 'file' ? type : type === 'image' || type === 'document' ? 'source' : ''

function withData(part: JsonObject, { type, url, fields }: RemoteMedia, data: string): JsonObject {
  const isPdf = url.toLowerCase().endsWith('.pdf')
  switch (type) {
    case 'image_url':
      return { ...part, image_url: isObject(part['image_url']) ? { ...fields, url: data } : data }
    case 'file': {
      const format = isPdf && !('format' in fields) ? { format: 'application/pdf' } : {}
      return { ...part, file: { ...omit(fields, ['file_id']), ...format, file_data: data } }
    }
    case bytes:
      return { ...part, file: { ...fields, file_data: data } }
    default: {
      const [fetched = '', content = ''] = data.slice('data:'.length).split(';base64,')
      return { ...part, source: { type: 'base64', media_type: isPdf ? 'application/pdf' : fetched, data: content } }
    }
  }
}

/** The refusal of a file that is larger than allowed. */
export function tooLarge(url: string, { megabytes, most }: Fetched & { kind: 'too large' }): RequestFault {
  const size = megabytes.toFixed(2)
  return new RequestFault(
    `Error: Image size (${size}MB) exceeds maximum allowed size (${pythonFloat(most)}MB). url=${url}`,
  )
}

function dataUrl(url: string, fetched: Fetched): string {
  const problem = (text: string): RequestFault => new RequestFault(`Error: ${text} url=${url}`)
  switch (fetched.kind) {
    case 'disabled':
      return thrown(problem('Image URL download is disabled (MAX_IMAGE_URL_DOWNLOAD_SIZE_MB=0).'))
    case 'rejected':
      return thrown(
        problem(
          'Unable to fetch image from URL. The proxy could not resolve this host or its URL policy rejected it; ' +
            'an admin can check the proxy log and `user_url_allowed_hosts` in litellm_settings.',
        ),
      )
    case 'unreachable':
      return thrown(problem('Unable to fetch image from URL after 3 attempts.'))
    case 'too large':
      return thrown(tooLarge(url, fetched))
    case 'answer': {
      const { status, content } = fetched
      if (status !== 200) {
        throw new RequestFault(`Error: Unable to fetch image from URL. Status code: ${status}, url=${url}`)
      }
      const type = mediaType(url, fetched.type, content)
      if (type) return `data:${type};base64,${content}`
      throw problem("Unable to determine image content type from the server's headers, the URL, or the image bytes.")
    }
  }
}

function thrown(fault: RequestFault): never {
  throw fault
}
