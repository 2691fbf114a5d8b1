/** Content of the Responses API as content of a chat's messages. */
import { asObject, asString, isObject, objectsOf } from '../../providers/json.ts'
import { pythonJson } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** Types a chat's content may have besides text. */
const kept = [
  'text',
  'image_url',
  'input_audio',
  'audio_url',
  'document',
  'guarded_text',
  'video_url',
  'file',
  'thinking',
  'redacted_thinking',
]

/** The content of a message. */
export function contentParts(content: Json): Json {
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.flatMap(part) : []
}

function part(item: Json): Json[] {
  if (typeof item === 'string') return [item]
  if (!isObject(item)) return []
  const mark: JsonObject = 'cache_control' in item ? { cache_control: item['cache_control'] } : {}
  switch (item['type']) {
    case 'input_file':
      return [{ type: 'file', file: fileOf(item), ...mark }]
    case 'input_image':
      return [
        { type: 'image_url', image_url: { url: item['image_url'] || '', detail: item['detail'] || 'auto' }, ...mark },
      ]
    case 'encrypted_content':
      return (item['encrypted_content'] ?? null) === null ? [] : [{ type: 'text', text: item['encrypted_content'] }]
    default:
      return (item['text'] ?? null) === null ? [] : [{ type: typeOf(item['type']), text: item['text'], ...mark }]
  }
}

function fileOf(item: JsonObject): JsonObject {
  const id = item['file_id'] || item['file_url']
  return {
    ...(id ? { file_id: id } : {}),
    ...(item['file_data'] ? { file_data: item['file_data'] } : {}),
    ...(item['filename'] ? { filename: item['filename'] } : {}),
  }
}

function typeOf(type: Json | undefined): string {
  const given = asString(type) || 'text'
  const bare = given.replace(/^input_/, '')
  if (bare !== given) return kept.includes(bare) ? bare : bare === 'audio' ? 'input_audio' : 'text'
  return kept.includes(given) ? given : 'text'
}

/** What a tool gave, as a message of its own takes it: text, or parts where there are images. */
export function resultContent(output: Json | undefined): Json {
  if (output === undefined || output === null) return ''
  if (typeof output === 'string') return output
  if (!Array.isArray(output)) return pythonJson(output)
  const parts = objectsOf(output).flatMap(resultPart)
  if (parts.some(one => one['type'] === 'image_url')) return parts
  return parts.length > 0 ? parts.map(one => asString(one['text']) ?? '').join('') : pythonJson(output)
}

function resultPart(item: JsonObject): JsonObject[] {
  const type = asString(item['type']) ?? ''
  if (['input_text', 'output_text', 'text'].includes(type)) {
    return asString(item['text']) ? [{ type: 'text', text: item['text'] }] : []
  }
  if (type !== 'input_image' && type !== 'image_url') return []
  const given = item['image_url'] || item['url']
  const url = asString(asObject(given)?.['url']) ?? asString(given)
  return url ? [{ type: 'image_url', image_url: { url } }] : []
}
