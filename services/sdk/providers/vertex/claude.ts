/** Claude at Vertex AI: Anthropic's Messages without the model, under Google's address and token. */
import { messageAsEvents } from '../anthropic/as-events.ts'
import { anthropicBody } from '../anthropic/request.ts'
import { keepsNoSpeed } from '../anthropic/model-params.ts'
import { hasTrait } from '../anthropic/models.ts'
import { anthropicResponse } from '../anthropic/response.ts'
import { anthropicStream } from '../anthropic/stream.ts'
import { toAdaptive } from '../anthropic/thinking.ts'
import { asObject, isObject, objectsOf, omit } from '../json.ts'
import { requestHeaders } from '../parameters.ts'
import { remoteImages } from '../remote-media.ts'
import {
  type Json,
  type JsonObject,
  ProviderFault,
  type ProviderRequest,
  RequestFault,
  type Target,
  type Translator,
} from '../translator.ts'
import { vertexUrl } from './address.ts'
import { knownBetas, neededBetas, searchesWeb } from './claude-betas.ts'
import { claudeFault, renamed, renamedRefusal } from './errors.ts'

export const vertexVersion = 'vertex-2023-10-16'

function claudeRequest(chat: JsonObject, target: Target): ProviderRequest {
  const streams = chat['stream'] === true
  const given = claudeBody(withoutSpeed(withoutBilling(chat), target), target)
  const body = sanitised(adaptiveThinking(given, target.model), target.model)
  const betas = neededBetas(body)
  return {
    url: claudeUrl(target, streams),
    headers: headersOf(target, body, betas, requestHeaders(chat)),
    body: {
      ...body,
      ...(knownBetas(betas).length > 0 ? { anthropic_beta: knownBetas(betas) } : {}),
      anthropic_version: vertexVersion,
    },
  }
}

function claudeBody(chat: JsonObject, target: Target): JsonObject {
  try {
    return omit(anthropicBody(chat, target, mappedAs(chat, target), remoteImages), ['model'])
  } catch (fault) {
    throw fault instanceof RequestFault ? renamedRefusal(fault) : fault
  }
}

/** The address of a Claude model. */
export function claudeUrl(target: Target, streams: boolean): string {
  const method = streams ? 'streamRawPredict' : 'rawPredict'
  return vertexUrl(target, { resource: `publishers/anthropic/models/${target.model}`, method, streams })
}

/** The key's place in the headers; the token is put there when it is known. */
const keyPlace: Readonly<Record<string, string>> = { 'x-api-key': '' }

function headersOf(
  target: Target,
  body: JsonObject,
  betas: readonly string[],
  own: Record<string, string>,
): Record<string, string> {
  const { 'anthropic-beta': given = '', ...headers } = { ...target.headers, ...own }
  const asked = betas.length > 0 ? betas : searchesWeb(body) ? ['web-search-2025-03-05'] : given.split(',')
  const allowed = knownBetas(asked)
  return {
    ...headers,
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    ...(allowed.length > 0 ? { 'anthropic-beta': allowed.join(',') } : {}),
    ...keyPlace,
  }
}

/** Models at Vertex AI that take a schema as a parameter. */
const nativeSchema = /^claude-(?:fable-5-1|opus-5-5)(?:@default)?$/

/** A format is a tool here; LiteLLM then understands every parameter as an old model's. */
function mappedAs(chat: JsonObject, { model, defaults }: Target): string {
  const format = chat['response_format'] ?? defaults['response_format']
  return isObject(format) && !nativeSchema.test(model) ? 'claude-3-sonnet-20240229' : model
}

function withoutSpeed(chat: JsonObject, { model, defaults, dropParams }: Target): JsonObject {
  const speed = chat['speed'] ?? defaults['speed'] ?? undefined
  if (speed === undefined) return chat
  keepsNoSpeed({ speed }, model, dropParams || chat['drop_params'] === true)
  return omit(chat, ['speed'])
}

const isBilling = (text: Json | undefined): boolean =>
  typeof text === 'string' && text.startsWith('x-anthropic-billing-header:')

/** A chat without what Claude Code tells Anthropic in the system prompt: whom to bill. Elsewhere that is only noise. */
export function withoutBilling(chat: JsonObject): JsonObject {
  const messages = objectsOf(chat['messages'])
  const end = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  const leading = messages.slice(0, end === -1 ? messages.length : end)
  if (!JSON.stringify(leading).includes('x-anthropic-billing-header:')) return chat
  const kept = leading
    .filter(({ content }) => !isBilling(content))
    .map(message => {
      const { content } = message
      if (!Array.isArray(content)) return message
      return { ...message, content: objectsOf(content).filter(part => !isBilling(part['text'])) }
    })
  return { ...chat, messages: [...kept, ...messages.slice(leading.length)] }
}

function adaptiveThinking(body: JsonObject, model: string): JsonObject {
  const thinking = asObject(body['thinking'])
  const legacy = hasTrait(model, 'adaptiveThinking') && !hasTrait(model, 'legacyThinking')
  if (thinking?.['type'] !== 'enabled' || !legacy) return body
  return { ...body, ...toAdaptive(thinking, model, asObject(body['output_config'])) }
}

/** The body without an effort that the model does not take. */
export function sanitised(body: JsonObject, model: string): JsonObject {
  const config = body['output_config']
  if (config === undefined || config === null) return body
  const takesEffort = (['outputConfig', 'xhighEffort', 'maxEffort'] as const).some(trait => hasTrait(model, trait))
  const kept = takesEffort ? asObject(config) : omit(asObject(config) ?? {}, ['effort'])
  return kept && Object.keys(kept).length > 0 ? { ...body, output_config: kept } : omit(body, ['output_config'])
}

/** The target as its request's parameters were understood. */
const understood = (chat: JsonObject, target: Target): Target => ({ ...target, model: mappedAs(chat, target) })

export const vertexClaude: Translator = {
  request: claudeRequest,
  response(body, chat, target, context) {
    try {
      return anthropicResponse(body, chat, understood(chat, target), context)
    } catch (fault) {
      throw fault instanceof ProviderFault ? renamed(fault) : fault
    }
  },
  stream: (chat, target, context) => anthropicStream(chat, understood(chat, target), context),
  asEvents: messageAsEvents,
  error: claudeFault,
}
