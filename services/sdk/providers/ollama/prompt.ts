/** A conversation as one prompt, in LiteLLM's words (litellm_core_utils/prompt_templates/factory.py). */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { pythonJson, pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, RequestFault } from '../translator.ts'
import { readArguments, textOf } from './chat.ts'

/** What Ollama is given to complete. */
export interface Prompt {
  readonly prompt: string
  readonly images: string[]
}

/** Writes a conversation down by turns. Throws `RequestFault` for messages LiteLLM cannot read. */
export function promptOf(messages: readonly JsonObject[]): Prompt {
  const images: string[] = []
  let prompt = ''
  let at = 0
  const runOf = (...roles: string[]): JsonObject[] => {
    const begin = at
    while (at < messages.length && roles.includes(asString(messages[at]?.['role']) ?? '')) at += 1
    return messages.slice(begin, at)
  }
  const add = (name: string, text: string): void => {
    if (text !== '') prompt += `### ${name}:\n${text}\n\n`
  }
  while (at < messages.length) {
    const begin = at
    const said = runOf('user', 'tool', 'function').map((message, index) => partsOf(message, begin + index))
    images.push(...said.flatMap(parts => parts.images))
    add('User', said.flatMap(({ texts }) => texts).join('\n'))
    add(
      'System',
      runOf('system')
        .map(({ content }) => textOf(content))
        .join(''),
    )
    add('Assistant', runOf('assistant').reduce(assistantText, ''))
    if (at === begin) throw new RequestFault(`Invalid Message passed in ${pythonRepr(messages[at])}`)
  }
  return { prompt, images: images.map(imageData) }
}

function assistantText(before: string, message: JsonObject): string {
  const text = before + textOf(message['content'])
  const calls = objectsOf(message['tool_calls']).map(call => {
    const called = asObject(call['function']) ?? {}
    return pythonJson({ name: called['name'] ?? null, arguments: readArguments(called['arguments'] ?? '') })
  })
  return calls.length === 0 ? text : text + (text === '' ? '' : '\n') + calls.join('\n')
}

function partsOf({ role, content }: JsonObject, index: number): { texts: string[]; images: string[] } {
  if (content === undefined || typeof content === 'string') return { texts: content ? [content] : [], images: [] }
  const bad = (detail: string): RequestFault =>
    new RequestFault(`Invalid Message the ${asString(role)} message at index ${index} ${detail}`)
  if (!Array.isArray(content)) {
    throw bad(`has ${typeName(content)} content; content must be a string or a list of content parts`)
  }
  const texts: string[] = []
  const images: string[] = []
  for (const part of content) {
    if (!isObject(part)) throw bad(`has a ${typeName(part)} content part; content parts must be objects`)
    if (part['type'] === 'text') texts.push(textPart(part, bad))
    if (part['type'] === 'image_url') images.push(imagePart(part, bad))
  }
  return { texts: texts.filter(Boolean), images: images.filter(Boolean) }
}

function textPart({ text }: JsonObject, bad: (detail: string) => RequestFault): string {
  if (typeof text === 'string') return text
  throw bad(
    text === undefined
      ? 'has a text part with no text; text must be a string'
      : `has a ${typeName(text)} text part; text must be a string`,
  )
}

function imagePart({ image_url: image }: JsonObject, bad: (detail: string) => RequestFault): string {
  const form = 'image_url must be a URL string or an object with a url'
  if (typeof image === 'string') return image
  if (image === undefined) throw bad(`has an image_url part with no image_url; ${form}`)
  if (!isObject(image)) throw bad(`has a ${typeName(image)} image_url; ${form}`)
  if (typeof image['url'] !== 'string') throw bad(`has an image_url object without a url string; ${form}`)
  return image['url']
}

function typeName(value: Json): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return { boolean: 'bool', string: 'str', object: 'dict' }[typeof value as 'boolean' | 'string' | 'object']
}

/** LiteLLM would make a JPEG of all but JPEG and PNG, if it came with the library for that. */
function imageData(url: string): string {
  const data = /^data:image\/.*?;base64,(.*)$/s.exec(url)?.[1] ?? url
  const bytes = data.startsWith('data:') ? data.slice(data.lastIndexOf(',') + 1) : data
  if (!isBase64(bytes)) return data
  if (/^(?:\/9j\/|iVBORw0KGgo)/.test(bytes)) return bytes
  throw new RequestFault('ollama image conversion failed please run `pip install Pillow`', {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
}

/** Whether Python would decode it: it passes over what is no letter of base64, and wants the last four full. */
function isBase64(text: string): boolean {
  const letters = text.replaceAll(/[^A-Za-z0-9+/]/g, '').length % 4
  const padding = text.split('=').length - 1
  return letters === 0 || (letters > 1 && padding >= 4 - letters)
}

const instruction =
  'To call a function, reply with JSON ONLY in this format {"name": "function_name", "arguments":{"argument_name": ' +
  '"argument_value"}}. Once a function result answers the request, reply to the user in plain text instead of calling ' +
  'a function again. The following functions are available to you:'

/** The conversation with functions described in its system messages. */
export function withFunctions(messages: readonly JsonObject[], functions: readonly Json[]): JsonObject[] {
  if (functions.length === 0) return [...messages]
  const text = instruction + functions.map(each => `\n${pythonRepr(each)}\n`).join('')
  if (!messages.some(({ role }) => role === 'system')) return [...messages, { role: 'system', content: text }]
  return messages.map(message => {
    if (message['role'] !== 'system') return message
    const { content } = message
    if (typeof content === 'string') return { ...message, content: `${content} ${text}` }
    return { ...message, content: [...objectsOf(content), { type: 'text', text: ` ${text}` }] }
  })
}
