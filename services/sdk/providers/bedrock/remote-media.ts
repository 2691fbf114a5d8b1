/** Pictures and documents given by their addresses: Converse takes only bytes, and LiteLLM fetches those in its own way. */
import { STATUS_CODES } from 'node:http'
import { asObject, asString, isObject, omit } from '../json.ts'
import { type Fetched, gathered, type Materials } from '../materials.ts'
import { mediaType } from '../media-type.ts'
import { tooLarge } from '../remote-media.ts'
import { ProviderFault, type Json, type JsonObject, type Target } from '../translator.ts'
import { brokenMedia } from './media.ts'

/** The messages with what they have by address as data URLs. Throws `Missing`, and what LiteLLM says where fetching fails. */
export function withFetchedMedia(
  messages: readonly JsonObject[],
  { materials }: Pick<Target, 'materials'>,
): readonly JsonObject[] {
  const urls = new Set(messages.flatMap(message => listOf(message['content']).flatMap(part => addressOf(part) ?? [])))
  if (urls.size === 0) return messages
  const fetched = fetchedUrls([...urls], materials)
  return messages.map(message => {
    const content = message['content']
    if (!Array.isArray(content)) return message
    return { ...message, content: content.map(part => withData(part, fetched.get(addressOf(part) ?? ''))) }
  })
}

const listOf = (content: Json | undefined): readonly Json[] => (Array.isArray(content) ? content : [])

function fetchedUrls(urls: readonly string[], materials: Materials | undefined): ReadonlyMap<string, string> {
  const found = gathered(
    urls.map(url => ({ kind: 'document', url })),
    materials,
  )
  return new Map(found.map((fetched, at) => [urls[at] ?? '', dataUrl(urls[at] ?? '', fetched)]))
}

function addressOf(part: Json): string | undefined {
  if (!isObject(part)) return undefined
  const url = part['type'] === 'image_url' ? imageUrl(part) : part['type'] === 'file' ? fileUrl(part) : undefined
  return url && !url.includes('base64') && /https?:\/\//.test(url) ? url : undefined
}

const imageUrl = ({ image_url: image }: JsonObject): string | undefined =>
  asString(isObject(image) ? image['url'] : image)

function fileUrl(part: JsonObject): string | undefined {
  const file = asObject(part['file'])
  return asString(file?.['file_id']) || asString(file?.['file_data'])
}

function withData(part: Json, data: string | undefined): Json {
  if (data === undefined || !isObject(part)) return part
  const { image_url: image, file } = part
  if (part['type'] === 'image_url') return { ...part, image_url: isObject(image) ? { ...image, url: data } : data }
  return { ...part, file: { ...omit(asObject(file) ?? {}, ['file_id']), file_data: data } }
}

function dataUrl(url: string, fetched: Fetched): string {
  switch (fetched.kind) {
    case 'answer': {
      const { status, content } = fetched
      if (status >= 300) throw connectionFault(refusedBy(url, status))
      const type = mediaType(url, fetched.type, content)
      if (type !== undefined) return `data:${bareType(type)};base64,${content}`
      throw brokenMedia(
        `Unable to determine content type from URL: ${url}. Response content-type: ${fetched.type ?? 'None'}`,
      )
    }
    case 'too large':
      // LiteLLM takes any size here, and all of its memory with it.
      throw tooLarge(url, fetched)
    case 'rejected':
      throw brokenMedia(fetched.because)
    case 'unreachable':
      throw connectionFault(fetched.because)
    case 'disabled':
      throw brokenMedia('media are not fetched')
  }
}

/** What LiteLLM's client says of a status that is no good one. */
function refusedBy(url: string, status: number): string {
  const kind = status < 500 ? 'Client' : 'Server'
  return (
    `${kind} error '${status} ${STATUS_CODES[status] ?? ''}' for url '${url}'\n` +
    `For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${status}`
  )
}

function connectionFault(text: string): ProviderFault {
  const litellmClass = 'APIConnectionError'
  return new ProviderFault(`litellm.${litellmClass}: BedrockException - ${text}`, {
    status: 500,
    litellmClass,
    type: 'internal_server_error',
  })
}

/** The type without its parameters; what is no type is text, as Python's mail library has it. */
function bareType(type: string): string {
  const bare = (type.split(';', 1)[0] ?? '').trim().toLowerCase()
  return bare.split('/').length === 2 ? bare : 'text/plain'
}
