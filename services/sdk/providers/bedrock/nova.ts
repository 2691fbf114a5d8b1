/** Amazon's Nova by InvokeModel: Converse's own words, without what only Converse does. */
import { asObject, isObject, objectsOf, omit, parseJson } from '../json.ts'
import { bareFault } from '../litellm-errors.ts'
import { requestHeaders } from '../parameters.ts'
import {
  RequestFault,
  type AnswerContext,
  type JsonObject,
  type ProviderRequest,
  type SseEvent,
  type StreamTranslator,
  type Target,
  type TokenUsage,
} from '../translator.ts'
import { guardrailHeaders } from './guardrail-headers.ts'
import { admittedRequest, invokeUrl, otherId } from './headers.ts'
import { converseRequest } from './request.ts'
import { converseResponse } from './response.ts'
import { ownStream } from './stream.ts'
import { withinChunks } from './text-stream.ts'

const taken = ['messages', 'inferenceConfig', 'system', 'toolConfig']
const elsewhere = ['guardrailConfig', 'extra_body']

/** The request for InvokeModel. */
export function novaRequest(chat: JsonObject, target: Target): ProviderRequest {
  const all = { ...target.defaults, ...chat }
  const { body } = converseRequest(asked(chat), { ...target, defaults: asked(target.defaults) })
  const kept = Object.fromEntries(taken.flatMap(key => (body[key] === undefined ? [] : [[key, body[key]]])))
  const headers = {
    'content-type': 'application/json',
    ...target.headers,
    ...requestHeaders(chat),
    ...guardrailHeaders(all['guardrailConfig']),
  }
  const url = invokeUrl(target, chat['stream'] === true, otherId(chat, target))
  const sent = { ...withInlinePoints(kept), ...asObject(all['extra_body']) }
  return { ...admittedRequest(target, target.model, { url, headers, body: sent }), hidesHeaders: true }
}

/** Without what is told otherwise here, and the points of tools, which are not cached. */
function asked(params: JsonObject): JsonObject {
  const { cache_control_injection_points: points, ...rest } = omit(params, elsewhere)
  if (!Array.isArray(points)) return omit(params, elsewhere)
  const kept = points.filter(point => asObject(point)?.['location'] !== 'tool_config')
  return { ...rest, cache_control_injection_points: kept }
}

/** A whole answer; of one that is none LiteLLM keeps nothing. */
export function novaResponse(
  body: JsonObject,
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
): { body: JsonObject; usage: TokenUsage } {
  try {
    return converseResponse(body, chat, target, context)
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const told = bareFault(fault.message)
    told.loses = 'headers'
    throw told
  }
}

/** InvokeModel takes a cache point only as a key of the text it stands behind. */
function withInlinePoints(body: JsonObject): JsonObject {
  const { system } = body
  const messages = objectsOf(body['messages'])
  return {
    ...body,
    ...(system === undefined ? {} : { system: inlined(objectsOf(system)) }),
    messages: messages.map(message => ({ ...message, content: inlined(objectsOf(message['content'])) })),
  }
}

function inlined(blocks: readonly JsonObject[]): JsonObject[] {
  const kept: JsonObject[] = []
  for (const block of blocks) {
    const { cachePoint } = block
    if (cachePoint === undefined || Object.keys(block).length > 1) kept.push(block)
    else {
      const at = kept.findLastIndex(({ text }) => text !== undefined)
      if (kept[at]) kept[at] = { ...kept[at], cachePoint }
    }
  }
  return kept
}

/** A stream of InvokeModel: Converse's events, each in an object under its name. */
export function novaStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  const stream = ownStream(chat, target, context)
  const named = {
    push({ data }: SseEvent) {
      const event = converseEvent(data)
      return event ? stream.push(event) : []
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
  return withinChunks(named, target)
}

const events = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']

function converseEvent(data: string): SseEvent | undefined {
  const chunk = parseJson(data)
  const event = isObject(chunk) ? events.find(name => name in chunk) : undefined
  if (event === undefined || !isObject(chunk)) return undefined
  return { event, data: JSON.stringify(chunk[event]) }
}
