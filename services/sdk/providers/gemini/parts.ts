/** The parts of a Gemini candidate as fields of an OpenAI message. */
import { createHash } from 'node:crypto'
import { asObject, asString, objectsOf, withoutNulls } from '../json.ts'
import { pythonJsonUnescaped } from '../python-text.ts'
import type { AnswerContext, JsonObject } from '../translator.ts'
import { signatureMark } from './calls.ts'
import { annotationsOf, metadataOf } from './grounding.ts'

/** What a candidate says. */
export interface Message {
  readonly content: string | undefined
  readonly reasoning: string | undefined
  readonly thinking: JsonObject[]
  readonly calls: JsonObject[]
  readonly images: JsonObject[]
  readonly audio: JsonObject | undefined
  readonly annotations: JsonObject[]
  readonly fields: JsonObject
}

/** Reads a candidate; `firstCall` is the index of its first tool call. Null where it has no parts. */
export function readParts(candidate: JsonObject, context: AnswerContext, firstCall: number): Message | null {
  const content = asObject(candidate['content'])
  if (!content || !Array.isArray(content['parts'])) return null
  const parts = objectsOf(content['parts'])
  const signatures = parts.flatMap(part => asString(part['thoughtSignature']) ?? [])
  const invocations = serverTools(parts)
  return {
    content: said(parts, false),
    reasoning: said(parts, true),
    thinking: parts.filter(part => part['thought'] === true).map(thinkingBlock),
    calls: parts
      .filter(part => 'functionCall' in part)
      .map((part, index) => toolCall(part, firstCall + index, context)),
    images: parts.flatMap(imageOf),
    audio: audioOf(parts, context),
    annotations: annotationsOf(metadataOf([candidate]).grounding),
    fields: {
      ...(signatures.length > 0 ? { thought_signatures: signatures } : {}),
      ...(invocations.length > 0 ? { server_side_tool_invocations: invocations } : {}),
    },
  }
}

/** Whether a request uses OpenAI's older functions: its calls are told in their form. */
export function asksForFunctions(chat: JsonObject): boolean {
  return objectsOf(chat['functions']).length > 0
}

/** The calls of a message, or of a delta; of the older form there is only one. */
export function callFields(calls: readonly JsonObject[], asFunction: boolean): JsonObject {
  const last = calls.at(-1)
  if (!last) return {}
  if (!asFunction) return { tool_calls: [...calls] }
  const { provider_specific_fields: fields } = last
  return { function_call: { ...asObject(last['function']), ...(fields ? { provider_specific_fields: fields } : {}) } }
}

function said(parts: readonly JsonObject[], thought: boolean): string | undefined {
  const text = parts
    .filter(part => (part['thought'] === true) === thought)
    .map(textOf)
    .join('')
  return text === '' ? undefined : text
}

// Files of other kinds than images and sound are told as data addresses.
function textOf(part: JsonObject): string {
  if ('text' in part) return asString(part['text']) ?? ''
  const inline = asObject(part['inlineData'])
  const type = asString(inline?.['mimeType']) ?? ''
  return !inline || /^(?:audio|image)\//.test(type) ? '' : `data:${type};base64,${asString(inline['data']) ?? ''}`
}

function thinkingBlock(part: JsonObject): JsonObject {
  const signature = part['thoughtSignature'] ?? undefined
  return { type: 'thinking', thinking: part['text'] ?? '', ...(signature === undefined ? {} : { signature }) }
}

function toolCall(part: JsonObject, index: number, context: AnswerContext): JsonObject {
  const called = asObject(part['functionCall']) ?? {}
  const signature = asString(part['thoughtSignature'])
  const id = asString(called['id']) || `call_${derived(context, `call ${index}`).slice(0, 28)}`
  return {
    index,
    ...(signature ? { provider_specific_fields: { thought_signature: signature } } : {}),
    function: { arguments: pythonJsonUnescaped(called['args'] ?? {}), name: called['name'] },
    id: signature ? `${id}${signatureMark}${signature}` : id,
    type: 'function',
  }
}

// Ids that Gemini does not give come from the answer's own, so that a translator needs no randomness.
const derived = (context: AnswerContext, what: string): string =>
  createHash('sha256').update(`${context.id} ${what}`).digest('hex')

function imageOf(part: JsonObject): JsonObject[] {
  const inline = asObject(part['inlineData'])
  const type = asString(inline?.['mimeType']) ?? ''
  if (!inline || !type.startsWith('image/')) return []
  const url = `data:${type};base64,${asString(inline['data']) ?? ''}`
  return [{ image_url: { url, detail: 'auto' }, index: 0, type: 'image_url' }]
}

function audioOf(parts: readonly JsonObject[], context: AnswerContext): JsonObject | undefined {
  const inline = parts
    .map(part => asObject(part['inlineData']))
    .find(data => asString(data?.['mimeType'])?.startsWith('audio/'))
  if (!inline) return undefined
  const id = derived(context, 'audio').slice(0, 32)
  return { id, data: inline['data'] ?? '', expires_at: context.created + 24 * 60 * 60, transcript: '' }
}

// A server-side call and its response are one invocation; a response may come without its call.
function serverTools(parts: readonly JsonObject[]): JsonObject[] {
  const calls = new Map<string, JsonObject>()
  const responses: JsonObject[] = []
  for (const part of parts) {
    const call = asObject(part['toolCall'])
    const response = asObject(part['toolResponse'])
    const signature = part['thoughtSignature'] ?? undefined
    if (call) {
      const signed = signature === undefined ? {} : { thought_signature: signature }
      const { toolType, id, args } = call
      calls.set(asString(id) ?? '', withoutNulls({ tool_type: toolType, id, args, ...signed }))
    } else if (response) {
      const signed = signature === undefined ? {} : { response_thought_signature: signature }
      const known = calls.get(asString(response['id']) ?? '')
      if (known) Object.assign(known, withoutNulls({ response: response['response'], ...signed }))
      else {
        const { id, toolType, response: answer } = response
        const own = signature === undefined ? {} : { thought_signature: signature }
        responses.push(withoutNulls({ id, tool_type: toolType, response: answer, ...own, ...signed }))
      }
    }
  }
  return [...calls.values(), ...responses]
}
