/** `/v1/messages` for models at Anthropic: sent as the client wrote it, answered as the provider sent it, but for the model's name. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, omit, parseJson, withoutNulls } from '../json.ts'
import { requestHeaders } from '../parameters.ts'
import {
  type JsonObject,
  type ProviderRequest,
  RequestFault,
  type SseEvent,
  type StreamTranslator,
  type Target,
  type TokenUsage,
} from '../translator.ts'
import { passthroughBetas } from './headers.ts'
import { keepsNoSpeed, keepsSpeed, sampling } from './model-params.ts'
import { reshapedThinking } from './passthrough-thinking.ts'
import { passthroughMessages } from './passthrough-messages.ts'
import { contextManagement } from './request.ts'
import { openAiUsage } from './usage.ts'

/** Parameters LiteLLM lets through to Anthropic; others are its own controls or unknown (types/llms/anthropic.py). */
const sent = new Set([
  'cache_control',
  'compaction',
  'container',
  'context_management',
  'inference_geo',
  'max_tokens',
  'mcp_servers',
  'messages',
  'metadata',
  'output_config',
  'output_format',
  'reasoning_effort',
  'safeguards',
  'speed',
  'stop_sequences',
  'stream',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
])

/** The version of the API where nobody asks for another. */
export const defaultVersion = '2023-06-01'

/**
 * The request for the provider. `client` are the client's headers, lower case. Throws `RequestFault` for what LiteLLM
 * refuses.
 */
export function passthroughRequest(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const version = client['anthropic-version']
  const betas = client['anthropic-beta']
  const outgoing = passthroughBody(body, target)
  const own = { ...target.headers, ...requestHeaders(body) }
  const asked = [typeof betas === 'string' ? betas : (own['anthropic-beta'] ?? ''), ...passthroughBetas(outgoing)]
  const all = [...new Set(asked.flatMap(splitBetas))].toSorted()
  return {
    url: messagesUrl(target.apiBase),
    headers: {
      ...omit(own, ['anthropic-beta']),
      'content-type': 'application/json',
      'anthropic-version': typeof version === 'string' ? version : defaultVersion,
      ...(all.length > 0 ? { 'anthropic-beta': all.join(',') } : {}),
      ...(target.apiKey === undefined ? {} : { 'x-api-key': target.apiKey }),
    },
    body: outgoing,
  }
}

/** What the client wrote, in the form its model takes; `takesSpeed` where fast answers can be asked for. */
export function passthroughBody(body: JsonObject, target: Target, takesSpeed = true): JsonObject {
  const { model } = target
  const all = withoutNulls({ ...target.defaults, ...withoutNulls(body) })
  const drop = target.dropParams || all['drop_params'] === true
  const removed = Array.isArray(all['additional_drop_params']) ? all['additional_drop_params'] : []
  const params = Object.fromEntries(Object.entries(all).filter(([key]) => sent.has(key) && !removed.includes(key)))
  const keeps = takesSpeed ? keepsSpeed(params, model, drop) : keepsNoSpeed(params, model, drop)
  const kept = keeps ? params : omit(params, ['speed'])
  const sampled = { ...omit(kept, ['temperature', 'top_p', 'top_k']), ...sampling(kept, model, drop) }
  if (sampled['max_tokens'] === undefined) {
    throw new RequestFault('AnthropicException - max_tokens is required for Anthropic /v1/messages API')
  }
  return {
    stream: false,
    ...reshapedThinking(sampled, target),
    ...contextManagement(sampled['context_management']),
    messages: passthroughMessages(sampled['messages'], sampled['tools']),
    model,
  }
}

/** A whole answer under the name the client asked for. */
export function passthroughResponse(body: JsonObject, target: Target): { body: JsonObject; usage: TokenUsage } {
  const usage = countedUsage(openAiUsage({ usage: asObject(body.usage) ?? {}, thinking: undefined, toolSearches: 0 }))
  return { body: { ...body, model: target.group }, usage }
}

const ownNames = new Set([
  'content_block_delta',
  'content_block_start',
  'content_block_stop',
  'error',
  'message_delta',
  'message_start',
  'message_stop',
  'ping',
])

/** What an event is: by its name, or by its data where that is missing or somebody else's. */
function typeOf({ event, data }: SseEvent): string {
  return ownNames.has(event) ? event : (asString(asObject(parseJson(data))?.['type']) ?? event)
}

/** A stream, event by event; only the first `message_start` gets the model's name, as LiteLLM has it. */
export function passthroughStream(target: Target): StreamTranslator {
  let counted: JsonObject = {}
  let complete = false
  let told = false
  let named = false
  return {
    get usage() {
      return countedUsage(openAiUsage({ usage: counted, thinking: undefined, toolSearches: 0 }))
    },
    push(event: SseEvent): string[] {
      const { data } = event
      const type = typeOf(event)
      const name = event.event === '' ? '' : `event: ${event.event}\n`
      if (type === 'message_stop') complete = true
      if (type === 'error') told = true
      if (type === 'message_delta') counted = { ...counted, ...asObject(asObject(parseJson(data))?.usage) }
      if (type !== 'message_start' || named) return [asFrame(name, data)]
      named = true
      const start = asObject(parseJson(data)) ?? {}
      const message = asObject(start.message) ?? {}
      counted = { ...counted, ...asObject(message.usage) }
      const restamped = JSON.stringify({ ...start, message: { ...message, model: target.group } })
      return [`${name}data: ${restamped}\n\n`]
    },
    end: () => ({ complete, frames: [], told }),
  }
}

/** Data of several lines keeps them. */
function asFrame(name: string, data: string): string {
  return `${name}data: ${data.includes('\n') ? data.replaceAll('\n', '\ndata: ') : data}\n\n`
}

function messagesUrl(apiBase: string): string {
  if (apiBase.endsWith('/v1/messages')) return apiBase
  return apiBase.endsWith('/v1') ? `${apiBase}/messages` : `${apiBase}/v1/messages`
}

/** The flags of a header. */
export function splitBetas(betas: string): string[] {
  return betas
    .split(',')
    .map(beta => beta.trim())
    .filter(Boolean)
}
