/** Counting the tokens of a `/v1/messages` request at Gemini (LiteLLM: llms/gemini/count_tokens, llms/vertex_ai/count_tokens). */
import { geminiHeaders } from '../../providers/gemini/request.ts'
import { geminiTranslator } from '../../providers/gemini/translator.ts'
import { isObject, objectsOf, omit } from '../../providers/json.ts'
import {
  type Json,
  type JsonObject,
  NotServed,
  type ProviderRequest,
  type Target,
  type Translator,
} from '../../providers/translator.ts'
import { countUrl, vertexGemini } from '../../providers/vertex/gemini.ts'
import { messagesOverChat } from './over-chat.ts'

/** Google AI Studio's own host; the version comes behind it. */
const host = 'https://generativelanguage.googleapis.com'

/** The request. What is more than a conversation is counted as the whole request that it would be a part of. */
export function geminiCount(body: JsonObject, target: Target): ProviderRequest {
  const parts = partsOf(body, target, geminiTranslator)
  const model = target.model.startsWith('models/') ? target.model : `models/${target.model}`
  const isPlain = Object.keys(parts).length === 1
  return {
    url: `${target.apiBase || host}/v1beta/models/${target.model}:countTokens`,
    headers: geminiHeaders({ ...target, headers: {} }, {}),
    body: isPlain ? parts : { generateContentRequest: { model, ...parts } },
  }
}

/** The same at Vertex AI, which has a place for each part. */
export function vertexGeminiCount(body: JsonObject, target: Target): ProviderRequest {
  const parts = partsOf(body, target, vertexGemini)
  return { url: countUrl(target), headers: { 'content-type': 'application/json' }, body: parts }
}

/** What would be said to Gemini: the conversation, the instructions, the functions. */
function partsOf({ messages, system, tools }: JsonObject, target: Target, wire: Translator): JsonObject {
  const functions = objectsOf(tools).filter(tool => typeof tool['name'] === 'string' || 'input_schema' in tool)
  const asked = { model: target.model, max_tokens: 1, messages, ...(functions.length > 0 ? { tools: functions } : {}) }
  const made = messagesOverChat(wire).request(asked, { ...target, defaults: {} }).body
  const parts = instructions(system)
  return {
    contents: objectsOf(made['contents']).map(content => ({
      ...content,
      parts: objectsOf(content['parts']).map(withoutCallId),
    })),
    ...(parts.length > 0 ? { systemInstruction: { parts } } : {}),
    ...(functions.length > 0 ? { tools: objectsOf(made['tools']).map(camelCased) } : {}),
  }
}

function instructions(system: Json | undefined): JsonObject[] {
  if (typeof system === 'string') return system === '' ? [] : [{ text: system }]
  return objectsOf(system).map(({ type, text }) => {
    if (type !== 'text' || typeof text !== 'string') throw new NotServed('instructions that are no text')
    return { text }
  })
}

/** The count takes no ids of calls. */
function withoutCallId(part: JsonObject): JsonObject {
  const answered = part['functionResponse'] ?? part['function_response']
  return isObject(answered) ? { functionResponse: omit(answered, ['id']) } : part
}

const camelCase = (key: string): string => key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const camelCased = (tool: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(tool).map(([key, value]) => [camelCase(key), value]))
