/** A chat completion as a request to Ollama's chat. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { developerAsSystem, readMessages } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, type ProviderRequest, RequestFault, type Target } from '../translator.ts'
import { addressOf, readAsked } from './parameters.ts'

/** The request for `/api/chat`. */
export function chatRequest(chat: JsonObject, target: Target): ProviderRequest {
  const { beside, options } = readAsked(chat, target, 'chat')
  const messages = readMessages(chat).map(message => chatMessage(developerAsSystem(message)))
  const body = { model: target.model, messages, options, stream: chat['stream'] === true, ...beside }
  return { ...addressOf(chat, target, '/api/chat'), body }
}

function chatMessage(message: JsonObject): JsonObject {
  const { role, content, tool_calls: calls, tool_call_id: id } = message
  const thinking = message['reasoning_content'] ?? message['reasoning'] ?? splitThoughts(content).thinking
  return {
    role,
    ...(thinking === undefined ? {} : { thinking }),
    content: textOf(content),
    images: imagesOf(content),
    ...(Array.isArray(calls) ? { tool_calls: objectsOf(calls).flatMap(ollamaCall) } : {}),
    ...(id === undefined ? {} : { tool_call_id: id }),
  }
}

function ollamaCall(call: JsonObject): JsonObject[] {
  if (call['type'] !== undefined && call['type'] !== 'function') {
    throw new RequestFault(`Unsupported tool call ${pythonRepr(call)} must contain a function key`)
  }
  const called = asObject(call['function']) ?? {}
  const text = called['arguments']
  return [{ function: { name: called['name'] ?? '', arguments: text === undefined ? {} : readArguments(text) } }]
}

/** The arguments of a call. Throws what LiteLLM says of those that are no JSON. */
export function readArguments(value: Json): Json {
  const text = asString(value) ?? ''
  const parsed = parseJson(text)
  if (parsed !== undefined) return parsed
  const begun = text.trim() === '{'
  const expected = begun ? 'property name enclosed in double quotes' : 'value'
  const at = begun ? text.indexOf('{') + 1 : 0
  throw new RequestFault(`Expecting ${expected}: line 1 column ${at + 1} (char ${at})`, {
    status: 500,
    litellmClass: 'APIConnectionError',
    type: 'internal_server_error',
  })
}

const thoughts = /^<(?:think|thinking|budget:thinking)>(.*?)<\/(?:think|thinking|budget:thinking)>(.*)/s

/** A text that begins with thoughts in tags, taken apart; any other content as it is. */
export function splitThoughts(content: Json | undefined): { thinking?: string; content: Json | undefined } {
  const found = typeof content === 'string' ? thoughts.exec(content) : null
  return found ? { thinking: found[1] ?? '', content: found[2] ?? '' } : { content }
}

/** The words of a message. */
export function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(part => asString(part['text']) ?? '')
    .join('')
}

/** Images as Ollama takes them: without the beginning of a data URL. */
function imagesOf(content: Json | undefined): string[] {
  return objectsOf(content).flatMap(part => {
    const image = part['image_url']
    const url = isObject(image) ? asString(image['url']) : asString(image)
    return url === undefined ? [] : [bareImage(url)]
  })
}

const bareImage = (url: string): string => /^data:.*?;base64,(.*)$/s.exec(url)?.[1] ?? url
