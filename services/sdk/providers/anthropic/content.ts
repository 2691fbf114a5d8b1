/** Content parts of OpenAI messages as Anthropic's blocks. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { fileBytes, withRemoteMedia } from '../remote-media.ts'
import { type Json, type JsonObject, RequestFault, type Target } from '../translator.ts'

/** A conversation Anthropic's wire cannot carry. `request.ts` turns it into LiteLLM's refusal, which quotes the messages. */
export class ConversationFault extends Error {}

/** The messages with the bytes of files whose data is only an address. */
export function withFileBytes(messages: readonly JsonObject[], target: Target): readonly JsonObject[] {
  try {
    return withRemoteMedia(messages, target, fileBytes)
  } catch (fault) {
    throw fault instanceof RequestFault ? new ConversationFault(`litellm.BadRequestError: ${fault.message}`) : fault
  }
}

const filler = '[System: Empty message content sanitised to satisfy protocol]'

/** Anthropic refuses empty text, OpenAI does not: LiteLLM writes a sentence in its place. */
export function withFiller(message: JsonObject): JsonObject {
  if (message['role'] !== 'user' && message['role'] !== 'assistant') return message
  const content = message['content']
  if (typeof content === 'string') return content.trim() ? message : { ...message, content: filler }
  if (!Array.isArray(content)) return message
  return { ...message, content: content.map(part => (isEmptyText(part) ? { ...part, text: filler } : part)) }
}

function isEmptyText(part: Json): part is JsonObject {
  return isObject(part) && part['type'] === 'text' && !asString(part['text'])?.trim()
}

/** `cache_control` of the original, where it is an object. */
export function cacheControl(original: JsonObject): JsonObject {
  const control = asObject(original['cache_control'])
  return control ? { cache_control: control } : {}
}

/** A text block. */
export function textBlock(text: string, original: JsonObject): JsonObject {
  return { type: 'text', text, ...cacheControl(original) }
}

/** The blocks of a user message. Parts Anthropic has no block for (audio) are left out. */
export function userBlocks(message: JsonObject): JsonObject[] {
  const content = message['content']
  if (typeof content === 'string') return [textBlock(content, message)]
  return objectsOf(content).flatMap(part => {
    switch (asString(part['type']) ?? '') {
      case 'text':
        return [textBlock(asString(part['text']) ?? '', part)]
      case 'image_url':
        return [{ ...imageBlock(part['image_url']), ...cacheControl(part) }]
      case 'document':
        return [part]
      case 'file':
        return [{ ...fileBlock(part), ...cacheControl(part) }]
      default:
        return []
    }
  })
}

function imageBlock(value: Json | undefined): JsonObject {
  const url = isObject(value) ? (asString(value['url']) ?? '') : (asString(value) ?? '')
  const format = isObject(value) ? asString(value['format']) : undefined
  if (url.startsWith('https://')) return { type: 'image', source: { type: 'url', url } }
  return { type: 'image', source: base64Source(url, format) }
}

function base64Source(url: string, format: string | undefined): JsonObject {
  const rest = url.split('data:')[1]
  if (rest === undefined) throw badImage('list index out of range')
  const parts = rest.split(';base64,')
  const [mediaType, data] = parts
  if (mediaType === undefined || data === undefined) {
    throw badImage(`not enough values to unpack (expected 2, got ${parts.length})`)
  }
  return { type: 'base64', media_type: format ?? mediaType.replaceAll('\\/', '/'), data }
}

function badImage(cause: string): ConversationFault {
  return new ConversationFault(
    'Image url not in expected format. Example Expected input - "image_url": "data:image/jpeg;base64,{base64_image}". ' +
      `Supported formats - ['image/jpeg', 'image/png', 'image/gif', 'image/webp']. Error: ${cause}`,
  )
}

function fileBlock(part: JsonObject): JsonObject {
  const file = asObject(part['file'])
  if (!file) {
    throw new ConversationFault(
      "litellm.BadRequestError: Content block has type='file' but is missing the required 'file' field",
    )
  }
  const data = asString(file['file_data'])
  if (data) return { type: 'document', source: base64Source(data, asString(file['format'])) }
  return fileIdBlock(asString(file['file_id']) ?? '', asString(file['format']))
}

function fileIdBlock(id: string, format: string | undefined): JsonObject {
  if (format === 'application/pdf' || format === 'text/plain') {
    return { type: 'document', source: { type: 'file', file_id: id } }
  }
  if (format && ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].includes(format)) {
    return { type: 'image', source: { type: 'file', file_id: id } }
  }
  if (!format && id.startsWith('http')) return { type: 'document', source: { type: 'url', url: id } }
  return { type: 'container_upload', file_id: id }
}

/** A message of role `tool` (or the older `function`) as a tool_result block. */
export function toolResultBlock(message: JsonObject): JsonObject {
  const { content, tool_call_id: id } = message
  if (id === undefined && message['role'] === 'tool') throw new ConversationFault("'tool_call_id'")
  return {
    type: 'tool_result',
    tool_use_id: toolUseId(asString(id) ?? crypto.randomUUID()),
    content: typeof content === 'string' ? content : objectsOf(content).flatMap(toolResultPart),
    ...(message['cache_control'] ? { cache_control: message['cache_control'] } : {}),
  }
}

function toolResultPart(part: JsonObject): JsonObject[] {
  switch (asString(part['type']) ?? '') {
    case 'text':
      return [
        {
          type: 'text',
          text: part['text'],
          ...(part['cache_control'] ? { cache_control: part['cache_control'] } : {}),
        },
      ]
    case 'image_url': {
      const url = asString(part['image_url']) ?? asString(asObject(part['image_url'])?.['url']) ?? ''
      const isDocument = /^data:(?:application\/pdf|text\/plain)[;,]/.test(url)
      const block = isDocument ? fileBlock({ file: { file_data: url } }) : imageBlock(part['image_url'])
      return [{ ...block, ...cacheControl(part) }]
    }
    case 'tool_reference':
      return [{ type: 'tool_reference', tool_name: part['tool_name'] }]
    case 'file':
      return [{ ...fileBlock(part), ...cacheControl(part) }]
    default:
      return []
  }
}

/** Tool ids as Anthropic takes them. */
export function toolUseId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, '_') || 'tool_use_id'
}

/** Anthropic takes back only thinking it signed. */
export function isSigned(block: JsonObject): boolean {
  return block['type'] !== 'thinking' || Boolean(asString(block['signature']))
}
