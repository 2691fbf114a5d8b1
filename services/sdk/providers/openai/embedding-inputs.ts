/** How providers of OpenAI's wire take what is to be embedded, where it is not just texts (llms/<provider>/embedding). */
import { base64Of } from '../data-url.ts'
import { asString, isObject } from '../json.ts'
import { type Json, type JsonObject, RequestFault } from '../translator.ts'

/** What carries an input in a body; `params` are what stands beside it. */
export type Carrier = (input: Json, params: JsonObject) => JsonObject

const listOf = (input: Json): Json[] => (Array.isArray(input) ? input : [input])

const isPicture = (item: Json): item is string => typeof item === 'string' && base64Of(item) !== undefined

/** Whether an input has pictures in it, and whether it has nothing else. */
export function picturesIn(input: Json | undefined): 'none' | 'some' | 'all' {
  if (!Array.isArray(input)) return 'none'
  const pictures = input.filter(isPicture).length
  if (pictures === 0) return 'none'
  return pictures === input.length ? 'all' : 'some'
}

/** Jina's: pictures without the words before their bytes, and then texts as such. */
export const jinaInput: Carrier = input => {
  const list = listOf(input)
  if (!list.some(isPicture)) return { input: list }
  return {
    input: list
      .filter(item => typeof item === 'string')
      .map(item => (isPicture(item) ? { image: base64Of(item) } : { text: item })),
  }
}

/** Voyage's for chunks of documents: whole ones are to be cut, unless they are questions. */
export const voyageDocuments: Carrier = (input, params) => {
  const flat = typeof input === 'string' || (Array.isArray(input) && input.every(item => typeof item === 'string'))
  return {
    inputs: typeof input === 'string' ? [input] : input,
    ...(flat && params['input_type'] !== 'query'
      ? { enable_auto_chunking: true, chunk_size: 32_000, input_type: 'document' }
      : {}),
  }
}

/** Voyage's for texts with pictures. */
export const voyageParts: Carrier = input => ({ inputs: listOf(input).map(voyageItem) })

function voyageItem(item: Json): Json {
  if (typeof item === 'string') return { content: [{ type: 'text', text: item }] }
  if (!isObject(item) || !('content' in item)) return item
  const content = Array.isArray(item['content']) ? item['content'] : []
  return { ...item, content: content.map(voyagePart) }
}

function voyagePart(part: Json): Json {
  if (!isObject(part) || part['type'] !== 'image_url') return part
  const named = part['image_url'] ?? null
  const url = isObject(named) ? (named['url'] ?? null) : named
  if (url === null) throw noPicture
  const text = asString(url) ?? ''
  if (!text.startsWith('data:image/')) return { type: 'image_url', image_url: url }
  const comma = text.indexOf(',')
  return { type: 'image_base64', image_base64: comma === -1 ? '' : text.slice(comma + 1) }
}

const noPicture = new RequestFault(
  'Voyage multimodal embeddings require a non-empty `image_url`. Got an image content block without a `url`.',
)
