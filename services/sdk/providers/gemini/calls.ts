/** Tool calls and their results as parts of a Gemini message. */
import { argumentsText } from '../call-arguments.ts'
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { dataUrlAt } from '../remote-media.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { inlineData, type Reader } from './media.ts'
import { isGemini3 } from './models.ts'

/** Between a call's id and the signature of the thought behind it; clients carry both back in the id. */
export const signatureMark = '__thought__'

/** Tells Gemini 3 not to ask for the signature of a call that another model made. */
const unsigned = Buffer.from('skip_thought_signature_validator').toString('base64')

/** The calls of an assistant's message. */
export function callParts(message: JsonObject, model: string): JsonObject[] {
  const strict = isGemini3(model)
  const placeholder = (index: number): string | undefined => (strict && index === 0 ? unsigned : undefined)
  if (Array.isArray(message['tool_calls'])) {
    return objectsOf(message['tool_calls'])
      .filter(call => 'function' in call)
      .map((call, index) => {
        const signature = signatureOf(call, model) ?? placeholder(index)
        const id = strict ? asString(call['id'])?.split(signatureMark, 1)[0] : undefined
        return callPart(asObject(call['function']) ?? {}, id, signature, message)
      })
  }
  const called = asObject(message['function_call'])
  if (!called) return []
  const signature = asString(asObject(called['provider_specific_fields'])?.['thought_signature'])
  return [callPart(called, undefined, signature || placeholder(0), message)]
}

function callPart(
  called: JsonObject,
  id: string | undefined,
  signature: string | undefined,
  message: JsonObject,
): JsonObject {
  const refused = (why: string): RequestFault =>
    new RequestFault(
      `Unable to convert openai tool calls=${pythonRepr(message)} to gemini tool calls. Received error=${why}`,
    )
  const text = argumentsText(called['arguments'], refused)
  const args = text === '' ? { type: 'object' } : parseJson(text)
  if (args === undefined) throw refused(`the arguments are not JSON: ${text}`)
  return {
    function_call: { name: asString(called['name']) ?? '', args, ...(id ? { id } : {}) },
    ...(signature ? { thoughtSignature: signature } : {}),
  }
}

const signatureIn = (owner: Json | undefined): string | undefined =>
  asString(asObject(asObject(owner)?.['provider_specific_fields'])?.['thought_signature']) || undefined

function signatureOf(call: JsonObject, model: string): string | undefined {
  const stated = signatureIn(call) ?? signatureIn(call['function'])
  if (stated !== undefined || !model.includes('gemini')) return stated
  const id = asString(call['id']) ?? ''
  const at = id.indexOf(signatureMark)
  return at < 0 ? undefined : id.slice(at + signatureMark.length)
}

/** The signatures a message's calls and server-side tools carry already: told twice, they are billed twice. */
export function carriedSignatures(message: JsonObject, model: string): ReadonlySet<string> {
  const called = asObject(message['function_call'])
  const fields = asObject(message['provider_specific_fields'])
  return new Set(
    [
      ...objectsOf(message['tool_calls']).map(call => signatureOf(call, model)),
      called ? signatureOf({ function: called }, model) : undefined,
      ...objectsOf(fields?.['server_side_tool_invocations']).flatMap(one => [
        asString(one['thought_signature']),
        asString(one['response_thought_signature']),
      ]),
    ].filter((signature): signature is string => signature !== undefined && signature !== ''),
  )
}

/** What Google's own tools did in an earlier turn, given back. */
export function serverToolParts(message: JsonObject): JsonObject[] {
  const fields = asObject(message['provider_specific_fields'])
  return objectsOf(fields?.['server_side_tool_invocations']).flatMap(one => {
    const { id, tool_type: type, args, response } = one
    const call = { toolCall: { toolType: type ?? null, id: id ?? null, args: args ?? null } }
    const signed = 'thought_signature' in one ? { ...call, thoughtSignature: one['thought_signature'] } : call
    if (!('response' in one)) return [signed]
    const answer = { toolResponse: { id: id ?? null, response, ...(type ? { toolType: type } : {}) } }
    const after = one['response_thought_signature']
    return [signed, after === undefined ? answer : { ...answer, thoughtSignature: after }]
  })
}

/** The result of a call; `caller` is the message that made it. */
export function resultPart(message: JsonObject, caller: JsonObject | undefined, reader: Reader): JsonObject {
  const { model } = reader
  const id = asString(message['tool_call_id'])
  const named = objectsOf(caller?.['tool_calls']).findLast(call => id && call['id'] === id)
  const name = asString(asObject(named?.['function'])?.['name']) ?? asString(message['name'])
  if (!name) {
    throw new RequestFault(
      `Missing corresponding tool call for tool response message. Received - message=${pythonRepr(message)}, ` +
        `last_message_with_tool_calls=${pythonRepr(caller)}`,
    )
  }
  const { text, media } = resultContent(message['content'], reader)
  const own = isGemini3(model) ? id?.split(signatureMark, 1)[0] : undefined
  return {
    function_response: {
      name,
      response: resultObject(text),
      ...(own ? { id: own } : {}),
      ...(media.length > 0 ? { parts: media.map(inline_data => ({ inline_data })) } : {}),
    },
  }
}

// Gemini wants an object.
function resultObject(text: string): JsonObject {
  const parsed = text.trim().startsWith('{') ? parseJson(text) : undefined
  return isObject(parsed) ? parsed : { content: text }
}

function resultContent(content: Json | undefined, reader: Reader): { text: string; media: JsonObject[] } {
  if (typeof content === 'string') {
    const image = /^data:(image\/[^;]*)[^,]*?;base64,(.*)$/is.exec(content)
    return image
      ? { text: '', media: [{ data: image[2] ?? '', mime_type: (image[1] ?? '').trim() }] }
      : { text: content, media: [] }
  }
  const parts = objectsOf(content)
  const text = parts.map(part => (part['type'] === 'text' ? (asString(part['text']) ?? '') : '')).join('')
  return { text, media: parts.flatMap(part => resultMedia(part, reader)) }
}

function resultMedia(part: JsonObject, { materials }: Reader): JsonObject[] {
  const source = asObject(part['source'])
  if (part['type'] === 'image' && source?.['type'] === 'base64') {
    return [{ data: source['data'] ?? '', mime_type: source['media_type'] ?? 'image/jpeg' }]
  }
  const url = addressIn(part)
  if (!url) return []
  if (url.startsWith('http')) return fetchedMedia(url, materials)
  return url.includes(';base64,') ? [inlineData(url)] : []
}

/** What cannot be fetched is left out without a word, as in LiteLLM. */
function fetchedMedia(url: string, materials: Reader['materials']): JsonObject[] {
  try {
    return [inlineData(dataUrlAt(url, materials))]
  } catch (fault) {
    if (fault instanceof RequestFault) return []
    throw fault
  }
}

function addressIn(part: JsonObject): string | undefined {
  switch (part['type']) {
    case 'input_image':
    case 'image_url':
      return asString(asObject(part['image_url'])?.['url']) ?? asString(part['image_url'])
    case 'file':
    case 'input_file':
      return asString(part['file_data']) ?? asString(asObject(part['file'])?.['file_data']) ?? asString(part['file'])
    default:
      return undefined
  }
}
