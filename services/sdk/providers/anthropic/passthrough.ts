/** `/v1/messages` for models at Anthropic: sent as the client wrote it, answered as the provider sent it, but for the model's name. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, parseJson } from '../json.ts'
import type { JsonObject, ProviderRequest, SseEvent, StreamTranslator, Target, TokenUsage } from '../translator.ts'
import { openAiUsage } from './usage.ts'

/** Parameters LiteLLM lets through to Anthropic; others are its own controls or unknown (types/llms/anthropic.py). */
const sent = new Set([
  'cache_control',
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
  'service_tier',
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

const defaultVersion = '2023-06-01'

/** The request for the provider. `client` are the client's headers, lower case. */
export function passthroughRequest(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const version = client['anthropic-version']
  const betas = client['anthropic-beta']
  return {
    url: messagesUrl(target.apiBase),
    headers: {
      ...target.headers,
      'content-type': 'application/json',
      'anthropic-version': typeof version === 'string' ? version : defaultVersion,
      ...(typeof betas === 'string' ? { 'anthropic-beta': sortedBetas(betas) } : {}),
      ...(target.apiKey === undefined ? {} : { 'x-api-key': target.apiKey }),
    },
    body: {
      ...target.defaults,
      ...Object.fromEntries(Object.entries(body).filter(([key]) => sent.has(key))),
      model: target.model,
    },
  }
}

/** A whole answer under the name the client asked for. */
export function passthroughResponse(body: JsonObject, target: Target): { body: JsonObject; usage: TokenUsage } {
  const usage = countedUsage(openAiUsage({ usage: asObject(body.usage) ?? {}, thinking: undefined, toolSearches: 0 }))
  return { body: { ...body, model: target.group }, usage }
}

/** A stream, event by event; only `message_start` carries the model's name. */
export function passthroughStream(target: Target): StreamTranslator {
  let counted: JsonObject = {}
  let complete = false
  let told = false
  return {
    get usage() {
      return countedUsage(openAiUsage({ usage: counted, thinking: undefined, toolSearches: 0 }))
    },
    push({ event, data }: SseEvent): string[] {
      const name = event === '' ? '' : `event: ${event}\n`
      if (event === 'message_stop') complete = true
      if (event === 'error') told = true
      if (event === 'message_delta') counted = { ...counted, ...asObject(asObject(parseJson(data))?.usage) }
      if (event !== 'message_start') return [`${name}data: ${data}\n\n`]

      const start = asObject(parseJson(data)) ?? {}
      const message = asObject(start.message) ?? {}
      counted = { ...counted, ...asObject(message.usage) }
      const restamped = JSON.stringify({ ...start, message: { ...message, model: target.group } })
      return [`${name}data: ${restamped}\n\n`]
    },
    end: () => ({ complete, frames: [], told }),
  }
}

function messagesUrl(apiBase: string): string {
  if (apiBase.endsWith('/v1/messages')) return apiBase
  return apiBase.endsWith('/v1') ? `${apiBase}/messages` : `${apiBase}/v1/messages`
}

function sortedBetas(betas: string): string {
  return betas
    .split(',')
    .map(beta => beta.trim())
    .filter(Boolean)
    .toSorted()
    .join(',')
}
