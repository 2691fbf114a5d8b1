/** A chat completion as a prompt for Ollama to complete. */
import { isObject, parseJson } from '../json.ts'
import { wordsOf } from '../plain/prompt.ts'
import { developerAsSystem, readMessages } from '../parameters.ts'
import { pythonJson } from '../python-text.ts'
import { remoteImages, withRemoteMedia } from '../remote-media.ts'
import type { Json, JsonObject, ProviderRequest, Target } from '../translator.ts'
import { addressOf, readAsked } from './parameters.ts'
import { promptOf, withFunctions } from './prompt.ts'

/** The request for `/api/generate`. */
export const generateRequest = (chat: JsonObject, target: Target): ProviderRequest => requestOf(chat, target, promptOf)

/** The same for a text that is to be completed as it is. */
export const completionRequest = (chat: JsonObject, target: Target): ProviderRequest =>
  requestOf(chat, target, messages => ({ prompt: messages.map(({ content }) => wordsOf(content)).join('') }))

/** What is told of a conversation; a text has no place for images. */
interface Told {
  readonly prompt: string
  readonly images?: readonly string[]
}

function requestOf(chat: JsonObject, target: Target, told: (messages: readonly JsonObject[]) => Told): ProviderRequest {
  const { beside, options, functions } = readAsked(chat, target, 'generate')
  const given = withRemoteMedia(readMessages(chat).map(developerAsSystem), target, remoteImages)
  const messages = withFunctions(given, functions)
  const { prompt, images } = told(messages)
  const body = {
    model: target.model,
    prompt,
    options,
    stream: chat['stream'] === true,
    ...beside,
    ...(images ? { images: [...images] } : {}),
  }
  return { ...addressOf(chat, target, '/api/generate'), body }
}

/** Whether the answer is asked for as JSON. */
export function asksForJson(chat: JsonObject, target: Target): boolean {
  return readAsked(chat, target, 'generate').beside['format'] === 'json'
}

/** A call that a model has written as text: OpenAI's, but for its id. */
export interface WrittenCall {
  readonly name: Json
  readonly arguments: string
}

/** What a text holds: a call, other JSON, or neither (null). */
export function readJson(text: string): { call: WrittenCall } | { json: string } | null {
  const bare = /^```(?:json)?\s*(.*?)\s*(?:```)?$/s.exec(text.trim())?.[1] ?? text
  const parsed = parseJson(bare)
  if (parsed === undefined) return null
  const call = callIn(parsed)
  return call ? { call } : { json: spaced(bare) }
}

function callIn(value: Json): WrittenCall | null {
  if (!isObject(value) || value['name'] === undefined || value['arguments'] === undefined) return null
  return { name: value['name'], arguments: pythonJson(value['arguments']) }
}

/** JSON as Python would write it again, its numbers as they were. */
function spaced(json: string): string {
  return json.replaceAll(/\s*("(?:[^"\\]|\\.)*"|[^\s"])\s*/gs, (_, token: string) => {
    if (token.startsWith('"')) return pythonJson(parseJson(token))
    return token === ',' || token === ':' ? `${token} ` : token
  })
}
