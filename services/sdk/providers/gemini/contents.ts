/** A conversation as Gemini's `contents` and system instruction. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { callParts, carriedSignatures, resultPart, serverToolParts } from './calls.ts'
import { hintsOf, mediaPart, type Reader } from './media.ts'

const isSystem = (message: JsonObject): boolean => message['role'] === 'system' && message['content'] !== undefined

/** System messages, wherever they stand, and the rest; a model without a place for them hears them from the user. */
export function splitSystem(
  messages: readonly JsonObject[],
  takesSystem: boolean,
): { system: JsonObject | undefined; rest: readonly JsonObject[] } {
  if (!takesSystem) return { system: undefined, rest: messages }
  const parts = messages.filter(isSystem).map(message => ({ text: textOf(message['content']) }))
  if (parts.length === 0) return { system: undefined, rest: messages }
  const rest = messages.filter(message => !isSystem(message))
  return { system: { parts }, rest: rest.length > 0 ? rest : [{ role: 'user', content: '.' }] }
}

/** The turns: consecutive messages of one side are one, results follow the calls they belong to. */
export function geminiContents(messages: readonly JsonObject[], reader: Reader): JsonObject[] {
  const turns: JsonObject[] = []
  let results: JsonObject[] = []
  let caller: JsonObject | undefined
  const add = (role: string, parts: JsonObject[]): void => {
    if (parts.length > 0) turns.push({ role, parts })
  }
  let at = 0
  const take = (...roles: string[]): JsonObject[] => {
    const from = at
    while (at < messages.length && roles.includes(roleOf(messages[at]))) at += 1
    return messages.slice(from, at)
  }
  while (at < messages.length) {
    const from = at
    const said = take('user', 'system')
    add('user', withText(said.flatMap((message, index) => userParts(message, from + index, reader))))
    const answers = take('assistant')
    add(
      'model',
      answers.reduce<JsonObject[]>((parts, message) => [...parts, ...modelParts(message, parts, reader)], []),
    )
    caller = answers.findLast(madeCalls) ?? caller
    results.push(...take('tool', 'function').map(message => resultPart(message, caller, reader)))
    if (at === from) {
      throw new RequestFault(
        `Invalid Message passed in - ${pythonRepr(messages[at])}. File an issue https://github.com/BerriAI/litellm/issues`,
      )
    }
    add('user', results)
    results = []
  }
  return turns.length > 0 ? turns : [{ role: 'user', parts: [{ text: ' ' }] }]
}

const roleOf = (message: JsonObject | undefined): string => asString(message?.['role']) ?? ''

const madeCalls = (message: JsonObject): boolean =>
  objectsOf(message['tool_calls']).length > 0 || isObject(message['function_call'])

const textOf = (content: Json | undefined): string =>
  typeof content === 'string'
    ? content
    : objectsOf(content)
        .map(part => asString(part['text']) ?? '')
        .join('')

// Gemini refuses a turn of media alone.
function withText(parts: JsonObject[]): JsonObject[] {
  return parts.length === 0 || parts.some(part => 'text' in part) ? parts : [...parts, { text: ' ' }]
}

function userParts(message: JsonObject, index: number, reader: Reader): JsonObject[] {
  const content = message['content']
  if (typeof content === 'string') return [{ text: content }]
  return objectsOf(content).flatMap((part, place) => {
    switch (part['type']) {
      case 'text':
        return part['text'] ? [{ text: part['text'] }] : []
      case 'image_url':
        return [imagePart(part['image_url'], reader)]
      case 'input_audio':
        return audioParts(asObject(part['input_audio']), reader)
      case 'file':
        return [filePart(asObject(part['file']), `message[${index}].content[${place}]`, reader)]
      default:
        return []
    }
  })
}

const missing = (what: string): RequestFault => new RequestFault(`Invalid message content: ${what} `)

function imagePart(image: Json | undefined, reader: Reader): JsonObject {
  if (image === undefined || image === null) {
    throw missing("element type is 'image_url' but 'image_url' field is missing")
  }
  const url = typeof image === 'string' ? image : asString(asObject(image)?.['url'])
  if (url === undefined) throw missing("element type is 'image_url' but 'url' field is missing inside 'image_url'")
  return mediaPart(url, { ...hintsOf(image), video: undefined }, reader)
}

function audioParts(audio: JsonObject | undefined, reader: Reader): JsonObject[] {
  const { data, format } = audio ?? {}
  if (typeof data !== 'string' || typeof format !== 'string') return []
  const type = format.startsWith('audio/') ? format : `audio/${format}`
  return [mediaPart(`data:${type};base64,${data}`, { format: type, detail: undefined, video: undefined }, reader)]
}

function filePart(file: JsonObject | undefined, place: string, reader: Reader): JsonObject {
  if (!file) throw new RequestFault("Content block has type='file' but is missing the required 'file' field")
  const id = asString(file['file_id'])
  const passed = id || asString(file['file_data'])
  if (!passed) throw new RequestFault('Unknown file type. Please pass in a file_id or file_data')
  try {
    return mediaPart(passed, hintsOf(file), reader)
  } catch (fault) {
    if (!(fault instanceof RequestFault) || passed.includes('gs://')) throw fault
    throw new RequestFault(
      `Unable to determine mime type for file: ${id || 'provided data'}, set this explicitly using ` +
        `${place}.file.format (or file.mime_type/content_type). Original error: ${fault.message}`,
    )
  }
}

function modelParts(message: JsonObject, before: readonly JsonObject[], reader: Reader): JsonObject[] {
  const { model } = reader
  const parts: JsonObject[] = []
  if (typeof message['reasoning_content'] === 'string') {
    parts.push({ thought: true, text: message['reasoning_content'] })
  }
  const content = message['content']
  if (typeof content === 'string') parts.push(signedText(content, message, model))
  for (const part of objectsOf(content)) if (part['type'] === 'text') parts.push({ text: part['text'] })
  for (const image of objectsOf(message['images'])) {
    const given = asObject(image['image_url'])
    const url = asString(given?.['url'])
    if (url) parts.push(mediaPart(url, { ...hintsOf(given), video: undefined }, reader))
  }
  for (const call of callParts(message, model)) {
    if (![...before, ...parts].some(part => sameCall(part, call))) parts.push(call)
  }
  return [...parts, ...serverToolParts(message)]
}

const sameCall = (part: JsonObject, call: JsonObject): boolean =>
  JSON.stringify(part['function_call']) === JSON.stringify(call['function_call'])

function signedText(text: string, message: JsonObject, model: string): JsonObject {
  const signatures = asObject(message['provider_specific_fields'])?.['thought_signatures']
  const first = Array.isArray(signatures) ? asString(signatures[0]) : undefined
  return first === undefined || carriedSignatures(message, model).has(first)
    ? { text }
    : { text, thoughtSignature: first }
}
